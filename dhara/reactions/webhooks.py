"""What studios' own programs may be told of. Who tells them stands above and is installed from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from dhara.audience.contacts.facts import (
    ContactBounced,
    ContactComplained,
    ContactErased,
    ContactSubscribed,
    ContactTagged,
    ContactUnsubscribed,
    ContactUntagged,
)
from dhara.audience.forms.facts import FormConfirmed, FormSubmitted
from dhara.audience.sequences.facts import SequenceCalled
from dhara.catalog.offers.facts import (
    OfferArchived,
    OfferHidden,
    OfferLifted,
    OfferPublished,
    OfferRestored,
    OfferUnpublished,
)
from dhara.catalog.prices.facts import PricesChanged
from dhara.catalog.releases.facts import OfferReleased, ReleasePostponed
from dhara.checkout.abandoned.facts import CartAbandoned, CartRecovered
from dhara.checkout.gifts.facts import GiftSent
from dhara.checkout.orders.facts import OrderPaid
from dhara.checkout.refunds.facts import OrderRefunded, OrderRefundFailed, OrderTaxReturned
from dhara.delivery.licences.facts import (
    LicenceActivated,
    LicenceDeactivated,
    LicenceDisabled,
    LicenceEnabled,
    LicenceRotated,
    LicencesIssued,
)
from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.money.clearing.facts import MoneyCleared
from dhara.money.disputes.facts import DisputeLost, DisputeOpened, DisputeWon
from dhara.money.payouts.facts import PayoutCancelled, PayoutFailed, PayoutPaid, PayoutReturned, PayoutSent
from dhara.people.conversations.facts import MessageReceived
from dhara.trust.disputes.facts import (
    CaseAnswered,
    CaseAppealed,
    CaseClosed,
    CaseDeclined,
    CaseHandedOver,
    CaseOpened,
    CaseProposed,
    CaseReminded,
    CaseRuled,
    CaseSettled,
    CaseSpoken,
    CaseWithdrawn,
)
from dhara.trust.reviews.facts import ReviewAnswered, ReviewPublished
from dhara.work.campaigns.facts import (
    CampaignBegun,
    CampaignFinished,
    CampaignFrozen,
    CampaignPaused,
    CampaignStopped,
)
from dhara.work.changes.facts import (
    ChangeAgreed,
    ChangeDeclined,
    ChangeLapsed,
    ChangeProposed,
    ChangeReduced,
    ChangeVoided,
)
from dhara.work.engagements.facts import (
    WorkAgreed,
    WorkBilled,
    WorkDisputed,
    WorkFunded,
    WorkPaid,
    WorkReturned,
    WorkSentBack,
    WorkSplit,
    WorkSubmitted,
)
from dhara.work.funding.facts import FundingPaid, FundingReturned
from dhara.work.jobs.facts import JobClosed, JobFilled
from dhara.work.proposals.facts import (
    InterviewBegun,
    OfferExpired,
    OfferProlonged,
    ProposalAccepted,
    ProposalDeclined,
    ProposalInvited,
    ProposalMade,
    ProposalRevised,
    ProposalShortlisted,
    ProposalWithdrawn,
    WorkOffered,
)

# Facts that are public, by the name under which programs know them. Names are a promise: they never change.
PUBLIC: Final[dict[type[Fact], str]] = {
    OrderPaid: "order.paid",
    GiftSent: "gift.sent",
    OrderRefunded: "order.refunded",
    OrderTaxReturned: "order.tax_returned",
    OrderRefundFailed: "order.refund_failed",
    CartAbandoned: "cart.abandoned",
    CartRecovered: "cart.recovered",
    DisputeOpened: "dispute.opened",
    DisputeWon: "dispute.won",
    DisputeLost: "dispute.lost",
    PayoutSent: "payout.sent",
    PayoutPaid: "payout.paid",
    PayoutFailed: "payout.failed",
    PayoutCancelled: "payout.cancelled",
    PayoutReturned: "payout.returned",
    MoneyCleared: "money.cleared",
    LicencesIssued: "licence.issued",
    LicenceActivated: "licence.activated",
    LicenceDeactivated: "licence.deactivated",
    LicenceDisabled: "licence.disabled",
    LicenceEnabled: "licence.enabled",
    LicenceRotated: "licence.rotated",
    OfferPublished: "offer.published",
    OfferUnpublished: "offer.unpublished",
    OfferHidden: "offer.hidden",
    OfferLifted: "offer.lifted",
    OfferArchived: "offer.archived",
    OfferRestored: "offer.restored",
    PricesChanged: "offer.prices_changed",
    OfferReleased: "offer.released",
    ReleasePostponed: "offer.release_postponed",
    ContactSubscribed: "contact.subscribed",
    ContactUnsubscribed: "contact.unsubscribed",
    ContactBounced: "contact.bounced",
    ContactComplained: "contact.complained",
    ContactTagged: "contact.tagged",
    ContactUntagged: "contact.untagged",
    ContactErased: "contact.erased",
    FormSubmitted: "form.submitted",
    FormConfirmed: "form.confirmed",
    SequenceCalled: "sequence.called",
    MessageReceived: "message.received",
    WorkFunded: "work.ordered",
    WorkSubmitted: "work.submitted",
    WorkSentBack: "work.sent_back",
    WorkPaid: "work.accepted",
    WorkReturned: "work.returned",
    WorkDisputed: "work.disputed",
    WorkSplit: "work.divided",
    WorkBilled: "work.billed",
    ChangeProposed: "work.change.proposed",
    ChangeAgreed: "work.change.agreed",
    ChangeDeclined: "work.change.declined",
    ChangeLapsed: "work.change.lapsed",
    ChangeReduced: "work.change.reduced",
    ChangeVoided: "work.change.voided",
    ProposalInvited: "proposal.invited",
    ProposalMade: "proposal.made",
    ProposalRevised: "proposal.revised",
    ProposalShortlisted: "proposal.shortlisted",
    InterviewBegun: "proposal.talked_about",
    WorkOffered: "proposal.offered",
    ProposalAccepted: "proposal.accepted",
    ProposalDeclined: "proposal.declined",
    ProposalWithdrawn: "proposal.withdrawn",
    OfferExpired: "proposal.expired",
    OfferProlonged: "proposal.prolonged",
    WorkAgreed: "work.agreed",
    FundingPaid: "funding.paid",
    FundingReturned: "funding.returned",
    JobClosed: "job.closed",
    JobFilled: "job.filled",
    CampaignBegun: "campaign.begun",
    CampaignPaused: "campaign.paused",
    CampaignFrozen: "campaign.frozen",
    CampaignStopped: "campaign.stopped",
    CampaignFinished: "campaign.finished",
    CaseOpened: "case.opened",
    CaseAnswered: "case.answered",
    CaseSpoken: "case.said",
    CaseReminded: "case.reminded",
    CaseHandedOver: "case.handed_over",
    CaseProposed: "case.proposed",
    CaseDeclined: "case.declined",
    CaseSettled: "case.settled",
    CaseWithdrawn: "case.withdrawn",
    CaseRuled: "case.ruled",
    CaseAppealed: "case.appealed",
    CaseClosed: "case.closed",
    ReviewPublished: "review.published",
    ReviewAnswered: "review.answered",
}

# Called as taker(name, fact, fact_id=, at=) inside the reaction's transaction.
Taker = Callable[..., Any]
_takers: list[Taker] = []


def install(taker: Taker) -> None:
    """The API says, when it is ready, who writes the messages: nothing here points up."""
    _takers[:] = [taker]


def tell_webhooks(fact: Fact, *, by: Actor, at: datetime) -> None:
    """One message for each endpoint that may know of it, in the transaction of this reaction."""
    assert by.cause is not None
    for taker in _takers:
        taker(PUBLIC[type(fact)], fact, fact_id=by.cause, at=at)
