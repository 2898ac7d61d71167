"""Begin to pay for work: write down what for, send the buyer to the gateway, learn what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money.ledger.actions import Posting
from dhara.money.models import Payment
from dhara.money.payments import actions as payments
from dhara.money.payments import rules as payment_rules
from dhara.money.payments.queries import by_token
from dhara.work.engagements import rules as work_rules
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.funding import rules
from dhara.work.funding.actions.settling import locked, locked_parts, payment_failed, settle_locked
from dhara.work.funding.facts import FundingBegun
from dhara.work.funding.models import Funding, FundingPart
from dhara.work.funding.queries import can_be_funded, is_due, number_of


@transaction.atomic
def fund(unit_ids: Sequence[int], *, intent: str, by: Actor, at: datetime) -> Funding:
    """Write down that the buyer pays for these units of one engagement, each of its own amount. Then `pay`.

    The same `intent` (a random word of the form) again is the same funding. Raises NotFoundHere for an outsider,
    NotAllowed for who does the work, Conflict `paid_already` for a unit that is paid for, or not to be paid any more.
    """
    units = list(
        Unit.objects.select_for_update(of=("self",))
        .filter(pk__in=unit_ids)
        .select_related("engagement__worker")
        .order_by("pk")
    )
    if not units or len(units) != len(set(unit_ids)) or len({unit.engagement_id for unit in units}) != 1:
        raise NotFoundHere()
    engagement = units[0].engagement
    _check_payer(engagement, by)
    if engagement.till != work_rules.WHOLE:
        raise NotFoundHere()
    if known := engagement.fundings.filter(intent=intent).first():
        return known
    if not all(can_be_funded(unit) for unit in units):
        raise Conflict("paid_already", _("This is paid already, or not to be paid any more."))
    made = _begun(engagement, sum(unit.amount for unit in units), intent, by=by, at=at)
    FundingPart.objects.bulk_create(FundingPart(funding=made, unit=unit, amount=unit.amount) for unit in units)
    return made


@transaction.atomic
def fund_pool(engagement_id: int, amount: int, *, intent: str, by: Actor, at: datetime) -> Funding:
    """Write down that the buyer pays `amount` (minor units) into the pool of a campaign's engagement. Then `pay`.

    For campaigns: make the engagement with `agree(till=POOL)` when the campaign leaves its draft, call this and `pay`;
    on the fact `FundingPaid` all of it is set aside as one hold below `rules.pool_key`, out of which every accepted
    unit is paid by itself (`till`). A further funding adds to the pool. What the campaign does not need goes back by
    `give_back_pool`; `queries.left_in_pool` says how much there is. The same `intent` again is the same funding.
    """
    engagement = Engagement.objects.select_for_update(of=("self",)).filter(pk=engagement_id).first()
    if engagement is None or engagement.till != work_rules.POOL:
        raise NotFoundHere()
    _check_payer(engagement, by)
    if known := engagement.fundings.filter(intent=intent).first():
        return known
    if engagement.ended_at is not None:
        raise Conflict("ended", _("This is over already."))
    if amount <= 0:
        raise Invalid("amount_missing", _("Say how much is to be set aside."), "amount")
    return _begun(engagement, amount, intent, by=by, at=at)


def _check_payer(engagement: Engagement, by: Actor) -> None:
    """Only the buyer pays, and never for a studio of their own: nobody is made to pay for working."""
    worker = engagement.worker
    own = by.id is not None and worker is not None and worker.members.filter(account_id=by.id).exists()
    if by.kind != "person" or (by.id != engagement.buyer_id and not own):
        raise NotFoundHere()
    if own:
        raise NotAllowed("own_work", _("This is for the buyer to pay. Nobody pays to work."))


def _begun(engagement: Engagement, amount: int, intent: str, *, by: Actor, at: datetime) -> Funding:
    made = Funding.objects.create(
        status=rules.PENDING,
        status_at=at,
        engagement=engagement,
        account_id=engagement.buyer_id or 0,
        intent=intent,
        token=rules.new_token(),
        currency=engagement.currency,
        amount=amount,
        created_at=at,
    )
    made.start_timers(at)
    record(FundingBegun(made.pk, engagement.pk), by=by, at=at)
    return made


def pay(funding_id: int, gateway: str, return_url: str, *, by: Actor, at: datetime) -> str:
    """The address to which the buyer goes to pay. Not to be called inside a transaction: the gateway is asked.

    `{token}` in `return_url` becomes the payment's token. Pressed twice, it is the same payment; after a decline or an
    expiry it is a new one. Raises NotFoundHere, Conflict when it is paid, looked at, or not to be paid any more.
    """
    payment = _pay(funding_id, gateway, return_url, by=by, at=at)
    return payments.send_payer(payment, by=by, at=at)


@transaction.atomic
def _pay(funding_id: int, gateway: str, return_url: str, *, by: Actor, at: datetime) -> Payment:
    funding = locked(funding_id)
    if by.kind != "person" or funding.account_id != by.id:
        raise NotFoundHere()
    if funding.status == rules.PAID:
        raise Conflict("paid_already", _("This is paid already."))
    waiting = funding.payment
    if funding.status == rules.PENDING and waiting is not None:
        if waiting.gateway == gateway and waiting.status in payment_rules.OPEN:
            return waiting
        if waiting.status == payment_rules.REVIEW:
            raise Conflict("payment_in_review", _("Your payment is being looked at. Please do not pay again."))
    if not all(is_due(part) for part in locked_parts(funding)):
        raise Conflict("paid_already", _("This is paid already, or not to be paid any more."))
    if funding.status != rules.PENDING:
        funding.become(rules.PENDING, by=by, at=at)
    return _payment(funding, gateway, return_url, by=by, at=at)


def _payment(funding: Funding, gateway: str, return_url: str, *, by: Actor, at: datetime) -> Payment:
    """Through the instance's own account: money that is set aside never goes straight to a studio."""
    account, engagement = funding.account, funding.engagement
    payment = payments.begin(
        subject=rules.subject(funding.pk),
        gateway=gateway,
        amount=Money(funding.amount, funding.currency),
        payer_email=account.email,
        payer_name=account.name,
        description=engagement.title,
        language=account.language or engagement.language,
        return_url=return_url,
        by=by,
        at=at,
    )
    funding.payment = payment
    Funding.objects.filter(pk=funding.pk).update(payment=payment)
    return payment


# What the reactions to a payment would do, and what `confirm` does itself in the same transaction; and what they do for
# orders, of which this is none.
_OWN_EFFECTS = ("settle_funding", "funding_payment_failed", "settle_order", "order_payment_failed")


def confirm(payment_token: str, *, by: Actor, at: datetime, returned: Mapping[str, str] | None = None) -> Funding:
    """Ask the gateway's server what became of a payment, and act on it. Not to be called inside a transaction.

    Any number of calls at once or one after another do everything once. Raises NotFoundHere for an unknown token or a
    payment for something else. A gateway that can not be reached leaves everything as it is; it is asked again.
    """
    known = by_token(payment_token)
    funding_id = number_of(known.subject) if known else None
    if known is None or funding_id is None:
        raise NotFoundHere()
    outcome = payments.learn(known, at=at, returned=returned)
    with transaction.atomic():
        capture: list[Posting] = []
        payment = payments.apply(known, outcome, by=by, at=at, already=_OWN_EFFECTS, unbooked=capture)
        if payment.status == payment_rules.CAPTURED:
            return settle_locked(funding_id, payment, capture=capture, by=by, at=at)
        return payment_failed(funding_id, payment, by=by, at=at)
