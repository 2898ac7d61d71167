"""A payer's bank warns, takes the money back, decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dhara.checkout.disputes import actions, mail
from dhara.checkout.disputes.queries import order_of, sellers_of
from dhara.checkout.models import Order, OrderLine, RefundLine
from dhara.checkout.refunds.mail import member as reader
from dhara.checkout.refunds.rules import PENDING, SUCCEEDED
from dhara.delivery.grants import actions as grants
from dhara.kit.actor import Actor
from dhara.kit.locale.dates import show_date
from dhara.money.disputes.facts import (
    DisputeFact,
    DisputeLost,
    DisputeOpened,
    DisputePrevented,
    DisputeReminder,
    DisputeWarned,
    DisputeWon,
)
from dhara.money.models import Dispute
from dhara.people.accounts.queries import operators
from dhara.people.models import Member, Studio
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may
from dhara.reactions.gifts import access_ended, access_restored
from dhara.work.funding import actions as funding


def reserve_for_dispute(fact: DisputeOpened, *, by: Actor, at: datetime) -> None:
    actions.reserve(fact.dispute_id, by=by, at=at)


def release_reserve(fact: DisputeWon | DisputePrevented, *, by: Actor, at: datetime) -> None:
    """Of an order the sellers' again; of work what waited for the bank goes to who paid."""
    actions.give_back(fact.dispute_id, by=by, at=at)
    funding.give_what_waited(fact.dispute_id, by=by, at=at)


def lose_dispute(fact: DisputeLost, *, by: Actor, at: datetime) -> None:
    """A payment for work has no order: its own verb knows who bears it."""
    if not funding.lose(fact.dispute_id, by=by, at=at):
        actions.lose(fact.dispute_id, by=by, at=at)


def stop_disputed_access(fact: DisputeOpened, *, by: Actor, at: datetime) -> None:
    """Where the policy says so; the case may be decided before we come to it."""
    lines = _lines(fact, PENDING)
    taken = [each.line for each in lines if each.revokes]
    _take_back(lines, taken, by=by, at=at)


def end_disputed_access(fact: DisputeLost, *, by: Actor, at: datetime) -> None:
    lines = _lines(fact, SUCCEEDED)
    _take_back(lines, [each.line for each in lines if each.line.refunded == each.line.gross], by=by, at=at)


def _take_back(lines: list[RefundLine], taken: list[OrderLine], *, by: Actor, at: datetime) -> None:
    for line in taken:
        grants.take_back(line, reason="dispute", by=by, at=at)
    access_ended([each.line for each in lines], taken, by=by, at=at)


def restore_disputed_access(fact: DisputeWon | DisputePrevented, *, by: Actor, at: datetime) -> None:
    lines = _lines(fact)
    # What was given back before the dispute stays given back.
    returned = [each.line for each in lines if each.revokes and each.line.refunded < each.line.gross]
    for line in returned:
        grants.give_again(line, reason="dispute won", by=by, at=at)
    access_restored([each.line for each in lines], returned, by=by, at=at)


def _lines(fact: DisputeFact, *states: str) -> list[RefundLine]:
    found = RefundLine.objects.filter(refund__dispute_id=fact.dispute_id)
    found = found.filter(refund__status__in=states) if states else found
    return list(found.select_related("line__offer", "line__order").order_by("id"))


def tell_sellers_of_warning(fact: DisputeWarned, *, by: Actor, at: datetime) -> None:
    _tell(fact, "dispute_warned", mail.warned, by=by, at=at)


def tell_sellers_of_dispute(fact: DisputeOpened, *, by: Actor, at: datetime) -> None:
    kept: dict[int, int] = {}
    for each in RefundLine.objects.filter(refund__dispute_id=fact.dispute_id):
        kept[each.studio_id] = kept.get(each.studio_id, 0) + each.borne

    def letter(dispute: Dispute, order: Order, to: Any, handle: str, *, by: Actor, at: datetime) -> None:
        mail.opened(dispute, order, kept.get(to.studio_id, 0), to, handle, by=by, at=at)

    _tell(fact, "dispute_opened", letter, by=by, at=at)


def tell_operators_of_dispute(fact: DisputeOpened, *, by: Actor, at: datetime) -> None:
    dispute = Dispute.objects.get(pk=fact.dispute_id)
    order = order_of(dispute)
    for person in operators():
        tell(
            account_id=person.pk,
            topic="balance",
            kind="dispute_opened",
            data=_data(dispute, order.number if order else dispute.ref, person.language),
            key=f"dispute_op:{dispute.pk}:{dispute.version}:{person.pk}",
            url=f"/operator/money/dispute/{dispute.pk}/change/",
            at=at,
        )


def remind_of_dispute(fact: DisputeReminder, *, by: Actor, at: datetime) -> None:
    def letter(dispute: Dispute, order: Order, to: Any, handle: str, *, by: Actor, at: datetime) -> None:
        mail.reminder(dispute, order, fact.days, to, handle, by=by, at=at)

    _tell(fact, "dispute_reminder", letter, by=by, at=at, mark=str(fact.days))


def tell_sellers_of_verdict(fact: DisputeWon | DisputeLost | DisputePrevented, *, by: Actor, at: datetime) -> None:
    kinds = {DisputeWon: "dispute_won", DisputeLost: "dispute_lost", DisputePrevented: "dispute_prevented"}
    _tell(fact, kinds[type(fact)], mail.decided, by=by, at=at)


def _tell(
    fact: DisputeFact, kind: str, letter: Callable[..., None], *, by: Actor, at: datetime, mark: str = ""
) -> None:
    """A notice and a letter to everybody who may answer; money and time are at stake, so nobody can switch it off."""
    dispute = Dispute.objects.select_related("payment").get(pk=fact.dispute_id)
    order = order_of(dispute)
    if order is None:
        return
    studios = Studio.objects.in_bulk(sellers_of(order))
    members = Member.objects.filter(studio_id__in=studios, account__is_active=True).select_related("account")
    for member in (each for each in members.order_by("id") if role_may(each.role, "answer_disputes")):
        studio = studios[member.studio_id]
        tell(
            account_id=member.account_id,
            topic="sale",
            kind=kind,
            data=_data(dispute, order.number, member.account.language),
            key=f"{kind}:{dispute.pk}:{dispute.version}{mark}:{member.account_id}",
            url=f"/studio/{studio.handle}/disputes/{dispute.pk}/",
            studio_id=studio.pk,
            at=at,
        )
        letter(dispute, order, reader(member.account, studio.pk), studio.handle, by=by, at=at)


def _data(dispute: Dispute, number: str, language: str) -> dict[str, Any]:
    return {
        "number": number,
        "amount": {"minor": dispute.amount, "currency": dispute.currency},
        "date": show_date(dispute.answer_by, language) if dispute.answer_by else "–",
    }
