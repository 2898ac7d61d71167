"""Somebody lost the link to what they bought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dhara.checkout.orders import mail, rules
from dhara.checkout.orders.models import Order, OrderLine
from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.mail.models import Letter
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere, Refused, TooMany
from dhara.people.access.queries import require_actor

MOST_ORDERS = 50
REST = timedelta(minutes=10)  # between two receipts that somebody asks for again


@transaction.atomic
def send_receipt_again(order_id: int, *, by: Actor, at: datetime) -> None:
    """Send the buyer the receipt with the link once more, for a member of a studio that sold something in the order.

    Raises NotFoundHere, NotAllowed, Conflict (nothing was bought), TooMany (within REST of the last one).
    """
    order = Order.objects.select_for_update(no_key=True).filter(pk=order_id).first()
    if order is None:
        raise NotFoundHere
    lines = list(order.lines.select_related("studio"))
    _require_seller(lines, by)
    if order.status not in rules.BOUGHT:
        raise Conflict("not_bought", _("This order was not paid, so there is no receipt."))
    sent = Letter.objects.filter(name="receipt", key__startswith=f"receipt_again:{order.pk}:")
    last = sent.aggregate(last=Max("created_at"))["last"]
    if last is not None and at < last + REST:
        raise TooMany(
            "receipt_again",
            _("The receipt was sent again a moment ago. Please give it ten minutes to arrive."),
            retry_after=int((last + REST - at).total_seconds()) + 1,
        )
    mail.receipt(order, lines, again=True, by=by, at=at)


def _require_seller(lines: Sequence[OrderLine], by: Actor) -> None:
    """The right in one of the studios is enough; or else the refusal that comes closest to it."""
    refused: Refused = NotFoundHere()
    for studio in {line.studio_id: line.studio for line in lines}.values():
        try:
            return require_actor(by, studio, "see_buyers")
        except NotFoundHere:
            continue
        except Refused as refusal:
            refused = refusal
    raise refused


def send_lost_links(email: str, *, at: datetime) -> None:
    """Answer alike, and as fast, whether the address ever bought something: a job looks for it later.

    The door limits how often this may be asked. Raises Invalid for what is no address.
    """
    email = clean_text(email).lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid("email_invalid", _("Please enter a valid e-mail address."), "email") from None
    defer_named("checkout.orders.tasks.look_for_links", queue="mail", email=email, asked=at.isoformat())


@transaction.atomic
def look_for_links(email: str, *, asked: str, at: datetime) -> int:
    """Write the letter with the links, where there are any; how many orders it names. One letter per asking."""
    orders = list(
        Order.objects.filter(email=email, paid_at__isnull=False).prefetch_related("lines").order_by("-id")[:MOST_ORDERS]
    )
    sent = Order.objects.filter(gift__email=email, gift__status__in=("sent", "opened")).select_related("gift")
    given = list(sent.prefetch_related("lines").order_by("-id")[:MOST_ORDERS])
    if orders or given:
        mail.lost_links(email, orders, given, asked=asked, at=at)
    return len(orders) + len(given)
