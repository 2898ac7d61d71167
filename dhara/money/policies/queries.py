"""Reads: the number in force at a moment, and a set of them to keep with an order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.cache import cache

from dhara.money.policies import rules
from dhara.money.policies.models import Policy

SECONDS = 5
# (since, value) by name, the latest first
Rows = dict[str, list[tuple[datetime, int]]]


def value(name: str, studio_id: int | None = None, *, at: datetime) -> int:
    """The studio's own number if it has one, else the general one, else the default. KeyError for an unknown name."""
    default = rules.DEFAULTS[name].value
    rows = _rows([studio_id, None] if studio_id else [None])
    for each in (studio_id, None):
        found = _in_force(rows.get(each, {}), name, at)
        if found is not None:
            return found
    return default


def frozen(studio_ids: Iterable[int], *, at: datetime) -> dict[str, Any]:
    """Every number in force, to be kept with an order of these studios; read it with `rules.read`.

    One query when the cache is cold, none when it is warm.
    """
    studios = sorted(set(studio_ids))
    rows = _rows([None, *studios])
    general = {name: _in_force(rows[None], name, at) for name in rules.DEFAULTS}
    filled = {name: rules.DEFAULTS[name].value if found is None else found for name, found in general.items()}
    own: dict[int, dict[str, int]] = {studio_id: {} for studio_id in studios}
    for studio_id, values in own.items():
        for name in sorted(rules.PER_STUDIO):
            found = _in_force(rows[studio_id], name, at)
            if found is not None:
                values[name] = found
    return rules.frozen(filled, own)


def cache_key(studio_id: int | None) -> str:
    return f"policies:{studio_id or 'all'}"


def _in_force(rows: Rows, name: str, at: datetime) -> int | None:
    return next((number for since, number in rows.get(name, ()) if since <= at), None)


def _rows(studio_ids: Iterable[int | None]) -> dict[int | None, Rows]:
    keys = {cache_key(studio_id): studio_id for studio_id in studio_ids}
    known = cache.get_many(list(keys))
    found: dict[int | None, Rows] = {keys[key]: rows for key, rows in known.items()}
    missing = [studio_id for studio_id in keys.values() if studio_id not in found]
    if missing:
        found |= _load(missing)
        cache.set_many({cache_key(each): found[each] for each in missing}, SECONDS)
    return found


def _load(studio_ids: list[int | None]) -> dict[int | None, Rows]:
    loaded: dict[int | None, Rows] = {studio_id: {} for studio_id in studio_ids}
    rows = Policy.objects.for_studios(studio_ids).order_by("-since", "-id")
    for studio_id, name, since, number in rows.values_list("studio_id", "name", "since", "value"):
        loaded[studio_id].setdefault(name, []).append((since, number))
    return loaded
