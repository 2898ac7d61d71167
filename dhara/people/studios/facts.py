"""What can have happened to a studio and its members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class _OfStudio(Fact):
    subject: ClassVar[str] = "studio_id"

    studio_id: int


@dataclass(frozen=True)
class StudioOpened(_OfStudio):
    words: ClassVar[object] = _("The studio was opened")

    account_id: int


@dataclass(frozen=True)
class StudioEdited(_OfStudio):
    """`fields` names what changed, separated by commas."""

    words: ClassVar[object] = _("The studio's details were changed")

    fields: str


@dataclass(frozen=True)
class HandleChanged(_OfStudio):
    words: ClassVar[object] = _("The address changed from @%(old)s to @%(new)s")

    old: str
    new: str


@dataclass(frozen=True)
class StudioSuspended(_OfStudio):
    words: ClassVar[object] = _("The operator suspended the studio: %(reason)s")

    reason: str


@dataclass(frozen=True)
class StudioReinstated(_OfStudio):
    words: ClassVar[object] = _("The operator lifted the suspension")


@dataclass(frozen=True)
class StudioClosed(_OfStudio):
    words: ClassVar[object] = _("The studio was closed")


@dataclass(frozen=True)
class MemberInvited(_OfStudio):
    words: ClassVar[object] = _("Somebody was invited to join")

    invitation_id: int
    role: str


@dataclass(frozen=True)
class InvitationWithdrawn(_OfStudio):
    words: ClassVar[object] = _("An invitation was withdrawn")

    invitation_id: int


@dataclass(frozen=True)
class MemberJoined(_OfStudio):
    words: ClassVar[object] = _("A member joined")

    account_id: int
    role: str


@dataclass(frozen=True)
class RoleChanged(_OfStudio):
    words: ClassVar[object] = _("A member's role was changed")

    account_id: int
    old: str
    new: str


@dataclass(frozen=True)
class MemberLeft(_OfStudio):
    """`removed` when an owner took the membership away, else the member went."""

    words: ClassVar[object] = _("A member left")

    account_id: int
    removed: bool
