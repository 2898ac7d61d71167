"""Live numbers of each step, and the rehearsal of a draft."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact, ContactEvent, ContactTag, Field
from dhara.audience.sending.models import Delivery, Touch
from dhara.audience.sequences import actions, queries
from dhara.audience.sequences.models import Enrolment, Sequence, Step
from dhara.kit.actor import SYSTEM
from dhara.kit.currency import Money
from dhara.kit.facts.models import RecordedFact
from dhara.people.models import Studio
from tests.audience.sequences import make
from tests.make.people import studio as make_studio

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def place() -> Studio:
    return make_studio()


def _people(place: Studio, now: datetime, sequence: Sequence, count: int) -> list[Contact]:
    people = [make.contact(place, now, f"p{n}@example.com") for n in range(count)]
    for each in people:
        actions.enter(sequence, each, by=SYSTEM, at=now)
    return people


def _touch(of: Contact, message_id: int, at: datetime, link: int | None = 1, verdict: str = "human") -> None:
    delivery = Delivery.objects.get(contact=of, message_id=message_id)
    Touch.objects.create(message_id=message_id, delivery=delivery, link=link, at=at, verdict=verdict)


def _buys(place: Studio, who: Contact, at: datetime, amount: int = 50_000) -> None:
    contacts.keep_event(who.pk, place.pk, "bought", "offer:1", at=at, amount=amount, currency="BDT")


def test_what_each_step_did(place: Studio, now: datetime, django_assert_num_queries: Any) -> None:
    sends = [{"kind": "send", "message": make.letter(place, now, words).pk} for words in ("One", "Two")]
    sequence = make.sequence(place, now, sends[0], make.WAIT, sends[1], make.WAIT)
    a, b, c, d = _people(place, now, sequence, 4)
    make.pump(now)
    Delivery.objects.update(state="sent", sent_at=now)
    first, second = (sequence.current.graph["nodes"][node]["message"] for node in ("n1", "n3"))
    actions.leave(sequence, d, reason="", by=SYSTEM, at=now)
    make.pump(now + DAY)
    Enrolment.objects.filter(contact=c).update(state="held")
    _touch(a, first, now + DAY)
    _touch(a, first, now + DAY, link=2)
    _touch(b, first, now + DAY, link=None)
    _touch(c, first, now + DAY, verdict="scanner")
    _touch(a, second, now + 2 * DAY)
    _buys(place, a, now + DAY + timedelta(hours=1))
    _buys(place, a, now + 3 * DAY, 30_000)
    _buys(place, a, now + 10 * DAY)  # too late for the last click
    _buys(place, b, now + DAY)  # has opened only
    with django_assert_num_queries(4):
        found = queries.numbers(sequence)
    one, wait, two, last = (found[f"n{number}"] for number in range(1, 5))
    assert (one.entered, one.done, one.sent, one.opened, one.clicked) == (4, 4, 4, 2, 1)
    assert (one.sold, one.amounts) == (1, {"BDT": 50_000})
    assert (wait.entered, wait.waiting, wait.left, wait.done) == (4, 0, 1, 3)
    assert (two.sent, two.sold, two.amounts) == (0, 1, {"BDT": 30_000})
    assert (last.waiting, last.held, last.entered) == (2, 1, 3)
    assert queries.numbers(sequence, sequence.current) == found


def test_a_sale_belongs_to_the_letter_that_was_clicked_last(place: Studio, now: datetime) -> None:
    one, other = (
        make.sequence(place, now, {"kind": "send", "message": make.letter(place, now, words).pk}) for words in "ab"
    )
    [mim] = _people(place, now, one, 1)
    actions.enter(other, mim, by=SYSTEM, at=now)
    make.pump(now)
    for n, sequence in enumerate((one, other)):
        _touch(mim, sequence.current.graph["nodes"]["n1"]["message"], now + n * DAY)
    _buys(place, mim, now + 2 * DAY)
    assert queries.numbers(one)["n1"].sold == 0
    assert queries.numbers(other)["n1"].sold == 1


def test_money_that_goes_back_is_taken_off(place: Studio, now: datetime) -> None:
    """However late; of another thing, or of what was bought before the click, it is not."""
    sequence = make.sequence(place, now, {"kind": "send", "message": make.letter(place, now, "One").pk})
    [mim] = _people(place, now, sequence, 1)
    make.pump(now)
    _buys(place, mim, now - DAY)
    _touch(mim, sequence.current.graph["nodes"]["n1"]["message"], now)
    _buys(place, mim, now + DAY)
    for subject, day, amount in (("offer:1", -0.5, 50_000), ("offer:2", 2, 7_000), ("offer:1", 60, 12_000)):
        at = now + timedelta(days=day)
        contacts.keep_event(mim.pk, place.pk, "refunded", subject, at=at, amount=amount, currency="BDT")
    found = queries.numbers(sequence)["n1"]
    assert (found.sold, found.amounts) == (1, {"BDT": 38_000})


def test_the_overview_is_the_sum_of_the_steps(place: Studio, now: datetime, django_assert_num_queries: Any) -> None:
    sends = [{"kind": "send", "message": make.letter(place, now, words).pk} for words in ("One", "Two")]
    one, other = make.sequence(place, now, *sends), make.sequence(place, now, sends[0])
    a, b = _people(place, now, one, 2)
    actions.enter(other, b, by=SYSTEM, at=now)
    make.pump(now)
    Delivery.objects.update(state="sent", sent_at=now)
    first, second = (one.current.graph["nodes"][node]["message"] for node in ("n1", "n2"))
    for each, message in ((a, first), (a, second), (b, second)):
        _touch(each, message, now, link=1 if each == a else None)
    Touch.objects.create(message_id=first, at=now, verdict="human")  # tracked without a name
    _buys(place, a, now + DAY)
    with django_assert_num_queries(2):
        found = queries.overviews([one.pk, other.pk])
    steps = queries.numbers(one).values()
    here = found[one.pk]
    assert (here.sent, here.opened, here.clicked, here.sold) == (4, 4, 2, 1)
    assert [here.sent, here.opened, here.clicked, here.sold] == [
        sum(getattr(each, name) for each in steps) for name in ("sent", "opened", "clicked", "sold")
    ]
    assert here.money == [Money(50_000, "BDT")]
    assert (found[other.pk].sent, found[other.pk].opened, found[other.pk].money) == (1, 0, [])


def test_a_rehearsal_goes_through_all_and_leaves_nothing(place: Studio, now: datetime) -> None:
    mim, vip = make.contact(place, now), make.tag(place, now)
    Field.objects.create(studio=place, key="city", label="City", kind="text", created_at=now)
    both = {"all": [{"tag": vip.pk}, {"field": "city", "is": "Bogura"}]}
    graph = make.chain(
        {"kind": "send", "message": make.letter(place, now, "First").pk},
        {"kind": "wait", "for": {"days": 2}},
        {"kind": "tag", "do": "add", "tag": vip.pk},
        {"kind": "field", "key": "city", "value": "Bogura"},
        {
            "kind": "condition",
            "rules": both,
            "yes": "n6",
            "no": "",
        },
        {"kind": "send", "message": None},
        {"kind": "webhook", "words": "done"},
    )
    window = {"from": "18:00", "until": "21:00", "days": [0, 1, 2, 3, 4, 5, 6]}
    sequence = make.sequence(place, now, graph=graph, publish=False, window=window)
    before = [table.objects.count() for table in (Delivery, Step, Enrolment, ContactEvent, RecordedFact, ContactTag)]
    found = actions.rehearse(sequence, mim, at=now)
    opens = now + timedelta(hours=8)
    assert [(each.node, each.outcome) for each in found] == [
        ("n1", "window"),
        ("n1", "next"),
        ("n2", "next"),
        ("n3", "next"),
        ("n4", "next"),
        ("n5", "yes"),
        ("n6", "lacks"),
        ("n7", "next"),
        ("", "end"),
    ]
    assert [each.at for each in found[:4]] == [now, opens, opens, opens + 2 * DAY]
    assert found[1].words == "Send “First”"
    assert found[6].words == "Write the letter first."
    tables = (Delivery, Step, Enrolment, ContactEvent, RecordedFact, ContactTag)
    assert [table.objects.count() for table in tables] == before
    mim.refresh_from_db()
    assert mim.fields == {}


def test_a_rehearsal_of_a_circle_ends(place: Studio, now: datetime) -> None:
    graph = make.chain({"kind": "notify", "words": "again"}, {**make.WAIT, "next": "n1"})
    found = actions.rehearse(make.sequence(place, now, graph=graph, publish=False), make.contact(place, now), at=now)
    assert len(found) == 201
    assert found[-1].outcome == "end"


def test_words_of_steps_in_bengali(place: Studio, now: datetime) -> None:
    from django.utils import translation

    graph = make.chain({"kind": "wait", "for": {"days": 2, "hours": 3}, "until": "09:00", "weekday": 4})
    with translation.override("bn"):
        [first, _end] = actions.rehearse(
            make.sequence(place, now, graph=graph, publish=False), make.contact(place, now), at=now
        )
    assert "২ দিন ৩ ঘণ্টা" in first.words
    assert "০৯:০০" in first.words
