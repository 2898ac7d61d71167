"""The verbs of gifts: order one, send it, change it, open it, withdraw it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from dhara.checkout.cart.models import Cart
from dhara.checkout.gifts import rules
from dhara.checkout.gifts.facts import (
    GiftChanged,
    GiftOpened,
    GiftRedirected,
    GiftRestored,
    GiftSent,
    GiftWithdrawn,
)
from dhara.checkout.gifts.models import Gift
from dhara.checkout.gifts.queries import SENDABLE, left
from dhara.checkout.gifts.rules import GIVEN, OPENED, SENT, WAITING, WITHDRAWN, Wish
from dhara.checkout.orders import actions as orders
from dhara.checkout.orders.models import Order
from dhara.checkout.orders.rules import DISPUTED
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.ties.actions import noted

_LATE = timedelta(minutes=10)


def check(*, email: str, name: str, message: str = "", day: date | None = None, language: str, at: datetime) -> Wish:
    """What the giver wrote, fit for a letter; no day is today. Raises Invalid with the field (`gift_email`, …)."""
    email = clean_text(email).lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("email_invalid", _("Please enter a valid e-mail address."), "gift_email") from None
    if len(email) > 254:
        raise Invalid("email_invalid", _("Please enter a valid e-mail address."), "gift_email")
    name, message = clean_text(name), clean_text(message, lines=True)
    if not name:
        raise Invalid("gift_name_missing", _("Please enter the name of the person who gets it."), "gift_name")
    if len(name) > rules.NAME_LENGTH:
        raise Invalid("name_long", _("Please keep the name below 120 letters."), "gift_name")
    if len(message) > rules.MOST_LETTERS:
        raise Invalid("gift_message_long", _("Please keep the message below 500 letters."), "gift_message")
    for field, text in (("gift_name", name), ("gift_message", message)):
        if rules.ADDRESS.search(text):
            raise Invalid("gift_message_link", _("Please write it without web addresses."), field)
    day = day or rules.today(at)
    if not rules.today(at) <= day <= rules.last_day(at):
        raise Invalid("gift_day", _("Please choose a day from today to one year from now."), "gift_day")
    return Wish(email, name, message, day, language if language in ("bn", "en") else "bn")


@noted
def place(cart: Cart, wish: Wish | None = None, *, by: Actor, at: datetime, **details: Any) -> Order:
    """As `orders.place`; with a wish the order is a gift. The wish is kept in the same transaction."""
    if wish is None:
        return orders.place(cart, by=by, at=at, **details)
    with transaction.atomic():
        order = orders.place(cart, gifted=True, by=by, at=at, **details)
        if order.paid_at is None or not Gift.objects.filter(order=order).exists():
            _keep(order, wish, at)
    return order


def _keep(order: Order, wish: Wish, at: datetime) -> None:
    """The last wish counts until the order is paid."""
    _not_too_many(wish.email, order, at)
    said = {**vars(wish), "due_at": rules.due(wish.day, at)}
    fresh = {"status": WAITING, "status_at": at, "token": rules.new_token(), "created_at": at}
    Gift.objects.update_or_create(order=order, defaults=said, create_defaults={**said, **fresh})


def _not_too_many(email: str, order: Order, at: datetime) -> None:
    lately = Gift.objects.filter(email=email, created_at__gt=at - timedelta(days=1)).exclude(order=order)
    if lately.count() >= rules.MOST_A_DAY:
        message = _("This address gets many gifts today. Please choose another address, or give it tomorrow.")
        raise Invalid("gift_too_many", message, "gift_email")


@transaction.atomic
def begin(order_id: int, *, by: Actor, at: datetime) -> None:
    """The order is paid: send its gift, or let a job do so on its day. Doing so twice is doing so once."""
    order, gift = locked(order_id)
    if gift.status == WAITING:
        _send_or_wait(order, gift, by=by, at=at)


@transaction.atomic
def send(order_id: int, *, by: Actor, at: datetime) -> Gift:
    """The giver does not want to wait. Raises Conflict where it was sent, withdrawn, or is not paid."""
    order, gift = locked(order_id)
    _refuse_unless_waiting(gift)
    if not _sendable(order):
        raise Conflict("gift_not_payable", _("This order is not paid, so nothing can be sent."))
    return _send(order, gift, by=by, at=at)


@transaction.atomic
def send_due(gift_id: int, version: int | None = None, *, by: Actor, at: datetime) -> bool:
    """A job's word: its day has come. False where it was sent, changed (another job knows the day) or taken back."""
    order_id = Gift.objects.filter(pk=gift_id).values_list("order_id", flat=True).first()
    if order_id is None:
        return False
    order, gift = locked(order_id)
    if gift.status != WAITING or gift.due_at > at or version not in (None, gift.version):
        return False
    if not _sendable(order):
        return False
    _send(order, gift, by=by, at=at)
    return True


def send_late(*, at: datetime) -> int:
    """Send what no job has sent: it was lost, or a bank decided about the payment on the day. How many."""
    late = Gift.objects.filter(status=WAITING, due_at__lte=at - _LATE, order__status__in=SENDABLE)
    found = list(late.order_by("due_at").values_list("pk", flat=True)[:500])
    return sum(send_due(gift_id, by=SYSTEM, at=at) for gift_id in found)


@transaction.atomic
def change(order_id: int, wish: Wish, *, by: Actor, at: datetime) -> Gift:
    """Another address, message or day, until it is sent. Raises Conflict afterwards."""
    order, gift = locked(order_id)
    _refuse_unless_waiting(gift)
    _not_too_many(wish.email, order, at)
    said = {**vars(wish), "due_at": rules.due(wish.day, at)}
    gift.become(WAITING, fact=GiftChanged(gift.pk, order.pk, order.number), by=by, at=at, **said)
    if order.paid_at is not None:
        _send_or_wait(order, gift, by=by, at=at)
    return gift


def redirect(order: Order, gift: Gift, *, email: str, name: str, by: Actor, at: datetime) -> Gift:
    """To another address, once, while nothing was opened. Raises Conflict.

    The caller has locked both, and takes back what the first address was given in the same transaction.
    """
    if gift.status != SENT:
        raise Conflict("gift_opened", _("It was opened already, so its address can not be changed any more."))
    if gift.corrected_at is not None:
        raise Conflict("gift_corrected", _("The address was corrected once already. Please write to the seller."))
    wish = check(email=email, name=name, language=gift.language, at=at)
    if wish.email == gift.email:
        raise Invalid("gift_same", _("It was sent to this very address."), "gift_email")
    _not_too_many(wish.email, order, at)
    fresh: dict[str, Any] = {
        "email": wish.email,
        "name": wish.name,
        "token": rules.new_token(),
        "sendings": gift.sendings + 1,
    }
    fact = GiftRedirected(gift.pk, order.pk, order.number)
    return gift.become(SENT, fact=fact, by=by, at=at, corrected_at=at, sent_at=at, **fresh)


@transaction.atomic
def open_it(gift_id: int, *, by: Actor, at: datetime) -> Gift:
    """The receiver has seen what it is. Opening twice is opening once."""
    gift = Gift.objects.select_for_update().get(pk=gift_id)
    if gift.status != SENT:
        return gift
    return gift.become(OPENED, fact=GiftOpened(gift.pk, gift.order_id), by=by, at=at, opened_at=at)


@transaction.atomic
def withdraw(order_id: int, *, by: Actor, at: datetime) -> bool:
    """Money went back: where nothing of the order is left, its gift is over. Whether the receiver had it until now."""
    order, gift = locked(order_id)
    had = gift.status in GIVEN
    # While a bank decides, what waits goes on waiting: it may yet be sent.
    if gift.status != WITHDRAWN and not left(order, given=had) and (had or order.status != DISPUTED):
        gift.become(WITHDRAWN, fact=GiftWithdrawn(gift.pk, order.pk, order.number), by=by, at=at)
    return had


@transaction.atomic
def restore(order_id: int, *, by: Actor, at: datetime) -> Gift:
    """Money did not go back after all: the gift stands where it stood, and is sent where its day has come."""
    order, gift = locked(order_id)
    if gift.status == WITHDRAWN and left(order, given=gift.sent_at is not None):
        target = OPENED if gift.opened_at else SENT if gift.sent_at else WAITING
        gift.become(target, fact=GiftRestored(gift.pk, order.pk, order.number), by=by, at=at)
    if gift.status == WAITING:
        _send_or_wait(order, gift, by=by, at=at)
    return gift


def locked(order_id: int) -> tuple[Order, Gift]:
    """The order before its gift, here as everywhere. Raises NotFoundHere."""
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    gift = Gift.objects.select_for_update().filter(order_id=order_id).first()
    if order is None or gift is None:
        raise NotFoundHere()
    return order, gift


def _refuse_unless_waiting(gift: Gift) -> None:
    if gift.status in GIVEN:
        raise Conflict("gift_sent", _("It was sent a moment ago, so this can not be changed any more."))
    if gift.status == WITHDRAWN:
        raise Conflict("gift_withdrawn", _("Your money went back, so nothing is sent."))


def _send_or_wait(order: Order, gift: Gift, *, by: Actor, at: datetime) -> None:
    due = rules.due(gift.day, at)
    if due > at:
        name, queue = "checkout.gifts.tasks.send_due", "timers"
        defer_named(name, queue=queue, when=due, gift_id=gift.pk, version=gift.version)
    elif _sendable(order):
        _send(order, gift, by=by, at=at)


def _sendable(order: Order) -> bool:
    return order.status in SENDABLE and bool(left(order, given=False))


def _send(order: Order, gift: Gift, *, by: Actor, at: datetime) -> Gift:
    fact = GiftSent(gift.pk, order.pk, order.number)
    return gift.become(SENT, fact=fact, by=by, at=at, sent_at=at, sendings=gift.sendings + 1)
