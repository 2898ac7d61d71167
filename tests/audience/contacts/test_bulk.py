"""A tag for all that a search finds: each once, none twice, whoever carries it on."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.audience.contacts import actions, rules
from dhara.audience.contacts.actions import bulk
from dhara.audience.contacts.queries import Filters
from dhara.audience.models import Contact, ContactTag, Tag, Tagging
from dhara.kit import queue
from dhara.kit.actor import Actor, person
from dhara.kit.models import RecordedFact
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere
from dhara.people.models import Studio
from tests.make import audience as make
from tests.make import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio(cast: people.Cast) -> Studio:
    return cast.studio


@pytest.fixture
def by(cast: people.Cast) -> Actor:
    return person(cast.nadia.pk)


def wearers(tag: Tag) -> set[int]:
    return set(ContactTag.objects.filter(tag=tag).values_list("contact_id", flat=True))


def crowd(studio: Studio, many: int) -> set[int]:
    return {make.contact(studio, f"n{n}@x.example", state=rules.KNOWN).pk for n in range(many)}


def test_few_are_tagged_at_once_as_one_by_one(studio: Studio, by: Actor, now: datetime) -> None:
    tag, ids = make.tag(studio, "fair"), crowd(studio, 3)
    gone = make.contact(studio, "gone@x.example", state=rules.UNSUBSCRIBED)
    actions.erase(make.contact(studio, "erased@x.example"), by=by, at=now)
    make.contact(people.studio(people.account("t@x.example"), handle="second"), "n0@x.example", state=rules.KNOWN)
    actions.tag(Contact.objects.get(pk=min(ids)), tag.pk, by=by, at=now)
    done = actions.tag_found(studio, Filters(status=rules.KNOWN), tag.pk, by=by, at=now)
    assert (done.status, done.meant, done.seen, done.changed) == (rules.DONE, 3, 3, 2)
    assert wearers(tag) == ids
    assert RecordedFact.objects.filter(name="audience.ContactTagged").count() == 3
    everybody = actions.tag_found(studio, Filters(), tag.pk, by=by, at=now)
    assert (everybody.meant, everybody.changed) == (4, 1)
    assert wearers(tag) == ids | {gone.pk}
    off = actions.tag_found(studio, Filters(tag_id=tag.pk), tag.pk, off=True, by=by, at=now)
    assert (off.changed, wearers(tag)) == (4, set())


def test_many_are_tagged_by_a_job_step_by_step(
    studio: Studio, by: Actor, now: datetime, frozen: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "STEP", 4)
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 1)
    tag, ids = make.tag(studio, "fair"), crowd(studio, 11)
    begun = actions.tag_found(studio, Filters(), tag.pk, by=by, at=now)
    assert (begun.status, begun.meant, wearers(tag)) == (rules.RUNNING, 11, set())
    with pytest.raises(Conflict, match="being tagged"):
        actions.tag_found(studio, Filters(), tag.pk, off=True, by=by, at=now)
    late = make.contact(studio, "late@x.example")
    assert bulk.go_on(begun.pk, at=now, step=4)
    begun.refresh_from_db()
    assert (begun.seen, len(wearers(tag))) == (4, 4)
    queue.drain(now)
    begun.refresh_from_db()
    assert (begun.status, begun.seen, begun.changed) == (rules.DONE, 11, 11)
    assert wearers(tag) == ids
    assert late.pk not in wearers(tag)
    assert not bulk.go_on(begun.pk, at=now)
    assert RecordedFact.objects.filter(name="audience.ContactTagged").count() == 11


def test_it_ends_when_it_is_stopped_or_its_tag_is_removed(
    studio: Studio, by: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "STEP", 2)
    tag = make.tag(studio, "fair")
    crowd(studio, 6)
    begun = actions.tag_found(studio, Filters(), tag.pk, by=by, at=now)
    bulk.go_on(begun.pk, at=now, step=2)
    assert actions.stop_tagging(studio, begun.pk, by=by, at=now).status == rules.CANCELLED
    assert not bulk.go_on(begun.pk, at=now)
    assert len(wearers(tag)) == 2
    again = actions.tag_found(studio, Filters(), tag.pk, by=by, at=now)
    actions.delete_tag(studio, tag.pk, by=by)
    assert not bulk.go_on(again.pk, at=now)
    assert not Tagging.objects.exists()


def test_who_may_not_and_what_is_not_there(cast: people.Cast, studio: Studio, by: Actor, now: datetime) -> None:
    tag, foreign = make.tag(studio, "fair"), make.tag(people.studio(cast.karim, handle="second"), "fair")
    crowd(studio, 1)
    with pytest.raises(NotAllowed):
        actions.tag_found(studio, Filters(), tag.pk, by=person(cast.rafi.pk), at=now)
    with pytest.raises(NotFoundHere):
        actions.tag_found(studio, Filters(), foreign.pk, by=by, at=now)
    nobody = actions.tag_found(studio, Filters(text="zzz"), tag.pk, by=by, at=now)
    assert (nobody.status, nobody.meant, nobody.changed) == (rules.DONE, 0, 0)
    assert not ContactTag.objects.exists()
