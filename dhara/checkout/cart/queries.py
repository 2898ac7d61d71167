"""Reads: whose cart it is, and how it stands now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from dhara.catalog.models import Offer, Price, Tier
from dhara.catalog.prices.rules import CHOOSE
from dhara.checkout.cart import rules
from dhara.checkout.cart.models import Cart, CartLine
from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.people.models import Account, Member, Studio


@dataclass(frozen=True)
class LineView:
    """One line as it stands. `unit` is the price now (None: not sold in the cart's currency), `shown` the one seen."""

    id: int
    offer: Offer
    tier: Tier
    quantity: int
    most: int
    unit: Money | None
    shown: Money
    total: Money
    minimum: Money | None
    problem: rules.Problem | None
    owned: bool

    @property
    def changed(self) -> bool:
        """Whether the price is another than the one that the buyer saw."""
        return self.unit is not None and self.unit != self.shown

    @property
    def choosable(self) -> bool:
        return self.tier.pricing == CHOOSE


@dataclass(frozen=True)
class Group:
    """The lines of one seller."""

    studio: Studio
    lines: list[LineView]
    total: Money


@dataclass(frozen=True)
class CartView:
    """A cart to be shown or bought. `total` counts only lines that have no problem."""

    cart: Cart | None
    currency: str
    groups: list[Group] = field(default_factory=list)
    total: Money = field(default_factory=lambda: Money(0, "BDT"))
    currencies: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[LineView]:
        return [line for group in self.groups for line in group.lines]

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def changes(self) -> list[LineView]:
        return [line for line in self.lines if line.changed]

    @property
    def problems(self) -> list[LineView]:
        return [line for line in self.lines if line.problem]

    @property
    def can_be_placed(self) -> bool:
        return bool(self.lines) and not self.problems


def find(token: str | None, account: Account | None) -> Cart | None:
    """The cart that the holder of the token, or the account, is filling. Another account's cart is nobody's."""
    if token:
        cart = Cart.objects.filter(token=token).first()
        if cart and cart.account_id in (None, account and account.pk):
            return cart
    if account is None:
        return None
    return Cart.objects.filter(account=account).order_by("-changed_at", "-id").first()


def count(cart: Cart | None) -> int:
    """How many lines it holds, for the badge in the header."""
    return cart.lines.count() if cart else 0


_WHOLE = ("tier", "offer", "offer__studio", "offer__cover", "offer__cover__file")


def view(cart: Cart | None, account: Account | None = None, *, currency: str = "BDT", covers: bool = True) -> CartView:
    """How the cart stands now, in at most five queries, with the offers' covers loaded where a page shows them.

    `currency` is that of a cart that does not exist yet.
    """
    if cart is None:
        return CartView(None, currency, total=Money.zero(currency))
    along = _WHOLE if covers else _WHOLE[:3]
    lines = rows.load(CartLine, "t.cart_id = %s", [cart.pk], along=along, tail="ORDER BY t.id")
    prices = prices_of([line.tier_id for line in lines])
    held = _held(cart) if any(line.tier.stock is not None for line in lines) else {}
    owned, own_studios = _known(account, lines) if account and lines else (set(), set())
    views = []
    for line in lines:
        line.tier.offer = line.offer
        views.append(
            _line(
                line,
                cart.currency,
                prices[line.tier_id],
                held=held.get(line.tier_id, 0),
                own=line.offer.studio_id in own_studios,
                owned=line.tier_id in owned,
            )
        )
    groups = _groups(views, cart.currency)
    total = sum((group.total for group in groups), Money.zero(cart.currency))
    shared = rules.shared_currencies((line.tier, prices[line.tier_id]) for line in lines)
    return CartView(cart, cart.currency, groups, total, shared)


def prices_of(tier_ids: list[int]) -> dict[int, dict[str, Price]]:
    """The prices of tiers, by currency; one query."""
    found: dict[int, dict[str, Price]] = defaultdict(dict)
    if tier_ids:
        for price in rows.load(Price, "t.tier_id = ANY(%s)", [tier_ids]):
            found[price.tier_id][price.currency] = price
    return found


def works_in(account_id: int | None, studio_id: int) -> bool:
    """Whether the account is a member of the studio."""
    return account_id is not None and Member.objects.filter(account_id=account_id, studio_id=studio_id).exists()


def _line(line: CartLine, code: str, prices: dict[str, Price], *, held: int, own: bool, owned: bool) -> LineView:
    unit = rules.unit_price(line.tier, prices, code, line.shown)
    problem = rules.standing_in_the_way(line.tier, line.quantity, unit, prices=prices, code=code, held=held, own=own)
    price = prices.get(code)
    return LineView(
        id=line.pk,
        offer=line.offer,
        tier=line.tier,
        quantity=line.quantity,
        most=rules.most_of(line.offer),
        unit=None if unit is None else Money(unit, code),
        shown=Money(line.shown, code),
        total=Money((unit or 0) * line.quantity, code),
        minimum=Money(price.amount, code) if price and line.tier.pricing == CHOOSE else None,
        problem=problem,
        owned=owned,
    )


def _groups(views: list[LineView], code: str) -> list[Group]:
    by_studio: dict[int, list[LineView]] = defaultdict(list)
    for line in views:
        by_studio[line.offer.studio_id].append(line)
    zero = Money.zero(code)
    return [
        Group(lines[0].offer.studio, lines, sum((line.total for line in lines if not line.problem), zero))
        for lines in by_studio.values()
    ]


def _held(cart: Cart) -> dict[int, int]:
    """Copies that a pending order of this very cart has set aside, by tier."""
    with rows.cursor() as cursor:
        cursor.execute(_HELD, [cart.pk])
        return dict(cursor.fetchall())


_HELD = """
SELECT l.tier_id, l.quantity FROM checkout_order o JOIN checkout_orderline l ON l.order_id = o.id
 WHERE o.cart_id = %s AND o.status = 'pending' AND l.stock_held
"""


def _known(account: Account, lines: list[CartLine]) -> tuple[set[int], set[int]]:
    """The tiers among the lines that the account has bought already, and the studios among them it works in."""
    bought: Any = account.orders.filter(paid_at__isnull=False, lines__tier_id__in=[line.tier_id for line in lines])
    studios = account.memberships.filter(studio_id__in={line.offer.studio_id for line in lines})
    return set(bought.values_list("lines__tier_id", flat=True)), set(studios.values_list("studio_id", flat=True))
