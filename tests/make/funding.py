"""A project with milestones, and its buyer before the gateway."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from dhara.kit.actor import SYSTEM, person
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.models import Payment, SandboxCharge
from dhara.people.models import Account, Studio
from dhara.work.engagements import actions as work
from dhara.work.funding import actions
from dhara.work.models import Engagement, Funding
from tests.make.work import AMOUNT, Parties


def project(sides: Parties, at: datetime, milestones: int = 2, subject: str = "job:1") -> Engagement:
    return between(sides.studio, sides.karim, at, milestones, subject)


def between(studio: Studio, buyer: Account, at: datetime, milestones: int = 2, subject: str = "job:1") -> Engagement:
    return work.agree(
        "fixed",
        subject=subject,
        title="A website",
        worker=studio,
        buyer_id=buyer.pk,
        buyer_email=buyer.email,
        currency="BDT",
        language="en",
        units=[work.Planned(AMOUNT, title=f"Part {number + 1}") for number in range(milestones)],
        by=SYSTEM,
        at=at,
    )


def begun(sides: Parties, engagement: Engagement, at: datetime, count: int = 1) -> Funding:
    """For the first so many milestones."""
    ids = list(engagement.units.order_by("position").values_list("pk", flat=True)[:count])
    return actions.fund(ids, intent=uuid.uuid4().hex, by=sides.actor("buyer"), at=at)


def sent(sides: Parties, funding: Funding, at: datetime) -> tuple[Payment, SandboxCharge]:
    """The buyer stands before the sandbox's page."""
    actions.pay(funding.pk, "sandbox", "/work/paid/{token}/", by=sides.actor("buyer"), at=at)
    payment = paying(funding)
    return payment, SandboxCharge.objects.get(ref=payment.gateway_ref)


def paying(funding: Funding) -> Payment:
    funding = Funding.objects.select_related("payment").get(pk=funding.pk)
    assert funding.payment is not None
    return funding.payment


def chosen(sides: Parties, funding: Funding, choice: str, at: datetime) -> Funding:
    """The buyer went to the sandbox, chose, and came back."""
    payment, charge = sent(sides, funding, at)
    sandbox.choose(charge.ref, choice, at=at)
    return actions.confirm(payment.token, by=sides.actor("buyer"), at=at)


def secrets(studio: Studio, buyer: Account, routes: Iterable[str], at: datetime) -> dict[str, str]:
    """For the permission matrix: a buyer who stands before the gateway with the first milestone of a project."""
    by = person(buyer.pk)
    made = actions.fund([between(studio, buyer, at).units.earliest("pk").pk], intent="matrix", by=by, at=at)
    actions.pay(made.pk, "sandbox", "/pay/{token}/", by=by, at=at)
    own = [route for route in routes if route.startswith("pay/<secret:token>/")]
    both = "pay/<secret:token>/return/<secret:ref>/"
    return dict.fromkeys(own, made.token) | {both.replace("<secret:token>", "*"): made.token, both: paying(made).token}
