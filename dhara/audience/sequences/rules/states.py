"""The lifecycle of a sequence, what brings people in, and the states of an enrolment."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move

DRAFT, ACTIVE, PAUSED, ARCHIVED = "draft", "active", "paused", "archived"

LIFECYCLE = Lifecycle(
    name="sequence",
    initial=DRAFT,
    about="Letters and steps that follow each other, for each contact at their own time.",
    states={DRAFT: _("draft"), ACTIVE: _("running"), PAUSED: _("paused"), ARCHIVED: _("archived")},
    moves=(
        Move(DRAFT, ACTIVE, ("person",), "the first version is published"),
        Move(ACTIVE, PAUSED, ("person", "system"), "nobody enters, nobody moves on"),
        Move(PAUSED, ACTIVE, ("person",), "goes on where everybody stood"),
        Move(DRAFT, ARCHIVED, ("person",), "put away"),
        Move(ACTIVE, ARCHIVED, ("person",), "put away; who is in it leaves"),
        Move(PAUSED, ARCHIVED, ("person",), "put away; who is in it leaves"),
    ),
)

# What brings somebody in: kind of event → words; `ref` narrows it ("form:3", "offer:12", "tag:8").
TRIGGERS: Final = {
    "confirmed": _("somebody confirms a form"),
    "subscribed": _("somebody subscribes"),
    "tagged": _("somebody gets a tag"),
    "bought": _("somebody buys"),
    "refunded": _("somebody gets money back"),
    "left_cart": _("somebody leaves a cart"),
    "given": _("somebody gets access"),
}
ENTERS, GOAL_OF = "enter", "goal"
ROLES: Final = {ENTERS: _("brings people in"), GOAL_OF: _("is the goal")}
NEVER, AFTER_EXIT, ALWAYS = "never", "after_exit", "always"
REENTRY: Final = {
    NEVER: _("once ever"),
    AFTER_EXIT: _("again, after they have left"),
    ALWAYS: _("again each time, from the start"),
}
ACTIVE_IN, FINISHED, REACHED, LEFT, HELD = "active", "finished", "reached", "left", "held"
ENROLMENT: Final = {
    ACTIVE_IN: _("on the way"),
    FINISHED: _("came to the end"),
    REACHED: _("reached the goal"),
    LEFT: _("left before the end"),
    HELD: _("held by an error"),
}
RUNNING, DONE, CANCELLED = "running", "done", "cancelled"
INTAKE: Final = Lifecycle(
    name="segment into a sequence",
    initial=RUNNING,
    about="Everybody of a segment, of a search or of the whole audience comes into a sequence, by a member's hand.",
    states={RUNNING: _("running"), DONE: _("done"), CANCELLED: _("stopped")},
    moves=(
        Move(RUNNING, DONE, ("system",), "the last of them was gone through"),
        Move(RUNNING, CANCELLED, ("person",), "stopped, or the sequence was put away; who is in stays"),
    ),
)
# Whoever begins again waits at least this long: two sequences that call each other must not spin.
LEAST_PAUSE: Final = timedelta(minutes=10)
# How long letters a sequence sends count as the cause of a purchase after a click.
ATTRIBUTED: Final = timedelta(days=7)
