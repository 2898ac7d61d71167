"""Campaigns are paid, held, frozen, refused; they run, are stopped, and come to their end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.models import RecordedFact
from dhara.kit.facts.rules import Effect
from dhara.kit.lifecycle.models import Transition
from dhara.people.accounts.queries import operators
from dhara.people.notices.actions import tell
from dhara.reactions.sale import without_mail
from dhara.work.campaigns import actions, mail
from dhara.work.campaigns.facts import (
    CampaignBegun,
    CampaignFinished,
    CampaignFrozen,
    CampaignFunded,
    CampaignHeld,
    CampaignRefused,
    CampaignReleased,
    CampaignSettled,
    CampaignStopped,
)
from dhara.work.campaigns.queries.progress import how_stopped
from dhara.work.campaigns.rules import FUNDED, LIFECYCLE, STOPPED
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


def tell_campaign_paid(fact: CampaignFunded, *, by: Actor, at: datetime) -> None:
    """That it can begin: the letter about the payment has gone out already."""
    _tell_buyer("campaign_paid", fact.campaign_id, by, at)


def tell_campaign_runs(fact: CampaignBegun, *, by: Actor, at: datetime) -> None:
    """The first time only; not where it was paused or frozen before."""
    moves = Transition.objects.filter(lifecycle=LIFECYCLE.name, thing_ref=fact.campaign_id)
    if moves.filter(fact_ref=by.cause, source=FUNDED).exists():
        _write(mail.runs, fact.campaign_id, by, at)


def tell_campaign_stopped(fact: CampaignStopped, *, by: Actor, at: datetime) -> None:
    """Who stopped it themselves knows."""
    if RecordedFact.objects.filter(pk=by.cause or 0, actor_kind="operator").exists():
        _tell_buyer("campaign_stopped", fact.campaign_id, by, at)
        campaign = _campaign(fact.campaign_id)
        _source, reason = how_stopped(campaign)
        mail.stopped(campaign, reason, by=by, at=at)


def tell_campaign_over(fact: CampaignFinished | CampaignSettled, *, by: Actor, at: datetime) -> None:
    """When the last task is decided; of one that was stopped, when nothing is open any more."""
    campaign = _campaign(fact.campaign_id)
    if isinstance(fact, CampaignSettled) and campaign.status != STOPPED:
        return
    _tell_buyer("campaign_over", fact.campaign_id, by, at, rest="results/")
    _write(mail.over, fact.campaign_id, by, at)


def _write(letter: Callable[..., None], campaign_id: int, by: Actor, at: datetime) -> None:
    """Not to who wants no letters about work; the notice tells them."""
    campaign = _campaign(campaign_id)
    if not without_mail("work", [campaign.account]):
        letter(campaign, by=by, at=at)


def _campaign(campaign_id: int) -> Campaign:
    return Campaign.objects.select_related("account", "engagement").get(pk=campaign_id)


def _tell_operators(kind: str, campaign_id: int, by: Actor, at: datetime) -> None:
    for person in operators():
        _tell(person.pk, kind, campaign_id, by, at, url=f"/operator/work/campaign/{campaign_id}/change/")


def _tell_buyer(kind: str, campaign_id: int, by: Actor, at: datetime, *, rest: str = "") -> None:
    account_id = Campaign.objects.values_list("account_id", flat=True).get(pk=campaign_id)
    _tell(account_id, kind, campaign_id, by, at, url=f"/campaigns/{campaign_id}/{rest}")


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


CAMPAIGNS: Final[dict[type[Fact], list[Effect]]] = {
    CampaignHeld: [tell_campaign_held],
    CampaignFrozen: [tell_campaign_frozen],
    CampaignReleased: [tell_campaign_released],
    CampaignRefused: [tell_campaign_refused],
    CampaignFunded: [tell_campaign_paid],
    CampaignBegun: [tell_campaign_runs],
    CampaignStopped: [tell_campaign_stopped],
    CampaignFinished: [tell_campaign_over],
    CampaignSettled: [tell_campaign_over],
}
