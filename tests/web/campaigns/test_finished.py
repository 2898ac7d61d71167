"""A campaign that is finished says first where its money is: set aside for an appeal, or all of it gone somewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from dhara.kit.queue import drain
from dhara.money.models import PaymentRefund
from dhara.work.campaigns import actions, rules
from dhara.work.engagements import actions as work
from dhara.work.models import Campaign
from tests.make import campaigns as make
from tests.make.work import Parties
from tests.web.browsing import client, text

pytestmark = pytest.mark.django_db
SAID = {
    "en": ("All tasks are decided", "when the last appeal is over", "No money of it is set aside any more"),
    "bn": ("সব কাজের সিদ্ধান্ত হয়েছে", "শেষ আপিলের নিষ্পত্তি হলে", "এর কোনো টাকা আর আলাদা করে রাখা নেই"),
}


def head(sides: Parties, campaign: Campaign, language: str) -> tuple[bool, bool, bool]:
    """Whether the page says that all is decided, that money waits for an appeal, that none is set aside."""
    buyer = client(sides.karim)
    buyer.cookies["lang"] = language
    page = text(buyer.get(reverse("campaigns:campaign", args=[campaign.pk])))
    decided, waits, gone = (words in page for words in SAID[language])
    return decided, waits, gone


@pytest.mark.parametrize("language", ["en", "bn"])
def test_when_the_reserve_came_back(sides: Parties, now: datetime, frozen: Any, language: str) -> None:
    campaign = make.running(sides, now, positions=2)
    units = [make.submitted(campaign, number, now) for number in (1, 2)]
    assert head(sides, campaign, language) == (False, False, False)
    for unit in units:
        work.act(unit.pk, "accept", by=sides.actor("buyer"), at=now)
    actions.count(at=now)
    assert Campaign.objects.get().status == rules.FINISHED
    drain(now)
    assert PaymentRefund.objects.get().amount == campaign.reserve > 0
    assert head(sides, campaign, language) == (True, False, True)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_while_something_may_be_appealed(sides: Parties, now: datetime, frozen: Any, language: str) -> None:
    campaign, buyer = make.running(sides, now, positions=2), sides.actor("buyer")
    units = [make.submitted(campaign, number, now) for number in (1, 2)]
    actions.reject(units[0].pk, 0, by=buyer, at=now)
    units.append(make.submitted(campaign, 3, now))  # its place is free again
    actions.accept_many(campaign.pk, [each.pk for each in units[1:]], by=buyer, at=now)
    actions.count(at=now)
    drain(now)
    assert Campaign.objects.get().status == rules.FINISHED
    assert head(sides, campaign, language) == (True, True, False)
    later = now + timedelta(days=30)
    frozen.move_to(later)
    for _time in range(2):  # nobody appealed; what that leaves
        drain(later)
        actions.count(at=later)
    assert head(sides, campaign, language) == (True, False, True)
