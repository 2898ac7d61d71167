"""Reads: orders of a buyer, of a seller, one order by its secret."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, F, Func, Prefetch, Q, QuerySet, Value

from dhara.catalog.models import Tier
from dhara.checkout.orders import rules
from dhara.checkout.orders.models import Order, OrderLine
from dhara.checkout.pricing.rules import Reason, TaxSum, summed
from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.kit.facts.sharing import shared
from dhara.kit.locale.text import clean_text
from dhara.people.models import Account, Studio

PAGE = 25
FEW = 1_000


@dataclass(frozen=True)
class Filters:
    """What a seller looks for. `start`/`end` are a half-open period of the time of ordering."""

    text: str = ""
    status: str = ""
    offer_id: int | None = None
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True)
class Sold:
    """One order as one seller sees it: only the seller's own lines and their money."""

    order: Order
    lines: list[OrderLine]

    @property
    def gross(self) -> Money:
        return Money(sum(line.gross for line in self.lines), self.order.currency)

    @property
    def fees(self) -> Money:
        """Tax, the gateway's and the platform's fee together."""
        return Money(sum(line.tax + line.gateway_fee + line.platform_fee for line in self.lines), self.order.currency)

    @property
    def net(self) -> Money:
        return Money(sum(line.net for line in self.lines), self.order.currency)


@dataclass(frozen=True)
class Page:
    """`next` is the cursor of the page after this one, empty on the last."""

    rows: list[Sold]
    next: str


def visible_to(account: Account | None) -> QuerySet[Order]:
    """What somebody may see of orders as a buyer: their own. (Sellers: `of_studio`; a secret link: `by_token`.)"""
    if account is None or not account.is_authenticated:
        return Order.objects.none()
    return with_lines(Order.objects.filter(account_id=account.pk)).order_by("-id")


def by_token(token: str) -> Order | None:
    """The order that the secret opens, with its lines, in two queries."""
    return (
        with_lines(Order.objects.filter(token=token)).select_related("payment", "gift", "cart__after").first()
        if token
        else None
    )


def by_payment(payment_token: str) -> Order | None:
    """The order that a payment is, or was, for."""
    from dhara.money.models import Payment

    subject = Payment.objects.filter(token=payment_token).values_list("subject", flat=True).first() or ""
    kind, _colon, number = subject.partition(":")
    return with_lines(Order.objects.filter(pk=int(number))).first() if kind == "order" and number.isdigit() else None


def given_by(key: str) -> Order | None:
    """The order by which something was given away under a key, once it is."""
    return Order.objects.filter(intent=rules.given_intent(key)).first()


def bought(order_id: int) -> list[OrderLine]:
    """The order's lines by studio, with order, studio, offer and tier loaded: for what follows a sale.

    One query for all effects of one fact: none of them changes what it reads.
    """
    along, tail = ("order", "studio", "offer", "tier"), "ORDER BY t.studio_id, t.id"
    return shared(
        ("bought", order_id), lambda: rows.load(OrderLine, "t.order_id = %s", [order_id], along=along, tail=tail)
    )


@dataclass(frozen=True)
class Sums:
    """The bill of an order as it was agreed: `listed` less `reductions` plus the taxes on top is what is paid."""

    listed: Money
    reductions: list[tuple[str, str, Money]]
    taxes: list[tuple[TaxSum, Money]]

    @property
    def tops(self) -> list[tuple[TaxSum, Money]]:
        """Taxes that were added to the prices."""
        return [each for each in self.taxes if not each[0].inclusive]

    @property
    def within(self) -> list[tuple[TaxSum, Money]]:
        """Taxes that the prices contained."""
        return [each for each in self.taxes if each[0].inclusive]


def sums(order: Order, lines: Iterable[OrderLine]) -> Sums:
    """What stands between list prices and total, of these lines of the order."""
    code, lines = order.currency, list(lines)
    reasons = summed(Reason(each["kind"], each["words"], each["amount"]) for line in lines for each in line.discounts)
    rates: dict[tuple[str, int, bool], int] = {}
    for line in lines:
        if line.tax:
            key = (line.tax_name, line.tax_bp, line.tax_inclusive)
            rates[key] = rates.get(key, 0) + line.tax
    return Sums(
        Money(sum(max(line.list_price, line.unit_price) * line.quantity for line in lines), code),
        [(each.kind, each.words, Money(each.amount, code)) for each in reasons],
        [(TaxSum(*key, amount), Money(amount, code)) for key, amount in rates.items()],
    )


def part_titles(order: Order) -> dict[int, list[str]]:
    """By a bundle's offer, the titles of what it consisted of when it was bought; no query where there is no bundle."""
    kept: dict[str, list[int]] = order.policies.get(rules.PARTS, {})
    if not kept:
        return {}
    ids = [tier for tiers in kept.values() for tier in tiers]
    titles = dict(Tier.objects.filter(pk__in=ids).values_list("pk", "offer__title"))
    return {int(offer): [titles[tier] for tier in tiers if tier in titles] for offer, tiers in kept.items()}


def collectors(order: Order) -> set[int]:
    """The studios whose own account at a gateway may collect; nobody's where collaborators share something."""
    return set() if rules.SHARES in order.policies else {line.studio_id for line in order.lines.all()}


def given_back(order: Order) -> int:
    """Minor units that went back to the buyer; what a bank holds while it decides is not among them."""
    back = sum(order.lines.values_list("refunded", flat=True))
    if order.status == rules.DISPUTED:
        back -= sum(order.refunds.filter(status="pending", dispute__isnull=False).values_list("amount", flat=True))
    return back


def is_settled(order_id: int, payment_id: int) -> bool:
    """Whether the order was paid by this very payment. Once true it stays so."""
    where = "t.id = %s AND t.payment_id = %s AND t.paid_at IS NOT NULL"
    return rows.first(Order, where, [order_id, payment_id]) is not None


def with_lines(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Lines with their offers, covers and studios, and gifts: two queries for any number of orders."""
    lines = OrderLine.objects.select_related("studio", "offer__cover__file", "tier")
    return orders.select_related("payment", "gift").prefetch_related(Prefetch("lines", lines))


def of_studio(
    studio: Studio, filters: Filters | None = None, *, after: str = "", size: int = PAGE, with_buyers: bool = True
) -> Page:
    """A page of the orders that hold something of the studio, the latest first; two queries.

    `after` is a page's `next`; a broken one begins anew. Without `with_buyers` addresses and names are not searched
    (for members who may not see them). Orders that were never placed are left out.
    """
    lines = _lines(studio, filters or Filters(), with_buyers)
    at, order_id = _cursor(after)
    if at is not None:
        lines = lines.filter(Q(created_at__lt=at) | Q(created_at=at, order_id__lt=order_id))
    found = list(
        lines.values_list("created_at", "order_id").distinct().order_by("-created_at", "-order_id")[: size + 1]
    )
    ids = [order for _at, order in found[:size]]
    own = OrderLine.objects.filter(studio=studio, order__in=ids).order_by("id")
    own_lines = defaultdict[int, list[OrderLine]](list)
    for line in own.select_related("order__payment", "offer__cover__file", "tier"):
        own_lines[line.order_id].append(line)
    sold = [Sold(own_lines[each][0].order, own_lines[each]) for each in ids]
    last = f"{found[size - 1][0].isoformat()}~{found[size - 1][1]}" if len(found) > size else ""
    return Page(sold, last)


def one_of_studio(studio: Studio, number: str) -> Sold | None:
    """One order by its number, with the studio's own lines; None where there are none. Two queries."""
    own = OrderLine.objects.filter(studio=studio).select_related("offer__cover__file", "tier")
    order = (
        Order.objects.filter(number=number, lines__studio=studio)
        .select_related("payment", "account")
        .prefetch_related(Prefetch("lines", own, to_attr="own"))
        .first()
    )
    return Sold(order, _own(order)) if order else None


def lines_to_export(studio: Studio, filters: Filters, size: int = 2_000) -> Iterator[OrderLine]:
    """All lines that the filters leave, the latest first, read in steps: a cursor would first store them all."""
    lines = _lines(studio, filters, True).select_related("order").order_by("-created_at", "-id")
    step = list(lines[:size])
    while step:
        yield from step
        at, last = step[-1].created_at, step[-1].pk
        step = list(lines.filter(Q(created_at__lte=at), Q(created_at__lt=at) | Q(id__lt=last))[:size])


def _own(order: Order) -> list[OrderLine]:
    lines: Sequence[OrderLine] = order.own  # type: ignore[attr-defined]
    return list(lines)


def _lines(studio: Studio, filters: Filters, with_buyers: bool) -> QuerySet[OrderLine]:
    lines = OrderLine.objects.filter(studio=studio).exclude(order__status=rules.DRAFT)
    given: dict[str, Any] = {
        "order__status": filters.status,
        "offer_id": filters.offer_id,
        "created_at__gte": filters.start,
        "created_at__lt": filters.end,
    }
    lines = lines.filter(**{name: value for name, value in given.items() if value not in ("", None)})
    text = clean_text(filters.text)[:120]
    if not text:
        return lines
    wanted = rules.asked_for(studio.pk, text, with_buyers=with_buyers)
    if not wanted:
        return lines.none()
    parts = {"template": "(%(expressions)s::tsquery)", "arg_joiner": " @@ ", "output_field": BooleanField()}
    found = lines.filter(Func(F("found_by"), Value(wanted), **parts))
    few = _few(studio.pk, wanted)
    return found if few is None else lines.filter(pk__in=few)


def _few(studio_id: int, wanted: str) -> list[int] | None:
    """The lines that are asked for where they are few; None where the latest lines hold some of them anyway.

    PostgreSQL can not tell how rare a word is that it has not seen, and would read all lines for it, or sort all finds.
    """
    with rows.cursor() as cursor:
        cursor.execute(_FEW, {"studio": studio_id, "wanted": wanted})
        found = cursor.fetchone()[0]
    return None if found is None or len(found) > FEW else list(found)


_FEW = f"""
SELECT CASE WHEN (
    SELECT count(*) FROM (
      SELECT found_by FROM checkout_orderline WHERE studio_id = %(studio)s ORDER BY created_at DESC, id DESC LIMIT 500
    ) latest WHERE found_by @@ %(wanted)s::tsquery) < 10
  THEN ARRAY(SELECT id FROM checkout_orderline WHERE found_by @@ %(wanted)s::tsquery LIMIT {FEW + 1}) END
"""  # noqa: S608 - a number


def _cursor(text: str) -> tuple[datetime | None, int]:
    moment, _tilde, number = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(number)) if at.tzinfo else (None, 0)
    except ValueError:
        return None, 0
