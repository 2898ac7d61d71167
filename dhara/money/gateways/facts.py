"""What can have happened to a merchant's account with a gateway. Keys themselves are in no fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class GatewayAccountFact(Fact):
    """`fields` names the keys that were entered, separated by commas."""

    subject: ClassVar[str] = "gateway_account_id"

    gateway_account_id: int
    gateway: str


@dataclass(frozen=True)
class GatewayAccountAdded(GatewayAccountFact):
    words: ClassVar[object] = _("Keys for %(gateway)s were entered for the first time.")

    live: bool


@dataclass(frozen=True)
class GatewayKeysChanged(GatewayAccountFact):
    words: ClassVar[object] = _("The keys for %(gateway)s were changed: %(fields)s.")

    fields: str


@dataclass(frozen=True)
class GatewayAccountSwitched(GatewayAccountFact):
    words: ClassVar[object] = _("Paying through %(gateway)s was switched on or off.")

    active: bool


@dataclass(frozen=True)
class GatewayAccountRetired(GatewayAccountFact):
    words: ClassVar[object] = _("The account with %(gateway)s was taken out of use for good.")
