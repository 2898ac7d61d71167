"""What the story of small tasks does inside its own Dhara: lets hours pass, looks at every poisha of a campaign.

Runs by `dhara manage shell`, as its operator could; each prints one line of JSON. See `gig_days`.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any

from dhara.cli.stories.gig_days import pass_hours
from dhara.cli.stories.patience import INSIDE


def too_late(hours: int) -> None:
    """So many hours pass, and with them the minute in which what was taken and not done comes free again."""
    from dhara.kit import clock
    from dhara.work.campaigns import actions

    pass_hours(hours)
    print(json.dumps({"lapsed": actions.lapse_due(at=clock.now())}))


def clear(hours: int) -> None:
    """So many hours pass, and with them the hour of clearing."""
    from dhara.money.clearing.tasks import clear_due

    pass_hours(hours)
    clear_due.func()
    print(json.dumps({}))


def becomes(campaign_id: int, figures: dict[str, Any], patience: float = INSIDE) -> None:
    """How a campaign stands as soon as it has these figures, or after `patience` seconds."""
    until, found = time.monotonic() + patience, _stands(campaign_id)
    while not figures.items() <= found.items() and time.monotonic() < until:
        time.sleep(0.3)
        found = _stands(campaign_id)
    print(json.dumps(found))


def _stands(campaign_id: int) -> dict[str, Any]:
    """Its state, and how many units are in which; minor units of where the money is."""
    from django.db.models import Sum

    from dhara.money.models import Clearing, Payment, SandboxCharge
    from dhara.money.payments.rules import PAID
    from dhara.work.campaigns import queries
    from dhara.work.engagements.queries import unit_key
    from dhara.work.funding.queries import left_in_pool
    from dhara.work.models import Campaign, Funding

    campaign = Campaign.objects.select_related("engagement").get(pk=campaign_id)
    units = list(queries.units_of(campaign))
    earned = Clearing.objects.filter(key__in=[f"{unit_key(unit)}:pay" for unit in units])
    funded = Funding.objects.filter(engagement=campaign.engagement_id).values_list("pk", flat=True)
    paid = Payment.objects.filter(subject__in=[f"funding:{key}" for key in funded], status__in=PAID)
    charges = SandboxCharge.objects.filter(token__in=list(paid.values_list("token", flat=True)))
    return {
        "state": campaign.status,
        **Counter(unit.status for unit in units),
        "pool": left_in_pool(campaign.engagement).minor if campaign.engagement else 0,
        "payments": paid.count(),
        "earned": earned.aggregate(sum=Sum("amount"))["sum"] or 0,
        "clearings": earned.count(),
        "given_back": charges.aggregate(sum=Sum("refunded"))["sum"] or 0,
    }


def charged(handles: list[str]) -> None:
    """Of the studios that work: what stands in their accounts, and how many payments their people ever began."""
    from django.db.models import Sum

    from dhara.money.models import Leg, Payment
    from dhara.people.models import Member

    people = Member.objects.filter(studio__handle__in=handles).values_list("account__email", flat=True)
    held = Leg.objects.filter(account__studio__handle__in=handles).values_list("account__studio__handle")
    sums = dict(held.annotate(sum=Sum("amount")).order_by())
    begun = Payment.objects.filter(payer_email__in=list(people)).count()
    print(json.dumps({"has": {each: sums.get(each, 0) for each in handles}, "payments": begun}))
