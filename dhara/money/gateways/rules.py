"""What a gateway must be able to do, and the words in which it is spoken to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from dhara.kit.currency import Money
from dhara.kit.refusal import Refused

State = Literal["pending", "captured", "failed", "cancelled", "expired"]
RefundState = Literal["pending", "succeeded", "failed"]


class GatewayTrouble(Exception):
    """The gateway could not be reached, took too long, or answered what nobody understands. Ask again later."""


@dataclass(frozen=True)
class Charge:
    """What is to be collected. `token` is ours and makes repeats harmless; `return_url` takes the payer back."""

    token: str
    amount: Money
    return_url: str
    payer_email: str = ""
    gateway_ref: str = ""


@dataclass(frozen=True)
class Redirect:
    """Where the payer is sent, and the gateway's name for the charge."""

    url: str
    gateway_ref: str


@dataclass(frozen=True)
class Outcome:
    """What the gateway's server says. `amount` and `fee` (what the gateway keeps of it) are set when captured.

    `details` may be kept and shown (method, masked wallet): never a card number or PIN. `reason` is for the payer.
    """

    state: State
    amount: Money | None = None
    fee: Money | None = None
    gateway_ref: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class GiveBack:
    """What is to be returned of a captured charge. `key` makes repeats harmless."""

    key: str
    amount: Money
    gateway_ref: str
    reason: str = ""


@dataclass(frozen=True)
class RefundOutcome:
    state: RefundState
    gateway_ref: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Event:
    """A notice whose signature is right: the gateway's id of it, the charge it is about, and its words (JSON)."""

    id: str
    gateway_ref: str
    body: Mapping[str, Any]


class Forged(Refused):
    """A notice that the gateway did not sign, or signed too long ago."""

    status = 400
    default_code = "notice_forged"


class Gateway(Protocol):
    """`currencies` is None for all. All methods but `refusal` and `verify_event` reach over the network."""

    code: str
    label: Any
    about: Any
    currencies: frozenset[str] | None
    sandbox: bool

    def refusal(self, amount: Money, *, at: datetime) -> Refused | None:
        """Why this amount can not be paid through this gateway, or None."""

    def start(self, charge: Charge, *, at: datetime) -> Redirect:
        """Begin to collect. The same token again gives the same answer. Raises Refused or GatewayTrouble."""

    def query(self, charge: Charge, *, at: datetime) -> Outcome:
        """What became of it. Raises GatewayTrouble."""

    def refund(self, back: GiveBack, *, at: datetime) -> RefundOutcome:
        """Give money back. The same key again gives the first one's answer. Raises GatewayTrouble."""

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> Event:
        """Raises Forged unless the gateway itself sent this, lately."""
