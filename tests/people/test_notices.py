"""Notices: told once, readable in both languages, with preferences."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.utils import translation

from dhara.kit.refusal import Invalid
from dhara.people.models import Notice
from dhara.people.notices import actions, queries, rules
from tests.make import people

DATA: dict[str, Any] = {
    "number": "D-7K4Q-2M8T",
    "date": "2026-12-01",
    "left": 9,
    "webhook": "https://example.com/hook",
    "gateway": "bkash",
    "day": "2026-11-20",
    "offer": "Templates",
    "broadcast": "Eid",
    "sent": 12,
    "rule": "buys, gets a tag",
    "amount": {"minor": 12345600, "currency": "BDT"},
    "version": "2.0",
    "studio": "Nadia",
    "reason": "copied",
    "person": "Rafi",
    "sequence": "Welcome",
    "contact": "Mim",
    "words": "Call them",
    "subject": "Wedding cards",
    "title": "A logo",
    "level": "Trusted",
    "campaign": "Is there a cat?",
}


@pytest.mark.parametrize("kind", list(rules.SENTENCES))
def test_every_sentence_is_filled_in_both_languages(kind: str) -> None:
    read = {}
    for language in ("en", "bn"):
        with translation.override(language):
            read[language] = rules.sentence(kind, DATA)
    assert read["en"] != read["bn"]
    assert not re.search(r"%\(|\{", "".join(read.values()))
    if "amount" in str(rules.SENTENCES[kind]):
        assert "৳1,23,456" in read["en"]
        assert "৳১,২৩,৪৫৬" in read["bn"]


@pytest.mark.django_db
def test_told_once(now: datetime) -> None:
    karim = people.account()
    again = [
        actions.tell(account_id=karim.pk, topic="sale", kind="sale", data=DATA, url="/x/", key="sale:1", at=now)
        for _ in range(2)
    ]
    assert again == [True, False]
    assert queries.unread_count(karim.pk) == 1


@pytest.mark.django_db
def test_what_can_not_be_shown_is_not_stored(now: datetime) -> None:
    karim = people.account()
    for topic, kind, data in (("sale", "sale", {}), ("sale", "dance", DATA), ("gossip", "sale", DATA)):
        with pytest.raises(KeyError):
            actions.tell(account_id=karim.pk, topic=topic, kind=kind, data=data, key="k", at=now)
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_only_ones_own_are_marked_read(now: datetime) -> None:
    karim, nadia = people.account(), people.account("nadia@example.com")
    for who in (karim, nadia):
        for number in range(3):
            key = f"{who.pk}:{number}"
            actions.tell(account_id=who.pk, topic="sale", kind="sale", data=DATA, key=key, at=now)
    others = list(Notice.objects.filter(account=nadia).values_list("id", flat=True))
    assert actions.mark_read(karim.pk, notice_ids=others, at=now) == 0
    assert actions.mark_read(karim.pk, at=now) == 3
    assert queries.unread_count(nadia.pk) == 3


@pytest.mark.django_db
def test_mail_is_wanted_until_it_is_not() -> None:
    karim = people.account()
    assert queries.wants_mail(karim.pk, "sale")
    actions.choose_mail(karim.pk, wanted=["balance"])
    assert not queries.wants_mail(karim.pk, "sale")
    assert queries.wants_mail(karim.pk, "balance")
    with pytest.raises(Invalid):
        actions.choose_mail(karim.pk, wanted=["gossip"])
    with pytest.raises(KeyError):
        queries.wants_mail(karim.pk, "gossip")
