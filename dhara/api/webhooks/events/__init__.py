"""What each public event tells which studio, and the buyer: ids, numbers and amounts, and never more than they see."""

from __future__ import annotations

from typing import Final

from dhara.api.webhooks.events import buying
from dhara.api.webhooks.events.common import Build, Data, Told, order_of_fact, sellers_of
from dhara.api.webhooks.events.judging import JUDGING
from dhara.api.webhooks.events.selling import SELLING
from dhara.api.webhooks.events.working import WORKING, open_tasks, waiting_for
from dhara.checkout.models import LeftLine
from dhara.checkout.orders.queries import bought
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.models import RecordedFact
from dhara.work.models import Engagement

BUILDERS: Final[dict[str, Build]] = {**SELLING, **WORKING, **JUDGING}


def told(name: str, fact: Fact, fact_id: int) -> Told:
    """What the event says to whom. Raises KeyError for a name without a builder."""
    return BUILDERS[name](fact, fact_id)


def told_buyer(name: str, fact: Fact, fact_id: int) -> Data | None:
    """What the event says to the account that `buyer` named; None where there is nothing to see any more."""
    return buying.told(name, fact, told(name, fact, fact_id))


def buyer(name: str, fact: Fact) -> int | None:
    """The account whose purchase, job, campaign or work it is about; None for a guest's, or where no buyer is told."""
    return buying.buyer(name, fact)


def studios(name: str, fact: Fact, fact_id: int) -> set[int]:
    """Whom it concerns, in as few queries as can be: asked for every event, also where nobody listens."""
    if name == "order.paid":
        return {line.studio_id for line in bought(fact.data()["order_id"])}
    if name.startswith("cart."):
        return set(LeftLine.objects.filter(reminder_id=fact.data()["reminder_id"]).values_list("studio_id", flat=True))
    if name.startswith(("order.", "gift.", "dispute.")):
        return sellers_of(order_of_fact(fact))
    if name.startswith("job."):
        return set(waiting_for(fact.data()["job_id"]).values_list("studio", flat=True))
    if name.startswith("campaign."):
        return set(open_tasks(fact.data()["campaign_id"]).values_list("worker", flat=True))
    if name.startswith("funding."):
        work = Engagement.objects.filter(pk=fact.data()["engagement_id"], worker__isnull=False)
        return set(work.values_list("worker_id", flat=True))
    if "studio_id" in fact.data():
        return {fact.data()["studio_id"]}
    ref = RecordedFact.objects.filter(pk=fact_id).values_list("studio_ref", flat=True).first()
    return {ref} if ref else set()
