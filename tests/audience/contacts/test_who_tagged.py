"""Each tag that is put on or taken off tells who or what did it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.audience.automations.causes import IMPORT, MEMBER, SEQUENCE, UNKNOWN, Cause, causes
from dhara.audience.contacts import actions, queries
from dhara.audience.contacts.actions.tags import put_from
from dhara.audience.models import ContactEvent
from dhara.audience.sequences import actions as sequences
from dhara.kit.actor import SYSTEM
from dhara.people.models import Studio
from tests.audience.sequences import make
from tests.make.people import studio as make_studio


@pytest.fixture
def place(db: None) -> Studio:
    return make_studio()


def _told(place: Studio, tag_id: int) -> list[tuple[str, Cause]]:
    events = list(queries.taggings_told(place, tag_id=tag_id).order_by("id"))
    who = causes(events, place)
    return [(each.kind, who[each.pk]) for each in events]


def test_two_sequences_at_once_tag_once_and_tell_of_one(place: Studio, now: datetime) -> None:
    vip, mim = make.tag(place, now), make.contact(place, now)
    put, off = ({"kind": "tag", "do": do, "tag": vip.pk} for do in ("add", "remove"))
    both = [make.sequence(place, now, put, make.WAIT, off) for _each in range(2)]
    for each in both:
        sequences.enter(each, mim, by=SYSTEM, at=now)
    make.pump(now)
    make.pump(now + timedelta(days=1))
    (first, by), (last, too) = _told(place, vip.pk)
    assert (first, last, by.kind, by.name) == ("tagged", "untagged", SEQUENCE, "Welcome")
    assert {by.ref, too.ref} <= {each.pk for each in both}


def test_an_import_tells_of_who_has_not_had_it_and_what_was_before_is_not_known(place: Studio, now: datetime) -> None:
    vip, owner = make.tag(place, now), make.owner(place)
    mim, mita = (make.contact(place, now, f"{name}@example.com") for name in ("mim", "mita"))
    actions.tag(mim, vip.pk, by=owner, at=now)
    put_from("import:7", place.pk, vip.pk, [mim.pk, mita.pk], now)
    ContactEvent.objects.create(studio=place, contact=mim, kind="untagged", subject=f"tag:{vip.pk}", at=now)
    name = place.members.get(role="owner").account.get_full_name()
    assert _told(place, vip.pk) == [
        ("tagged", Cause(MEMBER, owner.id, name)),
        ("tagged", Cause(IMPORT, 7)),
        ("untagged", Cause(UNKNOWN)),
    ]


def test_who_was_erased_is_not_told_of(place: Studio, now: datetime) -> None:
    vip, owner = make.tag(place, now), make.owner(place)
    mim, mita = (make.contact(place, now, f"{name}@example.com") for name in ("mim", "mita"))
    for each in (mim, mita):
        actions.tag(each, vip.pk, by=owner, at=now)
    actions.erase(mim, by=owner, at=now)
    assert [each.contact_id for each in queries.taggings_told(place, tag_id=vip.pk)] == [mita.pk]
