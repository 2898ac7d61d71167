"""Lifecycles of a form and of a submission."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move

DRAFT, OPEN, CLOSED = "draft", "open", "closed"
LIFECYCLE = Lifecycle(
    name="form",
    initial=DRAFT,
    about="Where strangers become subscribers.",
    states={DRAFT: _("draft"), OPEN: _("open"), CLOSED: _("closed")},
    moves=(
        Move(DRAFT, OPEN, ("person",), "published"),
        Move(OPEN, CLOSED, ("person", "system"), "closed; its page says so"),
        Move(CLOSED, OPEN, ("person",), "opened again"),
    ),
)

WAITING, CONFIRMED, EXPIRED, REFUSED = "waiting", "confirmed", "expired", "refused"
KEPT: Final = timedelta(days=7)
SUBMISSION = Lifecycle(
    name="form submission",
    initial=WAITING,
    about="Somebody filled in a form.",
    states={
        WAITING: _("waits to be confirmed"),
        CONFIRMED: _("confirmed"),
        EXPIRED: _("not confirmed in time"),
        REFUSED: _("kept out as spam"),
    },
    moves=(
        Move(WAITING, CONFIRMED, ("guest", "person", "system"), "the button behind the link was pressed"),
        Move(WAITING, EXPIRED, ("system",), "a week has passed"),
        Move(EXPIRED, CONFIRMED, ("guest", "person"), "pressed late, after all"),
        Move(WAITING, REFUSED, ("person", "system"), "spam"),
    ),
)
INLINE, POPUP, PAGE = "inline", "popup", "page"
