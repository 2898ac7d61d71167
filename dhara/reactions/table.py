"""What follows from what. Effects of one fact run in this order; each is done once and retried alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.facts import (
    ContactBounced,
    ContactComplained,
    ContactErased,
    ContactSubscribed,
    ContactTagged,
    ContactUnsubscribed,
    ContactUntagged,
)
from dhara.audience.broadcasts.facts import BroadcastDone, BroadcastNotBegun, BroadcastStopped
from dhara.audience.contacts.facts import ContactErased
from dhara.audience.forms.facts import FormConfirmed
from dhara.audience.sending.facts import SendingFinished, SendingStopped
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
from dhara.reactions.broadcasts import tell_broadcast_done, tell_broadcast_not_begun, tell_broadcast_stopped
from dhara.reactions.broadcasts import (
    pause_broadcast,
    settle_broadcast,
    tell_broadcast_done,
    tell_broadcast_not_begun,
    tell_broadcast_stopped,
)
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
from dhara.reactions.gifts import deliver_gift, write_gift
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
from dhara.reactions.sale import deliver_order, forget_cart, send_receipt, tell_sellers
from dhara.reactions.studios import refresh_search, tell_hidden, tell_lifted, tell_not_published
from dhara.reactions.versions import announce_version
from dhara.reactions.webhooks import PUBLIC, tell_webhooks
from dhara.reactions.wishes import look_at_wishes

TABLE: dict[type[Fact], list[Effect]] = {
    PaymentCaptured: [settle_order],
    PaymentFailed: [order_payment_failed],
    PaymentHeld: [send_in_review, tell_operators_of_review],
    PaymentRefused: [order_payment_failed],
    PaymentRefunded: [refund_returned, issue_notes_of_return],
    PaymentRefundFailed: [undo_refund],
    OrderPaid: [deliver_order, send_receipt, tell_sellers, forget_cart, issue_invoices, keep_purchase],
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
    ],
    DisputeReminder: [remind_of_dispute],
    DisputeWon: [release_reserve, restore_disputed_access, tell_sellers_of_verdict],
    DisputeLost: [lose_dispute, end_disputed_access, tell_sellers_of_verdict, issue_notes_of_loss],
    DisputePrevented: [release_reserve, restore_disputed_access, tell_sellers_of_verdict],
    AccountConfirmed: [claim_purchases],
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

# How an effect reads where a person sees the chain of an order.
WORDS: dict[str, Any] = {
    "settle_order": _("The order was settled."),
    "order_payment_failed": _("The order was given up until the buyer tries again."),
    "deliver_order": _("What was bought was put into the buyer's library."),
    "deliver_gift": _("What was bought was given to the receiver of the gift."),
    "write_gift": _("The receiver of the gift was written."),
    "send_receipt": _("The receipt was written to the buyer."),
    "tell_sellers": _("The sellers were told."),
    "forget_cart": _("The buyer's cart was emptied."),
    "issue_invoices": _("Studios that invoice by themselves have given their invoices."),
    "issue_credit_notes": _("Credit notes were issued for what was invoiced and has gone back."),
    "issue_notes_of_return": _("Credit notes were issued for what was invoiced and has gone back."),
    "issue_notes_of_loss": _("Credit notes were issued for what was invoiced and the bank took back."),
    "issue_debit_notes": _("Debit notes were issued for credit notes whose money did not arrive."),
    "send_declined": _("The buyer was written how to try again."),
    "send_tax_returned": _("The buyer was written that the tax goes back."),
    "send_money_returned": _("The buyer was written that the money goes back."),
    "send_refused": _("The buyer was written that the payment was refused and goes back."),
    "send_in_review": _("The buyer was written that the payment is being looked at."),
    "tell_operators_of_review": _("The operators were told that a payment waits for them."),
    "refund_returned": _("The refund is noted as returned."),
    "undo_refund": _("The sale stands again."),
    "end_access": _("Access to what was given back in full has ended."),
    "give_access_again": _("The buyer may use it again."),
    "send_refund_made": _("The buyer was written that the money goes back."),
    "send_refund_failed": _("The buyer was written that the refund did not arrive."),
    "tell_sellers_of_refund": _("The sellers were told of the refund."),
    "tell_sellers_of_failed_refund": _("The sellers were told that the refund failed, and what to do."),
    "tell_operators_of_failed_refund": _("The operators were told that a refund failed."),
    "tell_sellers_of_request": _("The sellers were told that the buyer asks for money back."),
    "send_declined_request": _("The buyer was written what became of the request."),
    "tell_sellers_of_warning": _("The sellers were told of the bank's warning."),
    "reserve_for_dispute": _("What the sellers may lose was kept back."),
    "stop_disputed_access": _("Access waits for the bank's decision, where the policy says so."),
    "tell_sellers_of_dispute": _("The sellers were told of the dispute, and how to answer."),
    "tell_operators_of_dispute": _("The operators were told of the dispute."),
    "remind_of_dispute": _("The sellers were reminded of the dispute."),
    "release_reserve": _("What was kept back is the sellers' again."),
    "restore_disputed_access": _("The buyer may use what was bought again."),
    "tell_sellers_of_verdict": _("The sellers were told how the bank decided."),
    "lose_dispute": _("What was kept back paid for the loss."),
    "end_disputed_access": _("The buyer can not use what was bought any more."),
    "claim_purchases": _("Earlier purchases joined the account."),
    "announce_version": _("Buyers were told of the new version."),
    "tell_webhooks": _("The studio's own programs are told, where it has any."),
    "tell_keys_run_low": _("The studio was told that licence keys run out."),
    "tell_balance": _("The studio was told that money is available."),
    "announce_release": _("When it comes out was promised, where it comes out later."),
    "look_at_wishes": _("Whoever wishes for it is told soon, where it has become better."),
    "hand_over_preorders": _("Buyers who had waited for it got it."),
    "tell_buyers_of_delay": _("Buyers who wait for it were written the new day."),
    "remind_sellers": _("The studio was reminded of what is missing."),
    "tell_buyers_it_is_late": _("Buyers who wait for it were written that it is late."),
    "tell_sellers_it_is_late": _("The studio was told that it is late."),
    "return_preorders": _("The money of all who waited goes back."),
    "tell_hidden": _("The studio was told that the offer is hidden."),
    "tell_lifted": _("The studio was told that the offer can be seen again."),
    "tell_not_published": _("The studio was told why the offer could not be published."),
    "give_magnet": _("What the form had promised was given and written."),
    "forget_submissions": _("Letters about what the contact had filled in were emptied."),
    "pause_broadcast": _("The broadcast was paused."),
    "settle_broadcast": _("The broadcast is done."),
    "tell_broadcast_not_begun": _("The studio was told that the broadcast could not begin."),
    "tell_broadcast_stopped": _("The studio was told why the broadcast was paused."),
    "tell_broadcast_done": _("The studio was told that the broadcast is sent."),
    "refresh_search": _("Offers can be found under the new name."),
    "keep_purchase": _("The studios know the buyer, and their rules and sequences have followed."),
    "keep_gift": _("Studios that know the receiver of the gift know of it."),
    "keep_refund": _("The studios' rules and sequences have followed the refund."),
    "keep_left_cart": _("It is kept of subscribers of the studio, and their sequences have followed."),
    "keep_confirmation": _("It is in the contact's timeline, and rules and sequences have followed."),
    "follow_tag": _("Rules and sequences that wait for the tag have followed."),
    "follow_subscription": _("Rules and sequences that wait for it have followed."),
    "leave_sequences": _("They have left all sequences."),
}
