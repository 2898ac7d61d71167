"""Steps of a case in which things go wrong: the worker dies as money moves, forms are sent twice or at one instant."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any, Final

from dhara.cli.stories import dispute_ends
from dhara.cli.stories.dispute_ends import APPEAL, HALF
from dhara.cli.stories.dispute_stage import SAID, WHOLE, Quarrel, proposal, says
from dhara.cli.stories.dispute_steps import FIRST_RULING, LAST_RULING, desk, is_noted, looks_at_it, the_first_is_refused
from dhara.cli.stories.gig_trouble import at_once, dies
from dhara.cli.stories.gigging import step
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.visitor import Broken, Visitor

# What goes back to Rafi, by Nadia's part.
_BACK: Final = dict((FIRST_RULING, LAST_RULING))


def _ready(visitor: Visitor, page: str, form: str, *, press: str = "", **typed: Any) -> Callable[[], None]:
    """The form is open already; sending it may be refused, as somebody else came first."""
    visitor.open(page)

    def pressed() -> None:
        try:
            visitor.fill(form, press=press, **typed)
        except Broken as refusal:
            if " 409: " not in str(refusal):
                raise

    return pressed


def _rules(stage: Quarrel, visitor: Visitor, name: str, part: str, reason: str) -> Callable[[], None]:
    """The console's page of a ruling is open and filled in."""
    page = f"/operator/work/engagement/{stage.orders[name].work}/division/"
    return _ready(visitor, page, page, to_worker=part, reason=reason)


def _agrees(stage: Quarrel, visitor: Visitor, name: str) -> Callable[[], None]:
    address = proposal(stage, visitor, name, "agreement")
    return _ready(visitor, stage.home(name), address)


def _twin(visitor: Visitor) -> Visitor:
    """The same person in another window."""
    other = Visitor(visitor.base, "en", name=visitor.name)
    other.client.cookies.update(visitor.client.cookies)
    return other


def a_ruling_is_pressed_twice(stage: Quarrel) -> str:
    """The operator sends the ruling from two windows at one instant: one is noted, and no money moves."""
    looks_at_it(stage)
    with closing(_twin(stage.operator.visitor)) as twin:
        windows = (stage.operator.visitor, twin)
        at_once(*(_rules(stage, each, "argued", "187", SAID["ruling"]) for each in windows))
    return is_noted(stage)


def the_worker_dies_at_the_last_word(stage: Quarrel) -> str:
    """The other operator rules, twice over, and the worker is killed (SIGKILL): the money moves once, in two parts."""
    the_first_is_refused(stage)
    visitor = desk(stage, stage.other_operator, "argued")
    with closing(_twin(visitor)) as twin:
        presses = [_rules(stage, each, "argued", "93.50", SAID["last ruling"]) for each in (visitor, twin)]
        said = dies(stage, lambda: at_once(*presses))
    return f"{said}; {stage.divided('argued', *LAST_RULING)}"


def the_worker_dies_as_they_settle(stage: Quarrel) -> str:
    """A second case: Rafi agrees to half, and the worker is killed: the money moves once, both hear of it."""
    dispute_ends.she_proposes_half(stage, "settled")
    said = dies(stage, _agrees(stage, stage.rafi, "settled"))
    return f"{said}; {stage.divided('settled', *HALF)}"


def the_worker_sleeps_through_the_appeal(stage: Quarrel) -> str:
    """The five days to appeal end while the worker stands still; it is killed, and the next one carries it out once."""
    said = dies(stage, lambda: stage.pass_hours(APPEAL))
    return f"{said}; {stage.divided('silent', *HALF)}"


def each_agrees_to_the_other_at_once(stage: Quarrel) -> str:
    """A fourth: both propose, and each agrees to the other's at one instant: one of them counts."""
    dispute_ends.begins(stage, "crossed")
    says(stage, stage.nadia, "crossed", "proposals", amount="187")
    says(stage, stage.rafi, "crossed", "proposals", amount="200")
    at_once(_agrees(stage, stage.nadia, "crossed"), _agrees(stage, stage.rafi, "crossed"))
    ended = stage.proposals("crossed")
    if sorted(ended) != ["accepted", "lapsed"] or len(ended["accepted"]) != 1:
        raise Broken(f"the proposals are {ended}")
    part = ended["accepted"][0]
    return stage.divided("crossed", part, _BACK[part])


def taken_back_and_agreed_at_once(stage: Quarrel) -> str:
    """A fifth: Rafi takes his proposal back as Nadia agrees to it: it counts, or all goes on as if it had not been."""
    name = "withdrawn"
    dispute_ends.begins(stage, name)
    says(stage, stage.rafi, name, "proposals", amount="150")
    withdraw = _ready(stage.rafi, stage.home(name), proposal(stage, stage.rafi, name, "withdrawal"))
    at_once(withdraw, _agrees(stage, stage.nadia, name))
    if stage.proposals(name) == {"accepted": [HALF[0]]}:
        return f"she was first; {stage.divided(name, *HALF)}"
    stage.untouched(name)
    says(stage, stage.rafi, name, "withdrawal")
    step(stage.rafi, stage.orders[name], "accept")
    return f"he was first, and accepts; {stage.divided(name, WHOLE, 0, 'accepted')}"


def settled_and_ruled_at_once(stage: Quarrel) -> str:
    """A sixth: Rafi agrees to half as the operator rules otherwise: the settlement counts, or the ruling does."""
    name = "hasty"
    dispute_ends.begins(stage, name)
    says(stage, stage.nadia, name, "proposals", amount="140.25")
    ruling = _rules(stage, stage.operator.visitor, name, "187", "Two thirds are done.")
    at_once(_agrees(stage, stage.rafi, name), ruling)
    if stage.proposals(name) == {"accepted": [HALF[0]]}:
        return f"they were first; {stage.divided(name, *HALF)}"
    stage.untouched(name)
    return f"the operator was first; {stage.divided(name, *FIRST_RULING, after=f'pass_hours({APPEAL})')}"


def appealed_as_the_time_is_over(stage: Quarrel) -> str:
    """A seventh: Rafi appeals as the time to do so ends: it is looked at again, or the ruling was carried out."""
    name = "late"
    dispute_ends.begins(stage, name)
    _rules(stage, stage.operator.visitor, name, "187", "Two thirds are done.")()
    home = stage.home(name)
    appeal = _ready(stage.rafi, home, f"{home}appeal/", text="রংটাই তো আসল কথা ছিল।")
    over = f"time_up({stage.cases[name]})"
    at_once(appeal, lambda: stage.inside(over), lambda: stage.pass_hours(APPEAL))
    if stage.case_in(name) == "closed":
        return f"too late; {stage.divided(name, *FIRST_RULING)}"
    stage.untouched(name)
    return f"in time; {_last_word(stage, stage.other_operator, name)}"


def _last_word(stage: Quarrel, operator: Operator, name: str) -> str:
    _rules(stage, operator.visitor, name, "140.25", "Half of it, then.")()
    return stage.divided(name, *HALF)
