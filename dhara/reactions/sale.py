"""An order is paid: the buyer has it, everybody is told, the cart is empty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from dhara.catalog.bundles.rules import BUNDLE
from dhara.checkout.abandoned import actions as abandoned
from dhara.checkout.cart import actions as carts
from dhara.checkout.gifts import actions as gifts
from dhara.checkout.models import OrderLine
from dhara.checkout.orders import mail
from dhara.checkout.orders import queries as orders
from dhara.checkout.orders.facts import OrderPaid
from dhara.checkout.orders.rules import GIVEN, HELD
from dhara.delivery.grants import actions as grants
from dhara.delivery.models import Licence
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.people.models import Account, MailPreference, Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may

MOST_KEYS = 20


def deliver_order(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    """To the buyer; a gift to its receiver, on its day."""
    grants.deliver(fact.order_id, by=by, at=at)
    if orders.bought(fact.order_id)[0].order.gifted:
        gifts.begin(fact.order_id, by=by, at=at)


def send_receipt(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    lines = orders.bought(fact.order_id)
    if GIVEN in lines[0].order.policies:
        return  # whoever gave it away has written
    mail.receipt(lines[0].order, lines, keys=_keys(lines), by=by, at=at)


def _keys(lines: list[OrderLine]) -> list[tuple[str, str]]:
    """Licence keys among what was just delivered; asked for only where there can be some, and not for dozens.

    Those of a gift are its receiver's.
    """
    if lines[0].order.gifted or not {"licence", BUNDLE} & {line.offer.kind for line in lines}:
        return []
    given = Licence.objects.filter(grant__order_id=lines[0].order_id).exclude(key="").select_related("offer")
    return [(licence.offer.title, licence.key) for licence in given.order_by("id")[:MOST_KEYS]]


def tell_sellers(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    """Everybody who may see orders gets a notice, and a letter unless they do not want it.

    Work that is yet to be done is told by itself (`reactions.work`).
    """
    lines = orders.bought(fact.order_id)
    policies = lines[0].order.policies
    if GIVEN in policies:
        return
    lines = [line for line in lines if line.offer_id not in policies.get(HELD, ())]
    studios = sorted({line.studio_id for line in lines})
    members = rows.load(Member, "t.studio_id = ANY(%s) AND account.is_active", [studios], along=("account",))
    told = [each for each in members if role_may(each.role, "see_orders")]
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
    where = "t.account_id = ANY(%s) AND t.topic = %s AND NOT t.by_mail"
    unwilling = rows.load(MailPreference, where, [[account.pk for account in accounts], topic])
    return {preference.account_id for preference in unwilling}


def forget_cart(fact: OrderPaid, *, by: Actor, at: datetime) -> None:
    if reminders := carts.forget(fact.order_id):
        abandoned.recover(fact.order_id, reminders, by=by, at=at)
