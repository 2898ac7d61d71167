"""Reads: whose cart it is, and how it stands now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from dhara.catalog.bundles import queries as bundles
from dhara.catalog.bundles.queries import Part
from dhara.catalog.bundles.rules import BUNDLE
from dhara.catalog.kinds import Added, is_held
from dhara.catalog.models import Price, Suggestion
from dhara.catalog.prices.launch import running
from dhara.catalog.prices.rules import CHOOSE, FIXED
from dhara.catalog.suggestions.rules import worth
from dhara.checkout.cart import rules
from dhara.checkout.cart.company import Company, company
from dhara.checkout.cart.held import added, full, held_for, known, launched, owned_parts, same_hands
from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.cart.shown import Bump as Bump
from dhara.checkout.cart.shown import CartView as CartView
from dhara.checkout.cart.shown import Group as Group
from dhara.checkout.cart.shown import LineView as LineView
from dhara.checkout.coupons import queries as coupons
from dhara.checkout.coupons.models import Coupon
from dhara.checkout.pricing.rules import LAUNCH, Reason, taxes
from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.kit.refusal import Refused
from dhara.money.tax import queries as tax
from dhara.money.tax.regions import is_known
from dhara.money.tax.rules import HOME_OF, Place, asks_region
from dhara.people.models import Account, Member
from dhara.people.ties.queries import SameHands


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


def view(
    cart: Cart | None,
    account: Account | None = None,
    *,
    currency: str = "BDT",
    covers: bool = True,
    at: datetime | None = None,
    home: str = "",
    ties: bool = True,
) -> CartView:
    """How the cart stands at the moment `at`, in at most five queries, with the offers' covers where a page shows them.

    One query more where codes were entered, two where something is suggested, three where there are bundles, now and
    then one for the studios' taxes, one for work that an account orders, unless `ties` between it and the studios are
    asked about elsewhere, and what the kinds of the offers ask (see `held`). Without `at` discounts and taxes are left
    out. `currency` is that of a cart that does not exist yet; `home` the country in which the buyer seems to be, for
    as long as they have not said.
    """
    if cart is None:
        zero = Money.zero(currency)
        return CartView(None, currency, total=zero, listed=zero, discount=zero)
    along = _WHOLE if covers else _WHOLE[:3]
    lines = rows.load(CartLine, "t.cart_id = %s", [cart.pk], along=along, tail="ORDER BY t.id")
    return seen(cart, lines, account, covers=covers, at=at, home=home, ties=ties)


def seen(
    cart: Cart,
    lines: list[CartLine],
    account: Account | None,
    *,
    covers: bool = False,
    at: datetime | None = None,
    home: str = "",
    ties: bool = True,
) -> CartView:
    """The same of lines that were just read with tier, offer and studio, or are not stored at all."""
    prices = prices_of([line.tier_id for line in lines])
    whole = [line.offer_id for line in lines if line.offer.kind == BUNDLE]
    parts = bundles.parts_of(whole, covers=False)
    held = held_for(cart.pk) if whole or any(line.tier.stock is not None for line in lines) else {}
    taken_low = launched(cart.pk) if any(line.tier.launch_copies is not None for line in lines) else {}
    near = company(cart, lines, covers=covers)
    more = near.tiers(lines) if covers else []
    owned, own_studios = known(account, lines, more) if account and lines else (set(), set())
    if account and whole:
        owned |= owned_parts(account, [part.tier.pk for own in parts.values() for part in own])
    views = []
    for line in lines:
        line.tier.offer = line.offer
    chosen = added([(line.tier, line.answers) for line in lines], cart.currency)
    closed = full((line.offer for line in lines), beside=cart.pk)
    closed |= same_hands(account if ties else None, [line.offer for line in lines])
    for line, besides in zip(lines, chosen, strict=True):
        shown = _line(
            line,
            cart.currency,
            prices[line.tier_id],
            held=held,
            parts=tuple(parts.get(line.offer_id, ())),
            own=line.offer.studio_id in own_studios,
            owned=owned,
            besides=besides,
            closed=closed.get(line.offer_id),
        )
        views.append(_launched(shown, prices[line.tier_id].get(cart.currency), at, taken_low.get(line.tier_id, 0)))
    shared = rules.shared_currencies((line.tier, prices[line.tier_id]) for line in lines)
    if near.offered or near.brought:
        views = _in_company(near, lines, views)
    billed = _billed(cart, views, shared, at, home)
    if not more:
        return billed
    there = {line.offer.pk for line in views if not line.problem}
    taken = owned | {each.tier_id for each in more if each.tier.offer.studio_id in own_studios}
    beside = [each for each in more if each.tier_id not in taken]
    return replace(billed, bumps=bumps_of(beside, there, cart.currency, at))


def _in_company(near: Company, lines: list[CartLine], views: list[LineView]) -> list[LineView]:
    """The lines with what they cost less in company, or no more."""
    there = {view.offer.pk for view in views if not view.problem and view.unit is not None}
    return [
        replace(
            view,
            cheaper=near.cheaper(line, view.now or view.unit, there) if view.unit is not None else None,
            lost=near.lost(line, there),
        )
        for line, view in zip(lines, views, strict=True)
    ]


def _launched(line: LineView, price: Price | None, at: datetime | None, held: int) -> LineView:
    """The line with its launch price, and with what one costs at the moment."""
    if at is None or line.unit is None:
        return replace(line, now=line.unit if price is None or price.launch is None else None)
    launch = running(line.tier, price, at, held) if line.tier.pricing == FIXED else None
    if launch is None or not launch.covers(1):
        return replace(line, now=line.unit)
    low = launch.each(line.quantity) + sum(each.amount for each in line.added)
    return replace(line, launch=launch, now=Money(low, line.unit.currency))


def bumps_of(more: list[Suggestion], there: set[int], code: str, at: datetime | None) -> list[Bump]:
    """What may be added beside the offers `there`, as far as it can be bought in currency `code`; one query."""
    prices = prices_of([each.tier_id for each in more])
    found = []
    for each in more:
        tier = each.tier
        unit = rules.unit_price(tier, prices[tier.pk], code)
        if each.offer_id not in there or unit is None:
            continue
        if rules.standing_in_the_way(tier, 1, unit, prices=prices[tier.pk], code=code) is None:
            low = rules.now(tier, prices[tier.pk], code, 1, at) if at else unit
            price = Money(unit if low is None else low, code)
            less = worth(each, price)
            found.append(Bump(each, Money(unit, code), price - less, less))
    return found


def _billed(cart: Cart, views: list[LineView], shared: list[str], at: datetime | None, home: str) -> CartView:
    """The view with discounts and taxes."""
    code, fine = cart.currency, [line for line in views if not line.problem and line.unit is not None]
    wishes = [_wish(line) for line in fine]
    terms = _terms(cart, wishes, home, at) if at and wishes else rules.Terms()
    bill = rules.bill(wishes, terms, code, at) if at else rules.bill_of(wishes, code)
    billed = {
        line.id: replace(line, priced=each, total=Money(each.total, code))
        for line, each in zip(fine, bill.lines, strict=True)
    }
    return CartView(
        cart,
        code,
        _groups([billed.get(line.id, line) for line in views], code),
        Money(sum(each.gross for each in bill.lines), code),
        shared,
        Money(sum(each.item.listed for each in bill.lines), code),
        Money(sum(each.discount for each in bill.lines), code),
        taxes(bill.lines),
        bill.applied,
        bill.idle,
        bool(terms.profiles) and any(wish.unit for wish in wishes),
        terms.by_region and any(wish.unit for wish in wishes),
        terms.place,
    )


def _wish(line: LineView) -> rules.Wish:
    offer, unit = line.offer, line.unit.minor if line.unit else 0
    launch = Reason(LAUNCH, "", line.launch.off(line.quantity)) if line.launch else None
    return rules.Wish(offer.studio_id, offer.pk, offer.kind, line.tier.pk, unit, line.quantity, line.cheaper, launch)


def _terms(cart: Cart, wishes: list[rules.Wish], home: str, at: datetime) -> rules.Terms:
    studios = {wish.studio_id for wish in wishes}
    profiles = tax.profiles(studios)
    found = _coupons(cart, studios) if cart.codes else []
    if not profiles:
        return rules.Terms(cart.codes, found)
    rates = tax.rates()
    country = cart.country or home or HOME_OF.get(cart.currency, "")
    by_region = asks_region(profiles.values(), country, rates, at.date())
    # A region that was named for another country, or before rates differed by region, does not count.
    region = cart.region if by_region and is_known(cart.region, country) else ""
    return rules.Terms(cart.codes, found, profiles, rates, Place(country, cart.tax_id, region), by_region)


def _coupons(cart: Cart, studios: set[int]) -> list[Coupon]:
    """The coupons of the cart's codes; uses that a waiting order of this very cart holds are free for it."""
    found = coupons.by_keys(cart.codes, studios)
    if any(each.cap is not None and each.used >= each.cap for each in found):
        held = coupons.held_for(cart.pk)
        for each in found:
            each.used -= held.count(each.pk)
    return found


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


def _line(
    line: CartLine,
    code: str,
    prices: dict[str, Price],
    *,
    held: dict[int, int],
    parts: tuple[Part, ...],
    own: bool,
    owned: set[int],
    besides: list[Added] | Refused,
    closed: Refused | None,
) -> LineView:
    more = [] if isinstance(besides, Refused) else besides
    unit = rules.unit_price(line.tier, prices, code, line.shown)
    kept = held.get(line.tier_id, 0)
    problem = rules.standing_in_the_way(line.tier, line.quantity, unit, prices=prices, code=code, held=kept, own=own)
    if problem is None and line.offer.kind == BUNDLE:
        problem = rules.parts_in_the_way(parts, line.quantity, held)
    if problem is None and (refusal := besides if isinstance(besides, Refused) else closed):
        tie_id = refusal.tie_id if isinstance(refusal, SameHands) else None
        problem = rules.Problem(refusal.code, refusal.message, tie_id)
    price = prices.get(code)
    unit = None if unit is None else unit + sum(each.amount for each in more)
    return LineView(
        id=line.pk,
        offer=line.offer,
        tier=line.tier,
        quantity=line.quantity,
        most=rules.most_of(line.offer),
        unit=None if unit is None else Money(unit, code),
        shown=Money(line.shown, code),
        listed=Money((unit or 0) * line.quantity, code),
        total=Money((unit or 0) * line.quantity, code),
        minimum=Money(price.amount, code) if price and line.tier.pricing == CHOOSE else None,
        problem=problem,
        owned=line.tier_id in owned and not is_held(line.offer),  # work is ordered anew each time
        parts=parts,
        owned_parts=frozenset(part.tier.pk for part in parts if part.tier.pk in owned),
        answers=line.answers,
        added=tuple(more),
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
