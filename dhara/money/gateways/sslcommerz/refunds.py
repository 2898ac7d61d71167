"""Money back to the payer: handed in once, then asked about until SSLCommerz has done it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from dhara.money.gateways.amounts import written
from dhara.money.gateways.rules import GatewayTrouble, GiveBack, Keys, RefundOutcome
from dhara.money.gateways.sslcommerz import rules
from dhara.money.gateways.sslcommerz.validation import ask, transactions

_PATH: Final = "merchantTransIDvalidationAPI.php"
# Said of a name that was used before: then the refund may be under way, and "failed" would give the money twice.
_KNOWN_ALREADY: Final = re.compile(r"duplicate|already|exist|unique", re.IGNORECASE)


def give_back(back: GiveBack, *, keys: Keys) -> RefundOutcome:
    """SSLCommerz takes it in (`success`, or `processing` where it has it already); only its later word counts."""
    if back.refund_ref:
        return _status(back.refund_ref, keys)
    bank_id = back.details.get("bank_tran_id") or _bank_id(back, keys)
    if not bank_id:
        return RefundOutcome("failed", reason=_("Nothing was paid that could be given back."))
    told = _asked(
        keys,
        bank_tran_id=bank_id,
        refund_trans_id=rules.refund_id(back.key),
        refund_amount=written(back.amount),
        refund_remarks=back.reason[:255] or "Refund",
        refe_id=back.key[:50],
    )
    ref, status = str(told.get("refund_ref_id") or ""), told.get("status")
    if status == "failed":
        why = str(told.get("errorReason") or "")
        if _KNOWN_ALREADY.search(why):
            raise GatewayTrouble(f"SSLCommerz: {why[:100]}")
        return RefundOutcome("failed", ref, _reason(why))
    if status not in ("success", "processing"):
        raise GatewayTrouble(f"SSLCommerz: a refund that is {str(status)[:30]}")
    return _status(ref, keys) if ref else RefundOutcome("pending")


def _status(ref: str, keys: Keys) -> RefundOutcome:
    told = _asked(keys, refund_ref_id=ref)
    status = told.get("status")
    if status == "refunded":
        return RefundOutcome("succeeded", ref)
    if status == "processing":
        return RefundOutcome("pending", ref)
    if status == "cancelled":
        return RefundOutcome("failed", ref, _reason(str(told.get("errorReason") or "")))
    raise GatewayTrouble(f"SSLCommerz: a refund that is {str(status)[:30]}")


def _asked(keys: Keys, **asked: str) -> Mapping[str, Any]:
    told = ask(_PATH, keys, **asked)
    if told.get("APIConnect") != "DONE":
        # Such as an address of ours that SSLCommerz has not on its list: nothing was decided about the refund.
        raise GatewayTrouble(f"SSLCommerz: APIConnect {str(told.get('APIConnect'))[:30]}")
    return told


def _bank_id(back: GiveBack, keys: Keys) -> str:
    found = transactions(rules.transaction_id(back.token), keys) if back.token else []
    return next((str(each.get("bank_tran_id") or "") for each in found if each.get("status") in rules.PAID), "")


def _reason(told: str) -> str:
    if told:
        return _("SSLCommerz refused the refund: %(reason)s") % {"reason": told[:200]}
    return _("SSLCommerz refused the refund.")
