"""A day's movements on the Stripe balance, in the words of the charges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from dhara.kit.currency import Money
from dhara.money.gateways.rules import GatewayTrouble, Keys
from dhara.money.gateways.stripe import rules, wire
from dhara.money.gateways.stripe.checkout import trace

_IN: Final = frozenset({"charge", "payment"})
_BACK: Final = frozenset({"refund", "payment_refund", "refund_failure", "payment_failure_refund"})


def movements(day: date, *, keys: Keys) -> list[tuple[str, Money, Money]]:
    """Charges, refunds, refunds that failed, and what disputes took or gave back. Raises GatewayTrouble.

    In the currency of the charge, as our books are: the balance itself may be kept in another.
    """
    begin = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    within = {"gte": begin, "lt": begin + int(timedelta(days=1).total_seconds())}
    given: Any = {"created": within, "limit": 100, "expand": ["data.source"]}
    try:
        with wire.asking():
            found = wire.client(keys).v1.balance_transactions.list(given)
            booked = [wire.plain(each) for each in found.auto_paging_iter()]
            sessions = _Sessions(begin, keys)
            return list(_ours(booked, sessions))
    except wire.Declined as refused:
        raise GatewayTrouble(f"Stripe: {refused}") from refused


def _ours(booked: list[dict[str, Any]], sessions: _Sessions) -> Iterator[tuple[str, Money, Money]]:
    for each in booked:
        source = each.get("source")
        if not isinstance(source, Mapping) or "currency" not in source:
            continue
        amount = rules.from_stripe(abs(source["amount"]), str(source["currency"]))
        fee = rules.fee(abs(each["fee"]), abs(each["amount"]), amount)
        fee = fee if each["fee"] >= 0 else -fee
        signed = amount if each["amount"] > 0 else -amount
        if each["type"] in _IN:
            yield sessions.of(str(source.get("payment_intent") or source["id"])), signed, fee
        elif each["type"] in _BACK or source.get("object") == "dispute":
            yield str(source["id"]), signed, fee


class _Sessions:
    """The sessions of a day's charges. They live for a day at most, so a list of two days names nearly all at once."""

    def __init__(self, begin: int, keys: Keys) -> None:
        self.keys = keys
        day = int(timedelta(days=1).total_seconds())
        given: Any = {"created": {"gte": begin - day, "lt": begin + day}, "status": "complete", "limit": 100}
        listed = wire.client(keys).v1.checkout.sessions.list(given)
        plain = (wire.plain(each) for each in listed.auto_paging_iter())
        self.known = {str(each.get("payment_intent")): str(each["id"]) for each in plain}

    def of(self, intent: str) -> str:
        if intent not in self.known:
            self.known[intent] = trace(intent, self.keys)
        return self.known[intent]
