"""The verbs of studios, by subject."""

from dhara.people.studios.actions.members import (
    accept_invitation,
    change_role,
    invite,
    leave,
    remove_member,
    withdraw_invitation,
)
from dhara.people.studios.actions.profile import change_handle, edit_studio, open_studio
from dhara.people.studios.actions.standing import close, reinstate, suspend

__all__ = [
    "accept_invitation",
    "change_handle",
    "change_role",
    "close",
    "edit_studio",
    "invite",
    "leave",
    "open_studio",
    "reinstate",
    "remove_member",
    "suspend",
    "withdraw_invitation",
]
