"""The API as schemathesis finds it: whatever is sent, it answers as the schema says, and never breaks.

Each endpoint gets valid and broken requests: those that the schema suggests one by one, and random ones from a fixed
seed, always the same.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from dhara.api.keys import rules as key_rules
from dhara.api.v1 import limits, openapi
from dhara.checkout.orders import rules
from dhara.config.wsgi import application
from dhara.kit.actor import person
from tests.api.door import Program, key_of
from tests.make import catalog as make
from tests.make import checkout, people

CONFIG = {
    "seed": 20261121,
    "generation": {"mode": "all", "max-examples": 20, "deterministic": True, "database": "none"},
    "phases": {"coverage": {"enabled": True, "generate-duplicate-query-parameters": True}},
}
# What there is in the small world, for the schema's examples.
OFFER, TIER, NUMBER = 4001, 4002, "D-2222-2222"
KNOWN = {"offer_id": OFFER, "handle": "nadia", "slug": "wedding-card", "number": NUMBER, "q": "card"}


def _with_examples(given: dict[str, Any]) -> dict[str, Any]:
    """The schema with examples that are there, so that some requests find something."""
    order = {**given["components"]["schemas"]["OrderIn"]["example"], "lines": [{"tier": TIER}]}
    given["components"]["schemas"]["OrderIn"]["example"] = order
    for item in given["paths"].values():
        for operation in item.values():
            for parameter in operation["parameters"]:
                if parameter["name"] in KNOWN:
                    parameter["example"] = KNOWN[parameter["name"]]
    return given


schema = schemathesis.openapi.from_dict(
    _with_examples(copy.deepcopy(openapi.schema())), config=SchemathesisConfig.from_dict(CONFIG)
)
schema.app = application
# Known before there is a database, as the examples are written down when tests are collected.
PREFIX = "0" * 10
KEY = f"dhara_{PREFIX}_{'k' * 43}"


@schema.auth(refresh_interval=None)
class Nadia:
    """Shows her key; schemathesis leaves it out where it looks what happens without."""

    def get(self, case: Any, context: Any) -> str:
        return KEY

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@pytest.fixture
def _kept_connection() -> Iterator[None]:
    """A request leaves the connection open, as it is in the middle of the test's transaction."""
    ends = (signals.request_started, signals.request_finished)
    for each in ends:
        each.disconnect(close_old_connections)
    yield
    for each in ends:
        each.connect(close_old_connections)


@pytest.fixture
def key(db: None, _kept_connection: None, frozen: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    """The key of Nadia, who sold something, bought something, and has every right."""
    for name in ("ADDRESS", "CALLER", "ORDERS", "GUESSES"):
        monkeypatch.setattr(limits, name, limits.Limit(name, 10**6, 60))
    cast = people.cast()
    _next("catalog_offer", OFFER)
    offer = make.offer(now, make.Shop(cast.studio, cast.nadia, person(cast.nadia.pk)), "Wedding card")
    checkout.paid_order(offer.tiers.get(), by=person(cast.karim.pk), at=now)
    _next("catalog_tier", TIER)
    other = make.offer(now)
    with monkeypatch.context() as patched:
        patched.setattr(rules, "new_number", lambda: NUMBER)
        checkout.paid_order(other.tiers.get(), by=person(cast.nadia.pk), at=now)
        patched.setattr(key_rules, "new_key", lambda: (PREFIX, KEY))
        return key_of(cast.nadia, now)


def _next(table: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, number])


# The world stays as it is for all examples of an endpoint: what one of them orders, the next ones find ordered.
@schema.parametrize()
@settings(suppress_health_check=list(HealthCheck), deadline=None, derandomize=True, database=None)
def test_whatever_is_sent_is_answered_as_the_schema_says(case: Any, key: str) -> None:
    # What has the right form can still be no order: an address that nobody has, a tier that is not sold.
    but = [positive_data_acceptance] if case.method == "POST" else []
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=but)


@pytest.mark.parametrize("path", ["/offers/4001", "/studios/nadia/offers/wedding-card", "/orders/D-2222-2222"])
def test_the_examples_find_something(key: str, path: str) -> None:
    assert Program(key).get(path).status_code == 200
