"""Whoever wrote a message learns how the operator judged it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.kit.actor import operator
from dhara.kit.facts.models import Reaction
from dhara.kit.queue import drain
from dhara.people.conversations import actions
from dhara.people.models import Message, Notice
from dhara.people.notices.rules import sentence
from tests.make import people
from tests.make.conversations import conversation, write

pytestmark = pytest.mark.django_db
SCAM = "To get the job you must pay a security deposit of 1500 taka."


@pytest.mark.parametrize("writer", ["nadia", "karim"])
def test_the_writer_is_told_once(now: datetime, writer: str) -> None:
    cast, later = people.cast(), now + timedelta(hours=1)
    boss = operator(people.account("boss@example.com", is_staff=True).pk)
    talk, who = conversation(cast.studio, cast.karim, at=now), getattr(cast, writer)
    shown, gone = write(talk, who, SCAM, at=now), write(talk, who, SCAM + " Now.", at=now)
    actions.release(shown.pk, by=boss, at=later)
    actions.remove(gone.pk, reason="Nobody pays to get work.", by=boss, at=later)
    drain(later)
    path = f"/studio/{cast.studio.handle}/messages/{talk.pk}/" if writer == "nadia" else f"/messages/{talk.pk}/"
    for kind, words in (("message_released", "is shown now"), ("message_removed", "Nobody pays to get work.")):
        told = Notice.objects.get(kind=kind)
        assert (told.account_id, told.url) == (who.pk, path)
        assert words in sentence(told.kind, told.data)
    assert not Reaction.objects.exclude(state="done").exists()


def test_a_guest_has_no_notices(now: datetime) -> None:
    cast = people.cast()
    boss = operator(people.account("boss@example.com", is_staff=True).pk)
    talk = conversation(cast.studio, cast.karim, at=now)
    held = write(talk, cast.karim, SCAM, at=now)
    Message.objects.filter(pk=held.pk).update(author=None)
    actions.release(held.pk, by=boss, at=now)
    drain(now)
    assert not Notice.objects.filter(kind="message_released").exists()
    assert not Reaction.objects.exclude(state="done").exists()
