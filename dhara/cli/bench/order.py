"""How many whole orders a process takes, beside pgbench's TPC-B on the same server in the same run.

An order is everything: cart, order, payment through the sandbox, sale booked, and every job that follows (delivery,
receipt and the seller's letter into the local outbox, notices, the gateway's notice). Only what is scheduled for
later is left. It runs in databases of its own, which are dropped afterwards; commits are as durable as ever, so all
but the queue's notes about its own jobs, a new cart and the sandbox's books are waited for (docs/decisions/0008).
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import psycopg
from django.db import connection
from django.test.utils import override_settings
from psycopg import sql

from dhara.catalog.models import Offer, Price, Tier
from dhara.checkout.cart import actions as carts
from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.cli.binaries import binaries
from dhara.cli.complaint import Complaint
from dhara.cli.own_database import own_database
from dhara.delivery.models import Grant
from dhara.kit import clock
from dhara.kit.actor import GUEST, person
from dhara.kit.facts.models import Reaction
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.models import Entry, Payment
from dhara.people.models import Account, Studio
from dhara.people.studios.actions import open_studio

BAR = 0.03
# 0.031 to 0.034 on a quiet machine in November 2026, 0.028 on one that wavers; what was reached must not be lost.
# Python waits for itself, pgbench for the disk: on a busy machine with a quick disk the same code reaches 0.012.
FLOOR = 0.008
SCALE = 10
PGBENCH = "dhara_pgbench"
MEANS = orders.Means("sandbox", "/checkout/return/{token}/")
_numbers = itertools.count(1)


def run(*, seconds: float = 3, rounds: int = 7) -> dict[str, Any]:
    """One result: orders/s against transactions/s of TPC-B (simple protocol, one client), median of the rounds."""
    with override_settings(SANDBOX=True), own_database(), _pgbench() as tpcb:
        tiers = _world()
        for _order in range(10):
            _whole_order(tiers)
        values, references = [], []
        for _round in range(rounds):
            references.append(tpcb(seconds))
            values.append(_rate(tiers, seconds))
        _prove()
    ratio = median(value / reference for value, reference in zip(values, references, strict=True))
    return {
        "bench": "order",
        "value": round(median(values), 1),
        "unit": "orders/s",
        "reference": round(median(references), 1),
        "ratio": round(ratio, 4),
        "bar": BAR,
        "floor": FLOOR,
        "ok": ratio >= BAR,
    }


def _rate(tiers: list[Tier], seconds: float) -> float:
    count, start = 0, time.perf_counter()
    while (took := time.perf_counter() - start) < seconds:
        _whole_order(tiers)
        count += 1
    return count / took


def _whole_order(tiers: list[Tier]) -> None:
    number = next(_numbers)
    tier = tiers[number % len(tiers)]
    at = clock.now()
    cart = carts.add(None, tier_id=tier.pk, currency="BDT", by=GUEST, at=at)
    order = orders.place(
        cart,
        email=f"buyer{number}@example.com",
        name=f"Buyer {number}",
        language="bn",
        intent=uuid.uuid4().hex,
        confirmed_total=45_000,
        means=MEANS,
        by=GUEST,
        at=at,
    )
    address = orders.pay(order, MEANS, by=GUEST, at=at)
    # The payer's part, on the sandbox's own page.
    back = sandbox.choose(address.rstrip("/").rpartition("/")[2], "pay", at=at)
    orders.confirm(back.rstrip("/").rpartition("/")[2], by=GUEST, at=clock.now())
    drain()


def _prove() -> None:
    """Nothing was left out: every order is paid, booked, granted, written about, and has no reaction left to do."""
    count = Order.objects.filter(status="paid").count()
    done = {
        "orders": Order.objects.count(),
        "payments": Payment.objects.filter(status="captured").count(),
        "sales": Entry.objects.filter(memo="sale").count(),
        "grants": Grant.objects.count(),
        "receipts": Letter.objects.filter(name="receipt", state=Letter.SENT).count(),
        "letters": Letter.objects.filter(name="sale_made", state=Letter.SENT).count(),
    }
    left = Reaction.objects.exclude(state=Reaction.DONE).count()
    if left or any(each != count for each in done.values()):
        raise Complaint(f"The orders were not whole: {count} paid, {left} reactions left, {done}")


def _world() -> list[Tier]:
    """Ten studios with a member and ten offers each."""
    at = clock.now()
    tiers = []
    for number in range(10):
        owner = Account.objects.create_user(f"seller{number}@example.com", name=f"Seller {number}", joined_at=at)
        by = person(owner.pk)
        studio = open_studio(account_id=owner.pk, handle=f"seller{number}", name=f"Seller {number}", by=by, at=at)
        tiers += [_tier(studio, place, at) for place in range(10)]
    return tiers


def _tier(studio: Studio, place: int, at: Any) -> Tier:
    offer = Offer.objects.create(
        status="published",
        status_at=at,
        studio=studio,
        kind="download",
        title=f"বিয়ের কার্ড {place}",
        slug=f"offer-{place}",
        created_at=at,
        changed_at=at,
        published_at=at,
    )
    tier = Tier.objects.create(offer=offer, stock=None if place % 2 else 1_000_000)
    Price.objects.create(tier=tier, currency="BDT", amount=45_000)
    return tier


@contextmanager
def _pgbench() -> Iterator[Any]:
    """A function that runs TPC-B for some seconds and tells its transactions per second."""
    tool, server = _tool(), _server()
    given = {**os.environ, "PGPASSWORD": server.get("password", "")}
    names = {"-h": server.get("host"), "-p": server.get("port"), "-U": server.get("user")}
    where = [part for flag, value in names.items() if value for part in (flag, str(value))]

    def call(*arguments: str) -> str:
        done = subprocess.run(
            [tool, *where, *arguments, PGBENCH], env=given, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Complaint(f"pgbench failed: {done.stderr.strip()}")
        return done.stdout

    def tpcb(seconds: float) -> float:
        said = call("-n", "-M", "simple", "-c", "1", "-T", str(max(1, round(seconds))))
        found = re.search(r"tps = ([\d.]+)", said)
        if not found:
            raise Complaint(f"pgbench said: {said}")
        return float(found[1])

    with psycopg.connect(**{**server, "dbname": "postgres"}, autocommit=True) as admin:
        name = sql.Identifier(PGBENCH)
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            call("-i", "-q", "-s", str(SCALE))
            yield tpcb
        finally:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))


def _server() -> dict[str, Any]:
    given = connection.get_connection_params()
    return {name: given[name] for name in ("host", "port", "user", "password") if given.get(name)}


def _tool() -> str:
    beside = binaries() / "pgbench"
    found = str(beside) if beside.exists() else shutil.which("pgbench")
    if found is None:
        raise Complaint("pgbench is not installed here (Debian: apt-get install postgresql-contrib).")
    return found
