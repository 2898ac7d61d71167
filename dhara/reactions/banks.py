"""A bank asks about a payment for work, or has decided: each side of the work reads what it means for them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from dhara.kit.actor import Actor
from dhara.money.disputes.facts import DisputeFact, DisputeOpened
from dhara.money.models import Dispute
from dhara.people.notices.actions import tell
from dhara.reactions.work import tell_side
from dhara.work.engagements.mail import BANKS, Told
from dhara.work.engagements.queries import address
from dhara.work.engagements.rules import BUYER, SYSTEM, Role
from dhara.work.funding import mail
from dhara.work.funding.queries import number_of
from dhara.work.models import Funding, FundingPart, Unit

_ASKED: Final[tuple[tuple[str, Role], ...]] = (("bank_asks", "buyer"), ("bank_asked", "worker"))
_DECIDED: Final[tuple[tuple[str, Role], ...]] = (("bank_decided", "buyer"), ("bank_decided", "worker"))


def tell_of_bank(fact: DisputeFact, *, by: Actor, at: datetime) -> None:
    """Of a payment for a studio's work both sides, of a campaign's pool who paid it: its workers have no part in it."""
    number, opened = number_of(fact.paid_for), isinstance(fact, DisputeOpened)
    if number is None:
        return
    dispute = Dispute.objects.get(pk=fact.dispute_id)
    if not (opened or dispute.taken):
        return
    part = FundingPart.objects.filter(funding=number).order_by("pk").first()
    if part is None:
        _tell_of_pool(number, "" if opened else dispute.status, by=by, at=at)
        return
    unit = Unit.objects.select_related("engagement__worker", "engagement__buyer").get(pk=part.unit_id)
    told = Told(unit, SYSTEM, verb="" if opened else dispute.status, whole=True)
    for name, side in _ASKED if opened else _DECIDED:
        tell_side(name, told, side, BANKS[name, side], by=by, at=at)


def _tell_of_pool(number: int, verdict: str, *, by: Actor, at: datetime) -> None:
    funding = Funding.objects.select_related("engagement", "account").get(pk=number)
    kind = "work_bank_decided" if verdict else "work_bank_asks"
    tell(
        account_id=funding.account_id,
        topic="work",
        kind=kind,
        data={"offer": funding.engagement.title},
        key=f"{kind}:{by.cause}:{BUYER}:{funding.account_id}",
        url=address(funding.engagement, BUYER),
        at=at,
    )
    if verdict:
        mail.bank_decided(funding, verdict, by=by, at=at)
    else:
        mail.bank_asks(funding, by=by, at=at)
