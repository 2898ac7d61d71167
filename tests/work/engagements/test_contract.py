"""What holds for every mode, whatever its table says: proven by the tables, and by walks through them."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from dhara.insights.health.queries.work import examine
from dhara.kit.actor import person
from dhara.kit.lifecycle.models import Transition
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere, Refused
from dhara.money import doctor
from dhara.money.models import Hold
from dhara.work.doctor import check
from dhara.work.engagements import actions, queries
from dhara.work.engagements.modes import ALL, HOURLY
from dhara.work.engagements.modes.hourly import TAKE_BACK, WEEK
from dhara.work.engagements.rules import FUND, REASON, RELEASE, ROLES, SPLIT, SUBMISSION, TRIM, Step
from dhara.work.engagements.soundness import faults
from dhara.work.models import Decision, Submission, TimeEntry, Unit
from tests.make import hours, people
from tests.make.work import AMOUNT
from tests.work.toy import TOY

WORKED = timedelta(hours=6)
# What is paid out of a pool begins with a claim: tests/work/campaigns.
WALKED = tuple(mode for mode in (*ALL, TOY) if not mode.pooled)
MODES = [pytest.param(mode, id=mode.code) for mode in WALKED]
STEPS = [
    pytest.param(mode, step, id=f"{mode.code}-{step.source}-{step.verb}") for mode in WALKED for step in mode.steps
]


@pytest.mark.parametrize("mode", [*ALL, TOY], ids=lambda mode: mode.code)
def test_its_table_is_sound(mode):
    assert faults(mode) == []


def test_a_wrong_table_is_named():
    """One fault of each sort."""
    pay, tell, *_others = TOY.steps
    assert faults(replace(TOY, steps=(*TOY.steps, pay)))[0] == "pay stands twice in wished"
    twice = Step("more", "paid", "paid", ("system",), "", FUND)
    assert "more in paid sets money aside twice" in faults(replace(TOY, steps=(*TOY.steps, twice)))
    empty = Step("solve", "wished", "solved", ("system",), "", RELEASE)
    assert "solve in wished moves money that is not there" in faults(replace(TOY, steps=(*TOY.steps, empty)))
    kept = Step("keep", "told", "off", ("buyer",), "")
    assert "off is an end with money set aside" in faults(replace(TOY, steps=(*TOY.steps, kept)))
    assert "silence in told can not solve" in faults(replace(TOY, steps=(pay, tell)))


def take(parties, unit, step, at, role=""):
    """The step as its table wants it."""
    more = {"source": parties.source} if step.money == FUND else {}
    if step.money == SPLIT:
        more = {"to_worker": AMOUNT // 3}
    text = "It is done, look." if step.needs in (SUBMISSION, REASON) else ""
    moved = actions.act(unit.pk, step.verb, by=parties.actor(role or step.who[0]), at=at, text=text, **more)
    if step.money == FUND and moved.mode == HOURLY.code:
        hours.worked(moved, parties.nadia, WORKED)
    return moved


def way_to(mode, state):
    """The shortest way from the beginning to a state."""
    ways, seen = [(mode.initial, ())], set()
    while ways:
        here, steps = ways.pop(0)
        if here == state:
            return steps
        seen.add(here)
        ways += [(s.target, (*steps, s)) for s in mode.steps if s.source == here and s.target not in seen]
    raise AssertionError(state)


def snapshot(unit):
    now = Unit.objects.get(pk=unit.pk)
    held = Hold.objects.filter(subject=f"unit:{unit.pk}").values_list("amount", "released", "returned").first()
    return now.status, now.version, now.paid, now.returned, held, Decision.objects.count(), Submission.objects.count()


def wrong(at):
    """All that the doctor has to say against the books and the work."""
    return [each for each in (*doctor.check(at=at), *check(), *examine()) if not each.ok]


@pytest.mark.parametrize(("mode", "step"), STEPS)
def test_a_step_is_taken_by_whom_it_is_for_and_by_nobody_else(parties, mode, step, now):
    unit = parties.unit(mode.code, now)
    for each in way_to(mode, step.source):
        now += timedelta(hours=1)
        take(parties, unit, each, now)
    before = snapshot(unit)
    for role in ROLES:
        if role not in step.who:
            with pytest.raises(NotAllowed):
                take(parties, unit, step, now, role)
    with pytest.raises(NotFoundHere):
        actions.act(unit.pk, step.verb, by=person(people.account("outsider@example.com").pk), at=now, text="I did it.")
    assert snapshot(unit) == before
    late = now + timedelta(days=9)  # the guards of lateness let it pass then
    if step.verb == TAKE_BACK:  # the week has not begun
        TimeEntry.objects.filter(unit=unit).delete()
        Unit.objects.filter(pk=unit.pk).update(due_at=late + 2 * WEEK)
    take(parties, unit, step, late)
    moved = Unit.objects.get(pk=unit.pk)
    assert moved.status == step.target
    kept = AMOUNT if "close" not in [each.verb for each in (*way_to(mode, step.source), step)] else AMOUNT * 6 // 10
    assert queries.left(moved) == (0 if step.money not in ("", FUND, TRIM) or not moved.hold_id else kept)
    assert wrong(late) == []
    if step.source != step.target:
        with pytest.raises(Refused):
            take(parties, unit, replace(step, needs=REASON), late)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("mode", MODES)
def test_whatever_way_it_goes_the_books_hold(parties, mode, seed, now):
    chance, unit, taken = random.Random(seed), parties.unit(mode.code, now, revisions=1), 0
    for _step in range(25):
        unit = Unit.objects.get(pk=unit.pk)
        open_steps = [step for step in mode.steps if step.source == unit.status]
        if not open_steps:
            break
        if chance.random() < 0.15:
            now += timedelta(days=30)
            drain(at=now)
        else:
            now += timedelta(hours=chance.randint(1, 40))
            step = chance.choice(open_steps)
            before = snapshot(unit)
            try:
                take(parties, unit, step, now, chance.choice(step.who))
                taken += 1
            except Conflict:
                assert snapshot(unit) == before
        assert wrong(now) == []
    unit = Unit.objects.get(pk=unit.pk)
    moves = Transition.objects.filter(lifecycle=unit.table().name, thing_ref=unit.pk).count()
    assert moves == unit.version >= taken
    if unit.status in mode.lifecycle.finals() and unit.hold_id:
        assert unit.paid + unit.returned == AMOUNT
        for further in unit.engagement.units.filter(mode=HOURLY.code, status="draft"):
            actions.act(further.pk, "finish", by=parties.actor("buyer"), at=now)
        assert unit.engagement.__class__.objects.get(pk=unit.engagement_id).ended_at is not None


SILENCES = [
    pytest.param(mode, silence, id=f"{mode.code}-{silence.state}") for mode in WALKED for silence in mode.silences
]


@pytest.mark.parametrize(("mode", "silence"), SILENCES)
def test_silence_does_what_the_table_says(parties, mode, silence, now):
    unit = parties.unit(mode.code, now)
    for each in way_to(mode, silence.state):
        take(parties, unit, each, now)
    wait = silence.after(Unit.objects.select_related("engagement").get(pk=unit.pk))
    drain(at=now + wait - timedelta(seconds=1))
    assert Unit.objects.get(pk=unit.pk).status == silence.state
    drain(at=now + wait)
    expected = mode.step(silence.state, silence.verb)
    assert Unit.objects.get(pk=unit.pk).status == expected.target


@pytest.mark.parametrize("mode", ALL, ids=lambda mode: mode.code)
def test_people_s_steps_have_labels_and_open_states_a_turn(mode):
    assert [step.verb for step in mode.steps if {"buyer", "worker"} & {*step.who} and not step.label] == []
    ends = set(mode.lifecycle.finals())
    assert set(mode.states) - ends - {"draft"} <= set(mode.turns)
    assert not set(mode.turns) & ends
