"""The lifecycle of a grant."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move

ACTIVE, EXPIRED, REVOKED = "active", "expired", "revoked"

LIFECYCLE = Lifecycle(
    name="grant",
    initial=ACTIVE,
    about="What a buyer may use.",
    states={ACTIVE: _("active"), EXPIRED: _("expired"), REVOKED: _("revoked")},
    moves=(
        Move(
            ACTIVE,
            REVOKED,
            ("person", "operator", "system"),
            "the sale was refunded, or a gift had gone to a wrong address",
        ),
        Move(ACTIVE, EXPIRED, ("system",), "its time is over"),
        Move(REVOKED, ACTIVE, ("operator", "system"), "the refund did not happen after all"),
    ),
)
