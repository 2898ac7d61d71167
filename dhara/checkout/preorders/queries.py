"""Reads of pre-orders."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet, Sum

from dhara.catalog.models import Release
from dhara.catalog.releases.rules import GIVEN_UP
from dhara.checkout.gifts.rules import GIVEN
from dhara.checkout.orders.models import OrderLine
from dhara.checkout.orders.rules import BOUGHT, WAITS
from dhara.checkout.refunds.models import RefundLine
from dhara.checkout.refunds.rules import LIVE
from dhara.kit.currency import Money
from dhara.people.access.queries import Somebody, Viewer
from dhara.people.accounts.queries import proven_emails


def waiting(offer_id: int) -> list[int]:
    """Ids of the paid lines that wait for the offer to come out."""
    found = OrderLine.objects.filter(offer_id=offer_id, preorder=WAITS, order__paid_at__isnull=False)
    return list(found.order_by("id").values_list("pk", flat=True))


def totals(offer_id: int) -> tuple[int, list[Money]]:
    """How many copies buyers wait for, and what they paid for them in each currency (less what went back)."""
    found = OrderLine.objects.filter(offer_id=offer_id, preorder=WAITS, order__status__in=BOUGHT)
    found = found.exclude(gross__gt=0, refunded=F("gross"))
    rows = found.values("order__currency").annotate(copies=Count("pk"), paid=Sum(F("gross") - F("refunded")))
    rows = rows.order_by("order__currency")
    return sum(row["copies"] for row in rows), [Money(row["paid"], row["order__currency"]) for row in rows]


def is_due(line: OrderLine) -> bool:
    """Whether the buyer is still to get it; the line is loaded with its order."""
    if line.order.status not in BOUGHT or (line.gross and line.refunded == line.gross):
        return False
    return not RefundLine.objects.filter(line=line, revokes=True, refund__status__in=LIVE).exists()


def awaited_by(account: Somebody) -> QuerySet[OrderLine]:
    """What an account, or an address that it has proven, waits for, what comes next first: bought, or given to it."""
    mine = Viewer(account).account_id
    if mine is None:
        return OrderLine.objects.none()
    emails = proven_emails(mine)
    theirs = Q(order__account_id=mine) | Q(order__account__isnull=True, order__email__in=emails)
    given = Q(order__gift__status__in=GIVEN, order__gift__email__in=emails)
    return _awaited((Q(order__gifted=False) & theirs) | given)


def awaited_in(order_id: int) -> QuerySet[OrderLine]:
    """The same of one order: what whoever gets it waits for."""
    return _awaited(Q(order_id=order_id))


def _awaited(of: Q) -> QuerySet[OrderLine]:
    found = OrderLine.objects.filter(of, preorder=WAITS, order__status__in=BOUGHT, offer__releases_at__isnull=False)
    related = ("order__gift", "studio", "tier", "offer__cover__file")
    found = found.exclude(gross__gt=0, refunded=F("gross")).select_related(*related)
    return found.defer("offer__search", "offer__description").order_by("offer__releases_at", "id")


def waits_for(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """Those of an order's lines (offers loaded) that the buyer waits for. No query."""
    mine = [line for line in lines if line.preorder == WAITS and line.offer.releases_at is not None]
    return [line for line in mine if not line.gross or line.refunded < line.gross]


def left_behind(limit: int = 500) -> tuple[list[int], list[int]]:
    """Paid lines whose offer is out or given up and that nobody has dealt with: (to hand over, to give back)."""
    open_lines = OrderLine.objects.filter(preorder=WAITS, order__status__in=BOUGHT).order_by("id")
    out = open_lines.filter(offer__releases_at__isnull=True)
    over = Release.objects.filter(status=GIVEN_UP).values("offer_id")
    return (
        list(out.values_list("pk", flat=True)[:limit]),
        list(open_lines.filter(offer__in=over).values_list("pk", flat=True)[:limit]),
    )
