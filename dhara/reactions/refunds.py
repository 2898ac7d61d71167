"""Money goes back, or does not; a buyer asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from dhara.checkout.models import Refund, RefundLine, RefundRequest
from dhara.checkout.preorders import actions as preorders
from dhara.checkout.refunds import actions, mail
from dhara.checkout.refunds.facts import (
    OrderRefunded,
    OrderRefundFailed,
    OrderTaxReturned,
    RefundRequestDeclined,
    RefundRequested,
    RefundRequestLapsed,
)
from dhara.checkout.refunds.rules import FAILED
from dhara.delivery.grants import actions as grants
from dhara.kit.actor import Actor
from dhara.kit.lifecycle.models import Transition
from dhara.kit.queue import defer_named
from dhara.money.models import PaymentRefund
from dhara.money.payments.facts import PaymentRefunded, PaymentRefundFailed
from dhara.people.accounts.queries import operators
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may
from dhara.reactions.gifts import access_ended, access_restored
from dhara.reactions.sale import without_mail

# Facts of a refund that was made.
GivenBack = OrderRefunded | OrderTaxReturned


def refund_returned(fact: PaymentRefunded, *, by: Actor, at: datetime) -> None:
    actions.returned(fact.refund_id, by=by, at=at)


def undo_refund(fact: PaymentRefundFailed, *, by: Actor, at: datetime) -> None:
    actions.undo(fact.refund_id, reason=_why(fact.refund_id), by=by, at=at)


def _why(payment_refund_id: int) -> str:
    moves = Transition.objects.filter(lifecycle=PaymentRefund.LIFECYCLE.name, thing_ref=payment_refund_id)
    return moves.order_by("-version").values_list("reason", flat=True).first() or ""


def end_access(fact: OrderRefunded, *, by: Actor, at: datetime) -> None:
    """Unless the refund failed before we came to it."""
    made = Refund.objects.get(pk=fact.refund_id)
    if made.status == FAILED:
        return
    lines = _lines(made)
    taken = [each.line for each in lines if each.revokes]
    for line in taken:
        grants.take_back(line, reason=made.reason or "refund", by=by, at=at)
    access_ended([each.line for each in lines], taken, by=by, at=at)


def give_access_again(fact: OrderRefundFailed, *, by: Actor, at: datetime) -> None:
    lines = _lines(Refund.objects.get(pk=fact.refund_id))
    returned = [each.line for each in lines if each.revokes]
    for line in returned:
        if line.preorder and preorders.stand_again(line.pk):
            defer_named("delivery.preorders.tasks.hand_over", queue="reactions", line_id=line.pk)
            continue
        grants.give_again(line, reason="refund failed", by=by, at=at)
    access_restored([each.line for each in lines], returned, by=by, at=at)


def _lines(made: Refund) -> list[RefundLine]:
    lines = RefundLine.objects.filter(refund=made).select_related("line__offer", "line__order", "studio")
    return list(lines.order_by("id"))


def _told_with_work(made: Refund) -> bool:
    """Money of work that ended goes back in the very moment that both sides are told of that (`reactions.work`)."""
    return made.key.startswith("unit:")


def send_refund_made(fact: OrderRefunded, *, by: Actor, at: datetime) -> None:
    made = Refund.objects.select_related("order").get(pk=fact.refund_id)
    if _told_with_work(made):
        return
    lines = _lines(made)
    titles = [each.line.title for each in lines]
    mail.refund_made(made.order, made, titles, revoked=any(each.revokes for each in lines), by=by, at=at)


def send_tax_returned(fact: OrderTaxReturned, *, by: Actor, at: datetime) -> None:
    made = Refund.objects.select_related("order").get(pk=fact.refund_id)
    mail.tax_returned(made.order, made, by=by, at=at)


def send_refund_failed(fact: OrderRefundFailed, *, by: Actor, at: datetime) -> None:
    made = Refund.objects.select_related("order").get(pk=fact.refund_id)
    mail.refund_failed(made.order, made, by=by, at=at)


def tell_sellers_of_refund(fact: GivenBack, *, by: Actor, at: datetime) -> None:
    """In the app: whoever may see orders, but not the one who did it."""
    made = Refund.objects.select_related("order").get(pk=fact.refund_id)
    if _told_with_work(made):
        return
    for each in _lines(made):
        for member in _members([each.studio_id], "see_orders"):
            if member.account_id == made.made_by_id or not each.amount:
                continue
            tell(
                account_id=member.account_id,
                topic="sale",
                kind="tax_returned" if made.tax_id else "refund",
                data={"offer": each.line.title, "amount": _sum(each.amount, made.currency)},
                key=f"refund:{each.pk}:{member.account_id}",
                url=f"/studio/{each.studio.handle}/orders/{made.order.number}/",
                studio_id=each.studio_id,
                at=at,
            )


def tell_sellers_of_failed_refund(fact: OrderRefundFailed, *, by: Actor, at: datetime) -> None:
    """A notice and a letter to whoever may try again."""
    made = Refund.objects.select_related("order").get(pk=fact.refund_id)
    reason = _why(made.payment_refund_id) if made.payment_refund_id else ""
    studios = {each.studio_id: each.studio for each in _lines(made)}
    for member in _members(studios, "refund"):
        studio = studios[member.studio_id]
        tell(
            account_id=member.account_id,
            topic="sale",
            kind="refund_failed",
            data={"number": made.order.number, "amount": _sum(made.amount, made.currency)},
            key=f"refund_failed:{made.pk}:{member.account_id}",
            url=f"/studio/{studio.handle}/orders/{made.order.number}/",
            studio_id=studio.pk,
            at=at,
        )
        to = mail.member(member.account, studio.pk)
        mail.refund_not_returned(made.order, made, to, studio.handle, reason, by=by, at=at)


def tell_operators_of_failed_refund(fact: OrderRefundFailed, *, by: Actor, at: datetime) -> None:
    made = Refund.objects.select_related("order").get(pk=fact.refund_id)
    for person in operators():
        tell(
            account_id=person.pk,
            topic="balance",
            kind="refund_failed",
            data={"number": made.order.number, "amount": _sum(made.amount, made.currency)},
            key=f"refund_failed_op:{made.pk}:{person.pk}",
            url=f"/operator/checkout/order/{made.order_id}/change/",
            at=at,
        )


def tell_sellers_of_request(fact: RefundRequested, *, by: Actor, at: datetime) -> None:
    """A notice and a letter: time runs."""
    request = RefundRequest.objects.select_related("order", "line", "studio").get(pk=fact.request_id)
    members = _members([request.studio_id], "refund")
    silent = without_mail("sale", [member.account for member in members])
    for member in members:
        tell(
            account_id=member.account_id,
            topic="sale",
            kind="refund_asked",
            data={"offer": request.line.title},
            key=f"refund_asked:{request.pk}:{member.account_id}",
            url=f"/studio/{request.studio.handle}/refunds/",
            studio_id=request.studio_id,
            at=at,
        )
        if member.account_id not in silent:
            to = mail.member(member.account, request.studio_id)
            mail.refund_asked(request, to, request.studio.handle, by=by, at=at)


def send_declined_request(fact: RefundRequestDeclined | RefundRequestLapsed, *, by: Actor, at: datetime) -> None:
    request = RefundRequest.objects.select_related("order", "line", "studio").get(pk=fact.request_id)
    mail.refund_declined(request, by=by, at=at)


def _members(studio_ids: Iterable[int], verb: str) -> list[Member]:
    found = Member.objects.filter(studio_id__in=list(studio_ids), account__is_active=True)
    return [each for each in found.select_related("account").order_by("id") if role_may(each.role, verb)]


def _sum(minor: int, currency: str) -> dict[str, Any]:
    return {"minor": minor, "currency": currency}
