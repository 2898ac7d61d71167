"""Pages by keyset: they cost the same at the first and the thousandth page, and nothing is counted."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from dhara.catalog.offers.models import Offer

PAGE: Final = 24
MAX_PAGE: Final = 100


@dataclass(frozen=True)
class Page:
    """Some cards, and the mark after which the next ones follow (None at the end)."""

    items: list[Offer]
    next: str | None


def page_of(offers: QuerySet[Offer], key: str, after: str | None, size: int) -> Page:
    """The page after a mark, in descending order of `key` and id. A mark that is not ours starts from the beginning."""
    size = size_of(size)
    start = read_mark(after, key)
    if start is not None:
        value, last = start
        # The first condition lets the index begin there, the second leaves out what was shown.
        offers = offers.filter(Q(**{f"{key}__lt": value}) | Q(pk__lt=last), **{f"{key}__lte": value})
    found = list(offers.order_by(F(key).desc(), "-pk")[: size + 1])
    more = len(found) > size
    end = found[size - 1] if more else None
    return Page(found[:size], write_mark(key, getattr(end, key), end.pk) if end else None)


def size_of(wished: int) -> int:
    return max(1, min(wished, MAX_PAGE))


def write_mark(key: str, value: Any, last: int) -> str:
    """The mark after a row with this value of `key` (published_at or sold) and this id."""
    text = f"{key[0]}{value.isoformat() if isinstance(value, datetime) else value}|{last}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_mark(mark: str | None, key: str) -> tuple[Any, int] | None:
    if not mark or len(mark) > 100:
        return None
    try:
        text = base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)).decode("ascii")
        value, _bar, last = text[1:].partition("|")
        moment = datetime.fromisoformat(value) if key == "published_at" else None
        if text[0] != key[0] or (moment is not None and moment.tzinfo is None):
            return None
        numbers = int(last), (0 if moment else int(value))
    except (ValueError, IndexError, binascii.Error):
        return None
    return (moment or numbers[1], numbers[0]) if max(numbers) < 2**31 and min(numbers) >= 0 else None
