"""Keep an address from letters; let it have some again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from dhara.audience.suppression import rules
from dhara.audience.suppression.models import Suppression
from dhara.kit import rows
from dhara.people.models import Studio


def suppress(studio: Studio | None, email_key: str, reason: str, *, at: datetime, detail: str = "") -> bool:
    """Keep the address from a studio's letters (of all, for None). A weaker reason does not replace a stronger one.

    Whether anything changed. Raises KeyError for an unknown reason.
    """
    weaker = [each for each, weight in rules.WEIGHT.items() if weight < rules.WEIGHT[reason]]
    with rows.cursor() as cursor:
        values = [studio.pk if studio else None, email_key, reason, detail[:300], at, weaker]
        cursor.execute(_SUPPRESS, values)
        return cursor.fetchone() is not None


_SUPPRESS = """
INSERT INTO audience_suppression AS s (studio_id, email_key, reason, detail, at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (email_key, studio_id) DO UPDATE SET reason = excluded.reason, detail = excluded.detail, at = excluded.at
WHERE s.reason = ANY(%s) RETURNING id
"""


def lift(studio: Studio | None, email: str, *, reasons: Collection[str] | None = None) -> bool:
    """Let the address have letters again where it was kept from them for one of `reasons` (any, for None).

    What the instance keeps out, only `lift(None, …)` lets in again. Whether there was something to lift.
    """
    found = Suppression.objects.filter(studio=studio, email_key__in=rules.keys_of(email))
    if reasons is not None:
        found = found.filter(reason__in=reasons)
    return found.delete()[0] > 0
