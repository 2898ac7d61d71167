"""What a gateway must be able to do, and the words in which it is spoken to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol, runtime_checkable

from dhara.kit.currency import Money
from dhara.kit.refusal import Refused

# `review`: the money is there, but the gateway warns of it (risk): an operator looks before anything is sold.
State = Literal["pending", "captured", "failed", "cancelled", "expired", "review"]
RefundState = Literal["pending", "succeeded", "failed"]
PayoutState = Literal["pending", "paid", "failed", "returned"]
DisputeState = Literal["early_warning", "needs_response", "under_review", "won", "lost", "prevented"]
About = Literal["payment", "refund", "dispute", "payout", "other"]


# True in the body of an Event about a refund that is certainly none of ours: somebody gave back at the gateway itself.
BY_HAND = "by_hand"


class GatewayTrouble(Exception):
    """The gateway could not be reached, took too long, or answered what nobody understands. Ask again later."""


@dataclass(frozen=True)
class KeyField:
    """One thing that a merchant must enter to use a gateway. `secret` ones are never shown again.

    `pattern` (a regular expression for the whole value, or empty) is checked on entry; `optional` ones may stay empty.
    """

    code: str
    label: Any
    about: Any = ""
    secret: bool = True
    pattern: str = ""
    optional: bool = False
    multiline: bool = False


@dataclass(frozen=True)
class Keys:
    """A merchant's account with a gateway, opened: `values` by the codes of the gateway's `fields`. Never logged.

    `base` is where the gateway's servers are, where they are not at their usual place (a fake on this machine):
    an adapter takes `keys.base or <its usual host for keys.live>`. `account_id` is the GatewayAccount's.
    """

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    live: bool = False
    base: str = ""
    account_id: int | None = None


NO_KEYS = Keys()


@dataclass(frozen=True)
class Problem:
    """What is wrong with a configuration, in the reader's language. `field` is the code of the key to blame, if one."""

    message: Any
    field: str = ""


@dataclass(frozen=True)
class Charge:
    """What is to be collected. `token` is ours and makes repeats harmless; `return_url` takes the payer back.

    `notice_url` is where the gateway sends its notices; `description` is for the payer's statement, in plain words.
    `returned` is what the payer's browser brought back (query and form), which proves nothing. `details` are what an
    earlier `Outcome` told. `save_method` asks the gateway to remember the payer's means of payment. `began_at` is when
    the payment was written down: the same however often `start` is repeated.
    """

    token: str
    amount: Money
    return_url: str
    payer_email: str = ""
    gateway_ref: str = ""
    notice_url: str = ""
    payer_name: str = ""
    payer_phone: str = ""
    description: str = ""
    language: str = "en"
    save_method: bool = False
    returned: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    began_at: datetime | None = None


@dataclass(frozen=True)
class Redirect:
    """Where the payer is sent, and the gateway's name for the charge."""

    url: str
    gateway_ref: str


@dataclass(frozen=True)
class Outcome:
    """What the gateway's server says. `amount` and `fee` (what the gateway keeps of it) are set when captured.

    `details` may be kept and shown (method, masked wallet): never a card number or PIN. `reason` is for the payer.
    `method` names a stored means of payment (see `OneClick`), where the payer allowed to keep it.
    """

    state: State
    amount: Money | None = None
    fee: Money | None = None
    gateway_ref: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    method: str = ""


@dataclass(frozen=True)
class GiveBack:
    """What is to be returned of a captured charge. `key` makes repeats harmless.

    `details` are the payment's (a gateway may need its transaction's id); `refund_ref` is the gateway's name for this
    refund where it gave one already; `token` is the charge's.
    """

    key: str
    amount: Money
    gateway_ref: str
    reason: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    refund_ref: str = ""
    token: str = ""


@dataclass(frozen=True)
class RefundOutcome:
    """`gateway_ref` is the gateway's name for the refund."""

    state: RefundState
    gateway_ref: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Event:
    """A notice whose signature is right: the gateway's id of it, the charge it is about, and its words (JSON).

    `about` other than "payment": `ref` names the refund, dispute or payout at the gateway; `gateway_ref` is still the
    charge's where the notice tells it.
    """

    id: str
    gateway_ref: str
    body: Mapping[str, Any]
    about: About = "payment"
    ref: str = ""


class Forged(Refused):
    """A notice that the gateway did not sign, or signed too long ago."""

    status = 400
    default_code = "notice_forged"


class Gateway(Protocol):
    """`currencies` is None for all; `fields` are the keys that a merchant enters (none: works without an account).

    All methods but `refusal` reach over the network (`verify_event` only for a signer's certificate that is not known
    yet): never inside a transaction.
    """

    code: str
    label: Any
    about: Any
    currencies: frozenset[str] | None
    sandbox: bool
    fields: tuple[KeyField, ...]
    # Hosts to which a payer's browser may be sent by a form of ours (CSP form-action), such as https://pay.bka.sh.
    pages: tuple[str, ...]

    def refusal(self, amount: Money, *, at: datetime) -> Refused | None:
        """Why this amount can not be paid through this gateway, or None."""

    def start(self, charge: Charge, *, keys: Keys, at: datetime) -> Redirect:
        """Begin to collect. The same token again gives the same answer, or one as good.

        Raises Refused or GatewayTrouble.
        """

    def query(self, charge: Charge, *, keys: Keys, at: datetime) -> Outcome:
        """What became of it; where the gateway wants it, this also completes what the payer agreed to (execute).

        A charge that never reached the gateway is `pending`. Raises GatewayTrouble.
        """

    def refund(self, back: GiveBack, *, keys: Keys, at: datetime) -> RefundOutcome:
        """Give money back. The same key again gives the first one's answer. Raises GatewayTrouble."""

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
        """Raises Forged unless the gateway itself sent this, lately; another Refused where that can not be told yet."""

    def check(self, keys: Keys, *, at: datetime) -> list[Problem]:
        """What is wrong with the keys, asking the gateway where it can be asked without moving money."""


@runtime_checkable
class Heeds(Protocol):
    """A gateway that wants an answer to notices which are about nothing of ours, such as a subscription to confirm."""

    def heed(self, event: Event, *, keys: Keys, at: datetime) -> None:
        """Do what such a notice asks for; harmless when repeated. Raises GatewayTrouble: the job is tried again."""


@runtime_checkable
class OneClick(Protocol):
    """A gateway that can charge a means of payment again without the payer's presence."""

    def charge_again(self, charge: Charge, method: str, *, keys: Keys, at: datetime) -> Outcome:
        """Collect through a stored method. The same token again gives the first one's answer. Raises GatewayTrouble."""


@dataclass(frozen=True)
class Transfer:
    """Money to be paid out to a seller. `key` makes repeats harmless; `target` are the details of the payout method."""

    key: str
    amount: Money
    target: Mapping[str, str]
    ref: str = ""


@dataclass(frozen=True)
class TransferOutcome:
    state: PayoutState
    ref: str = ""
    reason: str = ""


@runtime_checkable
class PaysOut(Protocol):
    """A gateway that can send money to a seller; `pays` names the kinds of payout method that it serves."""

    pays: frozenset[str]

    def pay_out(self, transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
        """Send it, once per key. Raises GatewayTrouble when nobody knows whether it was sent: query, then repeat."""

    def query_payout(self, transfer: Transfer, *, keys: Keys, at: datetime) -> TransferOutcome:
        """What became of it; `failed` with reason "unknown" for one that never reached the gateway."""


@dataclass(frozen=True)
class DisputeWord:
    """What the gateway says of a chargeback. `fee` is what the case costs; `answer_by` the last moment to answer."""

    state: DisputeState
    ref: str
    gateway_ref: str
    amount: Money
    reason: str
    fee: Money | None = None
    answer_by: datetime | None = None


@runtime_checkable
class Disputes(Protocol):
    """A gateway whose payers can take their money back through their bank."""

    def dispute(self, ref: str, *, keys: Keys, at: datetime) -> DisputeWord:
        """How the case stands. Raises GatewayTrouble."""

    def answer(
        self, ref: str, evidence: Mapping[str, str], files: Mapping[str, bytes], *, keys: Keys, at: datetime
    ) -> None:
        """Hand in the evidence, once. Raises Refused or GatewayTrouble."""


@runtime_checkable
class Totals(Protocol):
    """A gateway that can list a day's movements, so that the books can be compared with it."""

    def movements(self, day: date, *, keys: Keys) -> list[tuple[str, Money, Money]]:
        """(the charge's gateway_ref or the refund's ref, amount signed by direction, fee) of a day in UTC."""
