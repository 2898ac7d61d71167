"""Chargebacks, inquiries and early fraud warnings."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.refusal import Conflict, Invalid
from dhara.money.gateways.rules import DisputeWord, GatewayTrouble, Keys
from dhara.money.gateways.stripe import rules, wire
from dhara.money.gateways.stripe.checkout import trace
from dhara.money.gateways.stripe.reasons import reason

WARNING = "issfr_"  # the start of an early fraud warning's name
_TEXTS: Final = """
access_activity_log billing_address cancellation_policy_disclosure cancellation_rebuttal customer_email_address
customer_name customer_purchase_ip duplicate_charge_explanation duplicate_charge_id product_description
refund_policy_disclosure refund_refusal_explanation service_date shipping_address shipping_carrier shipping_date
shipping_tracking_number uncategorized_text
""".split()  # noqa: SIM905
_FILES: Final = """
cancellation_policy customer_communication customer_signature duplicate_charge_documentation receipt refund_policy
service_documentation shipping_documentation uncategorized_file
""".split()  # noqa: SIM905
# Where a file goes whose name Stripe does not know.
_PLACES: Final = ("uncategorized_file", "service_documentation", "customer_communication")
# Stripe reads this much of one text, and of all together.
_LONGEST, _ALL = 20_000, 150_000
_MAGIC: Final = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}


def word(ref: str, *, keys: Keys) -> DisputeWord:
    """How a dispute or an early fraud warning stands. Raises GatewayTrouble."""
    try:
        with wire.asking():
            return _warning(ref, keys) if ref.startswith(WARNING) else _dispute(ref, keys)
    except wire.Declined as refused:
        raise GatewayTrouble(f"Stripe: {refused}") from refused


def _dispute(ref: str, keys: Keys) -> DisputeWord:
    told = wire.plain(wire.client(keys).v1.disputes.retrieve(ref))
    due = (told.get("evidence_details") or {}).get("due_by")
    return DisputeWord(
        rules.DISPUTES.get(told["status"], "under_review"),
        told["id"],
        trace(str(told.get("payment_intent") or told["charge"]), keys),
        rules.from_stripe(told["amount"], told["currency"]),
        str(told["reason"]),
        _fee(told),
        datetime.fromtimestamp(due, UTC) if due else None,
    )


def _fee(told: Mapping[str, Any]) -> Money | None:
    """What the case costs us so far, in the currency of the dispute.

    Stripe tells it in that of our balance, beside what it took there for the whole amount: that is its rate. None
    before anything was taken.
    """
    booked = told.get("balance_transactions") or []
    settled = next((abs(each["amount"]) for each in booked if each["amount"]), 0)
    if not settled:
        return None
    kept = max(0, sum(each["fee"] for each in booked))
    return rules.fee(kept, settled, rules.from_stripe(told["amount"], told["currency"]))


def _warning(ref: str, keys: Keys) -> DisputeWord:
    """The bank expects a chargeback. Once nothing can be done about it any more (refunded, disputed) it is over."""
    told = wire.plain(wire.client(keys).v1.radar.early_fraud_warnings.retrieve(ref, {"expand": ["charge"]}))
    charge = told["charge"]
    amount = rules.from_stripe(charge["amount"], charge["currency"])
    charged = trace(str(told.get("payment_intent") or charge["payment_intent"]), keys)
    state = "early_warning" if told["actionable"] else "prevented"
    return DisputeWord(state, told["id"], charged, amount, str(told["fraud_type"]))  # type: ignore[arg-type]


def answer(ref: str, evidence: Mapping[str, str], files: Mapping[str, bytes], *, keys: Keys) -> None:
    """Hand in the evidence; Stripe takes it once. Texts and files whose names Stripe does not know go along too."""
    if ref.startswith(WARNING):
        raise Conflict("dispute_is_warning", _("A warning can not be answered; giving the money back settles it."))
    client = wire.client(keys)
    try:
        with wire.asking():
            told = wire.plain(client.v1.disputes.retrieve(ref))
            handed_in = (told.get("evidence_details") or {}).get("submission_count")
            if handed_in or told["status"] not in rules.ANSWERABLE:
                raise Conflict("dispute_answered", _("The evidence was handed in already, or it is too late for it."))
            given: dict[str, Any] = {**texts(evidence), **_upload(ref, files, keys)}
            options: Any = {"idempotency_key": f"{ref}:evidence"}
            handed: Any = {"evidence": given, "submit": True}
            client.v1.disputes.update(ref, handed, options)
    except wire.Declined as refused:
        raise Invalid("dispute_refused", reason(refused)) from refused


def texts(evidence: Mapping[str, str]) -> dict[str, str]:
    """The texts under Stripe's names; all others together as `uncategorized_text`."""
    known = {name: text[:_LONGEST] for name, text in evidence.items() if name in _TEXTS and text}
    others = [f"{name}: {text}" for name, text in evidence.items() if name not in _TEXTS and text]
    if others:
        known["uncategorized_text"] = "\n\n".join([*filter(None, [known.get("uncategorized_text")]), *others])[
            :_LONGEST
        ]
    left = _ALL
    for name, text in known.items():
        known[name], left = text[:left], left - len(text[:left])
    return {name: text for name, text in known.items() if text}


def _upload(ref: str, files: Mapping[str, bytes], keys: Keys) -> dict[str, str]:
    """{Stripe's name for the evidence: the uploaded file's id}."""
    places = [place for place in _PLACES if place not in files]
    there: dict[str, str] = {}
    for name, content in files.items():
        kind = next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), None)
        place = name if name in _FILES else places.pop(0) if places else ""
        if kind is None or not place:
            raise Invalid("dispute_file", _("Evidence must be PDF, PNG or JPEG, and no more than a few files."))
        upload: Any = {"purpose": "dispute_evidence", "file": _Named(content, f"{place}.{kind}")}
        made = wire.client(keys).v1.files.create(upload, {"idempotency_key": f"{ref}:{place}"})
        there[place] = made.id
    return there


class _Named(io.BytesIO):
    """What the SDK uploads must tell a file's name."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name
