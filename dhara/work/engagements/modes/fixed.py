"""A project at a fixed price: milestones, each paid for before its work begins.

Silence has opposite defaults by phase: what was handed in is paid; what was ended without being handed in goes back,
unless who did the work says in time that it is theirs. Numbers: Upwork's defaults as its help pages tell them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from dhara.work.engagements.modes import common
from dhara.work.engagements.modes.common import ACCEPTED, ACTIVE, CANCELLED, DRAFT, REVISION, SUBMITTED
from dhara.work.engagements.rules import (
    FUND,
    REASON,
    RELEASE,
    RETURN,
    SUBMISSION,
    Mode,
    Silence,
    Situation,
    Step,
    agreed,
)

ENDING, CLAIMED = "ending", "claimed"


def _due(situation: Situation) -> datetime | None:
    """So many days after it was paid, where days were agreed."""
    days = situation.unit.terms.get("days")
    return situation.at + timedelta(days=int(days)) if days else None


FIXED = Mode(
    code="fixed",
    label=_("project at a fixed price"),
    about="A milestone of a project at a fixed price.",
    states={state: words for state, words in common.WORDS.items() if state != common.FUNDED}
    | {
        ENDING: _("ended by the client, money still set aside"),
        CLAIMED: _("claimed by who did the work"),
    },
    initial=DRAFT,
    steps=(
        Step("fund", DRAFT, ACTIVE, ("system",), "the milestone is paid", FUND, due=_due),
        Step(
            "drop",
            DRAFT,
            CANCELLED,
            ("buyer", "system"),
            "the milestone is not wanted any more",
            label=_("Take the milestone out"),
        ),
        Step(
            "submit",
            ACTIVE,
            SUBMITTED,
            ("worker",),
            "the worker hands in",
            needs=SUBMISSION,
            label=_("Hand in the work"),
        ),
        Step(
            "submit",
            REVISION,
            SUBMITTED,
            ("worker",),
            "the worker hands in again",
            needs=SUBMISSION,
            label=_("Hand in the work"),
        ),
        Step(
            "ask_revision",
            SUBMITTED,
            REVISION,
            ("buyer",),
            "the client asks for changes, as often as was agreed",
            needs=REASON,
            guard=common.within_revisions,
            label=_("Ask for changes"),
            counts="revisions",
        ),
        Step(
            "approve",
            SUBMITTED,
            ACCEPTED,
            ("buyer", "system"),
            "the client approves, or says nothing",
            RELEASE,
            label=_("Approve and pay"),
        ),
        Step(
            "approve",
            ACTIVE,
            ACCEPTED,
            ("buyer",),
            "the client pays without waiting",
            RELEASE,
            label=_("Approve and pay"),
        ),
        *(
            Step(
                "end",
                state,
                ENDING,
                ("buyer",),
                "the client ends it with money set aside",
                needs=REASON,
                label=_("End it"),
            )
            for state in (ACTIVE, REVISION)
        ),
        Step(
            "claim",
            ENDING,
            CLAIMED,
            ("worker",),
            "the worker says why it is theirs",
            needs=REASON,
            label=_("Claim the money"),
        ),
        Step(
            "return",
            ENDING,
            CANCELLED,
            ("worker", "system"),
            "nobody claimed it",
            RETURN,
            label=_("Give the money back"),
        ),
        Step(
            "pay_claim",
            CLAIMED,
            ACCEPTED,
            ("buyer", "system"),
            "the client agrees, or says nothing",
            RELEASE,
            label=_("Agree and pay"),
        ),
        *common.cancellations(ACTIVE, SUBMITTED, REVISION),
        *common.disagreements(ACTIVE, SUBMITTED, REVISION, CLAIMED),
    ),
    silences=(
        Silence(SUBMITTED, "approve", agreed("work.fixed.accept_days"), "after work.fixed.accept_days → accepted"),
        Silence(ENDING, "return", agreed("work.fixed.claim_days"), "after work.fixed.claim_days → the money goes back"),
        Silence(CLAIMED, "pay_claim", agreed("work.fixed.answer_days"), "after work.fixed.answer_days → accepted"),
    ),
    reminders=(*common.due(ACTIVE, REVISION), *common.review(SUBMITTED)),
    policies=("work.fixed.accept_days", "work.fixed.claim_days", "work.fixed.answer_days"),
    follow="dhara.work.funding.actions:follow",
    turns={
        DRAFT: "buyer",
        ACTIVE: "worker",
        SUBMITTED: "buyer",
        REVISION: "worker",
        ENDING: "worker",
        CLAIMED: "buyer",
        common.DISPUTED: "operator",
    },
)
