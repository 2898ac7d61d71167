"""Contacts are made one while their letters leave: neither waits for the other, nobody gets two, nothing is lost."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

import pytest

from dhara.audience.contacts import actions as contacts
from dhara.audience.models import Contact, Delivery, Message
from dhara.audience.sending import actions
from dhara.audience.sending.actions import pumping
from dhara.audience.sending.providers.queries import of_settings
from dhara.kit import clock
from dhara.kit.actor import SYSTEM
from tests.fakes.postbox import Postbox
from tests.make import letters, people
from tests.make.race import errors, race

PAIRS = 200


def queue(message: Message, at: datetime) -> int:
    everybody = Contact.objects.filter(studio=message.studio_id)
    return actions.queue_for(message, everybody, source="broadcast:1", due_at=at, at=at)


@pytest.mark.django_db(transaction=True)
def test_merging_while_the_pump_runs(settings: Any) -> None:
    message = letters.message(people.studio())
    crowd = letters.crowd(message.studio, 2 * PAIRS)
    at = clock.now()
    queue(message, at)
    pairs = list(zip(crowd[::2], crowd[1::2], strict=True))
    Random(7).shuffle(pairs)

    def merge_all() -> int:
        for kept, other in pairs:
            contacts.merge(kept, other, by=SYSTEM, at=at)
        return len(pairs)

    with Postbox(slow=0.002) as box:
        settings.EMAIL_URL = box.url
        way = of_settings()
        runs = [pumping.Run(way, holder, at) for holder in ("a", "b")]
        answers = race(merge_all, *(lambda run=run: run.drive(30) for run in runs))
        assert errors(answers) == []
        pumping.Run(way, "c", at).drive(30)
    assert len(box.taken) == len(set(box.taken))
    taken = set(box.taken)
    assert all({kept.email, other.email} & taken for kept, other in pairs)
    assert Contact.objects.count() == PAIRS
    assert set(Delivery.objects.values_list("contact", "state", "flight")) == {
        (kept.pk, "sent", None) for kept, _other in pairs
    }
    assert Delivery.objects.count() == PAIRS


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["kept", "other"])
def test_who_has_got_it_under_one_address_gets_it_once(first: str, settings: Any) -> None:
    message = letters.message(people.studio())
    kept, other = letters.crowd(message.studio, 2)
    at = clock.now()
    queue(message, at)
    had = kept if first == "kept" else other
    Delivery.objects.filter(contact=had).update(state="sent", sent_at=at)
    contacts.merge(kept, other, by=SYSTEM, at=at)
    with Postbox() as box:
        settings.EMAIL_URL = box.url
        pumping.Run(of_settings(), "a", at).drive(5)
    assert box.taken == []
    assert [(each.contact_id, each.state) for each in Delivery.objects.all()] == [(kept.pk, "sent")]
