"""What can happen in a dispute. `paid_for` is what was paid for, such as `order:12`, and whose chain it joins."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class DisputeFact(Fact):
    dispute_id: int
    paid_for: str

    def about(self) -> str:
        return self.paid_for


@dataclass(frozen=True)
class DisputeWarned(DisputeFact):
    """No money is taken yet; giving it back may settle the case."""

    words = _("The bank warns of this payment: a dispute may follow.")


@dataclass(frozen=True)
class DisputeOpened(DisputeFact):
    """The bank holds the money and asks for evidence."""

    words = _("The payer's bank took the money back and asks for evidence.")


@dataclass(frozen=True)
class DisputeReminder(DisputeFact):
    """`days` are left to answer."""

    days: int

    words = _("The sellers were reminded to answer the dispute.")


@dataclass(frozen=True)
class DisputeAnswered(DisputeFact):
    words = _("The evidence was handed in to the bank.")


@dataclass(frozen=True)
class DisputeWon(DisputeFact):
    words = _("The bank decided for the seller.")


@dataclass(frozen=True)
class DisputeLost(DisputeFact):
    words = _("The bank decided for the payer.")


@dataclass(frozen=True)
class DisputePrevented(DisputeFact):
    words = _("The case was settled without a decision of the bank.")
