"""Putting on a list, taking off, one list out of two, the link for others."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions as offers
from dhara.checkout.models import Wish, WishList
from dhara.checkout.wishes import actions, queries, rules
from dhara.kit.actor import GUEST, Actor, person
from dhara.kit.refusal import Invalid, NotAllowed, NotFoundHere, Refused
from tests.make import bundles, catalog, delivery
from tests.make.race import errors, race

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(now: datetime) -> Offer:
    return catalog.offer(now - timedelta(days=1))


def put(offer: Offer, now: datetime, token: str | None = None, by: Actor = GUEST) -> WishList:
    return actions.put(token, offer_id=offer.pk, currency="BDT", by=by, at=now)


def test_twice_is_once(card: Offer, now: datetime) -> None:
    first = put(card, now)
    again = put(card, now, first.token)
    assert (again.pk, queries.ids_on(again)) == (first.pk, [card.pk])
    wish = Wish.objects.get()
    assert (wish.currency, wish.amount, wish.low, wish.out) == ("BDT", 450_00, 450_00, False)
    assert queries.count_for(card.pk) == 1


def test_what_nobody_can_see_can_not_be_wished_for(card: Offer, now: datetime) -> None:
    with pytest.raises(NotFoundHere):
        put(catalog.draft(now), now)
    with pytest.raises(NotFoundHere):
        actions.put(None, offer_id=10**18, currency="BDT", by=GUEST, at=now)
    assert not WishList.objects.exists()


def test_taking_off_is_no_error_when_it_is_gone(card: Offer, now: datetime) -> None:
    own = put(card, now)
    for _twice in range(2):
        actions.remove(own.token, offer_id=card.pk, by=GUEST, at=now)
        assert queries.ids_on(own) == []
    assert actions.remove("strange-token", offer_id=card.pk, by=GUEST, at=now) is None


def test_a_full_list_says_so(card: Offer, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_WISHES", 1)
    own = put(card, now)
    with pytest.raises(Refused) as refusal:
        put(catalog.offer(now - timedelta(days=1)), now, own.token)
    assert refusal.value.code == "wishlist_full"
    assert put(card, now, own.token) == own  # what is there already is no refusal


def test_a_guests_list_becomes_the_accounts_without_doubles(card: Offer, now: datetime) -> None:
    other = catalog.offer(now - timedelta(days=1))
    account = catalog.account(now)
    own = put(card, now, by=person(account.pk))
    guests = put(card, now)
    put(other, now, guests.token)
    guests = actions.share(guests, name="For my birthday", at=now)
    merged = actions.merge(guests.token, account.pk, by=person(account.pk), at=now)
    assert merged is not None
    assert (merged.pk, set(queries.ids_on(merged))) == (own.pk, {card.pk, other.pk})
    assert (merged.shared_token, merged.shared_name) == (guests.shared_token, "For my birthday")
    assert WishList.objects.count() == 1
    again = actions.merge(guests.token, account.pk, by=person(account.pk), at=now)
    assert again == own


def test_a_first_list_just_gets_its_owner(card: Offer, now: datetime) -> None:
    account, guests = catalog.account(now), put(card, now)
    merged = actions.merge(guests.token, account.pk, by=person(account.pk), at=now)
    assert merged is not None
    assert (merged.pk, merged.account_id) == (guests.pk, account.pk)
    assert queries.find(guests.token) is None  # the cookie alone opens it no more
    with pytest.raises(NotAllowed):
        actions.merge(guests.token, account.pk, by=person(account.pk + 1), at=now)


def test_it_is_shared_under_a_name_until_switched_off(card: Offer, now: datetime) -> None:
    own = actions.share(put(card, now), name="  For my birthday ", at=now)
    token = own.shared_token
    assert token is not None
    assert queries.shared(token) == own
    assert actions.share(own, name="", at=now).shared_token == token
    actions.unshare(own, at=now)
    assert queries.shared(token) is None
    assert actions.share(own, name="", at=now).shared_token != token
    with pytest.raises(Invalid):
        actions.share(own, name="x" * 61, at=now)
    assert queries.shared("") is None


def test_how_each_wish_stands(card: Offer, now: datetime) -> None:
    buyer = catalog.account(now)
    shop = catalog.shop(now - timedelta(days=2))
    before = now - timedelta(days=1)
    gone, sold_out = catalog.offer(before, shop), catalog.offer(before, shop, tiers=[catalog.fixed(stock=1)])
    several = catalog.offer(
        before, shop, tiers=[catalog.fixed(300_00, name="A"), catalog.fixed(100_00, name="B", recommended=True)]
    )
    own = put(card, now, by=person(buyer.pk))
    for each in (gone, sold_out, several):
        put(each, now, by=person(buyer.pk))
    offers.unpublish(gone, by=shop.by, at=now)
    sold_out.tiers.update(sold=1)
    Wish.objects.filter(offer=card).update(amount=500_00)
    delivery.paid_order(now, card.tiers.get(), account=buyer)
    found = {each.offer.pk: each for each in queries.seen(own, buyer, "BDT", now)}
    assert (found[card.pk].was, found[card.pk].owned) == (found[card.pk].was, True)
    assert found[card.pk].was is not None
    assert found[card.pk].was.minor == 500_00
    assert (found[gone.pk].sold_here, found[gone.pk].now.buyable) == (False, False)
    assert (found[sold_out.pk].sold_here, found[sold_out.pk].now.buyable) == (True, False)
    assert found[several.pk].now.tier_id == several.tiers.get(recommended=True).pk
    assert found[several.pk].owned is False


def test_a_bundle_can_be_had_as_long_as_its_parts(now: datetime) -> None:
    before = now - timedelta(days=1)
    shop = catalog.shop(before)
    part = catalog.offer(before, shop, tiers=[catalog.fixed(stock=1)]).tiers.get()
    whole = bundles.offer(before, shop, parts=[part, catalog.offer(before, shop).tiers.get()])
    assert queries.standings([whole], now)[whole.pk].buyable
    part.sold = 1
    part.save()
    assert not queries.standings([whole], now)[whole.pk].buyable


def test_what_came_in_a_bundle_is_owned(card: Offer, now: datetime) -> None:
    buyer = catalog.account(now)
    order = delivery.paid_order(now, catalog.offer(now).tiers.get(), account=buyer)
    order.policies = {"parts": {str(order.lines.get().offer_id): [card.tiers.get().pk]}}
    order.save()
    assert queries.owners([card.pk], [buyer.pk]) == {(buyer.pk, card.pk)}
    order.gifted = True
    order.save()
    assert queries.owners([card.pk], [buyer.pk]) == set()


def test_old_lists_of_nobody_are_forgotten(card: Offer, now: datetime) -> None:
    account = catalog.account(now)
    old = now - rules.KEPT
    put(card, old + timedelta(hours=1))
    kept = put(card, now)
    WishList.objects.exclude(pk=kept.pk).update(changed_at=old)
    own = put(card, now, by=person(account.pk))
    WishList.objects.filter(pk=own.pk).update(changed_at=old)
    assert actions.tidy(at=now) == 1
    assert set(WishList.objects.all()) == {kept, own}


def test_letters_need_somebody(card: Offer, now: datetime) -> None:
    own = put(card, now)
    with pytest.raises(NotAllowed):
        actions.ask_for_letters(own, by=GUEST, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        WishList.objects.filter(pk=own.pk).update(letters_at=now)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_make_one_list(now: datetime) -> None:
    card = catalog.offer(now - timedelta(days=1))
    account = catalog.account(now)
    answers = race(*[lambda: put(card, now, by=person(account.pk))] * 6)
    assert errors(answers) == []
    assert (WishList.objects.count(), Wish.objects.count()) == (1, 1)
