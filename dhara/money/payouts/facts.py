"""What can happen to methods and payouts. Details of wallets and accounts are in no fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class PayoutMethodFact(Fact):
    """`kind` is bkash, nagad, bank or stripe."""

    subject: ClassVar[str] = "payout_method_id"

    payout_method_id: int
    kind: str


@dataclass(frozen=True)
class PayoutMethodAdded(PayoutMethodFact):
    words: ClassVar[object] = _("A way to be paid out was added.")


@dataclass(frozen=True)
class PayoutMethodProven(PayoutMethodFact):
    """`how` is transfer or operator."""

    words: ClassVar[object] = _("A way to be paid out was proven.")

    how: str


@dataclass(frozen=True)
class PayoutMethodRefused(PayoutMethodFact):
    words: ClassVar[object] = _("A way to be paid out was refused: %(reason)s")

    reason: str


@dataclass(frozen=True)
class PayoutMethodRetired(PayoutMethodFact):
    words: ClassVar[object] = _("A way to be paid out was removed.")


@dataclass(frozen=True)
class PayoutFact(Fact):
    """`amount` minor units of `currency` as they left the balance."""

    subject: ClassVar[str] = "payout_id"

    payout_id: int
    amount: int
    currency: str


@dataclass(frozen=True)
class PayoutRequested(PayoutFact):
    words: ClassVar[object] = _("The money left the balance for a payout.")


@dataclass(frozen=True)
class PayoutHeld(PayoutFact):
    """`reasons` are codes of rules.REASONS, separated by commas."""

    words: ClassVar[object] = _("The payout waits.")

    reasons: str


@dataclass(frozen=True)
class PayoutReleased(PayoutFact):
    words: ClassVar[object] = _("Nothing stands in the payout's way any more.")


@dataclass(frozen=True)
class PayoutSent(PayoutFact):
    words: ClassVar[object] = _("The payout was handed on to be sent.")

    gateway: str


@dataclass(frozen=True)
class PayoutPaid(PayoutFact):
    words: ClassVar[object] = _("The payout was made.")


@dataclass(frozen=True)
class PayoutUndone(PayoutFact):
    words: ClassVar[object] = _("The money is on the balance again: %(reason)s")

    reason: str


@dataclass(frozen=True)
class PayoutFailed(PayoutUndone):
    """The gateway or the bank refused."""


@dataclass(frozen=True)
class PayoutCancelled(PayoutUndone):
    """By the studio, by an operator, or because the method is no longer the one it was."""


@dataclass(frozen=True)
class PayoutReturned(PayoutUndone):
    """It was paid, and came back."""


@dataclass(frozen=True)
class PayoutBatchFact(Fact):
    subject: ClassVar[str] = "payout_batch_id"

    payout_batch_id: int
    kind: str


@dataclass(frozen=True)
class PayoutBatchMade(PayoutBatchFact):
    words: ClassVar[object] = _("Payouts were put on a list for the bank.")


@dataclass(frozen=True)
class PayoutBatchMoved(PayoutBatchFact):
    """`status` is sent, closed or given_up."""

    words: ClassVar[object] = _("The list for the bank went on.")

    status: str
