"""An order is paid: the buyer has it, everybody is told, the cart is empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from dhara.checkout.cart import actions as carts
from dhara.checkout.models import OrderLine
from dhara.checkout.orders import mail
from dhara.checkout.orders.facts import OrderPaid
from dhara.delivery.grants import actions as grants
from dhara.kit.actor import Actor
from dhara.people.models import Account, MailPreference, Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may


def deliver_order(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    grants.deliver(fact.order_id, by=by, at=at)


def send_receipt(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    lines = list(_lines(fact))
    mail.receipt(lines[0].order, lines, by=by, at=at)


def tell_sellers(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    """Everybody who may see orders gets a notice, and a letter unless they do not want it."""
    lines = list(_lines(fact).order_by("studio_id"))
    members = Member.objects.filter(studio_id__in={line.studio_id for line in lines}, account__is_active=True)
    told = [each for each in members.select_related("account") if role_may(each.role, "see_orders")]
    silent = without_mail("sale", [member.account for member in told])
    for studio_id, group in groupby(lines, lambda line: line.studio_id):
        own = list(group)
        for member in (member for member in told if member.studio_id == studio_id):
            _tell(member, own, letter=member.account_id not in silent, by=by, at=at)


def _tell(member: Member, lines: list[OrderLine], *, letter: bool, by: Actor, at: datetime) -> None:
    order, studio = lines[0].order, lines[0].studio
    gross = sum(line.gross for line in lines)
    amount = {"amount": {"minor": gross, "currency": order.currency}} if gross else {}
    tell(
        account_id=member.account_id,
        topic="sale",
        kind="sale" if gross else "free_sale",
        data={"offer": lines[0].title, **amount},
        key=f"sale:{order.pk}:{studio.pk}:{member.account_id}",
        url=f"/studio/{studio.handle}/orders/{order.number}/",
        studio_id=studio.pk,
        at=at,
    )
    if letter:
        may_see = role_may(member.role, "see_buyers")
        mail.sale_made(order, lines, studio, member.account, with_buyer=may_see, by=by, at=at)


def without_mail(topic: str, accounts: Iterable[Account]) -> set[int]:
    """Those of the accounts that do not want letters of a topic."""
    unwilling = MailPreference.objects.filter(account__in=list(accounts), topic=topic, by_mail=False)
    return set(unwilling.values_list("account_id", flat=True))


def forget_cart(fact: OrderPaid, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - effects are called alike
    rows = list(_lines(fact).values_list("tier_id", "order__cart_id", "order__account_id"))
    _tier, cart_id, account_id = rows[0]
    carts.forget(cart_id, tier_ids=[row[0] for row in rows], account_id=account_id)


def _lines(fact: OrderPaid) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order_id=fact.order_id).select_related("order", "studio")
