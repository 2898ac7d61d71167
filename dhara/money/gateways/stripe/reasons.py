"""Why Stripe said no, in words for the payer or the merchant."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.money.gateways.stripe.wire import Declined

# Stripe's error and decline codes (docs.stripe.com/declines/codes). What a bank wants hidden (a stolen card) stays so.
_WORDS: Final[dict[str, Any]] = {
    "authentication_required": _("Your bank wants you to confirm this payment yourself."),
    "insufficient_funds": _("There is not enough money on the card."),
    "card_velocity_exceeded": _("The card's limit is reached."),
    "withdrawal_count_limit_exceeded": _("The card's limit is reached."),
    "expired_card": _("The card has expired."),
    "incorrect_number": _("The card number is wrong."),
    "incorrect_cvc": _("The card's security code is wrong."),
    "invalid_cvc": _("The card's security code is wrong."),
    "currency_not_supported": _("The card can not be charged in this currency."),
    "card_not_supported": _("The card does not allow this kind of purchase."),
    "processing_error": _("The bank could not be reached. Please try again in a moment."),
    "payment_intent_authentication_failure": _("The confirmation at your bank did not succeed."),
    "amount_too_small": _("The amount is too small to be paid by card."),
    "amount_too_large": _("The amount is too large to be paid by card."),
    "charge_already_refunded": _("All of it was given back already."),
    "charge_disputed": _("The payer has taken this money back through their bank."),
    "balance_insufficient": _("There is not enough money in the Stripe balance."),
    "insufficient_balance": _("There is not enough money in the Stripe balance."),
    "lost_or_stolen_card": _("The payer's card is no longer valid, so the money came back."),
    "expired_or_canceled_card": _("The payer's card is no longer valid, so the money came back."),
    "account_closed": _("The payer's account is closed."),
    "email_invalid": _("Please enter a valid email address."),
}
DECLINED: Final = _("The bank declined the payment.")


def known(code: str) -> str:
    """The sentence for a code of Stripe's, or nothing."""
    return str(_WORDS.get(code, ""))


def reason(why: Declined | str) -> str:
    """A translated sentence; where Stripe's code is none that payers need to know, the general one.

    For a refusal that is not about a card it is Stripe's own English sentence: it is for the merchant.
    """
    if isinstance(why, str):
        return known(why) or str(DECLINED)
    if found := known(why.code) or known(why.error_code):
        return found
    return str(DECLINED) if why.error_code == "card_declined" or not why.message else why.message[:300]
