"""What is told of orders, money, licences, offers, contacts, forms and messages."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dhara.api.webhooks.events.common import Build, Data, Told, by_one, moment, order_of_fact, sellers_of, to_studio_of
from dhara.audience.models import Submission
from dhara.checkout.models import CartReminder, Order, OrderLine, RefundLine
from dhara.checkout.orders.queries import bought
from dhara.money.models import Payout
from dhara.people.conversations.rules.contacts import masked
from dhara.people.models import Message


def _paid(fact: Any, _fact_id: int) -> Told:
    lines = bought(fact.order_id)
    found: Told = {}
    for studio_id, group in groupby(lines, lambda line: line.studio_id):
        found[studio_id] = paid(list(group))
    return found


def paid(lines: list[OrderLine]) -> Data:
    """Some lines of one order."""
    order = lines[0].order
    return {
        "order": order.number,
        "currency": order.currency,
        "lines": [_line(line) for line in lines],
        "gross": sum(line.gross for line in lines),
        "net": sum(line.net for line in lines),
        "paid_at": moment(order.paid_at),
    }


def _line(line: OrderLine) -> Data:
    return {
        "offer": line.offer_id,
        "tier": line.tier_id,
        "title": line.title,
        "tier_name": line.tier_name,
        "quantity": line.quantity,
        "added": [{"title": title, "amount": amount} for title, amount in line.besides],
        "gross": line.gross,
        "tax": line.tax,
        "fees": line.gateway_fee + line.platform_fee,
        "net": line.net,
    }


def _refunded(fact: Any, _fact_id: int) -> Told:
    """Only what the studio's own lines gave back."""
    rows = RefundLine.objects.filter(refund_id=fact.refund_id).select_related("line__order")
    found: Told = {}
    for row in rows:
        own = found.setdefault(
            row.line.studio_id,
            {
                "order": row.line.order.number,
                "refund": fact.refund_id,
                "currency": row.line.order.currency,
                "amount": 0,
                "net": 0,
            },
        )
        own["amount"] += row.amount
        own["net"] += row.net
    return found


def _given(fact: Any, _fact_id: int) -> Told:
    """That it was sent; not to whom."""
    return {studio: {"order": fact.number} for studio in sellers_of(fact.order_id)}


def _disputed(fact: Any, _fact_id: int) -> Told:
    order = Order.objects.filter(pk=order_of_fact(fact)).first()
    if order is None:
        return {}
    return {studio: {"order": order.number, "dispute": fact.dispute_id} for studio in sellers_of(order.pk)}


def _cart(fact: Any, _fact_id: int) -> Told:
    """What lay in the cart, and nobody's name; once it is bought, the order."""
    reminder = CartReminder.objects.select_related("order").get(pk=fact.reminder_id)
    bought = {"order": fact.number} if hasattr(fact, "order_id") else {}
    found: Told = {}
    for line in reminder.lines.select_related("offer"):
        told = found.setdefault(
            line.studio_id,
            {"cart": reminder.pk, **bought, "currency": reminder.currency, "amount": 0, "lines": []}
            | {"reminded_at": moment(reminder.reminded_at)},
        )
        told["amount"] += line.amount
        told["lines"].append(
            {
                "offer": line.offer_id,
                "tier": line.tier_id,
                "title": line.offer.title,
                "quantity": line.quantity,
                "amount": line.amount,
            }
        )
    return found


def _payout(fact: Any, _fact_id: int) -> Told:
    payout = Payout.objects.get(pk=fact.payout_id)
    more = {"reason": fact.reason} if hasattr(fact, "reason") else {}
    data = {"payout": payout.number, "currency": fact.currency, "amount": fact.amount, **more}
    return {payout.studio_id: data}


def _cleared(fact: Any, _fact_id: int) -> Told:
    return {fact.studio_id: {"currency": fact.currency, "amount": fact.amount}}


def _licence(fact: Any, fact_id: int) -> Told:
    number = Order.objects.values_list("number", flat=True).get(pk=fact.order_id)
    data = {"order": number, "offer": fact.offer_id}
    for name in ("count", "waiting", "machine"):
        if hasattr(fact, name):
            data[name] = getattr(fact, name)
    if hasattr(fact, "licence_id"):
        data = {"licence": fact.licence_id, **data}
    return to_studio_of(fact_id, data)


def _offer(fact: Any, _fact_id: int) -> Told:
    more = {name: getattr(fact, name) for name in ("before", "until", "reason") if hasattr(fact, name)}
    return {fact.studio_id: {"offer": fact.offer_id, "title": fact.title, **more}}


def _contact(fact: Any, fact_id: int) -> Told:
    """Ids and no address: who may know it asks for the contact."""
    shown = {"source": "source", "message_id": "message", "hard": "hard", "tag_id": "tag"}
    shown |= {"sequence_id": "sequence", "node": "step", "name": "name"}
    data = {name: getattr(fact, field) for field, name in shown.items() if hasattr(fact, field)}
    return to_studio_of(fact_id, {"contact": fact.contact_id, **data})


def _form(fact: Any, _fact_id: int) -> Told:
    """Who it is only once that is proved, and without the address, as for contacts."""
    each = Submission.objects.select_related("form").get(pk=fact.submission_id)
    data: Data = {"form": each.form_id, "name": each.form.name, "submission": each.pk, "utm": each.utm}
    if hasattr(fact, "contact_id"):
        data["contact"] = fact.contact_id
    return {each.studio_id: data}


def _message(fact: Any, fact_id: int) -> Told:
    message = Message.objects.select_related("conversation").get(pk=fact.message_id)
    agreed = message.conversation.agreed_at is not None
    names = [each.file.name for each in message.files.select_related("file")]
    data = {
        "conversation": fact.conversation_id,
        "message": message.pk,
        "about": fact.regarding,
        "name": message.author_name,
        "text": message.body if agreed else masked(message.body),
        "files": names if agreed else [masked(each) for each in names],
        "at": moment(message.at),
    }
    return to_studio_of(fact_id, data)


SELLING: dict[str, Build] = {
    "order.paid": _paid,
    "gift.sent": _given,
    **by_one(_refunded, ("order.refunded", "order.tax_returned", "order.refund_failed")),
    **by_one(_disputed, ("dispute.opened", "dispute.won", "dispute.lost")),
    **by_one(_cart, ("cart.abandoned", "cart.recovered")),
    **by_one(_payout, ("payout.sent", "payout.paid", "payout.failed", "payout.cancelled", "payout.returned")),
    "money.cleared": _cleared,
    **by_one(_licence, ("licence.issued", "licence.activated", "licence.deactivated", "licence.disabled")),
    **by_one(_licence, ("licence.enabled", "licence.rotated")),
    **by_one(_offer, ("offer.published", "offer.unpublished", "offer.released", "offer.release_postponed")),
    **by_one(_offer, ("offer.hidden", "offer.lifted", "offer.archived", "offer.restored", "offer.prices_changed")),
    **by_one(_contact, ("contact.subscribed", "contact.unsubscribed", "contact.bounced", "contact.complained")),
    **by_one(_contact, ("contact.tagged", "contact.untagged", "contact.erased", "sequence.called")),
    "message.received": _message,
    **by_one(_form, ("form.submitted", "form.confirmed")),
}
