"""Who is written about a wish, why, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.rules import PriceDraft
from dhara.checkout.models import Wish, WishLetter
from dhara.checkout.wishes import actions, rules
from dhara.kit.actor import person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Account, Notice
from dhara.people.notices.actions import choose_mail
from tests.make import catalog, delivery

pytestmark = pytest.mark.django_db
Wisher = Callable[..., Account]


@pytest.fixture
def shop(now: datetime) -> catalog.Shop:
    return catalog.shop(now - timedelta(days=40))


@pytest.fixture
def card(shop: catalog.Shop, now: datetime) -> Offer:
    return catalog.offer(now - timedelta(days=30), shop, title="Wedding card", tiers=[catalog.fixed(stock=10)])


@pytest.fixture
def wisher(card: Offer, now: datetime) -> Wisher:
    def make(*, letters: bool = True, language: str = "en") -> Account:
        account = catalog.account(now, language=language)
        own = actions.put(None, offer_id=card.pk, currency="BDT", by=person(account.pk), at=now)
        if letters:
            actions.ask_for_letters(own, by=person(account.pk), at=now)
        return account

    return make


def price(card: Offer, shop: catalog.Shop, amount: int, at: datetime, **more: object) -> None:
    (tier,) = card.tiers.all()
    prices.set_tiers(card, [catalog.fixed(amount, id=tier.pk, **{"stock": 10, **more})], by=shop.by, at=at)


def letters() -> list[Letter]:
    return list(Letter.objects.filter(name="wish_news"))


def later(now: datetime) -> datetime:
    """After everybody's patience; what has happened until `now` has had its effects by then."""
    drain(at=now)
    return now + timedelta(hours=2)


@pytest.mark.parametrize(("language", "words"), [("en", "costs ৳300 now"), ("bn", "৳৩০০")])
def test_it_costs_less(
    card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime, language: str, words: str
) -> None:
    account = wisher(language=language)
    price(card, shop, 300_00, now)
    drain(at=now + timedelta(minutes=20))
    assert letters() == []  # a slip can be put right
    drain(at=later(now))
    (letter,) = letters()
    assert letter.to_email == account.email
    assert words in letter.text
    assert words in letter.html
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Notice.objects.get(account=account).kind == "wish_cheaper"
    price(card, shop, 200_00, later(now))
    drain(at=later(now + timedelta(days=1)))
    assert len(letters()) == 1  # one for the reason, ever


def test_a_slip_that_is_put_right_and_a_higher_price_are_no_news(
    card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime
) -> None:
    wisher()
    price(card, shop, 45_00, now)
    price(card, shop, 450_00, now + timedelta(minutes=5))
    drain(at=later(now))
    price(card, shop, 500_00, later(now))
    drain(at=later(now + timedelta(days=1)))
    assert letters() == []


def test_a_launch_price_counts(card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime) -> None:
    wisher()
    (tier,) = card.tiers.all()
    low = (PriceDraft("BDT", 450_00, launch=250_00),)
    draft = catalog.fixed(450_00, id=tier.pk, stock=10, launch_until=now + timedelta(days=5))
    prices.set_tiers(card, [type(draft)(**{**draft.__dict__, "prices": low})], by=shop.by, at=now)
    drain(at=later(now))
    assert "৳250" in letters()[0].text


def test_nobody_is_written_who_did_not_ask_or_has_it_or_wants_no_letters(
    card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime
) -> None:
    wisher(letters=False)
    owner, silent, gone = wisher(), wisher(), wisher()
    delivery.paid_order(now, card.tiers.get(), account=owner)
    choose_mail(silent.pk, wanted=["sale"])
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    price(card, shop, 300_00, now)
    drain(at=later(now))
    assert letters() == []
    assert [each.account_id for each in Notice.objects.filter(topic="wish")] == [silent.pk]


def test_it_can_be_had_again(card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime) -> None:
    wisher()
    card.tiers.update(sold=10)
    assert actions.look_around(at=now) == 0
    assert Wish.objects.get().out
    card.tiers.update(sold=9)
    assert actions.look_around(at=now) == 1
    assert "can be had again" in letters()[0].subject
    assert actions.look_around(at=now) == 0


def test_it_is_published_again(card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime) -> None:
    wisher()
    card = offers.unpublish(card, by=shop.by, at=now)
    actions.look_around(at=now)
    assert Wish.objects.get().out
    offers.publish(card, by=shop.by, at=now + timedelta(hours=1))
    drain(at=later(now + timedelta(hours=1)))
    assert [each.reason for each in WishLetter.objects.all()] == [rules.BACK]


def test_it_came_out(card: Offer, wisher: Wisher, now: datetime) -> None:
    Offer.objects.filter(pk=card.pk).update(releases_at=now + timedelta(days=3))
    wisher()
    assert Wish.objects.get().awaited
    assert actions.look(card.pk, at=now) == 0
    Offer.objects.filter(pk=card.pk).update(releases_at=None)
    assert actions.look(card.pk, at=now) == 1
    assert "has come out" in letters()[0].subject


def test_what_was_better_before_one_asked_is_no_news(
    card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime
) -> None:
    account = wisher(letters=False)
    price(card, shop, 300_00, now)
    actions.ask_for_letters(account.wishlist, by=person(account.pk), at=now)
    assert actions.look(card.pk, at=now) == 0
    price(card, shop, 250_00, now)
    assert actions.look(card.pk, at=now) == 1
    assert "৳450" in letters()[0].text  # what it cost when it was put there


def test_the_link_in_the_letter_ends_them(card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime) -> None:
    account = wisher()
    token = rules.stop_token(account.wishlist.pk)
    with pytest.raises(NotFoundHere):
        actions.stop(token[:-1] + ("a" if token[-1] != "a" else "b"))
    for _twice in range(2):
        actions.stop(token)
    price(card, shop, 300_00, now)
    drain(at=later(now))
    assert letters() == []
    assert rules.read_stop_token("x") is None
    assert rules.read_stop_token(rules.stop_token(10**9)) == 10**9


def test_a_job_that_runs_twice_writes_once(card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime) -> None:
    for _each in range(3):
        wisher()
    price(card, shop, 300_00, now)
    assert [actions.look(card.pk, at=now), actions.look(card.pk, at=now)] == [3, 0]
    Wish.objects.update(low=450_00)
    assert actions.look(card.pk, at=now) == 0


def test_all_are_written_in_steps(
    card: Offer, shop: catalog.Shop, wisher: Wisher, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dhara.checkout.wishes.actions.telling.AT_ONCE", 2)
    for _each in range(5):
        wisher()
    price(card, shop, 300_00, now)
    assert actions.look(card.pk, at=now) == 5
