"""Money came, did not come, goes back, or became available."""

from __future__ import annotations

from datetime import datetime

from dhara.checkout.models import Order
from dhara.checkout.orders import actions, mail, queries, rules
from dhara.checkout.orders.facts import OrderDeclined, OrderMoneyReturned, OrderRefused
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.money.clearing.facts import MoneyCleared
from dhara.money.models import Payment
from dhara.money.payments.facts import PaymentCaptured, PaymentFact, PaymentFailed, PaymentHeld, PaymentRefused
from dhara.people.accounts.queries import operators
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may


def settle_order(fact: PaymentCaptured, *, by: Actor, at: datetime) -> None:
    """Nothing is left to do where the door that learnt of the payment has settled the order itself."""
    order_id = _order_of(fact)
    if order_id is not None and not queries.is_settled(order_id, fact.payment_id):
        actions.settle(order_id, fact.payment_id, by=by, at=at)


def order_payment_failed(fact: PaymentFailed | PaymentRefused, *, by: Actor, at: datetime) -> None:
    order_id = _order_of(fact)
    if order_id is not None:
        payment = Payment.objects.locked(fact.payment_id)
        actions.payment_failed(order_id, payment, by=by, at=at)


def send_declined(fact: OrderDeclined, *, by: Actor, at: datetime) -> None:
    order = Order.objects.get(pk=fact.order_id)
    if order.status == rules.FAILED:
        mail.payment_declined(order, by=by, at=at)


def send_money_returned(fact: OrderMoneyReturned, *, by: Actor, at: datetime) -> None:
    order = Order.objects.get(pk=fact.order_id)
    amount = Money(fact.amount, fact.currency)
    twice = order.payment_id != fact.payment_id
    mail.money_returned(order, payment_id=fact.payment_id, amount=amount, twice=twice, by=by, at=at)


def send_refused(fact: OrderRefused, *, by: Actor, at: datetime) -> None:
    order = Order.objects.get(pk=fact.order_id)
    amount = Money(fact.amount, fact.currency)
    mail.payment_refused(order, payment_id=fact.payment_id, amount=amount, by=by, at=at)


def send_in_review(fact: PaymentHeld, *, by: Actor, at: datetime) -> None:
    order_id = _order_of(fact)
    if order_id is not None:
        mail.payment_in_review(Order.objects.get(pk=order_id), payment_id=fact.payment_id, by=by, at=at)


def tell_operators_of_review(fact: PaymentHeld, *, by: Actor, at: datetime) -> None:
    """Somebody's money waits for them."""
    held = Payment.objects.get(pk=fact.payment_id)
    for person in operators():
        tell(
            account_id=person.pk,
            topic="balance",
            kind="payment_held",
            data={"amount": {"minor": held.amount, "currency": held.currency}, "gateway": held.gateway},
            key=f"payment_held:{held.pk}:{person.pk}",
            url=f"/operator/money/payment/{held.pk}/change/",
            at=at,
        )


def tell_balance(fact: MoneyCleared, *, by: Actor, at: datetime) -> None:
    """In the app only: it happens every day."""
    for member in Member.objects.filter(studio_id=fact.studio_id).select_related("studio"):
        if role_may(member.role, "see_money"):
            tell(
                account_id=member.account_id,
                topic="balance",
                kind="balance_available",
                data={"amount": {"minor": fact.amount, "currency": fact.currency}, "studio": member.studio.name},
                key=f"balance:{by.cause}:{member.account_id}",
                url=f"/studio/{member.studio.handle}/",
                studio_id=fact.studio_id,
                at=at,
            )


def _order_of(fact: PaymentFact) -> int | None:
    kind, _colon, number = fact.paid_for.partition(":")
    return int(number) if kind == "order" else None
