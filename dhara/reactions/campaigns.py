"""Campaigns are paid, held, frozen, refused."""

from __future__ import annotations

from datetime import datetime

from dhara.kit.actor import Actor
from dhara.people.accounts.queries import operators
from dhara.people.notices.actions import tell
from dhara.work.campaigns import actions
from dhara.work.campaigns.facts import CampaignFrozen, CampaignHeld, CampaignRefused, CampaignReleased
from dhara.work.funding.facts import FundingPaid
from dhara.work.models import Campaign


def settle_campaign(fact: FundingPaid, *, by: Actor, at: datetime) -> None:
    """Where it is one that is paid."""
    campaign = Campaign.objects.filter(engagement=fact.engagement_id).first()
    if campaign is not None:
        actions.settle(campaign.pk, by=by, at=at)


def tell_campaign_held(fact: CampaignHeld, *, by: Actor, at: datetime) -> None:
    """The operators look at it."""
    _tell_operators("campaign_held", fact.campaign_id, by, at)


def tell_campaign_frozen(fact: CampaignFrozen, *, by: Actor, at: datetime) -> None:
    """The operators look at it; the buyer knows why nothing goes on."""
    _tell_operators("campaign_frozen", fact.campaign_id, by, at)
    _tell_buyer("campaign_frozen_buyer", fact.campaign_id, by, at)


def tell_campaign_released(fact: CampaignReleased, *, by: Actor, at: datetime) -> None:
    _tell_buyer("campaign_released", fact.campaign_id, by, at)


def tell_campaign_refused(fact: CampaignRefused, *, by: Actor, at: datetime) -> None:
    _tell_buyer("campaign_refused", fact.campaign_id, by, at)


def _tell_operators(kind: str, campaign_id: int, by: Actor, at: datetime) -> None:
    for person in operators():
        _tell(person.pk, kind, campaign_id, by, at, url=f"/operator/work/campaign/{campaign_id}/change/")


def _tell_buyer(kind: str, campaign_id: int, by: Actor, at: datetime) -> None:
    account_id = Campaign.objects.values_list("account_id", flat=True).get(pk=campaign_id)
    _tell(account_id, kind, campaign_id, by, at, url=f"/campaigns/{campaign_id}/")


def _tell(account_id: int, kind: str, campaign_id: int, by: Actor, at: datetime, *, url: str = "") -> None:
    title = Campaign.objects.values_list("title", flat=True).get(pk=campaign_id)
    tell(
        account_id=account_id,
        topic="balance",
        kind=kind,
        data={"campaign": title},
        url=url,
        key=f"{kind}:{campaign_id}:{by.cause}:{account_id}",
        at=at,
    )
