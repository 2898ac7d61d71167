"""A campaign's own page: a draft with what is missing and what it costs, else how it goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import get_random_string

from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Refused
from dhara.web.campaigns import costs, words
from dhara.web.campaigns import now as nows
from dhara.web.campaigns.aims import aims
from dhara.work.campaigns import rules
from dhara.work.campaigns.queries.progress import asked_about, if_stopped, progress, purse, unpaid_funding
from dhara.work.campaigns.rules import proof
from dhara.work.engagements.returned import NOTHING
from dhara.work.models import Campaign


def campaign(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    return page(request, campaign, clock.now())


def page(request: HttpRequest, campaign: Campaign, at: datetime, refusal: Refused | None = None) -> HttpResponse:
    """With a refusal: why it was not done, and how it stands now."""
    draft = campaign.status in words.OPEN
    context = {
        "campaign": campaign,
        "tone": words.TONES.get(campaign.status, ""),
        "asked": proof.read(campaign.proof),
        "aims": aims(campaign),
        "refusal": refusal,
        **(_draft(campaign, at) if draft else _paid(campaign)),
    }
    template = "campaigns/draft.html" if draft else "campaigns/campaign.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _draft(campaign: Campaign, at: datetime) -> dict[str, Any]:
    found = progress(campaign)
    first = list(campaign.items.order_by("position")[:4])
    names = list(dict.fromkeys(name for item in first for name in item.data))
    return {
        "tabs": words.tabs(campaign, ""),
        "now": nows.now(campaign, found),
        "held": campaign.status == rules.HELD,
        "cost": costs.cost(campaign, at),
        "listed": campaign.items.count(),
        "known": campaign.items.exclude(expected=None).count(),
        "columns": names,
        "sample": [[item.data.get(name, "") for name in names] for item in first[:3]],
        "intent": get_random_string(32),
        "begun": unpaid_funding(campaign),
    }


def _paid(campaign: Campaign) -> dict[str, Any]:
    found, money = progress(campaign), purse(campaign)
    back = if_stopped(campaign, money) if money and money.held.minor else NOTHING
    return {
        "ahead": [] if back.plain else back.foretold(campaign.currency),
        "now": nows.now(campaign, found),
        "progress": found,
        "purse": money,
        "reserve": Money(campaign.reserve, campaign.currency).display(current()),
        "purse_rows": nows.purse_rows(money) if money else [],
        "bank": asked_about(campaign),
        "stoppable": campaign.status in nows.STOPPABLE,
        "measured": words.minutes_shown(campaign.measured) if campaign.measured else "",
    }
