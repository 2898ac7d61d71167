"""States of a delivery, and the numbers of careful sending."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

QUEUED, ATTEMPTING, SENT, DEFERRED, BOUNCED, FAILED, SKIPPED, CANCELLED, UNKNOWN = (
    "queued",
    "attempting",
    "sent",
    "deferred",
    "bounced",
    "failed",
    "skipped",
    "cancelled",
    "unknown",
)
STATES: Final = {
    QUEUED: _("waiting"),
    ATTEMPTING: _("being sent"),
    SENT: _("sent"),
    DEFERRED: _("put off by the server"),
    BOUNCED: _("came back"),
    FAILED: _("failed"),
    SKIPPED: _("left out"),
    CANCELLED: _("cancelled"),
    UNKNOWN: _("unknown"),
}
OPEN: Final = frozenset({QUEUED, DEFERRED})
