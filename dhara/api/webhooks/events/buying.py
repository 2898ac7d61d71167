"""What is told to whoever buys: mostly what the studio is told, counted and shown as the buyer sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Model

from dhara.api.webhooks.events.common import Data, Told, order_of_fact
from dhara.api.webhooks.events.selling import paid
from dhara.api.webhooks.events.working import funded, proposed
from dhara.api.webhooks.rules.buying import BUYING, without_studios
from dhara.checkout.models import Order
from dhara.checkout.orders.queries import bought
from dhara.kit import rows
from dhara.kit.facts.facts import Fact
from dhara.trust.disputes.queries import parts, prices_of
from dhara.trust.models import Case
from dhara.work.engagements.queries import of_the_price
from dhara.work.engagements.rules import BUYER, SHARE
from dhara.work.models import Campaign, Engagement, Funding, Job, Proposal, Unit
from dhara.work.proposals.queries import plain_for, title_for

# Whose it is, by the beginning of the event's name: where that stands, and the id of it in the fact.
_WHOSE: Final[dict[str, tuple[type[Model], str, str]]] = {
    "proposal": (Proposal, "buyer_id", "proposal_id"),
    "funding": (Funding, "account_id", "funding_id"),
    "job": (Job, "account_id", "job_id"),
    "campaign": (Campaign, "account_id", "campaign_id"),
    "gift": (Order, "account_id", "order_id"),
    **dict.fromkeys(("work", "case", "review"), (Engagement, "buyer_id", "engagement_id")),
}


def buyer(name: str, fact: Fact) -> int | None:
    """One query, planned once, as nearly every step of paid work asks it; of a sale its lines are known already."""
    if name not in BUYING:
        return None
    if name == "order.paid":
        return next((line.order.account_id for line in bought(fact.data()["order_id"])), None)
    model, field, key = _WHOSE.get(name.partition(".")[0], (Order, "account_id", ""))
    found = rows.first(model, "t.id = %s", [fact.data()[key] if key else order_of_fact(fact)])
    account: int | None = getattr(found, field, None)
    return account


def told(name: str, fact: Fact, studios: Told) -> Data | None:
    """The event's data, of what the `studios` are told."""
    build = _OWN.get(name) or _OWN.get(name.partition(".")[0], _same)
    data = build(fact, next(iter(studios.values()), None), studios)
    return None if data is None else without_studios(name, data)


def _same(_fact: Any, data: Data | None, _studios: Told) -> Data | None:
    return data


def _paid(fact: Any, _data: Data | None, _studios: Told) -> Data | None:
    """All lines, whoever sold them."""
    lines = bought(fact.order_id)
    return paid(lines) if lines else None


def _refunded(_fact: Any, data: Data | None, studios: Told) -> Data | None:
    return {**data, "amount": sum(each["amount"] for each in studios.values())} if data else None


def _work(fact: Any, data: Data | None, _studios: Told) -> Data | None:
    if data is None or "amount" not in data:  # a change says it in its own terms
        return data
    unit = Unit.objects.select_related("engagement").get(pk=fact.unit_id)
    moved = {name: data.get(name, 0) for name in ("amount", "paid", "returned")}
    return data | {name: each for name, each in of_the_price(unit, moved).items() if name in data}


def _agreed(fact: Any, data: Data | None, _studios: Told) -> Data | None:
    """What was ordered is one unit, of which the studio has its share; what was negotiated costs what it says."""
    work = Engagement.objects.get(pk=fact.engagement_id)
    if data is None or work.till != SHARE:
        return data
    price = {"amount": int(work.terms["price"])}
    return {**data, **price, "units": [{**each, **price} for each in data["units"]]}


def _proposal(fact: Any, _data: Data | None, _studios: Told) -> Data:
    """As the buyer reads it: the studio's ways to be reached elsewhere are hidden until both have agreed."""
    found = Proposal.objects.select_related("job", "conversation").get(pk=fact.proposal_id)

    def text_of(version: Any) -> str:
        return plain_for(found, version.text, writer=version.role, reader=BUYER)

    return proposed(fact, found, title_for(found, BUYER), text_of)


def _funding(fact: Any, _data: Data | None, _studios: Told) -> Data:
    return funded(fact, Funding.objects.select_related("engagement").get(pk=fact.funding_id))


def _job(fact: Any, _data: Data | None, _studios: Told) -> Data:
    job = Job.objects.get(pk=fact.job_id)
    why = {"reason": fact.reason} if hasattr(fact, "reason") else {}
    return {"job": job.pk, "title": job.title, "state": job.status, **why}


def _campaign(fact: Any, _data: Data | None, _studios: Told) -> Data:
    found = Campaign.objects.get(pk=fact.campaign_id)
    return {"campaign": found.pk, "title": found.title, "state": found.status}


def _case(fact: Any, data: Data | None, _studios: Told) -> Data | None:
    """Parts of the price, as the API counts them for a buyer."""
    if data is None:
        return None
    case = Case.objects.select_related("unit__engagement").get(pk=fact.case_id)
    price, left = prices_of([case])[case.pk], data["to_worker"]
    return data | {
        "amount": price,
        "to_worker": None if left is None else price - parts(case, left, price).buyer,
    }


# By the whole name of an event, or its beginning; what stands nowhere is told as to the studio.
_OWN: Final[dict[str, Callable[[Any, Data | None, Told], Data | None]]] = {
    "order.paid": _paid,
    "order": _refunded,
    "work.agreed": _agreed,
    "work": _work,
    "proposal": _proposal,
    "funding": _funding,
    "job": _job,
    "campaign": _campaign,
    "case": _case,
}
