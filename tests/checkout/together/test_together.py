"""What buyers bought together: from real orders, never of few, never what is not for sale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers import actions as offers
from dhara.checkout.models import Order, Together
from dhara.checkout.together import actions
from dhara.checkout.together.queries import bought_with
from dhara.people.models import Member
from tests.make import bundles, catalog
from tests.make import delivery as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now: datetime) -> catalog.Shop:
    return catalog.shop(now - timedelta(days=400))


def cards(now: datetime, *shops: catalog.Shop) -> list[Tier]:
    """An offer of each studio that was often sold."""
    made = [catalog.offer(now - timedelta(days=300), shop) for shop in shops]
    Offer.objects.update(sold=10)
    return [each.tiers.select_related("offer").get() for each in made]


def buy(now: datetime, tiers: Sequence[Tier], *emails: str, days: int = 1) -> list[Order]:
    return [make.paid_order(now - timedelta(days=days), *tiers, email=email) for email in emails]


def beside(tier: Tier, now: datetime) -> list[int]:
    actions.count_anew(at=now)
    return [row.id for row in bought_with(tier.offer_id, now)]


THREE = ("a@example.com", "b@example.com", "c@example.com")


def test_three_buyers_tell_and_two_do_not(shop: catalog.Shop, now: datetime) -> None:
    first, second = cards(now, shop, shop)
    buy(now, [first, second], *THREE[:2])
    assert beside(first, now) == []
    buy(now, [first], THREE[2], days=80)
    assert beside(first, now) == []
    buy(now, [second], THREE[2])
    assert beside(first, now) == [second.offer_id]
    assert beside(second, now) == [first.offer_id]
    assert Together.objects.get(offer=first.offer).buyers == 3


def test_one_buyer_counts_once_and_long_ago_does_not(shop: catalog.Shop, now: datetime) -> None:
    first, second = cards(now, shop, shop)
    buy(now, [first, second], THREE[0], THREE[0], *THREE[:2])
    buy(now, [first], THREE[2], days=100)
    buy(now, [second], THREE[2], days=9)
    assert beside(first, now) == []
    assert actions.count_anew(at=now) == 0


def test_an_account_is_one_buyer_whatever_its_address(shop: catalog.Shop, now: datetime) -> None:
    first, second = cards(now, shop, shop)
    account = catalog.account(now)
    for email in THREE:
        make.paid_order(now - timedelta(days=1), first, second, email=email, account=account)
    assert beside(first, now) == []


def test_what_was_free_given_back_or_unpaid_does_not_count(shop: catalog.Shop, now: datetime) -> None:
    first, second = cards(now, shop, shop)
    free, returned, unpaid = buy(now, [first, second], *THREE)
    buy(now, [first, second], "d@example.com", "e@example.com")
    free.lines.update(gross=0)
    returned.lines.filter(tier=second).update(refunded=450_00)
    Order.objects.filter(pk=unpaid.pk).update(status="expired")
    assert beside(first, now) == []
    free.lines.update(gross=1_00)
    assert beside(first, now) == [second.offer_id]


def test_what_a_studio_buys_of_itself_does_not_count(shop: catalog.Shop, now: datetime) -> None:
    first, second = cards(now, shop, shop)
    buy(now, [first, second], *THREE[:2])
    make.paid_order(now - timedelta(days=1), first, second, email="own@example.com", account=shop.owner)
    assert beside(first, now) == []
    Member.objects.filter(account=shop.owner).delete()
    assert beside(first, now) == [second.offer_id]


def test_the_own_come_first_then_what_more_bought(shop: catalog.Shop, now: datetime) -> None:
    other = catalog.shop(now - timedelta(days=400))
    first, own, strange, liked = cards(now, shop, shop, other, other)
    buy(now, [first, own, strange, liked], *THREE)
    buy(now, [first, liked], "d@example.com")
    assert beside(first, now) == [own.offer_id, liked.offer_id, strange.offer_id]


def test_what_can_not_be_bought_is_not_shown(shop: catalog.Shop, now: datetime) -> None:
    first, second = cards(now, shop, shop)
    buy(now, [first, second], *THREE)
    assert beside(first, now) == [second.offer_id]
    offers.unpublish(second.offer, by=shop.by, at=now)
    assert bought_with(first.offer_id, now) == []  # at once, not only after the next count
    assert beside(first, now) == []
    assert not Together.objects.exists()


def test_a_bundle_and_its_parts_are_one(shop: catalog.Shop, now: datetime) -> None:
    first, second = cards(now, shop, shop)
    whole = bundles.offer(now - timedelta(days=300), shop, parts=[first, second])
    Offer.objects.update(sold=10)
    buy(now, [first, second, whole.tiers.select_related("offer").get()], *THREE)
    assert beside(first, now) == [second.offer_id]
    assert bought_with(whole.pk, now) == []


def test_counting_again_finds_the_same(shop: catalog.Shop, now: datetime) -> None:
    first, second = cards(now, shop, shop)
    buy(now, [first, second], *THREE)
    assert [actions.count_anew(at=now), actions.count_anew(at=now)] == [2, 2]
    assert Together.objects.count() == 2


def test_the_table_takes_no_pair_of_few(shop: catalog.Shop, now: datetime) -> None:
    first, second = cards(now, shop, shop)
    row = {"offer": first.offer, "other": second.offer, "position": 1, "counted_at": now}
    with pytest.raises(IntegrityError), transaction.atomic():
        Together.objects.create(buyers=2, **row)
