"""Give money back through the gateway."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.queue import defer_one_by_one
from dhara.kit.refusal import Conflict, Invalid, NotAllowed
from dhara.kit.seal import Unsealable
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import GatewayTrouble, GiveBack, RefundOutcome
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.actions import KeyReused, account_id, post
from dhara.money.payments import queries, rules
from dhara.money.payments.facts import PaymentRefunded, PaymentRefundFailed
from dhara.money.payments.models import Payment, PaymentRefund

# In the details of a payment that an operator refused.
REFUSED_BY_US = "refused"


@transaction.atomic
def refund(payment_id: int, amount: Money, *, key: str, reason: str, by: Actor, at: datetime) -> PaymentRefund:
    """Take captured money that no order uses back to the payer. The same key again returns the first refund.

    First put the money back to `unapplied` (an order does that by reversing its sale, in the same transaction).
    It is written down and booked here; a job asks the gateway. Refused `nothing_to_refund` for more than is there.
    """
    payment = Payment.objects.locked(payment_id)
    known = PaymentRefund.objects.filter(key=key).first()
    if known is not None:
        if (known.payment_id, known.amount) != (payment.pk, amount.minor):
            raise KeyReused(key)
        return known
    there = books.unused(payment.subject, payment.currency)
    if amount.currency != payment.currency or not 0 < amount.minor <= queries.refundable(payment).minor:
        raise Conflict("nothing_to_refund", _("That much can not be given back."))
    if amount > there:
        raise Conflict("nothing_to_refund", _("The money is still in use by the order."))
    made = PaymentRefund.objects.create(
        status=rules.PENDING, status_at=at, payment=payment, key=key, amount=amount.minor, reason=reason, created_at=at
    )
    Payment.objects.filter(pk=payment.pk).update(refunded=payment.refunded + amount.minor)
    _book(made, payment, "begun", by=by, at=at)
    drive_later(made.pk)
    return made


def drive_later(refund_id: int, *, tries: int = 0, when: datetime | None = None) -> None:
    """One job at a time: a gateway without idempotency keys could give back twice to two that ask at once."""
    name = "money.payments.tasks.drive_refund"
    defer_one_by_one(f"refund:{refund_id}", name, queue="gateways", when=when, refund_id=refund_id, tries=tries)


def drive_refund(refund_id: int, *, by: Actor, at: datetime, again: bool = False) -> PaymentRefund:
    """Ask the gateway to give back, and note its answer. A network call: never inside a transaction.

    Silence and `pending` leave it as it is; a job asks again. The refund's key makes repeats harmless. With `again`
    one that had succeeded is asked about too: it may have failed on its way.
    """
    made = PaymentRefund.objects.select_related("payment").get(pk=refund_id)
    if made.status != rules.PENDING and not (again and made.status == rules.SUCCEEDED):
        return made
    payment = made.payment
    asked = GiveBack(
        f"{made.key}:{made.attempt}" if made.attempt else made.key,
        Money(made.amount, payment.currency),
        payment.gateway_ref or "",
        made.reason,
        details=payment.details,
        refund_ref=made.gateway_ref,
        token=payment.token,
    )
    try:
        answer = gateways.known(payment.gateway).refund(asked, keys=gateways.keys_of(payment.account_id), at=at)
    except (GatewayTrouble, Unsealable):
        return made
    return _answered(refund_id, answer, by=by, at=at)


@transaction.atomic
def _answered(refund_id: int, answer: RefundOutcome, *, by: Actor, at: datetime) -> PaymentRefund:
    payment = Payment.objects.locked(PaymentRefund.objects.values_list("payment_id", flat=True).get(pk=refund_id))
    made = PaymentRefund.objects.select_for_update().get(pk=refund_id)
    if answer.state == "pending":
        _remember(made, answer)
    elif answer.state == "failed" and made.status in (rules.PENDING, rules.SUCCEEDED):
        _failed(made, payment, answer, by=by, at=at)
    elif answer.state == "succeeded" and made.status == rules.PENDING:
        fact = PaymentRefunded(*_told(made, payment))
        made.become(rules.SUCCEEDED, fact=fact, by=by, at=at, gateway_ref=answer.gateway_ref or made.gateway_ref)
        _book(made, payment, "done", by=by, at=at)
        _show_on(payment, by=by, at=at)
    return made


@transaction.atomic
def settle_by_hand(refund_id: int, *, reference: str = "", reason: str = "", by: Actor, at: datetime) -> PaymentRefund:
    """An operator sent the money by themselves, as the gateway can not: `reference` is the transfer's number.

    With a `reason` instead, it can not be sent: the money is taken back in the books. The first word counts.
    """
    if by.kind not in ("operator", "system"):
        raise NotAllowed()
    Payment.objects.locked(PaymentRefund.objects.values_list("payment_id", flat=True).get(pk=refund_id))
    if not queries.refunds_to_send().filter(pk=refund_id).exists():
        raise Conflict("not_by_hand", _("This refund does not wait for anybody to send it."))
    if not reference and not reason:
        raise Invalid("reference_missing", _("Please enter the number of the transfer."), "reference")
    answer = RefundOutcome("succeeded", reference) if reference else RefundOutcome("failed", reason=reason)
    return _answered(refund_id, answer, by=by, at=at)


def _remember(made: PaymentRefund, answer: RefundOutcome) -> None:
    """The gateway's name for a refund that it still works on: the next question is asked by it."""
    if answer.gateway_ref and made.status == rules.PENDING and made.gateway_ref != answer.gateway_ref:
        made.gateway_ref = answer.gateway_ref
        made.save(update_fields=["gateway_ref"])


def _failed(made: PaymentRefund, payment: Payment, answer: RefundOutcome, *, by: Actor, at: datetime) -> None:
    """The money is here again: booked back, and nothing of the payment counts as returned by this refund."""
    step = "failed" if made.status == rules.PENDING else "lost"
    made.become(
        rules.FAILED,
        fact=PaymentRefundFailed(*_told(made, payment)),
        by=by,
        at=at,
        reason=answer.reason[:500],
        gateway_ref=answer.gateway_ref or made.gateway_ref,
    )
    payment.refunded -= made.amount
    Payment.objects.filter(pk=payment.pk).update(refunded=payment.refunded)
    _book(made, payment, step, by=by, at=at)
    if step == "lost":
        _show_on(payment, by=by, at=at)


def _told(made: PaymentRefund, payment: Payment) -> tuple[int, str, int, int, str]:
    return payment.pk, payment.subject, made.pk, made.amount, payment.currency


@transaction.atomic
def retry(refund_id: int, *, by: Actor, at: datetime) -> PaymentRefund:
    """An operator tries a refused refund again: booked anew, asked again under a key of its own."""
    payment = Payment.objects.locked(PaymentRefund.objects.values_list("payment_id", flat=True).get(pk=refund_id))
    made = PaymentRefund.objects.select_for_update().get(pk=refund_id)
    amount = Money(made.amount, payment.currency)
    if amount > queries.refundable(payment) or amount > books.unused(payment.subject, payment.currency):
        raise Conflict("nothing_to_refund", _("That much can not be given back."))
    made.become(rules.PENDING, by=by, at=at, attempt=made.attempt + 1, gateway_ref="")
    Payment.objects.filter(pk=payment.pk).update(refunded=payment.refunded + made.amount)
    _book(made, payment, "begun", by=by, at=at)
    drive_later(made.pk)
    return made


def _book(made: PaymentRefund, payment: Payment, step: str, *, by: Actor, at: datetime) -> None:
    """From where to where the money moves: begun, done or failed; or lost, when it had been done and failed after."""
    due, unapplied = (account_id(purpose, payment.currency) for purpose in (ledger.REFUNDS_DUE, ledger.UNAPPLIED))
    held = account_id(ledger.GATEWAY, payment.currency, detail=queries.holder(payment)) if step in _HELD else 0
    source, target = {
        "begun": (unapplied, due),
        "done": (due, held),
        "failed": (due, unapplied),
        "lost": (held, unapplied),
    }[step]
    post(
        key=f"refund:{made.pk}:{made.version}:{step}",
        memo=f"refund_{step}",
        legs=[(source, -made.amount), (target, made.amount)],
        currency=payment.currency,
        at=at,
        by=by,
        subject=payment.subject,
    )


_HELD = ("done", "lost")


def _show_on(payment: Payment, *, by: Actor, at: datetime) -> None:
    """The payment's own status follows what really went back."""
    returned = sum(payment.refunds.filter(status=rules.SUCCEEDED).values_list("amount", flat=True))
    if returned >= payment.amount:
        target = rules.REFUNDED
    elif REFUSED_BY_US in payment.details:
        target = rules.REFUSED
    else:
        target = rules.PARTIALLY_REFUNDED if returned else rules.CAPTURED
    if payment.status != target:
        payment.become(target, by=by, at=at)
