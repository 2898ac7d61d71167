"""What can have happened to a gift. They say nothing about the receiver: sellers read the order's story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class _GiftFact(Fact):
    subject: ClassVar[str] = "order_id"

    gift_id: int
    order_id: int
    number: str = ""


@dataclass(frozen=True)
class GiftChanged(_GiftFact):
    words = _("The giver changed the gift before it was sent.")


@dataclass(frozen=True)
class GiftSent(_GiftFact):
    """Its day has come; the receiver is given what was bought, and written."""

    words = _("The gift was sent to its receiver.")


@dataclass(frozen=True)
class GiftRedirected(_GiftFact):
    """What the first address was given is taken back already; the new one has it."""

    words = _("The giver corrected the address of the gift.")


@dataclass(frozen=True)
class GiftOpened(_GiftFact):
    words = _("The receiver opened the gift.")


@dataclass(frozen=True)
class GiftWithdrawn(_GiftFact):
    words = _("The gift was withdrawn: nothing of it is left.")


@dataclass(frozen=True)
class GiftRestored(_GiftFact):
    words = _("The gift stands again.")
