"""What can have happened to licences. None of them holds a key: that is a secret of the buyer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class _LicenceFact(Fact):
    """`title` is what the offer was called then."""

    subject: ClassVar[str] = "order_id"

    licence_id: int
    order_id: int
    offer_id: int
    title: str = ""


@dataclass(frozen=True)
class LicencesIssued(Fact):
    """Keys of a line were given; `waiting` are those for which the list had none left."""

    subject: ClassVar[str] = "order_id"
    words = _("%(count)s licence keys for “%(title)s” were given.")

    order_id: int
    grant_id: int
    offer_id: int
    count: int
    waiting: int = 0
    title: str = ""


@dataclass(frozen=True)
class LicenceActivated(_LicenceFact):
    words = _("A key for “%(title)s” was activated on a machine.")

    activation_id: int = 0
    machine: str = ""


@dataclass(frozen=True)
class LicenceDeactivated(_LicenceFact):
    words = _("A machine was taken off a key for “%(title)s”.")

    activation_id: int = 0
    machine: str = ""


@dataclass(frozen=True)
class LicenceDisabled(_LicenceFact):
    words = _("The studio stopped a key for “%(title)s”.")


@dataclass(frozen=True)
class LicenceEnabled(_LicenceFact):
    words = _("The studio allowed a key for “%(title)s” again.")


@dataclass(frozen=True)
class LicenceRotated(_LicenceFact):
    """The key was exchanged for another; all machines were taken off."""

    words = _("A key for “%(title)s” was exchanged for a new one.")


@dataclass(frozen=True)
class KeysRunLow(Fact):
    """A list of keys comes to its end: recorded at ten left and at none."""

    subject: ClassVar[str] = "offer_id"
    words = _("“%(title)s” has %(left)s keys left to sell.")

    offer_id: int
    tier_id: int
    left: int
    title: str = ""
