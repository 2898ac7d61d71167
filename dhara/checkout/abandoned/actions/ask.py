"""A buyer says that they want to be reminded, or that they do not; a studio says whether its offers are in letters."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language

from dhara.checkout.abandoned import queries, rules
from dhara.checkout.abandoned.models import CartReminder, ReminderStop
from dhara.checkout.cart.models import Cart
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.lifecycle.models import Living
from dhara.kit.mail.rules import clean_address
from dhara.kit.queue import defer_named
from dhara.kit.refusal import NotFoundHere
from dhara.money.policies import queries as policies
from dhara.money.policies.actions import set_policy
from dhara.people.models import Studio
from dhara.people.studios.rules import allow

JOB = "checkout.abandoned.tasks.remind_of_cart"


@transaction.atomic
def ask(cart_id: int, *, email: str, language: str, at: datetime) -> CartReminder | None:
    """The box was ticked: keep what it said, as evidence, and look at the cart again when its time has come.

    Asking once more for the same cart counts as the same wish, with the address that was typed last. None where
    nobody is reminded, or the address can not be written to.
    """
    hours, address = policies.value(rules.HOURS, at=at), clean_address(email)
    cart = rows.first(Cart, "t.id = %s", [cart_id], tail="FOR UPDATE")
    if cart is None or not hours or not address or queries.stopped(address):
        return None
    said = {"email": address.lower(), "language": language, "consent": str(rules.CONSENT), "asked_at": at}
    said["consent_language"] = (get_language() or "en")[:2]
    waits = _waiting(cart)
    if waits is not None:
        CartReminder.objects.filter(pk=waits.pk).update(**said)
        waits.refresh_from_db()
        return waits
    due = at + timedelta(hours=hours)
    made = rows.insert(CartReminder(status=rules.WAITING, status_at=at, due_at=due, **said))
    Cart.objects.filter(pk=cart.pk).update(reminder=made)
    defer_named(JOB, queue="timers", when=due, reminder_id=made.pk)
    return made


@transaction.atomic
def take_back(cart_id: int, *, by: Actor, at: datetime) -> None:
    """The box was unticked; where nothing waits, nothing changes."""
    cart = rows.first(Cart, "t.id = %s", [cart_id], tail="FOR UPDATE")
    if cart is None:
        return
    waits = _waiting(cart)
    if waits is not None:
        drop(waits, rules.WITHDRAWN, by=by, at=at)


def _waiting(cart: Cart) -> CartReminder | None:
    waits = CartReminder.objects.select_for_update().filter(pk=cart.reminder_id or 0, status=rules.WAITING)
    return waits.first()


def drop(reminder: Living, reason: str, *, by: Actor, at: datetime) -> None:
    """No letter will be written; the address is not needed any more."""
    reminder.become(rules.DROPPED, by=by, at=at, reason=reason, email="")


@transaction.atomic
def stop(token: str, *, at: datetime) -> None:
    """No reminder to this address, ever again. Twice is once. Raises NotFoundHere for a token that we never wrote."""
    key = rules.read_stop_token(token)
    if key is None:
        raise NotFoundHere()
    ReminderStop.objects.bulk_create([ReminderStop(key=key, at=at)], ignore_conflicts=True)


def switch(studio: Studio, on: bool, *, by: Actor, at: datetime) -> None:
    """Whether the studio's offers are in reminders from now on."""
    if by.kind != "operator":
        membership = studio.members.filter(account_id=by.id or 0).first()
        allow(membership.role if membership else None, "edit_studio", studio.status)
    set_policy(rules.REMINDS, int(on), by=by, at=at, studio_id=studio.pk)
