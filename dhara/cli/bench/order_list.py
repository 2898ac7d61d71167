"""A seller's list of orders with 10,000 and with a million of them: first page, search, the table for a spreadsheet.

Both studios stand in one database of its own, which is dropped afterwards, and are asked in turns through the real
pages. The value is the time of the large one, the reference that of the small one; the ratio is small / large.
"""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import psutil
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from dhara.catalog.models import Offer, Tier
from dhara.cli.commands import static
from dhara.cli.own_database import own_database
from dhara.kit import clock
from dhara.kit.actor import person
from dhara.people.models import Account, Studio
from dhara.people.studios.actions import open_studio

SIZES: Final = (10_000, 1_000_000)
BAR: Final = 0.5
MOST_QUERIES: Final = 8
# How much of the large table is read: enough to see whether memory grows with it.
READ, MOST_GROWTH = 150_000, 32 * 2**20


@dataclass
class Shop:
    size: int
    handle: str
    client: Client
    email: str


def run(*, sizes: tuple[int, int] = SIZES, rounds: int = 15) -> list[dict[str, Any]]:
    """A result for each of the three; `ok` also asks for at most 8 queries and memory that does not grow."""
    static.run(Namespace(force=False))  # a page names the collected assets
    with override_settings(ALLOWED_HOSTS=["*"]), own_database():
        small, large = (_shop(size) for size in sizes)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE checkout_order, checkout_orderline")
            cursor.execute("CHECKPOINT")  # nobody fills a million rows in the minute before
        found = [
            _compare("page", small, large, lambda shop: _page(shop, ""), rounds),
            _compare("search", small, large, lambda shop: _page(shop, f"q={shop.email}"), rounds),
            _compare("common", small, large, lambda shop: _page(shop, "q=card"), rounds),
        ]
        return [*found, _table(small, large)]


def _compare(name: str, small: Shop, large: Shop, ask: Callable[[Shop], int], rounds: int) -> dict[str, Any]:
    queries = [ask(shop) for shop in (small, large)]
    times: dict[int, list[float]] = {small.size: [], large.size: []}
    for _round in range(rounds):
        for shop in (small, large):
            start = time.perf_counter()
            ask(shop)
            times[shop.size].append((time.perf_counter() - start) * 1000)
    reference, value = median(times[small.size]), median(times[large.size])
    ratio = median(a / b for a, b in zip(times[small.size], times[large.size], strict=True))
    few = max(queries) <= MOST_QUERIES
    return _line(name, value, "ms", reference, ratio, few) | {"queries": max(queries)}


def _page(shop: Shop, query: str) -> int:
    """One page; how many queries it took besides the session's and the account's."""
    with CaptureQueriesContext(connection) as asked:
        answer = shop.client.get(f"/studio/{shop.handle}/orders/?{query}")
    if answer.status_code != 200 or b"D-BENCH" not in answer.content:
        raise RuntimeError(f"not a list of orders: {answer.status_code}")
    return len([each for each in asked.captured_queries if not _of_the_visitor(each["sql"])])


def _of_the_visitor(sql: str) -> bool:
    return any(f'FROM "{table}"' in sql for table in ("django_session", "people_account", "usersessions_usersession"))


def _table(small: Shop, large: Shop) -> dict[str, Any]:
    """Rows a second of the CSV, the same number of rows of both, and the memory that reading much of it takes."""
    rates: dict[int, list[float]] = {small.size: [], large.size: []}
    for _round in range(3):
        for shop in (small, large):
            start = time.perf_counter()
            read = _read(shop, small.size)
            rates[shop.size].append(read / (time.perf_counter() - start))
    process = psutil.Process()
    before = process.memory_info().rss
    _read(large, min(READ, large.size))
    growth = process.memory_info().rss - before
    reference, value = median(rates[small.size]), median(rates[large.size])
    ratio = median(a / b for a, b in zip(rates[large.size], rates[small.size], strict=True))
    line = _line("csv", value, "rows/s", reference, ratio, growth < MOST_GROWTH)
    return line | {"memory": f"{growth / 2**20:.1f} MB more after {READ} rows"}


def _read(shop: Shop, most: int) -> int:
    answer: Any = shop.client.get(f"/studio/{shop.handle}/orders/export.csv")
    read = 0
    parts: Iterator[bytes] = iter(answer.streaming_content)
    for part in parts:
        read += part.count(b"\n")
        if read >= most:
            break
    answer.close()
    return read


def _line(name: str, value: float, unit: str, reference: float, ratio: float, sound: bool) -> dict[str, Any]:
    return {
        "bench": f"order_list.{name}",
        "value": round(value, 1),
        "unit": unit,
        "reference": round(reference, 1),
        "ratio": round(ratio, 3),
        "bar": BAR,
        "ok": ratio >= BAR and sound,
    }


def _shop(size: int) -> Shop:
    at = clock.now()
    owner = Account.objects.create_user(f"owner{size}@example.com", name="Owner", joined_at=at)
    by = person(owner.pk)
    studio = open_studio(account_id=owner.pk, handle=f"bench{size}", name=f"Bench {size}", by=by, at=at)
    for number in range(5):
        offer = Offer.objects.create(
            status="published",
            status_at=at,
            studio=studio,
            kind="download",
            title=f"বিয়ের কার্ড card {number}",
            slug=f"offer-{number}",
            created_at=at,
            changed_at=at,
        )
        Tier.objects.create(offer=offer)
    _fill(studio, size)
    client = Client()
    client.force_login(owner)
    return Shop(size, studio.handle, client, f"buyer{size // 2}@example.com")


def _fill(studio: Studio, size: int) -> None:
    """Paid orders of one line each, one a minute back from now, written by the database itself."""
    tiers = list(Tier.objects.filter(offer__studio=studio).values_list("offer_id", "pk"))
    with connection.cursor() as cursor:
        cursor.execute(
            _FILL,
            {
                "studio": studio.pk,
                "size": size,
                "offers": [offer for offer, _tier in tiers],
                "tiers": [tier for _offer, tier in tiers],
            },
        )


_FILL = """
WITH orders AS (
  INSERT INTO checkout_order (status, status_at, version, number, token, intent, email, name, phone, language, currency,
                              total, discount, tax, country, tax_id, place_evidence, policies, created_at, paid_at)
  SELECT 'paid', at, 2, 'D-BENCH' || %(studio)s || '-' || n, md5('t' || %(studio)s || n), md5('i' || %(studio)s || n),
         'buyer' || n || '@example.com', 'Buyer ' || n, '', 'bn', 'BDT', 45000, 0, 0, '', '', '{}', '{}', at, at
    FROM (SELECT n, now() - n * interval '1 minute' AS at FROM generate_series(1, %(size)s) n) each
  RETURNING id, created_at, email, name, number
)
INSERT INTO checkout_orderline (order_id, studio_id, offer_id, tier_id, title, tier_name, quantity, unit_price,
                                list_price, discount, discounts, gross, tax, tax_bp, tax_name, tax_inclusive,
                                gateway_fee, platform_fee, shared, net, refunded, stock_held, created_at, paid_at,
                                found_by)
SELECT id, %(studio)s, (%(offers)s::bigint[])[1 + id %% 5], (%(tiers)s::bigint[])[1 + id %% 5], 'বিয়ের কার্ড card', '', 1,
       45000, 45000, 0, '[]', 45000, 0, 0, '', true, 675, 2250, 0, 42075, 0, false, created_at, created_at,
       array_to_tsvector(ARRAY[%(studio)s || ':card', %(studio)s || ':কার্ড',
         %(studio)s || '@' || split_part(email, '@', 1), %(studio)s || '@buyer', %(studio)s || '@' || id,
         %(studio)s || ':bench' || %(studio)s, %(studio)s || '@' || replace(replace(email, '@', ''), '.', '')])
  FROM orders ORDER BY id
"""
