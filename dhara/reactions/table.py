"""What follows from what. Effects of one fact run in this order; each is done once and retried alone."""

from __future__ import annotations

from dhara.audience.broadcasts.facts import BroadcastDone, BroadcastNotBegun, BroadcastStopped
from dhara.audience.contacts.facts import (
    ContactBounced,
    ContactComplained,
    ContactErased,
    ContactSubscribed,
    ContactTagged,
    ContactUnsubscribed,
    ContactUntagged,
)
from dhara.audience.forms.facts import FormConfirmed
from dhara.audience.sending.facts import SendingFinished, SendingStopped
from dhara.audience.ways.facts import WayPaused
from dhara.catalog.offers.facts import CategoryEdited, OfferHidden, OfferLifted, OfferNotPublished, OfferPublished
from dhara.catalog.prices.facts import PricesChanged
from dhara.catalog.releases.facts import (
    OfferReleased,
    ReleaseGivenUp,
    ReleaseMissed,
    ReleasePostponed,
    ReleaseReminded,
)
from dhara.checkout.abandoned.facts import CartAbandoned
from dhara.checkout.gifts.facts import GiftRedirected, GiftSent
from dhara.checkout.orders.facts import OrderDeclined, OrderMoneyReturned, OrderPaid, OrderRefused
from dhara.checkout.refunds.facts import (
    OrderRefunded,
    OrderRefundFailed,
    OrderTaxReturned,
    RefundRequestDeclined,
    RefundRequested,
    RefundRequestLapsed,
)
from dhara.delivery.downloads.facts import VersionReleased
from dhara.delivery.licences.facts import KeysRunLow
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.rules import Effect
from dhara.money.clearing.facts import MoneyCleared
from dhara.money.disputes.facts import (
    DisputeLost,
    DisputeOpened,
    DisputePrevented,
    DisputeReminder,
    DisputeWarned,
    DisputeWon,
)
from dhara.money.payments.facts import (
    PaymentCaptured,
    PaymentFailed,
    PaymentHeld,
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentRefused,
)
from dhara.people.accounts.facts import AccountConfirmed
from dhara.people.studios.facts import HandleChanged, StudioEdited
from dhara.reactions.accounts import claim_purchases
from dhara.reactions.audience import (
    follow_subscription,
    follow_tag,
    keep_confirmation,
    keep_gift,
    keep_left_cart,
    keep_purchase,
    keep_refund,
    leave_sequences,
)
from dhara.reactions.banks import tell_of_bank
from dhara.reactions.broadcasts import (
    pause_broadcast,
    settle_broadcast,
    tell_broadcast_done,
    tell_broadcast_not_begun,
    tell_broadcast_stopped,
)
from dhara.reactions.campaigns import CAMPAIGNS, settle_campaign
from dhara.reactions.cases import CASES
from dhara.reactions.conversations import CONVERSATIONS, agree_conversations, claim_conversations
from dhara.reactions.disputes import (
    end_disputed_access,
    lose_dispute,
    release_reserve,
    remind_of_dispute,
    reserve_for_dispute,
    restore_disputed_access,
    stop_disputed_access,
    tell_operators_of_dispute,
    tell_sellers_of_dispute,
    tell_sellers_of_verdict,
    tell_sellers_of_warning,
)
from dhara.reactions.forms import forget_submissions, give_magnet
from dhara.reactions.funding import (
    funding_payment_failed,
    send_funding_declined,
    send_funding_not_needed,
    send_funding_paid,
    send_funding_returned,
    settle_funding,
    tell_of_failed_return,
)
from dhara.reactions.gifts import deliver_gift, write_gift
from dhara.reactions.jobs import JOBS
from dhara.reactions.licences import tell_keys_run_low
from dhara.reactions.money import (
    order_payment_failed,
    send_declined,
    send_in_review,
    send_money_returned,
    send_refused,
    settle_order,
    tell_balance,
    tell_operators_of_review,
)
from dhara.reactions.papers import (
    issue_credit_notes,
    issue_debit_notes,
    issue_invoices,
    issue_notes_of_loss,
    issue_notes_of_return,
)
from dhara.reactions.proposals import PROPOSALS
from dhara.reactions.refunds import (
    end_access,
    give_access_again,
    refund_returned,
    send_declined_request,
    send_refund_failed,
    send_refund_made,
    send_tax_returned,
    tell_operators_of_failed_refund,
    tell_sellers_of_failed_refund,
    tell_sellers_of_refund,
    tell_sellers_of_request,
    undo_refund,
)
from dhara.reactions.releases import (
    announce_release,
    hand_over_preorders,
    remind_sellers,
    return_preorders,
    tell_buyers_it_is_late,
    tell_buyers_of_delay,
    tell_sellers_it_is_late,
)
from dhara.reactions.reviews import REVIEWS, ask_for_reviews, claim_reviews
from dhara.reactions.sale import deliver_order, forget_cart, send_receipt, tell_sellers
from dhara.reactions.studios import refresh_search, tell_hidden, tell_lifted, tell_not_published
from dhara.reactions.tasks import tell_of_earnings
from dhara.reactions.versions import announce_version
from dhara.reactions.ways import tell_way_paused
from dhara.reactions.webhooks import PUBLIC, tell_webhooks
from dhara.reactions.wishes import look_at_wishes
from dhara.reactions.work import CHANGES, claim_work, let_terms_fall, tell_of_reminder, tell_of_work
from dhara.work.campaigns.facts import TasksPaid
from dhara.work.engagements.facts import (
    WorkBilled,
    WorkDisputed,
    WorkFunded,
    WorkMoved,
    WorkPaid,
    WorkReminded,
    WorkReturned,
    WorkSentBack,
    WorkSplit,
    WorkSubmitted,
)
from dhara.work.funding.facts import FundingFailed, FundingNotNeeded, FundingPaid, FundingReturned

TABLE: dict[type[Fact], list[Effect]] = {
    PaymentCaptured: [settle_order, settle_funding],
    PaymentFailed: [order_payment_failed, funding_payment_failed],
    PaymentHeld: [send_in_review, tell_operators_of_review],
    PaymentRefused: [order_payment_failed, funding_payment_failed],
    PaymentRefunded: [refund_returned, issue_notes_of_return],
    PaymentRefundFailed: [undo_refund, tell_of_failed_return],
    FundingPaid: [settle_campaign, send_funding_paid, let_terms_fall],
    **CAMPAIGNS,
    **JOBS,
    FundingFailed: [send_funding_declined],
    FundingNotNeeded: [send_funding_not_needed],
    FundingReturned: [send_funding_returned],
    OrderPaid: [
        deliver_order,
        send_receipt,
        tell_sellers,
        forget_cart,
        issue_invoices,
        keep_purchase,
        agree_conversations,
    ],
    GiftSent: [deliver_gift, write_gift, keep_gift],
    GiftRedirected: [write_gift],
    OrderDeclined: [send_declined],
    OrderMoneyReturned: [send_money_returned],
    OrderRefused: [send_refused],
    OrderRefunded: [end_access, send_refund_made, tell_sellers_of_refund, issue_credit_notes, keep_refund],
    OrderTaxReturned: [send_tax_returned, tell_sellers_of_refund, issue_credit_notes],
    OrderRefundFailed: [
        give_access_again,
        send_refund_failed,
        tell_sellers_of_failed_refund,
        tell_operators_of_failed_refund,
        issue_debit_notes,
    ],
    RefundRequested: [tell_sellers_of_request],
    RefundRequestDeclined: [send_declined_request],
    RefundRequestLapsed: [send_declined_request],
    DisputeWarned: [tell_sellers_of_warning],
    DisputeOpened: [
        reserve_for_dispute,
        stop_disputed_access,
        tell_sellers_of_dispute,
        tell_operators_of_dispute,
        tell_of_bank,
    ],
    DisputeReminder: [remind_of_dispute],
    DisputeWon: [release_reserve, restore_disputed_access, tell_sellers_of_verdict, tell_of_bank],
    DisputeLost: [lose_dispute, end_disputed_access, tell_sellers_of_verdict, tell_of_bank, issue_notes_of_loss],
    DisputePrevented: [release_reserve, restore_disputed_access, tell_sellers_of_verdict, tell_of_bank],
    AccountConfirmed: [claim_purchases, claim_conversations, claim_work, claim_reviews],
    **CONVERSATIONS,
    WorkFunded: [tell_of_work],
    WorkMoved: [tell_of_work, ask_for_reviews, let_terms_fall],
    WorkBilled: [tell_of_work, ask_for_reviews],
    WorkSubmitted: [tell_of_work],
    WorkSentBack: [tell_of_work],
    WorkPaid: [tell_of_work, ask_for_reviews, let_terms_fall],
    WorkReturned: [tell_of_work, ask_for_reviews, let_terms_fall],
    WorkSplit: [tell_of_work, ask_for_reviews, let_terms_fall],
    WorkDisputed: [tell_of_work],
    WorkReminded: [tell_of_reminder],
    TasksPaid: [tell_of_earnings],
    **CHANGES,
    **REVIEWS,
    **PROPOSALS,
    **CASES,
    VersionReleased: [announce_version],
    KeysRunLow: [tell_keys_run_low],
    MoneyCleared: [tell_balance],
    OfferPublished: [announce_release, look_at_wishes],
    OfferReleased: [hand_over_preorders, look_at_wishes],
    PricesChanged: [look_at_wishes],
    ReleasePostponed: [tell_buyers_of_delay],
    ReleaseReminded: [remind_sellers],
    ReleaseMissed: [tell_buyers_it_is_late, tell_sellers_it_is_late],
    ReleaseGivenUp: [return_preorders],
    OfferHidden: [tell_hidden],
    OfferLifted: [tell_lifted],
    OfferNotPublished: [tell_not_published],
    SendingStopped: [pause_broadcast],
    WayPaused: [tell_way_paused],
    SendingFinished: [settle_broadcast],
    BroadcastNotBegun: [tell_broadcast_not_begun],
    BroadcastStopped: [tell_broadcast_stopped],
    BroadcastDone: [tell_broadcast_done],
    StudioEdited: [refresh_search],
    HandleChanged: [refresh_search],
    CategoryEdited: [refresh_search],
    CartAbandoned: [keep_left_cart],
    FormConfirmed: [give_magnet, keep_confirmation],
    ContactTagged: [follow_tag],
    ContactUntagged: [follow_tag],
    ContactSubscribed: [follow_subscription],
    ContactUnsubscribed: [leave_sequences, follow_subscription],
    ContactBounced: [leave_sequences],
    ContactComplained: [leave_sequences],
    ContactErased: [forget_submissions, leave_sequences],
}

# The studios' own programs come last, when everything of ours is done.
for public in PUBLIC:
    TABLE[public] = [*TABLE.get(public, []), tell_webhooks]
