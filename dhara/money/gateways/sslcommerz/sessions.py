"""The session on whose page the payer pays."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from dhara.kit.refusal import Refused
from dhara.money.gateways import wire
from dhara.money.gateways.amounts import written
from dhara.money.gateways.rules import Charge, GatewayTrouble, Keys, Redirect
from dhara.money.gateways.sslcommerz import rules

LIVE, TEST = "https://securepay.sslcommerz.com", "https://sandbox.sslcommerz.com"
# What is asked of every buyer and a digital good does not need: this is what SSLCommerz wants to read then.
_UNTOLD: Final = "N/A"
_CLOSED: Final = re.compile(r"credential|de-?active|inactive|store", re.IGNORECASE)


def host(keys: Keys) -> str:
    return (keys.base or (LIVE if keys.live else TEST)).rstrip("/")


def start(charge: Charge, *, keys: Keys) -> Redirect:
    """A session for the charge; again with the same token it is another page for the same transaction."""
    answer = wire.call("POST", f"{host(keys)}/gwprocess/v4/api.php", form=_form(charge, keys)).fields()
    if answer.get("status") == "FAILED":
        raise _refusal(str(answer.get("failedreason") or ""))
    page = str(answer.get("GatewayPageURL") or "")
    if answer.get("status") != "SUCCESS" or not page.startswith(("https://", host(keys) + "/")):
        raise GatewayTrouble("SSLCommerz: a session without a page")
    return Redirect(page, rules.transaction_id(charge.token))


def _form(charge: Charge, keys: Keys) -> dict[str, str]:
    return {
        "store_id": keys.values["store_id"],
        "store_passwd": keys.values["store_passwd"],
        "tran_id": rules.transaction_id(charge.token),
        "total_amount": written(charge.amount),
        "currency": charge.amount.currency,
        # One address for all ends: how it ended is asked of the server, not of the address.
        **dict.fromkeys(("success_url", "fail_url", "cancel_url"), charge.return_url),
        "ipn_url": charge.notice_url,
        "product_name": charge.description[:255] or "Digital goods",
        "product_category": "Digital goods",
        "product_profile": "non-physical-goods",
        "shipping_method": "NO",
        "num_of_item": "1",
        "emi_option": "0",
        "value_a": charge.token,
        **_customer(charge),
    }


def _customer(charge: Charge) -> dict[str, str]:
    return {
        "cus_name": charge.payer_name[:50] or _UNTOLD,
        "cus_email": charge.payer_email[:50] or _UNTOLD,
        "cus_phone": charge.payer_phone[:20] or _UNTOLD,
        "cus_country": "Bangladesh" if charge.payer_phone.startswith("+880") else _UNTOLD,
        **dict.fromkeys(("cus_add1", "cus_city", "cus_postcode"), _UNTOLD),
    }


def _refusal(why: str) -> Refused:
    if _CLOSED.search(why):
        # The merchant's trouble, not the payer's: `dhara doctor gateways` says more.
        return Refused("gateway_closed", _("This way of paying is closed right now. Please choose another."))
    message = _("SSLCommerz did not begin the payment: %(reason)s")
    return Refused("sslcommerz_refused", message % {"reason": why[:200] or "FAILED"})
