"""What a price may be, what a buyer pays, and the tiers of an offer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.catalog.models import Price, Tier
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices import queries, rules
from dhara.catalog.prices.rules import PriceDraft, TierDraft
from dhara.kit.actor import person
from dhara.kit.currency import CODES, Money
from dhara.kit.refusal import Conflict, Invalid
from tests.make import catalog as make
from tests.make.catalog import choose, fixed, free


@pytest.mark.parametrize(
    ("drafts", "code", "field"),
    [
        ([fixed(999)], "price_too_low", "tiers-0-amount_BDT"),
        ([fixed(500_000_01)], "price_too_high", "tiers-0-amount_BDT"),
        ([fixed(-5)], "price_too_low", "tiers-0-amount_BDT"),
        ([fixed(100_00, "XYZ")], "currency_unknown", "currency"),
        ([choose(5_00)], "price_too_low", "tiers-0-amount_BDT"),
        ([choose(100_00, 50_00)], "suggestion_too_low", "tiers-0-suggested_BDT"),
        ([choose(0, 5_00)], "price_too_low", "tiers-0-suggested_BDT"),
        ([TierDraft(prices=(PriceDraft("BDT", 20_00, 30_00),))], "suggestion_needless", "tiers-0-amount_BDT"),
        ([TierDraft(prices=(PriceDraft("BDT", 20_00),) * 2)], "currency_twice", "tiers-0-prices"),
        ([TierDraft(pricing="magic")], "pricing_unknown", "tiers-0-pricing"),
        ([fixed(name="One"), fixed()], "tier_name_missing", "tiers-1-name"),
        ([fixed(name="One"), fixed(name="ONE")], "tier_name_twice", "tiers-1-name"),
        ([fixed(name="x" * 81)], "name_too_long", "tiers-0-name"),
        ([fixed(description="x" * 1001)], "text_too_long", "tiers-0-description"),
        ([fixed(stock=-1)], "stock_unclear", "tiers-0-stock"),
        ([fixed(name=f"{n}") for n in range(13)], "too_many_tiers", "tiers"),
        ([fixed(name="a", id=7), fixed(name="b", id=7)], "tier_twice", "tiers"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(drafts: list[TierDraft], code: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_tiers(drafts)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_every_currency_has_sensible_limits() -> None:
    assert set(rules.LIMITS) == set(CODES)
    assert all(0 < least < most for least, most in rules.LIMITS.values())


@pytest.mark.parametrize(
    ("tier", "price", "chosen", "pays"),
    [
        (Tier(pricing="free"), None, None, 0),
        (Tier(pricing="fixed"), Price(currency="BDT", amount=450_00), None, 450_00),
        (Tier(pricing="fixed"), Price(currency="BDT", amount=450_00), 1, 450_00),
        (Tier(pricing="choose"), Price(currency="BDT", amount=0), None, 0),
        (Tier(pricing="choose"), Price(currency="BDT", amount=0, suggested=100_00), None, 100_00),
        (Tier(pricing="choose"), Price(currency="BDT", amount=0, suggested=100_00), 0, 0),
        (Tier(pricing="choose"), Price(currency="BDT", amount=50_00), 50_00, 50_00),
        (Tier(pricing="choose"), Price(currency="BDT", amount=50_00), 900_00, 900_00),
        (Tier(pricing="choose"), Price(currency="BDT", amount=50_00), 49_99, "price_too_low"),
        (Tier(pricing="choose"), Price(currency="BDT", amount=0), 5_00, "price_too_low"),
        (Tier(pricing="choose"), Price(currency="BDT", amount=0), 500_000_01, "price_too_high"),
        (Tier(pricing="choose"), Price(currency="BDT", amount=0), -1, "price_too_low"),
        (Tier(pricing="fixed"), None, None, "price_missing"),
    ],
)
def test_unit_price(tier: Tier, price: Price | None, chosen: int | None, pays: Any) -> None:
    if isinstance(pays, int):
        assert rules.unit_price(tier, price, chosen) == pays
        return
    with pytest.raises(Invalid) as refusal:
        rules.unit_price(tier, price, chosen)
    assert (refusal.value.code, refusal.value.field) == (pays, "amount")


@given(st.integers(-(10**13), 10**13), st.integers(0, 10**8), st.sampled_from(CODES))
def test_nobody_pays_less_than_the_least_or_what_no_gateway_takes(chosen: int, least: int, currency: str) -> None:
    price = Price(currency=currency, amount=least)
    try:
        pays = rules.unit_price(Tier(pricing="choose"), price, chosen)
    except Invalid:
        return
    low, high = rules.LIMITS[currency]
    assert pays == chosen >= least
    assert pays == 0 or low <= pays <= high


@pytest.mark.django_db
def test_tiers_keep_their_ids_and_counts(now: datetime) -> None:
    offer = make.draft(now)
    owner = person(offer.studio.members.get().account_id)
    one, two = prices.set_tiers(offer, [fixed(name="One", stock=5), choose(0, 99_00, name="Two")], by=owner, at=now)
    prices.reserve(one.pk, 2)
    again = [
        TierDraft("Two", "choose", (PriceDraft("BDT", 20_00), PriceDraft("USD", 2_00)), id=two.pk),
        fixed(500_00, name="First", id=one.pk, stock=4),
        free(name="Trial"),
    ]
    tiers = prices.set_tiers(offer, again, by=owner, at=now)
    assert [tier.pk for tier in tiers[:2]] == [two.pk, one.pk]
    assert [tier.name for tier in tiers] == ["Two", "First", "Trial"]
    assert (tiers[1].reserved, tiers[1].stock, tiers[1].left) == (2, 4, 2)
    assert [(p.currency, p.amount) for p in tiers[0].prices.all()] == [("BDT", 20_00), ("USD", 2_00)]
    offer.refresh_from_db()
    assert offer.from_prices == {"BDT": 0, "USD": 0}
    assert (offer.free, offer.prices_vary) == (True, True)
    assert offer.price_from("EUR") == Money(0, "EUR")
    left = prices.set_tiers(
        offer, [TierDraft("First", "fixed", (PriceDraft("USD", 7_00),), id=one.pk)], by=owner, at=now
    )
    offer.refresh_from_db()
    assert [tier.pk for tier in left] == [one.pk]
    assert (offer.from_prices, offer.free, offer.prices_vary) == ({"USD": 7_00}, False, False)
    assert offer.price_from("BDT") == Money(7_00, "USD")
    assert Tier.objects.filter(offer=offer, retired=True).count() == 2


@pytest.mark.django_db
def test_stock_is_not_set_below_what_is_gone_and_strange_tiers_are_refused(now: datetime) -> None:
    offer, other = make.draft(now), make.offer(now)
    owner = person(offer.studio.members.get().account_id)
    (tier,) = prices.set_tiers(offer, [fixed(stock=5)], by=owner, at=now)
    prices.reserve(tier.pk, 3)
    with pytest.raises(Invalid) as refusal:
        prices.set_tiers(offer, [fixed(stock=2, id=tier.pk)], by=owner, at=now)
    assert refusal.value.field == "tiers-0-stock"
    with pytest.raises(Conflict) as gone:
        prices.set_tiers(offer, [fixed(id=other.tiers.get().pk)], by=owner, at=now)
    assert gone.value.code == "tier_gone"
    assert Tier.objects.get(pk=tier.pk).stock == 5


@pytest.mark.django_db
def test_an_offer_for_sale_keeps_a_price(now: datetime) -> None:
    offer = make.offer(now)
    owner = person(offer.studio.members.get().account_id)
    with pytest.raises(Invalid) as refusal:
        prices.set_tiers(offer, [TierDraft()], by=owner, at=now)
    assert refusal.value.field == "tiers-0-prices"


@pytest.mark.django_db
def test_prices_for_one_currency(now: datetime) -> None:
    offer = make.draft(now)
    owner = person(offer.studio.members.get().account_id)
    drafts = [fixed(name="taka"), fixed(5_00, "USD", name="dollar"), free(name="free")]
    tiers = prices.set_tiers(offer, drafts, by=owner, at=now)
    found = {tier.name: queries.price_in(tier, "USD") for tier in queries.for_sale([t.pk for t in tiers], "USD")}
    assert found.keys() == {"dollar", "free"}
    assert found["dollar"] is not None
    assert found["dollar"].amount == 5_00
    assert queries.currencies_of(tiers) == ["BDT", "USD"]
