"""What may go into a cart, how it changes, and what the buyer is shown."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Offer, Price, Tier
from dhara.checkout.cart import actions as carts
from dhara.checkout.cart import queries
from dhara.checkout.cart.models import Cart, CartLine
from dhara.kit.actor import GUEST, person
from dhara.kit.currency import Money
from dhara.kit.refusal import Invalid, NotAllowed, NotFoundHere, Refused
from tests.make import checkout as make
from tests.make import people

pytestmark = pytest.mark.django_db


def _refused(code: str, **given: object) -> None:
    with pytest.raises(Refused) as refusal:
        carts.add(**given)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert str(refusal.value)


def test_lines_of_two_sellers_in_one_cart(now: datetime) -> None:
    nadia, tuli = people.studio(), people.studio(people.account("tuli@example.com"), handle="tuli")
    cart = make.cart_with(make.tier(nadia), make.tier(tuli, prices={"BDT": 1_000}), make.tier(nadia), at=now)
    view = queries.view(cart)
    assert [(group.studio.handle, len(group.lines), group.total.minor) for group in view.groups] == [
        ("nadia", 2, 90_000),
        ("tuli", 1, 1_000),
    ]
    assert view.total.minor == 91_000
    assert view.can_be_placed


def test_what_is_not_for_sale(now: datetime) -> None:
    studio = people.studio()
    given = {"token": None, "by": GUEST, "at": now}
    _refused("not_for_sale", tier_id=make.tier(studio, status="unpublished").pk, **given)
    _refused("not_found", tier_id=10**9, **given)
    retired = make.tier(studio)
    Tier.objects.filter(pk=retired.pk).update(retired=True)
    _refused("not_for_sale", tier_id=retired.pk, **given)
    gone = make.tier(studio, stock=0)
    _refused("sold_out", tier_id=gone.pk, **given)
    type(studio).objects.update(status="suspended")
    _refused("not_for_sale", tier_id=make.tier(studio).pk, **given)
    assert not CartLine.objects.exists()


def test_a_seller_does_not_buy_from_oneself(now: datetime) -> None:
    cast = people.cast()
    for member in (cast.nadia, cast.mitu):
        _refused("own_offer", token=None, tier_id=make.tier(cast.studio).pk, by=person(member.pk), at=now)
    free = make.tier(cast.studio, pricing="free")
    assert carts.add(None, tier_id=free.pk, by=person(cast.nadia.pk), at=now).lines.count() == 1


def test_one_currency_for_one_cart(now: datetime) -> None:
    both, dollars = make.tier(prices={"BDT": 45_000, "USD": 400}), make.tier(prices={"USD": 900})
    cart = make.cart_with(both, at=now)
    with pytest.raises(Refused) as refusal:
        carts.add(cart.token, tier_id=dollars.pk, by=GUEST, at=now)
    assert refusal.value.code == "other_currency"
    assert "$ (USD)" in str(refusal.value)
    assert carts.switch_currency(cart.token, currency="USD", by=GUEST, at=now).currency == "USD"
    carts.add(cart.token, tier_id=dollars.pk, by=GUEST, at=now)
    view = queries.view(Cart.objects.get())
    assert (view.total.minor, view.currencies, view.changes) == (1_300, ["USD"], [])
    with pytest.raises(Refused) as refusal:
        carts.switch_currency(cart.token, currency="BDT", by=GUEST, at=now)
    assert dollars.offer.title in str(refusal.value)


def test_an_empty_cart_takes_the_currency_of_its_first_line(now: datetime) -> None:
    dollars = make.tier(prices={"USD": 900})
    assert carts.add(None, tier_id=dollars.pk, currency="BDT", by=GUEST, at=now).currency == "USD"


def test_files_are_bought_once(now: datetime) -> None:
    tier = make.tier()
    cart = make.cart_with(tier, tier, at=now)
    line = cart.lines.get()
    assert line.quantity == 1
    with pytest.raises(Invalid):
        carts.change(cart.token, line_id=line.pk, quantity=2, by=GUEST, at=now)
    carts.change(cart.token, line_id=line.pk, quantity=0, by=GUEST, at=now)
    assert not cart.lines.exists()


def test_pay_what_you_want(now: datetime) -> None:
    tier = make.tier(pricing="choose", prices={"BDT": 10_000})
    with pytest.raises(Invalid) as refusal:
        carts.add(None, tier_id=tier.pk, chosen=9_999, by=GUEST, at=now)
    assert refusal.value.field == "amount"
    cart = carts.add(None, tier_id=tier.pk, chosen=25_000, by=GUEST, at=now)
    line = cart.lines.get()
    carts.change(cart.token, line_id=line.pk, chosen=30_000, by=GUEST, at=now)
    assert queries.view(cart).total.minor == 30_000
    Price.objects.update(amount=40_000)
    (shown,) = queries.view(cart).changes
    assert (shown.unit and shown.unit.minor, shown.shown.minor) == (40_000, 30_000)


def test_at_most_twenty_lines(now: datetime) -> None:
    studio = people.studio()
    cart = make.cart_with(*(make.tier(studio) for _line in range(20)), at=now)
    _refused("cart_full", token=cart.token, tier_id=make.tier(studio).pk, by=GUEST, at=now)


def test_another_person_s_cart_is_nobody_s(now: datetime) -> None:
    karim, tuli = people.account(), people.account("tuli@example.com")
    cart = make.cart_with(make.tier(), by=person(karim.pk), at=now)
    assert queries.find(cart.token, karim) == cart
    assert queries.find(None, karim) == cart
    assert queries.find(cart.token, tuli) is None
    assert queries.find(cart.token, None) is None
    line = cart.lines.get()
    with pytest.raises(NotFoundHere):
        carts.remove(cart.token, line_id=line.pk, by=person(tuli.pk), at=now)
    with pytest.raises(NotFoundHere):
        carts.change(cart.token, line_id=line.pk, quantity=0, by=GUEST, at=now)
    assert carts.add(cart.token, tier_id=make.tier().pk, by=GUEST, at=now).pk != cart.pk
    assert cart.lines.count() == 1


def test_signing_in_brings_carts_together(now: datetime) -> None:
    karim, studio = people.account(), people.studio()
    by = person(karim.pk)
    first, second, third = (make.tier(studio) for _tier in range(3))
    kept = make.cart_with(first, second, by=by, at=now)
    filled = make.cart_with(second, third, at=now)
    merged = carts.merge(filled.token, karim.pk, by=by, at=now)
    assert merged is not None
    assert (merged.pk, merged.account_id) == (filled.pk, karim.pk)
    assert set(merged.lines.values_list("tier_id", flat=True)) == {first.pk, second.pk, third.pk}
    assert not Cart.objects.filter(pk=kept.pk).exists()
    assert carts.merge(None, karim.pk, by=by, at=now) == merged
    with pytest.raises(NotAllowed):
        carts.merge(None, karim.pk, by=GUEST, at=now)


def test_what_is_owned_is_said_but_not_refused(now: datetime) -> None:
    karim, tier = people.account(), make.tier()
    by = person(karim.pk)
    make.paid_order(tier, by=by, at=now)
    cart = make.cart_with(tier, by=by, at=now)
    (line,) = queries.view(cart, karim).lines
    assert (line.owned, line.problem) == (True, None)


def test_one_s_own_waiting_order_does_not_make_it_sold_out(now: datetime) -> None:
    tier = make.tier(stock=1)
    cart = make.cart_with(tier, at=now)
    make.placed(cart=cart, at=now)
    assert queries.view(cart).can_be_placed
    other = Cart.objects.create(token="other", currency="BDT", created_at=now, changed_at=now)
    CartLine.objects.create(cart=other, tier=tier, offer=tier.offer, shown=45_000, added_at=now)
    (line,) = queries.view(other).problems
    assert line.problem
    assert line.problem.code == "sold_out"


@pytest.mark.parametrize("lines", [1, 20])
def test_a_view_takes_five_queries(now: datetime, lines: int) -> None:
    karim, studio = people.account(), people.studio()
    cart = make.cart_with(*(make.tier(studio, stock=9) for _line in range(lines)), by=person(karim.pk), at=now)
    with CaptureQueriesContext(
        connection,
    ) as queries_made:
        view = queries.view(cart, karim)
        assert [(line.offer.title, line.offer.studio.name, line.tier.left) for line in view.lines]
    assert len(queries_made) == 5
    assert Offer.objects.count() == lines


def test_changed_prices_are_agreed_to_as_they_were_shown(now: datetime) -> None:
    tier = make.tier()
    cart = make.cart_with(tier, at=now)
    tier.prices.update(amount=50_000)
    assert queries.view(cart).changes
    with pytest.raises(Refused) as refusal:
        carts.confirm_prices(cart.token, total=Money(45_000, "BDT"), by=GUEST, at=now)
    assert refusal.value.code == "price_changed"
    carts.confirm_prices(cart.token, total=Money(50_000, "BDT"), by=GUEST, at=now)
    assert not queries.view(cart).changes
