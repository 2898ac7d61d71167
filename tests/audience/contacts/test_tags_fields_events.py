"""Tags, fields and events."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dhara.audience.contacts import actions, queries, rules
from dhara.audience.models import ContactEvent
from dhara.kit.actor import GUEST
from dhara.kit.models import RecordedFact
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio
from tests.make import audience as make
from tests.make import people, readers
from tests.make.race import race


@pytest.fixture
def studio(db: None) -> Studio:
    return people.studio()


def test_a_tag_is_put_on_once(studio: Studio, now: datetime) -> None:
    mina, tag = make.contact(studio), make.tag(studio)
    assert [actions.tag(mina, tag.pk, by=GUEST, at=now) for _time in range(2)] == [True, False]
    assert [actions.untag(mina, tag.pk, by=GUEST, at=now) for _time in range(2)] == [True, False]
    assert make.kinds(mina) == ["subscribed", "tagged", "untagged"]
    names = list(RecordedFact.objects.order_by("id").values_list("name", flat=True))[-2:]
    assert names == ["audience.ContactTagged", "audience.ContactUntagged"]


def test_a_tag_of_another_studio_is_none(studio: Studio, now: datetime) -> None:
    elsewhere = make.tag(people.studio(people.account("r@example.com"), handle="rafi"))
    mina = make.contact(studio)
    for verb in (actions.tag, actions.untag):
        with pytest.raises(NotFoundHere):
            verb(mina, elsewhere.pk, by=GUEST, at=now)


def test_many_are_tagged_at_once_but_none_of_another_studio(studio: Studio, now: datetime) -> None:
    tag, other = make.tag(studio), people.studio(people.account("r@example.com"), handle="rafi")
    ids = [make.contact(studio, f"m{n}@x.example").pk for n in range(3)] + [make.contact(other).pk]
    assert actions.tag_all(studio.pk, ids, tag.pk, by=GUEST, at=now) == 3
    assert actions.untag_all(studio.pk, ids[:2], tag.pk, by=GUEST, at=now) == 2
    assert queries.tags_counted(studio).get().contacts == 1


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (rules.TEXT, "  কুমিল্লা ", "কুমিল্লা"),
        (rules.NUMBER, "১২,৫০০", 12500),
        (rules.NUMBER, "3.5", 3.5),
        (rules.DATE, "৩১/১২/২০২৬", date(2026, 12, 31).isoformat()),
        (rules.DATE, "2026-02-01", "2026-02-01"),
        (rules.CHOICE, "RED", "Red"),
        (rules.YES_NO, "হ্যাঁ", True),
        (rules.YES_NO, False, False),
    ],
)
def test_values_are_kept_as_what_they_are(kind: str, typed: Any, kept: Any, studio: Studio, now: datetime) -> None:
    make.field(studio, "it", kind=kind, choices=("Red", "Blue"))
    mina = make.contact(studio)
    assert actions.set_field(mina, "it", typed, by=GUEST, at=now)
    assert not actions.set_field(mina, "it", typed, by=GUEST, at=now)
    mina.refresh_from_db()
    assert mina.fields == {"it": kept}
    assert type(mina.fields["it"]) is type(kept)
    assert actions.set_field(mina, "it", "", by=GUEST, at=now)
    mina.refresh_from_db()
    assert mina.fields == {}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [(rules.NUMBER, "many"), (rules.NUMBER, "NaN"), (rules.NUMBER, "1e999"), (rules.DATE, "31/02/2026"),
     (rules.DATE, "soon"), (rules.CHOICE, "Green"), (rules.YES_NO, "perhaps")],
)  # fmt: skip
def test_what_does_not_suit_is_refused(kind: str, typed: str, studio: Studio, now: datetime) -> None:
    make.field(studio, "it", kind=kind, choices=("Red",))
    with pytest.raises(Invalid):
        actions.set_field(make.contact(studio), "it", typed, by=GUEST, at=now)


@pytest.mark.django_db(transaction=True)
def test_an_event_with_a_key_is_kept_once_by_eight(now: datetime) -> None:
    studio = people.studio()
    mina = make.contact(studio, state=rules.KNOWN)

    def keep() -> bool:
        sale = {"amount": 45_000, "currency": "BDT", "data": {"title": "Guide"}}
        return actions.keep_event(mina.pk, studio.pk, "bought", "offer:3", at=now, key="bought:order_line:9", **sale)

    assert sorted(map(bool, race(*[keep] * 8))) == [False] * 7 + [True]
    event = ContactEvent.objects.get()
    assert (event.kind, event.subject, event.amount, event.data) == ("bought", "offer:3", 45_000, {"title": "Guide"})
    mina.refresh_from_db()
    assert mina.active_at == now


def test_letters_to_somebody_do_not_show_that_they_are_there(studio: Studio, now: datetime) -> None:
    mina = make.contact(studio, state=rules.KNOWN)
    assert actions.keep_event(mina.pk, studio.pk, "sent", "message:3", at=now)
    mina.refresh_from_db()
    assert mina.active_at is None
    with pytest.raises(KeyError):
        actions.keep_event(mina.pk, studio.pk, "danced", at=now)


def test_a_timeline_tells_of_letters_and_all_else_in_one_order_however_it_is_cut(studio: Studio, now: datetime) -> None:
    mina = make.contact(studio)
    mina.events.all().delete()
    for number in range(6):
        at = now + timedelta(minutes=number // 2)  # two letters and two events at each moment
        readers.delivery(at, mina, readers.message(at, studio))
        actions.keep_event(mina.pk, studio.pk, "visited", f"page:{number}", at=at)
    readers.delivery(now, mina, readers.message(now, studio), state="queued")
    whole = queries.timeline(mina)
    assert [each.kind for each in whole] == ["visited", "visited", "sent", "sent"] * 3
    assert [each.at for each in whole] == sorted((each.at for each in whole), reverse=True)
    for size in (1, 3, 5):
        cut: list[Any] = []
        while found := queries.timeline(mina, (cut[-1].at, cut[-1].pk) if cut else None, size):
            cut += found
        assert [each.pk for each in cut] == [each.pk for each in whole]


def test_contacts_are_found_by_the_beginning_of_any_word(studio: Studio) -> None:
    mina = make.contact(studio, "Mina.Akter@brac.example", name="মিনা আক্তার")
    for n in range(30):
        make.contact(studio, f"other{n}@x.example", name="Other")
    make.contact(people.studio(people.account("r@example.com"), handle="rafi"), "mina.akter@brac.example")
    for text in ("mina", "Akt", "আক্ত", "mina.akter@bra", "@brac", "মিনা mina"):
        assert [each.pk for each in queries.found(studio, queries.Filters(text))] == [mina.pk], text
    for text in ("nobody", "'; --", "brac'", "!!!"):
        assert not list(queries.found(studio, queries.Filters(text))), text


def test_who_may_not_see_the_audience_sees_nobody(studio: Studio) -> None:
    make.contact(studio)
    outsider = people.account("karim@example.com")
    assert not queries.visible_to(Viewer(outsider), studio).exists()
    assert queries.visible_to(Viewer(studio.members.get().account), studio).count() == 1
    make.contact(studio, "e@x.example", state=rules.ERASED)
    assert queries.visible_to(Viewer(studio.members.get().account), studio).count() == 1
