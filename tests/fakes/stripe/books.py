"""Everything that the fake knows: Stripe's objects as JSON, their ids, its clock, and what it tells of them."""

from __future__ import annotations

import copy
import itertools
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.stripe.params import missing

API_VERSION = "2026-10-28.endive"
# What one smallest unit of a currency is worth in millionths of a US cent: the account's balance is in dollars.
RATES = {
    "usd": 1_000_000,
    "bdt": 8_200,
    "eur": 1_080_000,
    "gbp": 1_270_000,
    "inr": 11_900,
    "jpy": 660_000,
    "kwd": 325_000,
    "sgd": 740_000,
    "aed": 272_000,
}
# Names that begin with it are the fake's own and never told.
OWN = "_"


class Books:
    """`clock` tells seconds since 1970. `mark` makes ids differ from those of another run. `lock` guards everything."""

    def __init__(self, *, clock: Callable[[], float] = time.time, mark: str = "") -> None:
        self.clock, self.mark = clock, mark
        self.lock = threading.RLock()
        self.objects: dict[str, dict[str, Any]] = {}
        self.numbers = itertools.count(1)
        self.tell: Callable[[dict[str, Any]], None] = lambda event: None
        self.spent: dict[str, int] = {}

    def new(self, kind: str, prefix: str, **fields: Any) -> dict[str, Any]:
        made = {"id": f"{prefix}_{self.mark}{next(self.numbers):012d}", "object": kind, "livemode": False}
        made |= {"created": int(self.clock()), **fields}
        self.objects[made["id"]] = made
        return made

    def of(self, kind: str, **like: Any) -> list[dict[str, Any]]:
        """The latest first, as Stripe lists them."""
        found = [each for each in self.objects.values() if each["object"] == kind]
        return [each for each in reversed(found) if all(each.get(name) == value for name, value in like.items())]

    def get(self, kind: str, name: str) -> dict[str, Any]:
        found = self.objects.get(name)
        if found is None or found["object"] != kind:
            raise missing(kind.rpartition(".")[2], name)
        return found

    def event(self, kind: str, about: Mapping[str, Any]) -> dict[str, Any]:
        """Note that something happened, and send it out."""
        data = {"object": shown(about)}
        request = {"id": None, "idempotency_key": None}
        made = self.new(
            "event", "evt", type=kind, data=data, api_version=API_VERSION, pending_webhooks=1, request=request
        )
        self.tell(made)
        return made

    def book(self, kind: str, amount: int, currency: str, source: str, *, fee: bool = False) -> dict[str, Any]:
        """A balance transaction, in the currency of the balance; Stripe's fee is 2.9 % and 30 cents."""
        rate = RATES[currency]
        settled = amount * rate // 1_000_000 if amount >= 0 else -(-amount * rate // 1_000_000)
        kept = settled * 29 // 1000 + 30 if fee else 0
        told = {
            "amount": settled,
            "currency": "usd",
            "fee": kept,
            "net": settled - kept,
            "type": kind,
            "source": source,
        }
        exchange = None if currency == "usd" else rate / 1_000_000
        return self.new("balance_transaction", "txn", **told, exchange_rate=exchange, status="available")


def shown(value: Any) -> Any:
    """A copy without what is the fake's own."""
    if isinstance(value, Mapping):
        return {name: shown(each) for name, each in value.items() if not name.startswith(OWN)}
    if isinstance(value, list):
        return [shown(each) for each in value]
    return copy.copy(value)


def expanded(books: Books, told: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """The object with the ids at `paths` replaced by what they name."""
    for path in paths:
        _expand(books, told, path.split("."))
    return told


def _expand(books: Books, node: Any, steps: list[str]) -> None:
    if isinstance(node, list):
        for each in node:
            _expand(books, each, steps)
        return
    if not isinstance(node, dict) or steps[0] not in node:
        return
    value = node[steps[0]]
    if isinstance(value, str) and value in books.objects:
        value = node[steps[0]] = shown(books.objects[value])
    if len(steps) > 1:
        _expand(books, value, steps[1:])
