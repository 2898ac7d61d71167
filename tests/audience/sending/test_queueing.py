"""Freezing an audience, and steering its letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dhara.audience.models import Contact, Delivery, Lane, Message, Suppression
from dhara.audience.sending import actions, queries
from dhara.audience.suppression.rules import key_of
from dhara.people.models import Studio
from tests.make import audience, letters, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio() -> Studio:
    return people.studio()


@pytest.fixture
def message(studio: Studio) -> Message:
    return letters.message(studio)


def jobs() -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from dhara.kit.queue import WAITING

    return ProcrastinateJob.objects.filter(task_name="audience.sending.tasks.pump", status=WAITING).count()


def queue(message: Message, at: datetime, **given: Any) -> int:
    everybody = Contact.objects.filter(studio=message.studio_id)
    wanted: dict[str, Any] = {"source": "broadcast:1", "due_at": at, "at": at, **given}
    return actions.queue_for(message, everybody, **wanted)


def test_only_who_may_be_written_is_frozen_into_the_audience(studio: Studio, message: Message, now: datetime) -> None:
    good = audience.contact(studio, "mina@example.com", language="bn")
    audience.contact(studio, "asked@example.com", state="pending")
    audience.contact(studio, "gone@example.com", state="unsubscribed")
    audience.contact(studio, "dead@example.com")
    audience.contact(people.studio(people.account("other@example.com"), handle="other"), "elsewhere@example.com")
    Suppression.objects.create(studio=None, email_key=key_of("dead@example.com"), reason="by_hand", at=now)
    assert queue(message, now) == 1
    only = Delivery.objects.get()
    assert (only.contact_id, only.domain, only.language, only.state) == (good.pk, "example.com", "bn", "queued")
    message.refresh_from_db()
    assert message.frozen_at == now
    assert jobs() == 1


def test_queueing_twice_adds_only_who_is_new(studio: Studio, message: Message, now: datetime) -> None:
    first = audience.contact(studio)
    assert actions.queue_for(message, [first.pk], source="broadcast:1", due_at=now, at=now) == 1
    audience.contact(studio, "second@example.com")
    assert queue(message, now) == 1
    assert queries.counts("broadcast:1")["queued"] == 2
    assert jobs() == 1


def test_each_gets_it_by_their_own_clock(studio: Studio, message: Message, now: datetime) -> None:
    for email, zone in (("a@example.com", "Asia/Tokyo"), ("b@example.com", ""), ("c@example.com", "Mars/Olympus")):
        audience.contact(studio, email)
        Contact.objects.filter(email=email).update(time_zone=zone)
    dhaka = ZoneInfo("Asia/Dhaka")
    queue(message, now, due_at=queries.in_own_zone(now, dhaka))
    due = dict(Delivery.objects.values_list("contact__email", "due_at"))
    assert due["a@example.com"] == now - timedelta(hours=3)  # ten o'clock comes three hours earlier in Tokyo
    assert due["b@example.com"] == due["c@example.com"] == now


def test_one_letter_is_one_delivery_however_often_it_is_asked_for(studio: Studio, now: datetime) -> None:
    letter, contact = letters.message(studio, purpose="sequence"), audience.contact(studio)
    first = actions.queue_one(letter, contact, source="enrolment:4", due_at=now, at=now)
    again = actions.queue_one(letter, contact, source="enrolment:4", due_at=now, at=now)
    other = actions.queue_one(letter, contact, source="enrolment:9", due_at=now, at=now, rotation=1)
    assert first.pk == again.pk != other.pk
    assert Lane.objects.get().source == ""
    assert queries.counts("enrolment:9") == queries.counts("enrolment:4")
    assert queries.counts_of([letter.pk])[letter.pk]["queued"] == 2
    assert jobs() == 1


def test_what_waits_is_cancelled(studio: Studio, message: Message, now: datetime) -> None:
    letters.crowd(studio, 3)
    queue(message, now)
    Delivery.objects.filter(pk=Delivery.objects.earliest("pk").pk).update(state="sent", sent_at=now)
    assert actions.cancel("broadcast:1", at=now) == 2
    assert letters.states(message) == {"sent": 1, "cancelled": 2}


def test_the_missed_are_queued_again_and_nobody_else(studio: Studio, message: Message, now: datetime) -> None:
    letters.crowd(studio, 5)
    queue(message, now)
    for delivery, state in zip(
        Delivery.objects.all(), ("sent", "unknown", "failed", "bounced", "skipped"), strict=True
    ):
        Delivery.objects.filter(pk=delivery.pk).update(state=state, attempts=3)
    assert queries.not_reached(queries.counts("broadcast:1")) == 2
    assert actions.again("broadcast:1", at=now) == 2
    assert letters.states(message) == {"sent": 1, "queued": 2, "bounced": 1, "skipped": 1}


def test_the_rest_waits_for_the_winner(studio: Studio, message: Message, now: datetime) -> None:
    sample, rest = letters.crowd(studio, 4)[:1], now + timedelta(days=30)
    actions.queue_for(message, [sample[0].pk], source="broadcast:1", due_at=now, at=now, variant=1)
    queue(message, now, due_at=rest)
    assert actions.release("broadcast:1", due_at=now, at=now, variant=2) == 3
    assert sorted(Delivery.objects.values_list("variant", "due_at")) == [(1, now), *[(2, now)] * 3]


def test_a_pause_is_told_once(studio: Studio, message: Message, now: datetime) -> None:
    queue(message, now)
    assert actions.pause("broadcast:1", at=now)
    assert not actions.pause("broadcast:1", at=now)
    assert actions.resume("broadcast:1", at=now)
    assert not actions.resume("broadcast:1", at=now)
