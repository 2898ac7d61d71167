"""One letter, however many workers; and none to who is paying right now."""

from __future__ import annotations

import sys
from datetime import datetime

import pytest

from dhara.checkout.abandoned import actions, rules
from dhara.checkout.models import CartReminder
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money.gateways.sandbox import actions as sandbox
from tests.make import checkout as make
from tests.make import people
from tests.make.left import DAY, asked
from tests.make.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def letters() -> int:
    return Letter.objects.filter(name="cart_reminder").count()


def test_eight_workers_write_one_letter(now: datetime) -> None:
    people.studio()
    reminder = asked(make.tier(), at=now)[1]
    found = at_once(*[lambda: actions.remind(reminder.pk, at=now + DAY)] * 8)
    assert set(found) == {rules.REMINDED}
    assert letters() == 1


def test_a_worker_killed_in_the_middle_leaves_nothing_behind(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    from dhara.checkout.abandoned import mail

    reminder = asked(make.tier(), at=now)[1]
    with monkeypatch.context() as broken:
        broken.setattr(mail, "cart_reminder", lambda *_a, **_k: sys.exit())
        with pytest.raises(SystemExit):
            actions.remind(reminder.pk, at=now + DAY)
    assert not letters()
    assert CartReminder.objects.get().status == rules.WAITING
    actions.remind(reminder.pk, at=now + DAY)
    assert letters() == 1


def test_payment_and_reminder_at_once(now: datetime) -> None:
    """Both orders of events are right; never a letter after the payment was booked, never a lost recovery."""
    for number in range(4):
        cart, reminder = asked(make.tier(), at=now, email=f"k{number}@example.com")
        order = make.placed(cart=cart, at=now, email=f"k{number}@example.com")
        payment, charge = make.sent(order, at=now)
        sandbox.choose(charge.ref, "pay", at=now)
        at_once(
            lambda token=payment.token: orders.confirm(token, by=GUEST, at=now + DAY),
            lambda key=reminder.pk: actions.remind(key, at=now + DAY),
        )
        drain(now + 3 * DAY)
        reminder.refresh_from_db()
        assert reminder.status == rules.DROPPED
    assert not letters()


def test_asking_twice_at_once_is_one_wish(now: datetime) -> None:
    cart = make.cart_with(make.tier(), at=now)
    at_once(*[lambda: actions.ask(cart.pk, email="karim@example.com", language="en", at=now)] * 6)
    assert CartReminder.objects.count() == 1
