"""A gig: a small service at a fixed price, paid before it begins. One unit.

The clock starts when what the worker needs is there. A revision stops the acceptance by silence; a new delivery starts
it anew. Numbers: the defaults of Fiverr and PeoplePerHour as their help pages tell them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from dhara.work.engagements.modes import common
from dhara.work.engagements.modes.common import (
    ACCEPTED,
    ACTIVE,
    CANCELLED,
    DRAFT,
    FUNDED,
    REVISION,
    SUBMITTED,
)
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


def _ready(situation: Situation) -> datetime | None:
    """So many days from now as the package says."""
    return situation.at + timedelta(days=int(situation.unit.terms["days"]))


def _ready_again(situation: Situation) -> datetime | None:
    """As many days once more, so that nobody is late the moment that a change is asked for."""
    ready, due = _ready(situation), situation.unit.due_at
    return max(ready, due) if ready and due else ready


GIG = Mode(
    code="gig",
    label=_("gig"),
    about="One order of a gig, from the buyer's requirements to the accepted delivery.",
    states={**common.WORDS, FUNDED: _("waiting for what is needed")},
    initial=DRAFT,
    steps=(
        Step("fund", DRAFT, FUNDED, ("system",), "the order is paid", FUND),
        Step(
            "require",
            FUNDED,
            ACTIVE,
            ("buyer",),
            "the buyer gives what is needed",
            needs=SUBMISSION,
            due=_ready,
            label=_("Give what is needed"),
        ),
        Step(
            "start",
            FUNDED,
            ACTIVE,
            ("worker", "system"),
            "nothing more is needed",
            due=_ready,
            label=_("Begin without the answers"),
        ),
        *(
            Step("deliver", state, SUBMITTED, ("worker",), when, needs=SUBMISSION, label=_("Deliver the work"))
            for state, when in ((ACTIVE, "the worker delivers"), (REVISION, "the worker delivers again"))
        ),
        Step(
            "ask_revision",
            SUBMITTED,
            REVISION,
            ("buyer",),
            "the buyer asks for a revision",
            needs=REASON,
            guard=common.within_revisions,
            due=_ready_again,
            counts="revisions",
            label=_("Ask for a revision"),
        ),
        Step(
            "extend_review",
            SUBMITTED,
            SUBMITTED,
            ("buyer",),
            "the buyer takes more time to look, once",
            guard=common.once,
            counts="extensions",
            label=_("Take more time to look"),
        ),
        Step(
            "accept",
            SUBMITTED,
            ACCEPTED,
            ("buyer", "system"),
            "the buyer accepts, or says nothing",
            RELEASE,
            label=_("Accept the work"),
        ),
        *(
            Step(
                "cancel_late",
                state,
                CANCELLED,
                ("buyer",),
                "the delivery is too late",
                RETURN,
                guard=common.late("work.gig.late_hours"),
                label=_("Cancel, because it is late"),
            )
            for state in (ACTIVE, REVISION)
        ),
        *common.cancellations(FUNDED, ACTIVE, SUBMITTED, REVISION),
        *common.disagreements(ACTIVE, SUBMITTED, REVISION),
    ),
    silences=(
        Silence(
            SUBMITTED, "accept", agreed("work.gig.accept_days"), "after the policy work.gig.accept_days → accepted"
        ),
    ),
    reminders=(
        *common.missing(FUNDED, 24, 72),
        *common.due(ACTIVE, REVISION),
        *common.review(SUBMITTED),
    ),
    policies=("work.gig.accept_days", "work.gig.late_hours"),
    turns={FUNDED: "buyer", ACTIVE: "worker", SUBMITTED: "buyer", REVISION: "worker", common.DISPUTED: "operator"},
)
