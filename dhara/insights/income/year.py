"""A studio's year for its accountant: what was sold, taxed, given back, shared and paid out, by month."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.kit.locale.languages import in_language
from dhara.kit.sheets import safe
from dhara.people.models import Studio

SALE, REFUND, TAX_BACK, SHARE, SHARE_BACK, PAYOUT = (
    "1sale",
    "2refund",
    "2tax_back",
    "3share",
    "4share_back",
    "5payout",
)
KINDS: Final[dict[str, Any]] = {
    SALE: gettext_lazy("Sales"),
    REFUND: gettext_lazy("Refunds and lost disputes"),
    TAX_BACK: gettext_lazy("Tax given back for a later tax id"),
    SHARE: gettext_lazy("Shares of others' sales"),
    SHARE_BACK: gettext_lazy("Shares given back"),
    PAYOUT: gettext_lazy("Payouts"),
}
SUMS: Final = ("gross", "tax", "gateway_fee", "platform_fee", "shared", "net")


@dataclass(frozen=True)
class Row:
    """One month, kind, currency, country of the buyers (or region, such as US-CA) and rate of tax.

    Minor units; what goes away is below zero.

    gross = tax + gateway_fee + platform_fee + shared + net for sales and refunds; of payouts `net` left the balance, of
    which `platform_fee` was their fee.
    """

    month: int
    kind: str
    currency: str
    country: str
    tax_name: str
    tax_bp: int
    count: int
    gross: int
    tax: int
    gateway_fee: int
    platform_fee: int
    shared: int
    net: int

    @property
    def words(self) -> str:
        return str(KINDS[self.kind])

    @property
    def money(self) -> dict[str, Money]:
        return {name: Money(getattr(self, name), self.currency) for name in SUMS}


def report(studio: Studio, year: int) -> list[Row]:
    """The year by the studio's own calendar. One statement, added up in the database."""
    zone = ZoneInfo(studio.time_zone)
    start, end = (datetime(each, 1, 1, tzinfo=zone).astimezone(UTC) for each in (year, year + 1))
    with rows.cursor() as cursor:
        cursor.execute(_YEAR, {"studio": studio.pk, "start": start, "end": end, "zone": studio.time_zone})
        return [Row(*row[:6], *map(int, row[6:])) for row in cursor.fetchall()]


def years(studio: Studio, *, at: datetime) -> list[int]:
    """From the year in which the studio began to this one, the latest first."""
    zone = ZoneInfo(studio.time_zone)
    return list(range(at.astimezone(zone).year, studio.created_at.astimezone(zone).year - 1, -1))


# A refund counts when it was made, and not any more where it failed; a dispute's counts once it is lost.
_YEAR = """
WITH lines AS (
  SELECT l.paid_at AS at, '1sale' AS kind, o.currency, COALESCE(NULLIF(o.region, ''), o.country) AS country, l.tax_name,
         l.tax_bp, o.id AS ref,
         l.gross, l.tax, l.gateway_fee, l.platform_fee, l.shared, l.net
    FROM checkout_orderline l JOIN checkout_order o ON o.id = l.order_id
   WHERE l.studio_id = %(studio)s AND l.paid_at >= %(start)s AND l.paid_at < %(end)s
  UNION ALL
  SELECT r.created_at, CASE WHEN r.tax_id = '' THEN '2refund' ELSE '2tax_back' END, r.currency,
         COALESCE(NULLIF(o.region, ''), o.country), s.tax_name, s.tax_bp, r.id,
         -l.amount, -l.tax, l.gateway_kept - l.gateway_fee + l.dispute_fee, l.platform_kept - l.platform_fee, -l.shared,
         -(l.net + l.gateway_kept + l.platform_kept + l.dispute_fee)
    FROM checkout_refundline l JOIN checkout_refund r ON r.id = l.refund_id
    JOIN checkout_orderline s ON s.id = l.line_id JOIN checkout_order o ON o.id = r.order_id
   WHERE l.studio_id = %(studio)s AND r.created_at >= %(start)s AND r.created_at < %(end)s
     AND (r.status = 'succeeded' OR r.status = 'pending' AND r.dispute_id IS NULL)
  UNION ALL
  SELECT h.paid_at, '3share', o.currency, '', '', 0, o.id, 0, 0, 0, 0, 0, h.amount
    FROM checkout_lineshare h JOIN checkout_orderline l ON l.id = h.line_id JOIN checkout_order o ON o.id = l.order_id
   WHERE h.studio_id = %(studio)s AND h.paid_at >= %(start)s AND h.paid_at < %(end)s
  UNION ALL
  SELECT r.created_at, '4share_back', r.currency, '', '', 0, r.id, 0, 0, 0, 0, 0, -(p.part ->> 1)::bigint
    FROM checkout_lineshare h JOIN checkout_refundline l ON l.line_id = h.line_id
    JOIN checkout_refund r ON r.id = l.refund_id
    CROSS JOIN LATERAL jsonb_array_elements(l.shares) p(part)
   WHERE h.studio_id = %(studio)s AND (p.part ->> 0)::bigint = h.studio_id
     AND r.created_at >= %(start)s AND r.created_at < %(end)s
     AND (r.status = 'succeeded' OR r.status = 'pending' AND r.dispute_id IS NULL)
  UNION ALL
  SELECT p.done_at, '5payout', p.currency, '', '', 0, p.id, 0, 0, 0, p.fee, 0, -p.amount
    FROM money_payout p
   WHERE p.studio_id = %(studio)s AND p.status = 'paid' AND p.done_at >= %(start)s AND p.done_at < %(end)s
)
SELECT extract(month FROM at AT TIME ZONE %(zone)s)::int, kind, currency, country, tax_name, tax_bp,
       count(DISTINCT ref), sum(gross), sum(tax), sum(gateway_fee), sum(platform_fee), sum(shared), sum(net)
  FROM lines GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 3, 2, 4, 5, 6
"""


class _Line:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        return text


def table(studio: Studio, year: int, *, lang: str) -> Iterator[str]:
    """CSV text (UTF-8 with a byte order mark) row by row; amounts are plain decimals in Latin digits."""
    with in_language(lang):
        head, kinds = _head(), {code: str(words) for code, words in KINDS.items()}
    out = csv.writer(_Line())
    yield "\ufeff" + str(out.writerow(head))
    for row in report(studio, year):
        told = [f"{year}-{row.month:02}", kinds[row.kind], row.currency, row.country, safe(row.tax_name)]
        amounts = [f"{amount.decimal():f}" for amount in row.money.values()]
        yield str(out.writerow([*told, f"{row.tax_bp / 100:g}", row.count, *amounts]))


def _head() -> list[str]:
    return [
        _("Month"),
        _("Kind"),
        _("Currency"),
        _("Country"),
        _("Kind of tax"),
        _("Rate in percent"),
        _("How many"),
        _("Paid by buyers"),
        _("Tax amount"),
        _("Gateway fee"),
        _("Platform fee"),
        _("Collaborators"),
        _("Your share"),
    ]
