"""Money back to the payer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dhara.money.gateways.rules import GiveBack, Keys, RefundOutcome
from dhara.money.gateways.stripe import rules, wire
from dhara.money.gateways.stripe.reasons import known, reason


def give_back(back: GiveBack, *, keys: Keys) -> RefundOutcome:
    """Once per key, also when Stripe has forgotten it (after a day): the key travels in the refund's metadata."""
    refunds = wire.client(keys).v1.refunds
    try:
        with wire.asking():
            if back.refund_ref:
                return _outcome(wire.plain(refunds.retrieve(back.refund_ref)))
            intent = _intent(back, keys)
            if not intent:
                return RefundOutcome("failed", reason=_("Nothing was paid that could be given back."))
            for each in refunds.list({"payment_intent": intent, "limit": 100}).auto_paging_iter():
                there = wire.plain(each)
                if (there.get("metadata") or {}).get(rules.KEY) == back.key:
                    return _outcome(there)
            metadata = {rules.KEY: back.key, **({rules.TOKEN: back.token} if back.token else {})}
            given: Any = {"payment_intent": intent, "amount": rules.to_stripe(back.amount), "metadata": metadata}
            return _outcome(wire.plain(refunds.create(given, {"idempotency_key": back.key})))
    except wire.Declined as refused:
        return RefundOutcome("failed", back.refund_ref, reason(refused))


def _intent(back: GiveBack, keys: Keys) -> str:
    if back.details.get("payment_intent"):
        return back.details["payment_intent"]
    if back.gateway_ref.startswith("pi_"):
        return back.gateway_ref
    session = wire.client(keys).v1.checkout.sessions.retrieve(back.gateway_ref)
    return str(wire.plain(session).get("payment_intent") or "")


def _outcome(refund: Mapping[str, Any]) -> RefundOutcome:
    state = rules.REFUNDS.get(refund.get("status") or "succeeded", "pending")
    why = known(str(refund.get("failure_reason"))) or _("The money did not arrive, so it came back.")
    return RefundOutcome(state, refund["id"], why if state == "failed" else "")
