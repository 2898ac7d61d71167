"""What can have happened to a grant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class _GrantFact(Fact):
    """`title` is what the offer was called then."""

    subject: ClassVar[str] = "order_id"

    grant_id: int
    order_id: int
    offer_id: int
    title: str = ""


@dataclass(frozen=True)
class AccessGranted(_GrantFact):
    """A buyer may use what was sold."""

    words = _("Access to “%(title)s” was given.")


@dataclass(frozen=True)
class AccessRevoked(_GrantFact):
    """A buyer may not use it any more. Not recorded while another purchase still gives the same."""

    words = _("Access to “%(title)s” was taken back.")


@dataclass(frozen=True)
class AccessRestored(_GrantFact):
    """The refund did not happen after all."""

    words = _("Access to “%(title)s” was given back.")


@dataclass(frozen=True)
class GrantsClaimed(Fact):
    """An account proved an address: what was bought with it is in its library now."""

    subject = "account_id"
    words = _("%(grants)s purchases joined the account that proved its e-mail address.")

    account_id: int
    grants: int
