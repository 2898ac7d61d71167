"""A launch price is real: it ends when it was said to, and the regular price is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.catalog.models import Offer, Price, Tier
from dhara.catalog.offers import actions as offers
from dhara.catalog.offers import shown
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices import launch, rules
from dhara.catalog.prices.rules import PriceDraft, TierDraft
from dhara.kit.refusal import Invalid
from tests.make import catalog as make

WEEK = timedelta(days=7)


def low(amount: int = 300_00, regular: int = 450_00, **fields: object) -> TierDraft:
    return replace(TierDraft(prices=(PriceDraft("BDT", regular, launch=amount),)), **fields)


@pytest.mark.parametrize(
    ("draft", "code", "field"),
    [
        (low(450_00, launch_copies=3), "launch_not_lower", "launch_BDT"),
        (low(1_00, launch_copies=3), "price_too_low", "launch_BDT"),
        (low(), "launch_endless", "launch_until"),
        (low(launch_copies=0), "launch_copies_unclear", "launch_copies"),
        (make.fixed(launch_copies=3), "launch_missing", "launch_BDT"),
        (low(pricing="choose", launch_copies=3), "launch_needs_fixed", "launch_until"),
    ],
)
def test_a_launch_price_is_lower_and_has_an_end(draft: TierDraft, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_tiers([draft])
    assert (refusal.value.code, refusal.value.field) == (code, f"tiers-0-{field}")


@given(
    taken=st.integers(0, 9),
    held=st.integers(0, 9),
    copies=st.integers(1, 9) | st.none(),
    quantity=st.integers(1, 9),
    hours=st.integers(-50, 50) | st.none(),
)
def test_what_it_takes_off(taken: int, held: int, copies: int | None, quantity: int, hours: int | None) -> None:
    at = datetime.fromisoformat("2026-06-01T12:00:00+00:00")
    until = None if hours is None else at + timedelta(hours=hours)
    tier = Tier(launch_until=until, launch_copies=copies, launch_taken=taken, launch_last_at=at - WEEK)
    found = launch.running(tier, Price(currency="BDT", amount=450_00, launch=300_00), at, held)
    free = quantity if copies is None else max(0, copies - taken + held)
    if (until is not None and until <= at) or not free:
        assert found is None
    else:
        assert found is not None
        assert found.off(quantity) == 150_00 * min(quantity, free)
        assert found.each(quantity) == (300_00 if free >= quantity else 450_00)


@pytest.fixture
def selling(now: datetime, db: None) -> Offer:
    """An offer on the market whose launch price runs for a week, for five copies."""
    draft = low(launch_until=now + WEEK, launch_copies=5)
    return make.offer(now, tiers=[draft])


def save(offer: Offer, at: datetime, **changes: object) -> Tier:
    """Save its one price anew with the changes."""
    tier = prices.tiers_of(offer.pk).get()
    (price,) = tier.prices.all()
    amounts = {name: changes.pop(name) for name in ("amount", "launch") if name in changes}
    given = replace(PriceDraft("BDT", price.amount, launch=price.launch), **amounts)
    draft = TierDraft(prices=(given,), id=tier.pk, launch_until=tier.launch_until, launch_copies=tier.launch_copies)
    by = make.person(offer.studio.members.get().account_id)
    prices.set_tiers(offer, [replace(draft, **changes)], by=by, at=at)
    return prices.tiers_of(offer.pk).get()


NOTHING: dict[str, object] = {"launch": None, "launch_until": None, "launch_copies": None}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"launch_until": timedelta(days=8)}, "launch_longer"),
        ({"launch_until": None}, "launch_longer"),
        ({"launch_copies": 6}, "launch_longer"),
        ({"launch_copies": None}, "launch_longer"),
        ({"launch": 200_00}, "launch_changed"),
        ({"amount": 500_00}, "launch_regular"),
        ({"amount": 400_00}, "launch_regular"),
        ({"amount": 400_00, **NOTHING}, "launch_regular"),
        ({"pricing": "free"}, "launch_regular"),
        ({"launch_until": timedelta(hours=-1)}, "launch_over"),
    ],
)
def test_while_it_runs_it_only_gets_shorter(
    selling: Offer, now: datetime, changes: dict[str, object], code: str
) -> None:
    changes = {name: now + value if isinstance(value, timedelta) else value for name, value in changes.items()}
    before = prices.tiers_of(selling.pk).get()
    if changes.get("pricing") == "free":
        changes |= {"launch_until": None, "launch_copies": None, "launch": None}
    with pytest.raises(Invalid) as refusal:
        save(selling, now + timedelta(hours=1), **changes)
    assert refusal.value.code == code
    after = prices.tiers_of(selling.pk).get()
    assert (after.launch_until, after.launch_copies) == (before.launch_until, before.launch_copies)


def test_it_can_end_sooner_and_then_rests_for_thirty_days(selling: Offer, now: datetime) -> None:
    tier = save(selling, now, launch_until=now + timedelta(days=3), launch_copies=4)
    assert (tier.launch_until, tier.launch_copies) == (now + timedelta(days=3), 4)
    stop = now + timedelta(days=1)
    tier = save(selling, stop, **NOTHING)
    assert launch.running(tier, tier.prices.get(), stop) is None
    assert launch.ended(tier, stop) == stop
    again = {"launch_until": stop + 60 * WEEK, "launch_copies": 2, "launch": 100_00}
    with pytest.raises(Invalid) as refusal:
        save(selling, stop + timedelta(days=29), **again)
    assert refusal.value.code == "launch_too_soon"
    assert save(selling, stop + timedelta(days=29), name="Same", **NOTHING).launch_until == stop
    tier = save(selling, stop + timedelta(days=30), **again)
    assert (tier.launch_copies, tier.launch_taken) == (2, 0)


def test_a_new_row_is_no_way_around(selling: Offer, now: datetime) -> None:
    by = make.person(selling.studio.members.get().account_id)
    with pytest.raises(Invalid) as refusal:
        prices.set_tiers(selling, [low(launch_copies=5)], by=by, at=now)
    assert refusal.value.code == "launch_too_soon"
    prices.set_tiers(selling, [make.fixed()], by=by, at=now)
    with pytest.raises(Invalid):
        prices.set_tiers(selling, [make.fixed(name="Old"), low(name="New", launch_copies=5)], by=by, at=now + WEEK)


def test_what_it_costs_afterwards_was_promised(selling: Offer, now: datetime) -> None:
    over = now + WEEK
    with pytest.raises(Invalid) as refusal:
        save(selling, over + WEEK, amount=400_00, **NOTHING)
    assert refusal.value.code == "launch_regular"
    assert save(selling, over + WEEK, amount=500_00, **NOTHING).prices.get().amount == 500_00
    assert save(selling, over + 5 * WEEK, amount=400_00, **NOTHING).prices.get().launch is None


def test_before_anybody_saw_it_everything_can_change(now: datetime, db: None) -> None:
    offer = make.offer(now, tiers=[low(launch_until=now + WEEK)], published=False)
    tier = save(offer, now, launch_until=now + 2 * WEEK, amount=300_00, launch=250_00)
    assert (tier.launch_until, tier.prices.get().launch) == (now + 2 * WEEK, 250_00)
    by = make.person(offer.studio.members.get().account_id)
    offers.publish(offer, by=by, at=now + 3 * WEEK)
    offer.refresh_from_db()
    assert save(offer, now + 3 * WEEK, launch_until=now + 4 * WEEK).launch_until == now + 4 * WEEK


def test_the_offers_page_knows_it_in_one_query(selling: Offer, now: datetime) -> None:
    found = shown.page(selling.studio.handle, selling.slug, now)
    assert found is not None
    (tier,) = found.tiers.all()
    running = launch.running(tier, tier.prices.all()[0], now)
    assert running == launch.Launch(300_00, 450_00, now + WEEK, 5)
    assert running.days_left(now) == 7
