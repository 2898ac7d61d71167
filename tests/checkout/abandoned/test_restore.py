"""The link brings back what lay in the cart, on any device, and tells nobody whose it was."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.checkout.abandoned import actions, rules
from dhara.checkout.cart import actions as carts
from dhara.checkout.models import Cart, CartReminder
from dhara.kit.actor import GUEST
from dhara.kit.queue import drain
from dhara.kit.refusal import NotFoundHere, Refused
from tests.make import checkout as make
from tests.make.left import DAY, asked, reminded

pytestmark = pytest.mark.django_db


def link(reminder: CartReminder, now: datetime) -> str:
    return rules.restore_token(reminder.pk, now + rules.KEPT)


def test_a_new_device_gets_a_cart_of_its_own(now: datetime) -> None:
    tier = make.tier()
    reminder = reminded(tier, at=now)
    first = Cart.objects.get()
    Cart.objects.update(tax_id="DE123456789", country="DE", codes=["eid"])
    CartReminder.objects.update(codes=["eid"])
    found = actions.restore(link(reminder, now), None, by=GUEST, at=now + 2 * DAY).cart
    assert found.pk != first.pk
    assert found.token != first.token
    assert (found.tax_id, found.country, found.codes) == ("", "", ["eid"])
    assert [(line.tier_id, line.shown) for line in found.lines.all()] == [(tier.pk, 45_000)]
    again = actions.restore(link(reminder, now), found.token, by=GUEST, at=now + 3 * DAY).cart
    assert again.pk == found.pk
    assert again.lines.count() == 1


def test_it_joins_what_lies_there(now: datetime) -> None:
    tier, other = make.tier(prices={"BDT": 45_000, "USD": 500}), make.tier(prices={"USD": 900})
    reminder = reminded(tier, at=now)
    own = make.cart_with(other, currency="USD", at=now)
    found = actions.restore(link(reminder, now), own.token, by=GUEST, at=now + DAY).cart
    assert found.pk == own.pk
    assert [(line.tier_id, line.shown) for line in found.lines.all()] == [(other.pk, 900), (tier.pk, 500)]


def test_another_persons_cart_is_not_touched(now: datetime) -> None:
    from dhara.kit.actor import person
    from tests.make import people

    account = people.account("nila@example.com")
    theirs = make.cart_with(make.tier(), by=person(account.pk), at=now)
    reminder = reminded(make.tier(), at=now)
    found = actions.restore(link(reminder, now), theirs.token, by=GUEST, at=now + DAY).cart
    assert found.pk != theirs.pk
    assert theirs.lines.count() == 1


def test_what_is_bought_on_another_device_has_come_back(now: datetime) -> None:
    reminder = reminded(make.tier(), at=now)
    found = actions.restore(link(reminder, now), None, by=GUEST, at=now + DAY).cart
    later = now + 2 * DAY
    make.chosen(make.placed(cart=found, email="other@example.com", at=later), "pay", at=later)
    drain(later)
    reminder.refresh_from_db()
    assert reminder.status == rules.RECOVERED
    with pytest.raises(Refused, match="has been bought"):
        actions.restore(link(reminder, now), None, by=GUEST, at=later)


def test_buying_something_else_is_not_its_merit(now: datetime) -> None:
    tier, other = make.tier(), make.tier()
    reminder = reminded(tier, at=now)
    cart = Cart.objects.get()
    carts.add(cart.token, tier_id=other.pk, by=GUEST, at=now + DAY)
    carts.remove(cart.token, line_id=cart.lines.get(tier=tier).pk, by=GUEST, at=now + DAY)
    make.chosen(make.placed(cart=cart, at=now + DAY), "pay", at=now + DAY)
    drain(now + DAY)
    reminder.refresh_from_db()
    assert reminder.status == rules.REMINDED


def test_an_own_wish_that_waits_is_kept(now: datetime) -> None:
    reminder = reminded(make.tier(), at=now)
    cart, own = asked(make.tier(), at=now + DAY, email="nila@example.com")
    found = actions.restore(link(reminder, now), cart.token, by=GUEST, at=now + DAY).cart
    assert found.reminder_id == own.pk
    assert found.lines.count() == 2


def test_old_and_invented_links_open_nothing(now: datetime, settings: object) -> None:
    reminder = reminded(make.tier(), at=now)
    good = link(reminder, now)
    with pytest.raises(Refused, match="older than 30 days"):
        actions.restore(good, None, by=GUEST, at=now + rules.KEPT)
    for bad in (good[:-1] + "x", "x" + good, good + "0", "0" * 44, rules.stop_token("karim@example.com"), ""):
        with pytest.raises(NotFoundHere):
            actions.restore(bad, None, by=GUEST, at=now)
    assert Cart.objects.count() == 1


def test_links_outlive_a_change_of_the_key(now: datetime, settings: object) -> None:
    reminder = reminded(make.tier(), at=now)
    good = link(reminder, now)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-host-entirely"
    assert actions.restore(good, None, by=GUEST, at=now + timedelta(days=1)).cart.lines.count() == 1
