"""What several modes share: the names of states, steps that end a disagreement, guards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.refusal import Conflict
from dhara.work.engagements.rules import REASON, RELEASE, RETURN, SPLIT, Reminder, Situation, Step, silent_until

if TYPE_CHECKING:
    from dhara.work.engagements.models import Unit

DRAFT, FUNDED, ACTIVE, SUBMITTED, REVISION = "draft", "funded", "active", "submitted", "revision"
ACCEPTED, DISPUTED, CANCELLED, DIVIDED = "accepted", "disputed", "cancelled", "divided"

WORDS: Final[dict[str, Any]] = {
    DRAFT: gettext_lazy("agreed, not yet paid"),
    FUNDED: gettext_lazy("paid, not yet begun"),
    ACTIVE: gettext_lazy("in progress"),
    SUBMITTED: gettext_lazy("handed over"),
    REVISION: gettext_lazy("in revision"),
    ACCEPTED: gettext_lazy("accepted"),
    DISPUTED: gettext_lazy("disputed"),
    CANCELLED: gettext_lazy("cancelled"),
    DIVIDED: gettext_lazy("divided between the two"),
}


def disagreements(*states: str) -> tuple[Step, ...]:
    """Both sides may call for a ruling in these states; the operator's moves the money in any split.

    Each dispute is a case (dhara.trust.disputes), which begins and ends with these steps. Who takes it back lets the
    work go on from where it was.
    """
    ask, back = gettext_lazy("Ask for a ruling"), "who asked for the ruling takes it back"
    steps = (
        *(
            Step("dispute", state, DISPUTED, ("buyer", "worker"), "one side asks for a ruling", "", REASON, label=ask)
            for state in states
        ),
        Step("rule_for_worker", DISPUTED, ACCEPTED, ("operator",), "the ruling: the work is paid", RELEASE, REASON),
        Step("rule_for_buyer", DISPUTED, CANCELLED, ("operator",), "the ruling: the money goes back", RETURN, REASON),
        Step("rule_split", DISPUTED, DIVIDED, ("operator",), "the ruling: each gets a part", SPLIT, REASON),
        Step("settle", DISPUTED, DIVIDED, ("system",), "the two sides agreed on a part each", SPLIT),
        *(Step(f"resume_{state}", DISPUTED, state, ("system",), back, due=_as_much_time) for state in states),
    )
    return tuple(replace(step, follow="dhara.trust.disputes.actions:follow") for step in steps)


def _as_much_time(situation: Situation) -> datetime | None:
    """What was due is due as much later as the dispute took."""
    due, since = situation.unit.due_at, situation.unit.status_at
    return due + (situation.at - since) if due else None


def cancellations(*states: str) -> tuple[Step, ...]:
    """By agreement of both (see `changes`), or by whoever does the work: their money was never touched."""
    agreed = "both sides agreed to end it"
    gives_up = "who does the work gives it up"
    give_up = gettext_lazy("Give the work up")
    return tuple(
        step
        for state in states
        for step in (
            Step("cancel", state, CANCELLED, ("system",), agreed, RETURN),
            Step("give_up", state, CANCELLED, ("worker",), gives_up, RETURN, REASON, label=give_up),
        )
    )


def within_revisions(situation: Situation) -> None:
    """As often as was agreed; `terms["revisions"]` is a number, or None for as often as one likes."""
    allowed = situation.unit.terms.get("revisions")
    if allowed is not None and situation.unit.revisions >= int(allowed):
        words = _("All %(count)s revisions that were agreed are used. Accept the work, or ask for a ruling.")
        raise Conflict("no_revision_left", words % {"count": allowed})


def once(situation: Situation) -> None:
    if situation.unit.extensions:
        raise Conflict("extended_already", _("You have extended the review once already."))


def late(policy: str) -> Any:
    """Only once it is later than was agreed, by so many hours."""

    def guard(situation: Situation) -> None:
        due, grace = situation.unit.due_at, timedelta(hours=situation.policy(policy))
        if due is None or situation.at < due + grace:
            words = _("You may cancel it alone when it is more than %(hours)s hours late. Until then, ask for it.")
            raise Conflict("not_late", words % {"hours": situation.policy(policy)})

    return guard


# What reminders are about.
MISSING, DUE, REVIEW, UNPAID = "missing", "due", "review", "unpaid"
_DAY: Final = timedelta(hours=24)


def missing(state: str, *after: int) -> tuple[Reminder, ...]:
    """Nothing can begin: so many hours after the state did."""
    words = "after %s hours → the buyer is reminded"
    return tuple(
        Reminder(state, f"{MISSING}_{place}", _since(hours), _never, words % hours)
        for place, hours in enumerate(after, start=1)
    )


def due(*states: str) -> tuple[Reminder, ...]:
    """A day before it is due; where there was less time than two days, when half of it is gone."""
    words = "a day before it is due → who does the work is reminded"
    return tuple(Reminder(state, DUE, _before(_due_at), _due_at, words) for state in states)


def review(state: str) -> tuple[Reminder, ...]:
    """A day before silence accepts it."""
    words = "a day before silence accepts it → the buyer is reminded"
    return (Reminder(state, REVIEW, _before(silent_until), silent_until, words),)


def unpaid(state: str) -> tuple[Reminder, ...]:
    """A day before it ends; where there was less time than two days, when half of it is gone."""
    words = "a day before it ends → the buyer is reminded where the next one is not paid"
    return (Reminder(state, UNPAID, _before(_due_at), _due_at, words),)


def _since(hours: int) -> Callable[[Unit], datetime]:
    return lambda unit: unit.status_at + timedelta(hours=hours)


def _due_at(unit: Unit) -> datetime | None:
    return unit.due_at


def _before(end: Callable[[Unit], datetime | None]) -> Callable[[Unit], datetime | None]:
    def when(unit: Unit) -> datetime | None:
        moment = end(unit)
        if moment is None or moment <= unit.status_at:
            return None
        return moment - min(_DAY, (moment - unit.status_at) / 2)

    return when


def _never(_unit: Unit) -> None:
    return None
