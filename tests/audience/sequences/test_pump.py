"""People go through all kinds of steps, each at their own time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact, ContactEvent, ContactTag, Field
from dhara.audience.sending.models import Delivery
from dhara.audience.sequences import actions, rules
from dhara.audience.sequences.models import Enrolment, Step
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.people.models import Studio
from dhara.people.notices.models import Notice
from tests.audience.sequences import make
from tests.make.people import studio as make_studio

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def place(now: datetime) -> Studio:
    return make_studio()


@pytest.fixture
def mim(place: Studio, now: datetime) -> Contact:
    return make.contact(place, now)


def _steps(enrolment: Enrolment | None) -> list[tuple[str, str]]:
    assert enrolment is not None
    return list(Step.objects.filter(enrolment=enrolment).order_by("visit").values_list("node", "outcome"))


def test_a_letter_a_wait_and_a_letter(place: Studio, mim: Contact, now: datetime) -> None:
    first, second = make.letter(place, now, "One"), make.letter(place, now, "Two")
    sequence = make.sequence(
        place, now, {"kind": "send", "message": first.pk}, make.WAIT, {"kind": "send", "message": second.pk}
    )
    entered = actions.enter(sequence, mim, by=SYSTEM, at=now)
    make.pump(now)
    [one] = Delivery.objects.all()
    assert (one.state, one.contact_id, one.source) == ("queued", mim.pk, f"enrolment:{entered.pk}")
    assert one.message_id != first.pk
    assert one.message.content == first.content
    assert one.message.frozen_at is not None
    make.pump(now + DAY - timedelta(seconds=1))
    assert Delivery.objects.count() == 1
    make.pump(now + DAY)
    assert Delivery.objects.count() == 2
    entered.refresh_from_db()
    assert (entered.state, entered.ended_at, entered.next_run_at) == ("finished", now + DAY, None)
    assert _steps(entered) == [("n1", "next"), ("n2", "next"), ("n3", "next")]
    kinds = list(ContactEvent.objects.filter(subject=f"sequence:{sequence.pk}").values_list("kind", flat=True))
    assert sorted(kinds) == ["entered", "left"]
    assert make.pump(now + 30 * DAY) == 0


def test_tags_fields_and_conditions(place: Studio, mim: Contact, now: datetime) -> None:
    vip, old = make.tag(place, now), make.tag(place, now, "old")
    Field.objects.create(studio=place, key="city", label="City", kind="text", created_at=now)
    contacts.tag(mim, old.pk, by=SYSTEM, at=now)
    graph = make.chain(
        {"kind": "tag", "do": "add", "tag": vip.pk},
        {"kind": "tag", "do": "remove", "tag": old.pk},
        {"kind": "field", "key": "city", "value": "Khulna"},
        {"kind": "condition", "rules": {"tag": vip.pk}, "yes": "n5", "no": ""},
        {"kind": "condition", "rules": {"tag": old.pk}, "yes": "", "no": "n6"},
        {"kind": "condition", "rules": {"field": "city", "is": "Khulna"}, "yes": "n7", "no": ""},
        {"kind": "exit"},
    )
    entered = actions.enter(make.sequence(place, now, graph=graph), mim, by=SYSTEM, at=now)
    make.pump(now)
    assert _steps(entered)[3:] == [("n4", "yes"), ("n5", "no"), ("n6", "yes"), ("n7", "next")]
    mim.refresh_from_db()
    assert mim.fields == {"city": "Khulna"}
    assert list(ContactTag.objects.values_list("tag_id", flat=True)) == [vip.pk]
    for kind in ("tagged", "untagged", "field"):
        assert ContactEvent.objects.filter(contact=mim, kind=kind).exists()
    assert RecordedFact.objects.filter(name="audience.ContactTagged", data__tag_id=vip.pk).count() == 1
    assert RecordedFact.objects.filter(name="audience.ContactUntagged").count() == 1


def test_a_split_is_fixed_and_fair(place: Studio, now: datetime) -> None:
    node = {"kind": "split", "ways": [{"share_bp": 3000, "next": ""}, {"share_bp": 7000, "next": ""}]}
    ways = [rules.way_of(node, 1, "n1", number) for number in range(4000)]
    assert 0.27 < ways.count("a") / 4000 < 0.33
    assert ways == [rules.way_of(node, 1, "n1", number) for number in range(4000)]
    assert ways != [rules.way_of(node, 1, "n2", number) for number in range(4000)]


def test_tell_me_and_tell_my_programs(place: Studio, mim: Contact, now: datetime) -> None:
    sequence = make.sequence(
        place, now, {"kind": "notify", "words": "Call them"}, {"kind": "webhook", "words": "reached-three"}
    )
    actions.enter(sequence, mim, by=SYSTEM, at=now)
    make.pump(now)
    [notice] = Notice.objects.filter(kind="sequence_told")
    assert notice.data == {"sequence": "Welcome", "words": "Call them", "contact": "mim@example.com"}
    [fact] = RecordedFact.objects.filter(name="audience.SequenceCalled")
    assert (fact.data["name"], fact.data["contact_id"]) == ("reached-three", mim.pk)


def test_letters_wait_for_the_window(place: Studio, mim: Contact, now: datetime) -> None:
    """It is ten in Dhaka; letters may go out from six in the evening."""
    window = {"from": "18:00", "until": "21:00", "days": [0]}
    letter = make.letter(place, now)
    sequence = make.sequence(place, now, {"kind": "send", "message": letter.pk}, window=window)
    entered = actions.enter(sequence, mim, by=SYSTEM, at=now)
    make.pump(now)
    entered.refresh_from_db()
    assert entered.next_run_at == now + timedelta(hours=8)
    assert not Delivery.objects.exists()
    make.pump(now + timedelta(hours=8))
    assert Delivery.objects.count() == 1


def test_the_contacts_own_zone_counts(place: Studio, mim: Contact, now: datetime) -> None:
    contacts.edit(mim, by=SYSTEM, at=now, time_zone="America/New_York")
    mim.refresh_from_db()
    sequence = make.sequence(place, now, {"kind": "wait", "until": "09:00"})
    entered = actions.enter(sequence, mim, by=SYSTEM, at=now)
    assert entered.next_run_at == datetime.fromisoformat("2026-03-02T14:00:00+00:00")


def test_who_never_asked_for_letters_goes_on_without(place: Studio, now: datetime) -> None:
    known = make.contact(place, now, "rina@example.com", subscribed=False)
    vip = make.tag(place, now)
    sequence = make.sequence(
        place, now, {"kind": "send", "message": make.letter(place, now).pk}, {"kind": "tag", "tag": vip.pk}
    )
    entered = actions.enter(sequence, known, by=SYSTEM, at=now)
    make.pump(now)
    assert _steps(entered) == [("n1", "skipped"), ("n2", "next")]
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("end", ["unsubscribe", "bounce", "complain", "erase"])
def test_who_wants_nothing_any_more_leaves(place: Studio, mim: Contact, now: datetime, end: str) -> None:
    sequence = make.sequence(place, now, make.WAIT, {"kind": "send", "message": make.letter(place, now).pk})
    entered = actions.enter(sequence, mim, by=SYSTEM, at=now)
    more: dict[str, Any] = {"unsubscribe": {"source": "link"}, "bounce": {"hard": True}}.get(end, {})
    getattr(contacts, end)(mim, by=SYSTEM, at=now, **more)
    make.pump(now + DAY)
    entered.refresh_from_db()
    assert entered.state == "left"
    assert not Delivery.objects.exists()


def test_a_circle_sends_again_each_time(place: Studio, mim: Contact, now: datetime) -> None:
    letter = make.letter(place, now)
    graph = make.chain({"kind": "send", "message": letter.pk}, {**make.WAIT, "next": "n1"})
    entered = actions.enter(make.sequence(place, now, graph=graph), mim, by=SYSTEM, at=now)
    for day in range(4):
        make.pump(now + day * DAY)
    assert sorted(Delivery.objects.values_list("rotation", flat=True)) == [0, 1, 2, 3]
    assert len(_steps(entered)) == 7


def test_an_error_holds_one_and_lets_all_others_go(
    place: Studio, mim: Contact, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [make.contact(place, now, f"p{n}@example.com") for n in range(5)]
    sequence = make.sequence(place, now, {"kind": "send", "message": make.letter(place, now).pk})
    for each in (mim, *others):
        actions.enter(sequence, each, by=SYSTEM, at=now)
    from dhara.audience.sequences.actions import writing

    real = writing.queue_each

    def queue_each(letters: Any, *, at: datetime) -> list[int]:
        if any(letter.contact_id == mim.pk for letter in letters):
            raise ValueError("their name breaks it")
        return real(letters, at=at)

    monkeypatch.setattr(writing, "queue_each", queue_each)
    make.pump(now)
    held = Enrolment.objects.get(contact=mim)
    assert (held.state, held.exit_reason) == ("held", "ValueError: their name breaks it")
    assert Enrolment.objects.filter(state="finished").count() == 5
    monkeypatch.undo()
    assert actions.retry(sequence, by=make.owner(place), at=now) == 1
    make.pump(now)
    assert Delivery.objects.count() == 6
    assert not Enrolment.objects.exclude(state="finished").exists()


def test_few_statements_however_many_people(place: Studio, now: datetime, django_assert_max_num_queries: Any) -> None:
    vip = make.tag(place, now)
    graph = make.chain(
        {"kind": "send", "message": make.letter(place, now).pk},
        {"kind": "condition", "rules": {"tag": vip.pk}, "yes": "n3", "no": "n3"},
        make.WAIT,
    )
    sequence = make.sequence(place, now, graph=graph)
    for number in range(40):
        actions.enter(sequence, make.contact(place, now, f"p{number}@example.com"), by=SYSTEM, at=now)
    with django_assert_max_num_queries(20):
        actions.pump(at=now)
    assert Step.objects.count() == 80
