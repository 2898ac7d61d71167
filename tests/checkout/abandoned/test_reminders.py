"""Who asked is reminded once, and nobody else ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation

from dhara.catalog.models import Offer, Price
from dhara.checkout.abandoned import actions, queries, rules
from dhara.checkout.cart import actions as carts
from dhara.checkout.models import Cart, CartReminder, LeftLine, ReminderStop
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.lifecycle.models import Transition
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import NotAllowed, NotFoundHere
from dhara.money.policies.actions import set_policy
from tests.make import checkout as make
from tests.make import people
from tests.make.left import DAY, EMAIL, asked, reminded

pytestmark = pytest.mark.django_db


def letters() -> list[Letter]:
    return list(Letter.objects.filter(name="cart_reminder"))


def facts(name: str) -> list[dict[str, Any]]:
    return list(RecordedFact.objects.filter(name=f"checkout.{name}").values_list("data", flat=True))


def reason(reminder: CartReminder) -> str:
    reminder.refresh_from_db()
    assert reminder.status == rules.DROPPED
    return Transition.objects.get(lifecycle="cart reminder", thing_ref=reminder.pk).reason


def test_what_was_ticked_is_kept_as_it_read(now: datetime) -> None:
    cart = make.cart_with(make.tier(), at=now)
    with translation.override("bn"):
        actions.ask(cart.pk, email="Karim@Example.com", language="en", at=now)
        words = str(rules.CONSENT)
    kept = CartReminder.objects.get()
    assert (kept.email, kept.consent, kept.consent_language, kept.asked_at) == (EMAIL, words, "bn", now)
    assert kept.language == "en"
    assert words != "Remind me once by e-mail if I don't finish"


def test_one_letter_after_a_day_with_what_lies_there_now(now: datetime) -> None:
    tier, other = make.tier(title="Eid cards"), make.tier(title="Fonts", prices={"BDT": 10_000})
    cart, reminder = asked(tier, other, at=now)
    Price.objects.filter(tier=tier).update(amount=40_000)
    drain(now + DAY - timedelta(minutes=1))
    assert not letters()
    drain(now + DAY + timedelta(minutes=1))
    drain(now + 3 * DAY)
    letter = letters()[0]
    assert len(letters()) == 1
    assert "Still in your cart: Eid cards" in letter.subject
    assert "৳400" in letter.text
    assert "৳500" in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.headers["List-Unsubscribe"].strip("<>") in letter.text
    assert facts("CartAbandoned") == [{"reminder_id": reminder.pk, "amount": 50_000, "currency": "BDT"}]
    assert [line.amount for line in LeftLine.objects.all()] == [40_000, 10_000]
    actions.remind(reminder.pk, at=now + 2 * DAY)
    assert len(letters()) == 1


def test_it_is_written_in_the_language_of_the_cart(now: datetime) -> None:
    reminded(make.tier(title="ঈদ কার্ড"), at=now, language="bn")
    assert "ঈদ কার্ড" in letters()[0].subject
    assert "Still in your cart" not in letters()[0].subject
    assert "৳৪৫০" in letters()[0].text


def test_who_still_fills_the_cart_is_left_in_peace(now: datetime) -> None:
    cart, reminder = asked(make.tier(), at=now)
    carts.add(cart.token, tier_id=make.tier().pk, by=GUEST, at=now + timedelta(hours=20))
    drain(now + DAY)
    assert not letters()
    drain(now + timedelta(hours=45))
    assert len(letters()) == 1


def _bought(cart: Cart, now: datetime) -> None:
    make.chosen(make.placed(cart=cart, at=now), "pay", at=now)


def _bought_elsewhere(cart: Cart, now: datetime) -> None:
    make.paid_order(email=EMAIL, at=now, delivered=False)


def _emptied(cart: Cart, now: datetime) -> None:
    for line in cart.lines.all():
        carts.remove(cart.token, line_id=line.pk, by=GUEST, at=now)


def _hidden(cart: Cart, now: datetime) -> None:
    Offer.objects.update(status="draft")


def _stopped(cart: Cart, now: datetime) -> None:
    actions.stop(rules.stop_token(EMAIL), at=now)


def _took_back(cart: Cart, now: datetime) -> None:
    actions.take_back(cart.pk, by=GUEST, at=now)


def _gone(cart: Cart, now: datetime) -> None:
    cart.delete()


def _none_at_all(cart: Cart, now: datetime) -> None:
    set_policy(rules.HOURS, 0, by=SYSTEM, at=now)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_bought, "ordered"),
        (_bought_elsewhere, "ordered"),
        (_emptied, "emptied"),
        (_gone, "emptied"),
        (_hidden, "not_buyable"),
        (_stopped, "opted_out"),
        (_took_back, "withdrawn"),
        (_none_at_all, "too_old"),
    ],
)
def test_there_is_no_letter_where_there_is_no_reason_for_one(now: datetime, happens: Any, why: str) -> None:
    cart, reminder = asked(make.tier(), at=now)
    happens(cart, now + timedelta(hours=1))
    cache.clear()
    drain(now + 3 * DAY)
    assert not letters()
    assert reason(reminder) == why
    assert not facts("CartAbandoned")


def test_a_waiting_payment_is_waited_for(now: datetime) -> None:
    cart, reminder = asked(make.tier(), at=now)
    order = make.placed(cart=cart, at=now)
    assert actions.remind(reminder.pk, at=now + DAY) == rules.WAITING
    assert not letters()
    make.chosen(order, "pay", at=now + DAY)
    drain(now + 4 * DAY)
    assert not letters()


def test_a_studio_that_switched_off_is_in_no_letter(now: datetime) -> None:
    loud, quiet = make.tier(title="Loud"), make.tier(people.studio(handle="quiet"), title="Quiet")
    studio = quiet.offer.studio
    owner = studio.members.get().account
    actions.switch(studio, False, by=person(owner.pk), at=now)
    reminded(loud, quiet, at=now + timedelta(minutes=1))
    assert "Quiet" not in letters()[0].text
    assert queries.tallies(studio) == []
    with pytest.raises((NotAllowed, NotFoundHere)):
        actions.switch(studio, True, by=person(people.account("else@example.com").pk), at=now)
    cache.clear()
    _cart, reminder = asked(quiet, at=now + timedelta(minutes=2), email="other@example.com")
    drain(now + 3 * DAY)
    assert reason(reminder) == "emptied"


def test_what_came_back_is_counted_by_the_sellers_own_lines(now: datetime) -> None:
    mine, theirs = make.tier(title="Mine"), make.tier(people.studio(handle="theirs"), prices={"BDT": 10_000})
    cart, reminder = asked(mine, theirs, at=now)
    reminded(mine, at=now, email="lost@example.com")
    drain(now + DAY)
    order = make.chosen(make.placed(cart=cart, at=now + 2 * DAY), "pay", at=now + 2 * DAY)
    drain(now + 2 * DAY)
    reminder.refresh_from_db()
    assert (reminder.status, reminder.order_id) == (rules.RECOVERED, order.pk)
    assert facts("CartRecovered")[0]["reminder_id"] == reminder.pk
    tally = queries.tallies(mine.offer.studio)[0]
    assert (tally.left, tally.left_sum.minor, tally.recovered, tally.recovered_sum.minor) == (2, 90_000, 1, 45_000)
    assert tally.percent == 50
    other = queries.tallies(theirs.offer.studio)[0]
    assert (other.left, other.recovered_sum.minor) == (1, 10_000)
    latest = queries.latest(mine.offer.studio)
    assert sorted(each.number for each in latest) == sorted(["", order.number])
    assert all(each.titles == ["Mine"] for each in latest)


def test_after_thirty_days_nobody_knows_who_it_was(now: datetime) -> None:
    reminder = reminded(make.tier(), at=now)
    waits = asked(make.tier(), at=now, email="slow@example.com")[1]
    Cart.objects.update(tax_id="DE123456789", country="DE")
    actions.tend(at=now + rules.KEPT - timedelta(hours=1))
    assert Letter.objects.filter(to_email=EMAIL).exists()
    actions.tend(at=now + rules.KEPT)
    assert set(CartReminder.objects.values_list("email", flat=True)) == {""}
    assert set(Cart.objects.values_list("tax_id", "country")) == {("", "")}
    letter = letters()[0]
    assert (letter.to_email, letter.text, letter.html, letter.headers) == ("", "", "", {})
    assert reason(waits) == "too_old"
    assert queries.tallies(reminder.lines.get().studio)[0].left == 1
    assert actions.tend(at=now + rules.KEPT) == 0


def test_a_timer_that_got_lost_is_found(now: datetime) -> None:
    from django.db import connection

    asked(make.tier(), at=now)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    actions.tend(at=now + DAY + timedelta(hours=2))
    drain(now + DAY + timedelta(hours=2))
    assert len(letters()) == 1


def test_who_opted_out_is_never_asked_again_and_the_address_is_not_kept(now: datetime) -> None:
    actions.stop(rules.stop_token("KARIM@example.com"), at=now)
    actions.stop(rules.stop_token(EMAIL), at=now)
    assert "karim" not in ReminderStop.objects.get().key
    cart = make.cart_with(make.tier(), at=now)
    assert actions.ask(cart.pk, email=EMAIL, language="en", at=now) is None
    with pytest.raises(NotFoundHere):
        actions.stop("x" * 59, at=now)


def test_a_guests_wish_survives_the_sign_in(now: datetime) -> None:
    account = people.account("nila@example.com")
    make.cart_with(make.tier(), by=person(account.pk), at=now)
    cart, reminder = asked(make.tier(), at=now)
    merged = carts.merge(cart.token, account.pk, by=person(account.pk), at=now)
    assert merged is not None
    assert merged.reminder_id == reminder.pk
    drain(now + DAY)
    assert len(letters()) == 1
    assert len(LeftLine.objects.all()) == 2
