"""Offers of work inside a conversation, over their pages: sent, seen as a card, answered, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.conversations import actions as talks
from dhara.people.models import Conversation, Notice
from dhara.work.models import Engagement, Proposal
from dhara.work.proposals import actions
from tests.make import conversations as make
from tests.make import offers, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
FORM = {
    "heading": "A logo and ten cards",
    "text": "Three drafts of the logo, then ten cards. Call 01712-345678.",
    "title": [""],
    "amount": ["২,৫০০"],
    "days": ["৬"],
    "revisions": "২",
    "valid_days": "৩",
}


class Pages:
    def __init__(self, now: datetime) -> None:
        self.cast, self.now = people.cast(), now
        self.talk: Conversation = offers.asked(self.cast.studio, self.cast.karim, now)
        self.nadia, self.karim = Client(), Client()
        self.nadia.force_login(self.cast.nadia)
        self.karim.force_login(self.cast.karim)
        self.desk, self.theirs = f"/studio/nadia/messages/{self.talk.pk}/", f"/messages/{self.talk.pk}/"

    def thread(self, who: Client) -> str:
        answer = who.get(self.desk if who is self.nadia else self.theirs)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def offered(self, **changes: Any) -> Proposal:
        return offers.offered(self.talk, self.cast.nadia, self.now, **changes)


@pytest.fixture
def pages(now: datetime) -> Pages:
    return Pages(now)


def test_from_the_question_to_the_room(pages: Pages) -> None:
    assert f'href="{pages.desk}offer/"' in pages.thread(pages.nadia)
    assert f"{pages.theirs}offer/" not in pages.thread(pages.karim)
    form = pages.nadia.get(f"{pages.desk}offer/").content.decode()
    assert 'name="valid_days"' in form
    assert 'value="7"' in form
    wider = pages.nadia.post(f"{pages.desk}offer/", {**FORM, "more": "1"}).content.decode()
    assert wider.count('name="amount"') == 3
    sent = pages.nadia.post(f"{pages.desk}offer/", FORM)
    made = Proposal.objects.get()
    assert sent["Location"] == f"{pages.desk}#o{made.pk}"
    card = pages.thread(pages.karim)
    for said in ("A logo and ten cards", "৳2,500", "6 days · 2 changes", "valid until", "Read and agree"):
        assert said in card, said
    own = pages.thread(pages.nadia)
    assert "Take it back" in own
    assert "Read and agree" not in own
    read = pages.karim.get(f"/proposals/{made.pk}/").content.decode()
    for said in ("Back to the conversation", "2 changes of each part", "Make a counter-offer"):
        assert said in read, said
    assert "345678" not in read
    agreed = pages.karim.post(f"/proposals/{made.pk}/acceptance/", {"number": "1"})
    room = f"/work/{Engagement.objects.get().pk}/"
    assert agreed["Location"] == room
    for who in (pages.karim, pages.nadia):
        assert f'href="{room}"' in pages.thread(who)
        assert "A logo and ten cards" in who.get(room).content.decode()
    assert pages.theirs in pages.karim.get(room).content.decode(), "its talk is where the offer was made"
    assert "345678" in pages.karim.get(f"/proposals/{made.pk}/").content.decode()


def test_each_is_told_once_in_their_language_with_the_way_there(pages: Pages, now: datetime) -> None:
    pages.cast.karim.language = "bn"
    pages.cast.karim.save(update_fields=["language"])
    made = pages.offered()
    drain(now)
    (letter,) = Letter.objects.filter(name="proposal_offered")
    assert (letter.to_email, letter.language) == ("karim@example.com", "bn")
    assert f"/proposals/{made.pk}/" in letter.text
    assert "৳২,৫০০" in letter.text
    notice = Notice.objects.get(kind="proposal_offered")
    assert (notice.account, notice.url, notice.data["subject"]) == (
        pages.cast.karim, f"/proposals/{made.pk}/", "A logo and ten cards",
    )  # fmt: skip
    actions.decline(made.pk, reason="Too dear.", by=person(pages.cast.karim.pk), at=now)
    drain(now)
    no = Letter.objects.get(name="proposal_declined", to_email="nadia@example.com")
    assert "Too dear." in no.text
    assert (
        Letter.objects.filter(name="proposal_declined").count()
        == Notice.objects.filter(kind="proposal_declined").count()
    )


def test_the_list_of_messages_says_what_came_last(pages: Pages, now: datetime) -> None:
    pages.offered()
    for who, where in ((pages.karim, "/messages/"), (pages.nadia, "/studio/nadia/messages/")):
        assert "Offer of work: A logo and ten cards" in who.get(where).content.decode()
    make.write(pages.talk, pages.cast.karim, "Is it ready for print?", at=now.replace(hour=now.hour + 1))
    assert "Offer of work" not in pages.karim.get("/messages/").content.decode()


def test_no_door_for_others(pages: Pages) -> None:
    for role, status in (("editor", 403), ("viewer", 403), (None, 404)):
        who = people.account(f"{role}@example.com")
        if role:
            people.member(pages.cast.studio, who, role=role)
        other = Client()
        other.force_login(who)
        assert other.get(f"{pages.desk}offer/").status_code == status
        assert other.post(f"{pages.desk}offer/", FORM).status_code == status
    assert pages.karim.post(f"{pages.desk}offer/", FORM).status_code == 404
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("heading", {"heading": ""}),
        ("amount-1", {"amount": ["much"]}),
        ("days-1", {"days": ["900"]}),
        ("revisions", {"revisions": "often"}),
        ("valid_days", {"valid_days": "৩১"}),
    ],
)
def test_what_is_wrong_stands_beside_it_and_nothing_is_lost(pages: Pages, field: str, changes: dict[str, Any]) -> None:
    answer = pages.nadia.post(f"{pages.desk}offer/", {**FORM, **changes})
    assert answer.status_code == 422
    shown = answer.content.decode()
    name = field.partition("-")[0]
    assert 'id="wrong"' in shown
    assert f'name="{name}"' in shown.partition('aria-describedby="wrong"')[0].rpartition("<input")[2]
    assert "Three drafts of the logo" in shown
    assert not Proposal.objects.exists()


def test_blocked_it_is_refused_with_the_reason(pages: Pages, now: datetime) -> None:
    made = pages.offered()
    talks.block(make.side(pages.talk, "customer").pk, by=person(pages.cast.karim.pk), at=now)
    assert f"{pages.desk}offer/" not in pages.thread(pages.nadia)
    refused = pages.nadia.post(f"{pages.desk}offer/", FORM)
    assert refused.status_code == 409
    assert "does not want to get messages" in refused.content.decode()
    late = pages.karim.post(f"/proposals/{made.pk}/acceptance/", {"number": "1"})
    assert late.status_code == 409
    assert "One of you has blocked the other" in late.content.decode()
    assert not Engagement.objects.exists()


def test_the_open_page_hears_of_an_answer(pages: Pages, now: datetime) -> None:
    made = pages.offered()
    mark = pages.nadia.get(f"{pages.desk}news/").content.decode().partition('data-mark="')[2].partition('"')[0]
    assert pages.nadia.get(f"{pages.desk}news/", {"mark": mark}).status_code == 204
    later = now.replace(minute=now.minute + 1)
    actions.withdraw(made.pk, by=person(pages.cast.nadia.pk), at=later)
    news = pages.nadia.get(f"{pages.desk}news/", {"mark": mark})
    assert news.status_code == 200
    assert "withdrawn" in news.content.decode()


def test_as_many_queries_for_five_offers_as_for_one(pages: Pages) -> None:
    pages.offered()
    counts = []
    for number in range(2):
        pages.thread(pages.karim)
        with CaptureQueriesContext(
            connection,
        ) as found:
            pages.thread(pages.karim)
        counts.append(len(found))
        for each in range(4 if not number else 0):
            pages.offered(title=f"Another way, number {each}")
    assert counts[0] == counts[1]
