"""Roles, what each may do, and the lifecycle of a studio."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move

OPEN, SUSPENDED, CLOSED = "open", "suspended", "closed"

LIFECYCLE = Lifecycle(
    name="studio",
    initial=OPEN,
    about="A seller's shop and workplace.",
    states={OPEN: _("open"), SUSPENDED: _("suspended"), CLOSED: _("closed")},
    moves=(
        Move(OPEN, SUSPENDED, ("operator",), "the operator stops sales, with a reason that the members see"),
        Move(SUSPENDED, OPEN, ("operator",), "the operator lifts the suspension"),
        Move(OPEN, CLOSED, ("person", "operator"), "an owner closes the studio; buyers keep what they bought"),
    ),
)

OWNER, MANAGER, EDITOR, SUPPORT, VIEWER = "owner", "manager", "editor", "support", "viewer"
ROLES: Final = {
    OWNER: _("Owner"),
    MANAGER: _("Manager"),
    EDITOR: _("Editor"),
    SUPPORT: _("Support"),
    VIEWER: _("Viewer"),
}

# The verbs that doors ask about. `see_*` are reads.
PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "see_studio": frozenset(ROLES),
    "see_offers": frozenset(ROLES),
    "edit_offers": frozenset({OWNER, MANAGER, EDITOR}),
    "publish_offers": frozenset({OWNER, MANAGER, EDITOR}),
    "see_orders": frozenset({OWNER, MANAGER, SUPPORT, VIEWER}),
    "see_buyers": frozenset({OWNER, MANAGER, SUPPORT}),
    "export_orders": frozenset({OWNER, MANAGER}),
    "see_money": frozenset({OWNER, MANAGER, VIEWER}),
    "edit_studio": frozenset({OWNER, MANAGER}),
    "edit_members": frozenset({OWNER}),
    "close_studio": frozenset({OWNER}),
}


def role_may(role: str | None, verb: str) -> bool:
    """Raises KeyError for a verb that the table does not know."""
    return role is not None and role in PERMISSIONS[verb]
