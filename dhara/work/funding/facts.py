"""What can happen to a funding."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class FundingFact(Fact):
    funding_id: int
    engagement_id: int

    subject = "funding_id"


@dataclass(frozen=True)
class FundingBegun(FundingFact):
    words = _("The buyer is about to pay for the work.")


@dataclass(frozen=True)
class FundingPaid(FundingFact):
    words = _("The money for the work is here, and set aside.")


@dataclass(frozen=True)
class FundingFailed(FundingFact):
    """`reason` is the status in which its payment ended."""

    reason: str

    words = _("The payment for the work did not come about.")


@dataclass(frozen=True)
class FundingExpired(FundingFact):
    words = _("Nobody paid for the work in time.")


@dataclass(frozen=True)
class MoneyFact(FundingFact):
    """`amount` minor units of `currency` go back to the payer of the payment."""

    payment_id: int
    amount: int
    currency: str


@dataclass(frozen=True)
class FundingNotNeeded(MoneyFact):
    """The payment came twice, or what it was for is gone: all of it goes back."""

    words = _("The payment was not needed any more, and goes back.")


@dataclass(frozen=True)
class FundingReturned(MoneyFact):
    """Work was not done, or not needed: what was set aside for it goes back."""

    words = _("Money that was set aside goes back to the buyer.")
