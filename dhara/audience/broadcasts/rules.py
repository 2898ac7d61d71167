"""The lifecycle of a broadcast."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move

DRAFT, SCHEDULED, TESTING, SENDING, PAUSED, DONE, CANCELLED = (
    "draft",
    "scheduled",
    "testing",
    "sending",
    "paused",
    "done",
    "cancelled",
)

LIFECYCLE = Lifecycle(
    name="broadcast",
    initial=DRAFT,
    about="One letter to many.",
    states={
        DRAFT: _("draft"),
        SCHEDULED: _("scheduled"),
        TESTING: _("testing subjects"),
        SENDING: _("being sent"),
        PAUSED: _("paused"),
        DONE: _("sent"),
        CANCELLED: _("cancelled"),
    },
    moves=(
        Move(DRAFT, SCHEDULED, ("person",), "the member chose when; the checks hold"),
        Move(SCHEDULED, DRAFT, ("person",), "taken back before it began"),
        Move(DRAFT, CANCELLED, ("person",), "thrown away"),
        Move(DRAFT, SENDING, ("person",), "at once"),
        Move(DRAFT, TESTING, ("person",), "at once, first the sample of an A/B test"),
        Move(SCHEDULED, SENDING, ("system",), "the time has come; the audience is frozen"),
        Move(SCHEDULED, TESTING, ("system",), "the time has come; the audience is frozen, the sample goes first"),
        Move(TESTING, SENDING, ("system", "person"), "the winner is known, or the time of the test is over"),
        Move(TESTING, PAUSED, ("person", "system"), "paused by a member, or a breaker"),
        Move(SENDING, PAUSED, ("person", "system"), "paused by a member, or a breaker"),
        Move(PAUSED, SENDING, ("person",), "goes on"),
        Move(PAUSED, TESTING, ("person",), "goes on with its test"),
        Move(SENDING, DONE, ("system",), "nothing is left to send"),
        Move(DONE, SENDING, ("person",), "sent again to those who were not reached"),
        Move(TESTING, CANCELLED, ("person",), "what waits is not sent"),
        Move(SENDING, CANCELLED, ("person",), "what waits is not sent"),
        Move(PAUSED, CANCELLED, ("person",), "what waits is not sent"),
    ),
)
