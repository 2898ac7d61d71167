"""What a mode is: the states of a unit, who may take which step, what it needs and what it does to the money.

A mode is data. `act` in the actions reads it; nothing else knows how one way to work differs from another. The modes
stand in `modes/`, one file each; a new one is a new file and one line in `apps.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.refusal import Conflict, NotAllowed

if TYPE_CHECKING:
    from dhara.work.engagements.models import Engagement, Unit

Role = Literal["buyer", "worker", "operator", "system"]
BUYER: Final = "buyer"
WORKER: Final = "worker"
OPERATOR: Final = "operator"
SYSTEM: Final = "system"
ROLES: Final[dict[str, Any]] = {
    BUYER: _("the buyer"),
    WORKER: _("who does the work"),
    OPERATOR: _("the operator"),
    SYSTEM: _("Dhara"),
}
# Which kinds of actors stand behind a role.
_KINDS: Final[dict[Role, tuple[Kind, ...]]] = {
    "buyer": ("person", "guest"),
    "worker": ("person",),
    "operator": ("operator",),
    "system": ("system", "gateway"),
}

# What a step does to the money of its unit; a trim gives back what the mode's `keeps` does not name.
FUND, RELEASE, RETURN, SPLIT, TRIM = "fund", "release", "return", "split", "trim"
# What is held for a unit: all that the buyer pays, divided when it is paid out; or the studio's share of a line of an
# order, whose sale was divided when it was paid; or one pool for all units of a campaign, which pays those accepted.
WHOLE, SHARE, POOL = "whole", "share", "pool"
TILLS: Final[dict[str, Any]] = {
    WHOLE: _("what the buyer pays"),
    SHARE: _("the studio's share of an order's line"),
    POOL: _("the campaign's money"),
}

# What a step brings along. A reason is told to the other side.
SUBMISSION, REASON = "submission", "reason"

MOST_WORDS: Final = 10_000
MOST_REASON: Final = 2_000


@dataclass(frozen=True)
class Situation:
    """What a guard looks at. `said` are the plain values that came with the step, such as days or a part."""

    unit: Unit
    engagement: Engagement
    role: Role
    at: datetime
    said: Mapping[str, Any] = field(default_factory=dict)

    def policy(self, name: str) -> int:
        """A number as it was agreed."""
        return int(self.engagement.policies[name])


Guard = Callable[[Situation], None]
Due = Callable[[Situation], datetime | None]


@dataclass(frozen=True)
class Step:
    """One verb in one state. `due` says when the other side is to be ready, counted from this step; None for never.

    `guard` raises Refused where the step may not be taken now. `counts` names a column of the unit that grows by one.
    `label` is what its button says, in the imperative; steps of the machine have none. `follow`, a dotted path, is
    called with (situation, step, text, by=, at=) at the end of the transaction, for whoever stands above.
    """

    verb: str
    source: str
    target: str
    who: tuple[Role, ...]
    when: str
    money: str = ""
    needs: str = ""
    guard: Guard | None = None
    due: Due | None = None
    counts: str = ""
    label: Any = ""
    follow: str = ""


@dataclass(frozen=True)
class Silence:
    """What happens in `state` when nobody does anything for so long; `words` for the page and the documents."""

    state: str
    verb: str
    after: Callable[[Unit], timedelta]
    words: str


@dataclass(frozen=True)
class Reminder:
    """At `when(unit)` whoever `state` waits for is reminded of `what`, once; None for never.

    Whoever is later than `until(unit)` says nothing: it would come too late.
    """

    state: str
    what: str
    when: Callable[[Unit], datetime | None]
    until: Callable[[Unit], datetime | None]
    words: str

    @property
    def name(self) -> str:
        return f"{self.what} in {self.state}"


@dataclass(frozen=True)
class Mode:
    """`policies` are the names of the numbers that are copied into an engagement when it is agreed.

    `pooled`: its units are paid out of one sum that was set aside for all of them before any began (campaigns), so
    steps only pay; what a unit does not need stays in the pool. `cover` names a function of a unit that is about to be
    paid: minor units of the pool that are for others, and where they would be touched the platform pays. `keeps` names
    another: minor units that stay set aside when the rest goes back (TRIM). `follow` is another dotted path,
    called with (unit, step, by=, at=) in each step's transaction. `turns` says for whom a state waits.
    """

    code: str
    label: Any
    about: str
    states: Mapping[str, Any]
    initial: str
    steps: tuple[Step, ...]
    silences: tuple[Silence, ...] = ()
    policies: tuple[str, ...] = ()
    pooled: bool = False
    follow: str = ""
    cover: str = ""
    keeps: str = ""
    turns: Mapping[str, Role] = field(default_factory=dict)
    reminders: tuple[Reminder, ...] = ()
    lifecycle: Lifecycle = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lifecycle", _lifecycle(self))

    def step(self, state: str, verb: str) -> Step | None:
        return next((each for each in self.steps if each.source == state and each.verb == verb), None)

    def open_to(self, state: str, role: Role) -> list[Step]:
        """The steps that the page offers to somebody; guards may still refuse them."""
        return [each for each in self.steps if each.source == state and role in each.who]

    def silence(self, state: str) -> Silence | None:
        return next((each for each in self.silences if each.state == state), None)

    def take(self, situation: Situation, verb: str) -> Step:
        """The step to take. Raises Conflict where there is none, NotAllowed for the role, or the guard's refusal."""
        step = self.step(situation.unit.status, verb)
        if step is None:
            words = _("This is not possible any more: it is already “%(state)s”.")
            raise Conflict("wrong_state", words % {"state": self.states[situation.unit.status]})
        if situation.role not in step.who:
            raise NotAllowed("wrong_role", _("This is for %(who)s.") % {"who": _names(step.who)})
        if step.guard is not None:
            step.guard(situation)
        return step


def pool_key(engagement_id: int) -> str:
    """How the keys of what is set aside for a whole campaign begin."""
    return f"engagement:{engagement_id}:"


MODES: dict[str, Mode] = {}
# The way from a timer of the lifecycle to the verb of the silence.
_TIME_UP: Final = "dhara.work.engagements.actions:time_up"
_REMIND: Final = "dhara.work.engagements.actions:remind"


def install(modes: Sequence[Mode]) -> None:
    """Take the modes (called once, by the app when it is ready)."""
    MODES.clear()
    MODES.update({mode.code: mode for mode in modes})


def _lifecycle(mode: Mode) -> Lifecycle:
    """The mode as the kit's table: an arrow for each pair of states, whoever goes it."""
    arrows: dict[tuple[str, str], tuple[list[Kind], list[str]]] = {}
    for step in mode.steps:
        kinds, words = arrows.setdefault((step.source, step.target), ([], []))
        kinds += [kind for role in step.who for kind in _KINDS[role] if kind not in kinds]
        words.append(step.when)
    return Lifecycle(
        name=f"work: {mode.code}",
        initial=mode.initial,
        about=mode.about,
        states=dict(mode.states),
        moves=tuple(
            Move(source, target, tuple(kinds), "; ".join(words)) for (source, target), (kinds, words) in arrows.items()
        ),
        timers=(
            *(Timer(each.state, each.verb, each.after, _TIME_UP, each.words) for each in mode.silences),
            *(Timer(each.state, each.name, _after(each), _REMIND, each.words) for each in mode.reminders),
        ),
    )


def _after(reminder: Reminder) -> Callable[[Unit], timedelta | None]:
    def after(unit: Unit) -> timedelta | None:
        when = reminder.when(unit)
        return None if when is None else max(when - unit.status_at, timedelta())

    return after


def _names(who: Sequence[Role]) -> str:
    return ", ".join(str(ROLES[each]) for each in who)


def agreed(name: str, unit_of_time: str = "days") -> Callable[[Unit], timedelta]:
    """So long as the engagement's copy of a policy says, for a silence."""

    def after(unit: Unit) -> timedelta:
        return timedelta(**{unit_of_time: int(unit.engagement.policies[name])})

    return after


def until(moment: Callable[[Unit], datetime]) -> Callable[[Unit], timedelta]:
    """Until a moment, for a silence that is not counted from the state's beginning."""

    def after(unit: Unit) -> timedelta:
        return max(moment(unit) - unit.status_at, timedelta())

    return after


def silent_until(unit: Unit) -> datetime | None:
    """When the state ends by itself because nobody did anything; None where it does not."""
    silence = MODES[unit.mode].silence(unit.status)
    return unit.status_at + silence.after(unit) if silence else None
