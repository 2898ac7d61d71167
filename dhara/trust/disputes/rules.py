"""The lifecycle of a case and of a proposal to settle it; who may still say what; who lost something. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid
from dhara.money.policies.rules import read
from dhara.work.engagements.rules import BUYER, WORKER, Role

ANSWER, TALK, JUDGE, RULED, APPEALED = "answer", "talk", "judge", "ruled", "appealed"
SETTLED, WITHDRAWN, CLOSED = "settled", "withdrawn", "closed"
LIVE: Final = (ANSWER, TALK, JUDGE, RULED, APPEALED)
# In these both sides may show what they have, and settle it between them.
HEARS: Final = (ANSWER, TALK, JUDGE, APPEALED)

CLAIM, EVIDENCE, QUESTION, RULING, ASSENT, APPEAL = "claim", "evidence", "question", "ruling", "assent", "appeal"
SORTS: Final[dict[str, Any]] = {
    CLAIM: gettext_lazy("what one side wants"),
    EVIDENCE: gettext_lazy("evidence"),
    QUESTION: gettext_lazy("question of the operator"),
    RULING: gettext_lazy("ruling"),
    ASSENT: gettext_lazy("agreement to the ruling"),
    APPEAL: gettext_lazy("appeal"),
}
# What is said and ruled goes into letters; a ruling goes into the unit's decisions, which hold so much.
MOST_TEXT: Final = 2_000
# So often each side may say something in one case.
MOST_SAID: Final = 100

OPEN, ACCEPTED, DECLINED, TAKEN_BACK, LAPSED = "open", "accepted", "declined", "withdrawn", "lapsed"


def _hours(name: str) -> Callable[[Any], timedelta]:
    """As it was agreed with the work, or the default where that is older than the policy."""
    return lambda case: timedelta(hours=read(case.unit.engagement.policies, name))


def _reminder(case: Any) -> timedelta:
    return patience(case) * 2 / 3


def patience(case: Any) -> timedelta:
    """How long the present state waits; nothing where no time ends it."""
    name = _WAITS.get(case.status)
    return _hours(name)(case) if name else timedelta()


_WAITS: Final = {ANSWER: "case.answer_hours", TALK: "case.talk_hours", RULED: "case.appeal_hours"}
_PEOPLE: Final = ("person", "guest")
_TIME_UP: Final = "dhara.trust.disputes.actions:time_up"
_REMIND: Final = "dhara.trust.disputes.actions:remind"

LIFECYCLE = Lifecycle(
    name="case",
    initial=ANSWER,
    about="Two sides of paid work disagree. The money stays set aside until one of the ends.",
    states={
        ANSWER: gettext_lazy("waiting for an answer"),
        TALK: gettext_lazy("both sides have spoken"),
        JUDGE: gettext_lazy("waiting for the operator"),
        RULED: gettext_lazy("ruled, may be appealed"),
        APPEALED: gettext_lazy("appealed"),
        SETTLED: gettext_lazy("settled by both sides"),
        WITHDRAWN: gettext_lazy("taken back"),
        CLOSED: gettext_lazy("ruled and carried out"),
    },
    moves=(
        Move(ANSWER, TALK, _PEOPLE, "the other side answers"),
        Move(ANSWER, JUDGE, ("system",), "the other side did not answer in time"),
        Move(TALK, JUDGE, (*_PEOPLE, "system"), "one side asks the operator to rule, or the time to settle is over"),
        *(Move(state, RULED, ("operator",), "the operator rules") for state in (ANSWER, TALK, JUDGE)),
        Move(RULED, APPEALED, _PEOPLE, "who lost something appeals, once"),
        *(Move(state, SETTLED, ("system",), "both sides agree on a part each") for state in HEARS),
        *(Move(state, WITHDRAWN, ("system",), "who opened it takes it back") for state in (ANSWER, TALK, JUDGE)),
        *(Move(state, CLOSED, ("operator",), "the ruling is carried out") for state in LIVE),
    ),
    timers=(
        Timer(ANSWER, "unanswered", _hours(_WAITS[ANSWER]), _TIME_UP, "after case.answer_hours → to the operator"),
        Timer(ANSWER, "reminder", _reminder, _REMIND, "after two thirds of it → a reminder"),
        Timer(TALK, "talked", _hours(_WAITS[TALK]), _TIME_UP, "after case.talk_hours → to the operator"),
        Timer(RULED, "final", _hours(_WAITS[RULED]), _TIME_UP, "after case.appeal_hours → the ruling is carried out"),
    ),
)  # fmt: skip

PROPOSAL = Lifecycle(
    name="proposal in a case",
    initial=OPEN,
    about="One side of a case proposes how to divide the money.",
    states={
        OPEN: gettext_lazy("waiting for an answer"),
        ACCEPTED: gettext_lazy("accepted"),
        DECLINED: gettext_lazy("turned down"),
        TAKEN_BACK: gettext_lazy("taken back"),
        LAPSED: gettext_lazy("no longer needed"),
    },
    moves=(
        Move(OPEN, ACCEPTED, _PEOPLE, "the other side agrees, and the money moves"),
        Move(OPEN, DECLINED, _PEOPLE, "the other side says no"),
        Move(OPEN, TAKEN_BACK, _PEOPLE, "who made it takes it back, or makes another one"),
        Move(OPEN, LAPSED, (*_PEOPLE, "operator", "system"), "it was ruled or ended otherwise"),
    ),
)


def other(role: str) -> Role:
    return "worker" if role == BUYER else "buyer"


def all_of_it(role: str, amount: int) -> int:
    """The worker's part where this side gets everything: what a claim without an amount means."""
    return amount if role == WORKER else 0


def lost(role: str, ruled: int, wanted: int) -> bool:
    """Whether a ruling gives this side less than it wanted; both are the worker's part."""
    return ruled < wanted if role == WORKER else ruled > wanted


def check_part(to_worker: Any, amount: int) -> int:
    """Raises Invalid `part_wrong` on `amount`: from nothing up to all of it, whole minor units."""
    if not isinstance(to_worker, int) or isinstance(to_worker, bool) or not 0 <= to_worker <= amount:
        raise Invalid("part_wrong", _("Say an amount from nothing up to all that is set aside."), "amount")
    return to_worker


def check_text(text: str) -> str:
    """Cleaned. Raises Invalid on `text`."""
    text = clean_text(text[: 4 * MOST_TEXT], lines=True)
    if not text:
        raise Invalid("reason_missing", _("Say why, so that everybody understands."), "text")
    if len(text) > MOST_TEXT:
        raise Invalid("text_long", _("Please keep the text below %(most)s letters.") % {"most": MOST_TEXT}, "text")
    return text


def check_state(status: str, *states: str) -> None:
    """Raises Conflict `wrong_state`."""
    if status not in states:
        words = _("This is not possible any more: it is already “%(state)s”.")
        raise Conflict("wrong_state", words % {"state": LIFECYCLE.states[status]})
