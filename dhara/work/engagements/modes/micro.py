"""A micro task: one worker's attempt at a slot of a campaign, whose money was set aside for all slots at once.

A unit begins when a worker takes a slot. What is not accepted gives the slot back; the worker may put it right, or
appeal, and an appeal that nobody answers is ruled for them. Numbers: Microworkers', MTurk's and Toloka's.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.refusal import Conflict
from dhara.work.engagements.rules import REASON, RELEASE, SUBMISSION, Mode, Silence, Situation, Step, agreed

RESERVED, SUBMITTED, REJECTED, APPEALED = "reserved", "submitted", "rejected", "appealed"
ACCEPTED, REFUSED, LAPSED, GIVEN_BACK = "accepted", "refused", "lapsed", "given_back"

# The states in which the slot is this unit's.
KEEPS_SLOT: Final = (RESERVED, SUBMITTED)
NOTHING_DONE: Final = (LAPSED, GIVEN_BACK)

WORDS: Final[dict[str, Any]] = {
    RESERVED: gettext_lazy("reserved"),
    SUBMITTED: gettext_lazy("waiting for review"),
    REJECTED: gettext_lazy("not accepted"),
    APPEALED: gettext_lazy("appealed"),
    ACCEPTED: gettext_lazy("accepted"),
    REFUSED: gettext_lazy("finally not accepted"),
    LAPSED: gettext_lazy("not done in time"),
    GIVEN_BACK: gettext_lazy("given back"),
}


def _again(situation: Situation) -> None:
    """A rejected task may be put right so often, while a slot is free (the action takes one)."""
    _one_at_a_time(situation)
    most = situation.policy("work.micro.tries")
    if situation.unit.revisions >= most:
        words = _("You have tried it %(count)s times. You can still appeal.")
        raise Conflict("no_try_left", words % {"count": situation.unit.revisions})


def _change(situation: Situation) -> None:
    """Taken back as often as a rejected one may be put right: the clock begins anew each time."""
    _one_at_a_time(situation)
    if situation.unit.extensions >= situation.policy("work.micro.tries"):
        words = _("You have taken it back %(count)s times. It waits for review now.")
        raise Conflict("no_change_left", words % {"count": situation.unit.extensions})


def _one_at_a_time(situation: Situation) -> None:
    unit = situation.unit
    if type(unit).objects.filter(engagement=unit.engagement_id, worker=unit.worker_id, status=RESERVED).exists():
        raise Conflict("task_open", _("Finish the task that you have taken here, or give it back."))


def _deadline(situation: Situation) -> datetime:
    return situation.at + timedelta(minutes=int(situation.unit.terms["minutes"]))


MICRO = Mode(
    code="micro",
    label=gettext_lazy("micro task"),
    about="One worker's attempt at a slot of a campaign.",
    states=WORDS,
    initial=RESERVED,
    steps=(
        Step(
            "submit",
            RESERVED,
            SUBMITTED,
            ("worker",),
            "the worker hands in the proof",
            needs=SUBMISSION,
            label=gettext_lazy("Hand in the proof"),
        ),
        Step(
            "give_back",
            RESERVED,
            GIVEN_BACK,
            ("worker",),
            "the worker does not want it",
            label=gettext_lazy("Give the task back"),
        ),
        Step("lapse", RESERVED, LAPSED, ("system",), "the deadline has passed (a sweep looks every minute)"),
        Step(
            "withdraw",
            SUBMITTED,
            RESERVED,
            ("worker",),
            "the worker puts it right before review",
            guard=_change,
            due=_deadline,
            counts="extensions",
            label=gettext_lazy("Take it back and change it"),
        ),
        Step(
            "accept",
            SUBMITTED,
            ACCEPTED,
            ("buyer", "operator", "system"),
            "accepted, or nobody looked",
            RELEASE,
            label=gettext_lazy("Accept"),
        ),
        Step(
            "reject",
            SUBMITTED,
            REJECTED,
            ("buyer",),
            "the buyer says why not",
            needs=REASON,
            label=gettext_lazy("Reject"),
        ),
        Step(
            "again",
            REJECTED,
            RESERVED,
            ("worker",),
            "the worker does it again",
            guard=_again,
            due=_deadline,
            counts="revisions",
            label=gettext_lazy("Do it again"),
        ),
        Step(
            "appeal",
            REJECTED,
            APPEALED,
            ("worker",),
            "the worker says why it is right",
            needs=REASON,
            label=gettext_lazy("Appeal"),
        ),
        Step("rest", REJECTED, REFUSED, ("worker", "system"), "nobody appealed", label=gettext_lazy("Leave it")),
        Step(
            "accept",
            REJECTED,
            ACCEPTED,
            ("buyer", "operator"),
            "the buyer thinks again",
            RELEASE,
            label=gettext_lazy("Accept after all"),
        ),
        Step(
            "overturn",
            APPEALED,
            ACCEPTED,
            ("operator", "buyer", "system"),
            "the appeal was right",
            RELEASE,
            label=gettext_lazy("Agree with the appeal"),
        ),
        Step("uphold", APPEALED, REFUSED, ("operator",), "the rejection was right", needs=REASON),
    ),
    silences=(
        Silence(SUBMITTED, "accept", agreed("work.micro.accept_days"), "after work.micro.accept_days → accepted"),
        Silence(REJECTED, "rest", agreed("work.micro.appeal_days"), "after work.micro.appeal_days → final"),
        Silence(APPEALED, "overturn", agreed("work.micro.appeal_days"), "unanswered appeals are ruled for the worker"),
    ),
    policies=("work.micro.accept_days", "work.micro.appeal_days", "work.micro.tries"),
    pooled=True,
    turns={RESERVED: "worker", SUBMITTED: "buyer", REJECTED: "worker", APPEALED: "operator"},
    follow="dhara.work.campaigns.actions:follow",
    cover="dhara.work.campaigns.actions:spoken_for",
)
