"""Somebody lost the link to what they bought."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from dhara.checkout.orders import mail
from dhara.checkout.orders.models import Order
from dhara.kit.locale.text import clean_text
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Invalid

MOST_ORDERS = 50


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
    if orders:
        mail.lost_links(email, orders, asked=asked, at=at)
    return len(orders)
