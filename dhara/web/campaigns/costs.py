"""What a campaign costs and takes, as the page says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dhara.kit.currency import Money, parse_amount
from dhara.kit.locale.digits import to_latin
from dhara.kit.refusal import Invalid
from dhara.web.campaigns.words import long_span, shown
from dhara.work.campaigns import queries, rules
from dhara.work.campaigns.rules.draft import BOUNDS, Estimate
from dhara.work.models import Campaign


@dataclass(frozen=True)
class Cost:
    """`hourly` is what an hour pays to who takes all the time that is given."""

    estimate: Estimate
    hourly: Money
    work: str
    hours: str


def cost(campaign: Campaign, at: datetime) -> Cost:
    """By the numbers in force: nothing is agreed before the buyer pays."""
    found = queries.estimate_now(campaign, at)
    hourly = rules.hourly_pay(campaign.reward, campaign.minutes * 60)
    hours = shown(found.hours) if found.hours else ""
    return Cost(found, Money(hourly, campaign.currency), long_span(found.work), hours)


def as_typed(campaign: Campaign, said: Mapping[str, Any], *, listed: bool) -> Campaign:
    """The (unsaved) campaign with the numbers of a form that is being filled in, as far as they make sense."""
    for name in ("minutes", "hourly", "positions"):
        text = to_latin(said.get(name, "")).replace(",", "").strip()
        least, most = BOUNDS[name]
        if name == "hourly" and name in said and not text:
            campaign.hourly = 0
        if text.isdecimal() and len(text) < 10 and least <= int(text) <= most and not (listed and name == "positions"):
            setattr(campaign, name, int(text))
    try:
        reward = parse_amount(str(said.get("reward", "")), campaign.currency).minor
    except Invalid:
        return campaign
    campaign.reward = reward if 0 < reward <= 10**9 else campaign.reward
    return campaign
