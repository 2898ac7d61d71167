"""What people do becomes part of the audience: purchases, carts, forms, tags; rules and sequences follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from dhara.audience.automations.actions import Happening, happened, happened_all
from dhara.audience.contacts.facts import (
    ContactBounced,
    ContactComplained,
    ContactErased,
    ContactSubscribed,
    ContactTagged,
    ContactUnsubscribed,
    ContactUntagged,
)
from dhara.audience.contacts.rules import SUBSCRIBED
from dhara.audience.forms.facts import FormConfirmed
from dhara.audience.models import Contact
from dhara.audience.sequences import actions as sequences
from dhara.catalog.bundles.rules import BUNDLE
from dhara.checkout.abandoned.facts import CartAbandoned
from dhara.checkout.gifts.facts import GiftSent
from dhara.checkout.models import CartReminder, Gift, LeftLine, OrderLine, Refund, RefundLine
from dhara.checkout.orders import queries as orders
from dhara.checkout.orders.facts import OrderPaid
from dhara.checkout.orders.rules import GIVEN
from dhara.checkout.refunds.facts import OrderRefunded
from dhara.checkout.refunds.rules import FAILED
from dhara.delivery.grants import actions as grants
from dhara.delivery.models import Grant
from dhara.kit.actor import Actor


def keep_purchase(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    """The buyer is known to every studio of the order.

    A gift is bought by them and given to somebody else; what a form gave away is given and not bought.
    """
    lines = orders.bought(fact.order_id)
    order = lines[0].order
    kept = [] if GIVEN in order.policies else _bought(lines)
    kept += [] if order.gifted else _given(lines)
    happened_all(order.email, kept, name=order.name, language=order.language, source=f"order:{order.pk}", by=by, at=at)


def _bought(lines: Sequence[OrderLine]) -> list[Happening]:
    currency = lines[0].order.currency
    return [
        Happening(line.studio_id, "bought", f"offer:{line.offer_id}", f"bought:line:{line.pk}", line.gross, currency)
        for line in lines
    ]


def _given(lines: Sequence[OrderLine]) -> list[Happening]:
    """What is theirs now, not what comes out later. Parts of bundles are looked up, the rest follows from the line."""
    now = [line for line in lines if not line.preorder]
    keys = {grants.line_key(line.pk): (line.studio_id, line.offer_id) for line in now}
    if any(line.offer.kind == BUNDLE for line in now):
        given = Grant.objects.filter(order_id=lines[0].order_id)
        keys |= {key: (studio, offer) for key, studio, offer in given.values_list("key", "studio_id", "offer_id")}
    return [Happening(studio, "given", f"offer:{offer}", f"given:{key}") for key, (studio, offer) in keys.items()]


def keep_gift(fact: GiftSent, *, by: Actor, at: datetime) -> None:
    """Somebody else wrote the receiver's address down: it makes nobody a contact, and is kept of those who are one."""
    gift = Gift.objects.get(order_id=fact.order_id)
    given = Grant.objects.filter(order_id=fact.order_id, email=gift.email)
    there = _contacts(gift.email, {grant.studio_id for grant in given})
    for grant in given.order_by("id"):
        if contact := there.get(grant.studio_id):
            happened(contact, "given", f"offer:{grant.offer_id}", key=f"given:{grant.key}", by=by, at=at)


def keep_refund(fact: OrderRefunded, *, by: Actor, at: datetime) -> None:
    """Unless the refund failed before we came to it."""
    made = Refund.objects.select_related("order").get(pk=fact.refund_id)
    if made.status == FAILED:
        return
    lines = RefundLine.objects.filter(refund=made).select_related("line").order_by("id")
    kept = [
        Happening(
            each.studio_id,
            "refunded",
            f"offer:{each.line.offer_id}",
            f"refunded:refund_line:{each.pk}",
            each.amount,
            made.order.currency,
        )
        for each in lines
    ]
    order = made.order
    happened_all(order.email, kept, name=order.name, language=order.language, source=f"order:{order.pk}", by=by, at=at)


def keep_left_cart(fact: CartAbandoned, *, by: Actor, at: datetime) -> None:
    """Who asked for one reminder asked for no more than that: it is kept only of those who get the studio's letters."""
    email = CartReminder.objects.values_list("email", flat=True).get(pk=fact.reminder_id)
    lines = LeftLine.objects.filter(reminder_id=fact.reminder_id)
    there = _contacts(email, {line.studio_id for line in lines})
    for line in lines:
        contact = there.get(line.studio_id)
        if contact is not None and contact.status == SUBSCRIBED:
            key = f"left_cart:line:{line.pk}"
            subject, amount = f"offer:{line.offer_id}", line.amount
            happened(contact, "left_cart", subject, key=key, amount=amount, currency=fact.currency, by=by, at=at)


def _contacts(email: str, studio_ids: Iterable[int]) -> dict[int, Contact]:
    """By studio."""
    if not email:
        return {}
    found = Contact.objects.filter(email=email.strip().lower(), studio_id__in=list(studio_ids))
    return {contact.studio_id: contact for contact in found}


def keep_confirmation(fact: FormConfirmed, *, by: Actor, at: datetime) -> None:
    key = f"confirmed:submission:{fact.submission_id}"
    _happened(fact.contact_id, "confirmed", f"form:{fact.form_id}", key=key, by=by, at=at)


def follow_tag(fact: ContactTagged | ContactUntagged, *, by: Actor, at: datetime) -> None:
    kind = "tagged" if isinstance(fact, ContactTagged) else "untagged"
    _happened(fact.contact_id, kind, f"tag:{fact.tag_id}", by=by, at=at)


def follow_subscription(fact: ContactSubscribed | ContactUnsubscribed, *, by: Actor, at: datetime) -> None:
    kind = "subscribed" if isinstance(fact, ContactSubscribed) else "unsubscribed"
    _happened(fact.contact_id, kind, by=by, at=at)


def _happened(contact_id: int, kind: str, subject: str = "", *, key: str = "", by: Actor, at: datetime) -> None:
    contact = Contact.objects.filter(pk=contact_id).first()  # it may have been merged into another one
    if contact is not None:
        happened(contact, kind, subject, key=key, by=by, at=at)


def leave_sequences(
    fact: ContactUnsubscribed | ContactBounced | ContactComplained | ContactErased, *, by: Actor, at: datetime
) -> None:
    """Who gets no letters any more is on the way nowhere."""
    contact = Contact.objects.filter(pk=fact.contact_id).first()
    if contact is not None and contact.status != SUBSCRIBED:
        sequences.leave(None, contact, reason=contact.state_words, by=by, at=at)
