"""A market of any size for benchmarks: studios and published offers with prices, written by COPY."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import JSONField

from dhara.catalog.models import Category
from dhara.catalog.offers.actions import ensure_categories
from dhara.catalog.search.rules import vector_of
from dhara.kit.locale.text import search_key
from dhara.people.models import Studio

PER_STUDIO = 50
_THINGS = [
    "কার্ড",
    "টেমপ্লেট",
    "প্রিসেট",
    "লোগো",
    "নোট",
    "প্রেজেন্টেশন",
    "ফন্ট",
    "ব্যানার",
    "card",
    "template",
    "preset",
    "logo",
    "notes",
    "slides",
    "font",
    "banner",
]
_FOR = [
    "বিয়ের",
    "ঈদের",
    "ইউটিউব",
    "ফেসবুক",
    "দোকানের",
    "এসএসসি",
    "সিভির",
    "রান্নার",
    "wedding",
    "eid",
    "youtube",
    "facebook",
    "shop",
    "exam",
    "resume",
    "kitchen",
]
_HOW = [
    "আধুনিক",
    "সহজ",
    "রঙিন",
    "মিনিমাল",
    "প্রিমিয়াম",
    "হাতে",
    "আঁকা",
    "modern",
    "easy",
    "colourful",
    "minimal",
    "premium",
    "handmade",
    "vintage",
    "quick",
]

_EVERY = _HOW + _FOR + _THINGS
_KEYS = {word: tuple(search_key(word).split()) for word in _EVERY}


def fill(n: int, *, at: datetime, seed: int = 1) -> list[str]:
    """Add `n` published offers of n/50 studios; the addresses (`handle/slug`) of some of them, spread evenly.

    Everything is as the actions would write it, search words too, but without facts and transitions. About 15 s for
    100,000 offers on one core. The handles are `bench…`; calling it again adds more.
    """
    dice = random.Random(seed)
    ensure_categories()
    shelves = list(Category.objects.filter(parent__isnull=False).select_related("parent"))
    prefix = f"bench{Studio.objects.count()}x"
    with transaction.atomic():
        studios = _studios(max(1, n // PER_STUDIO), prefix, at)
        covers = _covers(studios, at)
        rows = list(_offers(n, studios, covers, shelves, dice, at))
        ids = _copy("catalog_offer", rows)
        tiers = [{**_TIER, "offer_id": each} for each in ids]
        tier_ids = _copy("catalog_tier", tiers)
        prices = [json.loads(row["from_prices"])["BDT"] for row in rows]
        _copy(
            "catalog_price",
            ({"tier_id": t, "currency": "BDT", "amount": amount} for t, amount in zip(tier_ids, prices, strict=True)),
        )
    with connection.cursor() as cursor:
        for table in (
            "people_studio",
            "kit_picture",
            "kit_storedfile",
            "catalog_offer",
            "catalog_tier",
            "catalog_price",
        ):
            cursor.execute(f"VACUUM ANALYZE {table}" if not connection.in_atomic_block else f"ANALYZE {table}")
    step = max(1, n // 200)
    handles = {studio["id"]: studio["handle"] for studio in studios}
    return [f"{handles[row['studio_id']]}/{row['slug']}" for row in rows[::step]]


_TIER = {"name": "", "description": "", "pricing": "fixed", "sold": 0, "reserved": 0, "position": 0, "retired": False}


def _studios(count: int, prefix: str, at: datetime) -> list[dict[str, Any]]:
    rows = [
        {
            "status": "open",
            "status_at": at,
            "version": 0,
            "created_at": at,
            "handle": f"{prefix}{number}",
            "name": f"Studio {number}",
            "tagline": "",
            "bio": "",
            "links": "[]",
            "currency": "BDT",
            "language": "bn",
            "time_zone": "Asia/Dhaka",
        }
        for number in range(count)
    ]
    return [{**row, "id": key} for row, key in zip(rows, _copy("people_studio", rows), strict=True)]


def _covers(studios: list[dict[str, Any]], at: datetime) -> list[int]:
    """One picture for each studio, whose bytes nobody asks for."""
    files = [
        {
            "studio_ref": studio["id"],
            "name": "cover.webp",
            "size": 40_000,
            "mime": "image/webp",
            "state": "ready",
            "sha256": hashlib.sha256(studio["handle"].encode()).hexdigest(),
            "created_at": at,
            "storage_key": f"bench/{studio['handle']}.webp",
        }
        for studio in studios
    ]
    renditions = json.dumps(
        [{"width": w, "height": w * 3 // 4, "key": f"bench/{w}.webp", "size": 9_000} for w in (320, 640)]
    )
    ids = _copy("kit_storedfile", files)
    return _copy("kit_picture", ({"file_id": i, "width": 1280, "height": 960, "renditions": renditions} for i in ids))


def _offers(
    n: int, studios: list[dict[str, Any]], covers: list[int], shelves: list[Category], dice: random.Random, at: datetime
) -> Iterator[dict[str, Any]]:
    known = {shelf.pk: _words(f"{shelf} {shelf.name_bn} {shelf.parent}") for shelf in shelves}
    for number in range(n):
        place = number % len(studios)
        title = [dice.choice(_HOW), dice.choice(_FOR), dice.choice(_THINGS), str(number)]
        tags = [*dice.sample(_THINGS, 2), dice.choice(_FOR)]
        summary, text = dice.choices(_HOW + _THINGS, k=8), dice.choices(_EVERY, k=60)
        shelf, since = dice.choice(shelves), at - timedelta(minutes=dice.randrange(60 * 24 * 700))
        about = [*_keys(tags), studios[place]["handle"], *known[shelf.pk]]
        words = [_keys(title), about, _keys(summary), _keys(text)]
        yield {
            "status": "published",
            "status_at": since,
            "version": 1,
            "kind": "download",
            "language": "bn",
            "studio_id": studios[place]["id"],
            "cover_id": covers[place],
            "category_id": shelf.pk,
            "title": " ".join(title),
            "slug": f"offer-{number}",
            "summary": " ".join(summary),
            "description": f"<p>{' '.join(text)}</p>",
            "tags": json.dumps(tags),
            "seo_title": "",
            "seo_description": "",
            "hidden_reason": "",
            "published_at": since,
            "created_at": since,
            "changed_at": since,
            "sold": int(dice.paretovariate(0.9)) - 1 if dice.random() < 0.5 else 0,
            "free": False,
            "prices_vary": False,
            "from_prices": json.dumps({"BDT": dice.randrange(50, 5000) * 100}),
            "search": vector_of(words, [*words[0], *_keys(tags)]),
        }


def _words(text: str) -> list[str]:
    return search_key(text).split()


def _keys(words: Iterable[str]) -> list[str]:
    """How the vocabulary is indexed; numbers stay as they are."""
    return [key for word in words for key in _KEYS.get(word, (word,))]


@cache
def _usual(table: str) -> dict[str, Any]:
    """What the table's columns hold where nobody says anything else, as its model has it."""
    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.has_default()]
    return {field.column: _written(field, field.get_default()) for field in fields}


def _written(field: Any, value: Any) -> Any:
    """As COPY takes it: JSON as text, arrays as they are."""
    return json.dumps(value) if isinstance(field, JSONField) else value


def _copy(table: str, rows: Iterable[dict[str, Any]]) -> list[int]:
    """Write the rows (all with the same columns) by COPY, with ids taken from the table's sequence; the ids."""
    given = [{**_usual(table), **row} for row in rows]
    if not given:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(given)]
        )
        ids = [row[0] for row in cursor.fetchall()]
        columns = ", ".join(["id", *given[0]])
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
            for key, row in zip(ids, given, strict=True):
                into.write_row([key, *row.values()])
    return ids
