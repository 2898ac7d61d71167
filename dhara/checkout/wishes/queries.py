"""Reads: whose list it is, what is on it and how that stands now, how many wish for an offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from dhara.catalog.bundles.queries import copies_left, parts_of
from dhara.catalog.bundles.rules import BUNDLE
from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers.queries import on_market
from dhara.catalog.prices.launch import Launch, running
from dhara.catalog.prices.queries import with_prices
from dhara.catalog.prices.rules import CHOOSE, FREE
from dhara.checkout.wishes.models import Wish, WishList
from dhara.checkout.wishes.rules import Standing
from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.people.access.queries import Somebody, Viewer


@dataclass(frozen=True)
class Shown:
    """A wish as its list shows it. `was` is what it cost when it was put there, where it costs less now."""

    wish: Wish
    now: Standing
    price: Money | None
    was: Money | None
    owned: bool

    @property
    def offer(self) -> Offer:
        offer: Offer = self.wish.offer
        return offer

    @property
    def launch(self) -> Launch | None:
        return self.now.launches.get(self.price.currency) if self.price else None

    @property
    def pick(self) -> Money | None:
        """What the button costs: the price of what one gets who chooses nothing. None: one has to choose."""
        code = self.price.currency if self.price else ""
        amount = self.now.tier_prices.get(code)
        return None if amount is None or not self.now.buyable else Money(amount, code)

    @property
    def before(self) -> Money | None:
        """What is struck through beside the price."""
        launch = self.launch
        return Money(launch.regular, self.price.currency) if launch and self.price else self.was

    @property
    def sold_here(self) -> bool:
        """Whether its page is there to be looked at."""
        return bool(self.now.prices)


def find(token: str | None, account: Somebody = None) -> WishList | None:
    """The list that the cookie names, or the account's own. Another account's list is nobody's."""
    mine = Viewer(account).account_id
    if mine:
        return WishList.objects.filter(account_id=mine).first()
    return WishList.objects.filter(token=token, account=None).first() if token else None


def shared(token: str) -> WishList | None:
    """The list that the secret link opens, as long as it is switched on."""
    return WishList.objects.filter(shared_token=token).first() if token else None


def ids_on(wishlist: WishList | None) -> list[int]:
    """The offers on the list, the latest first; no query without a list."""
    return list(wishlist.wishes.values_list("offer_id", flat=True)) if wishlist else []


def is_on(wishlist: WishList | None, offer_id: int) -> bool:
    return wishlist is not None and wishlist.wishes.filter(offer_id=offer_id).exists()


def count_for(offer_id: int) -> int:
    """How many lists the offer is on: all that its seller learns."""
    return Wish.objects.filter(offer_id=offer_id).count()


def wishes_of(wishlist: WishList) -> QuerySet[Wish]:
    """Everything on the list with its offers, studios and covers: one query."""
    return wishlist.wishes.select_related("offer__studio", "offer__cover__file").defer("offer__search")


def seen(wishlist: WishList | None, account: Somebody, currency: str, at: datetime) -> list[Shown]:
    """The list as its page shows it, the latest first: five queries for any length, two more where there are bundles.

    `currency` is the visitor's; what is not sold in it is shown in the one it was wished in.
    """
    wishes = list(wishes_of(wishlist)) if wishlist else []
    now = standings([wish.offer for wish in wishes], at)
    mine = Viewer(account).account_id
    owned = owners([wish.offer_id for wish in wishes], [mine]) if mine and wishes else set()
    return [_shown(wish, now[wish.offer_id], currency, (mine, wish.offer_id) in owned) for wish in wishes]


def _shown(wish: Wish, now: Standing, currency: str, owned: bool) -> Shown:
    code = next((each for each in (currency, wish.currency, *now.prices) if each in now.prices), "")
    price = Money(now.prices[code], code) if code else None
    before = Money(wish.amount, wish.currency) if wish.amount is not None else None
    lower = price is not None and before is not None and price.currency == before.currency and price < before
    return Shown(wish, now, price, before if lower else None, owned)


def standings(offers: Sequence[Offer], at: datetime) -> dict[int, Standing]:
    """How the offers can be had at the moment, by id: three queries for any number, two more for bundles among them."""
    ids = [offer.pk for offer in offers]
    if not ids:
        return {}
    here = set(on_market(at).filter(pk__in=ids).values_list("pk", flat=True))
    tiers: dict[int, list[Tier]] = {}
    for tier in Tier.objects.filter(offer_id__in=here, retired=False).prefetch_related(with_prices()):
        tiers.setdefault(tier.offer_id, []).append(tier)
    parts = parts_of([offer.pk for offer in offers if offer.kind == BUNDLE and offer.pk in here], covers=False)
    return {
        offer.pk: _standing(offer, tiers.get(offer.pk, []), copies_left(parts.get(offer.pk, ())), at)
        for offer in offers
    }


def _standing(offer: Offer, tiers: Sequence[Tier], bundles: int | None, at: datetime) -> Standing:
    """What is sold out still has its prices; what is off the market has none."""
    there = [tier for tier in tiers if tier.left != 0] if bundles != 0 else []
    plain = [tier for tier in there if tier.pricing != CHOOSE]
    best = next((tier for tier in plain if tier.recommended), plain[0] if len(there) == len(plain) == 1 else None)
    prices, launches = _least(there or tiers, offer, at)
    several = len(there or tiers) > 1 or any(tier.pricing == CHOOSE for tier in there)
    found = Standing(bool(there), prices, offer.releases_at is not None, launches, several)
    if best is None:
        return found
    own, _low = _least([best], offer, at)
    return replace(found, tier_id=best.pk, tier_name=best.name if several else "", tier_prices=own)


def _least(tiers: Iterable[Tier], offer: Offer, at: datetime) -> tuple[dict[str, int], dict[str, Launch]]:
    """The least of what the tiers cost, with the launch prices among that. What is free is so in all its currencies."""
    found: dict[str, int] = {}
    low: dict[str, Launch] = {}
    for tier in tiers:
        if tier.pricing == FREE:
            return dict.fromkeys([offer.studio.currency, *offer.from_prices], 0), {}
        for price in tier.prices.all():
            launch = running(tier, price, at)
            amount = launch.amount if launch else price.amount
            if amount <= found.get(price.currency, amount):
                found[price.currency] = amount
                low.pop(price.currency, None)
                if launch:
                    low[price.currency] = launch
    return found, low


def owners(offer_ids: Sequence[int], account_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Which of the accounts has bought (alone or in a bundle, for itself) which of the offers: (account, offer)."""
    with rows.cursor() as cursor:
        cursor.execute(_OWNERS, {"offers": list(offer_ids), "accounts": list(account_ids)})
        return {(account, offer) for account, offer in cursor.fetchall()}


_OWNERS = """
SELECT DISTINCT o.account_id, f.id
  FROM checkout_order o JOIN checkout_orderline l ON l.order_id = o.id
  JOIN unnest(%(offers)s::bigint[]) AS f(id) ON l.offer_id = f.id OR EXISTS (
       SELECT FROM catalog_tier t
        WHERE t.offer_id = f.id AND o.policies -> 'parts' -> l.offer_id::text @> to_jsonb(t.id))
 WHERE o.account_id = ANY(%(accounts)s::bigint[]) AND o.paid_at IS NOT NULL AND o.status <> 'refunded' AND NOT o.gifted
"""
