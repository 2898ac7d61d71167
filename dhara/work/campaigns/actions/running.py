"""Let a paid campaign run, pause it, stop it, and give back what it did not need."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid
from dhara.work.campaigns import facts, queries, rules
from dhara.work.campaigns.actions.drafting import locked, own
from dhara.work.campaigns.models import Campaign, Slot
from dhara.work.engagements.models import Engagement
from dhara.work.funding import actions as funding
from dhara.work.funding.queries import left_in_pool

# Each item once, then each again: whoever does several tasks meets another item each time.
_SLOTS: Final = """
INSERT INTO work_slot (campaign_id, item_id, place, state)
SELECT i.campaign_id, i.id, i.position, 'free' FROM generate_series(1, %s) turn, work_item i
 WHERE i.campaign_id = %s ORDER BY turn, i.position
"""
_PLAIN_SLOTS: Final = """
INSERT INTO work_slot (campaign_id, place, state) SELECT %s, 0, 'free' FROM generate_series(1, %s)
"""
_DROP_FREE: Final = """
DELETE FROM work_slot WHERE id IN (
  SELECT id FROM work_slot WHERE campaign_id = %s AND state = 'free' FOR UPDATE SKIP LOCKED)
"""


@transaction.atomic
def settle(campaign_id: int, *, by: Actor, at: datetime) -> Campaign:
    """Whether all of it is paid now: then its slots are made. As often as one likes; it is done once."""
    campaign = locked(campaign_id)
    if campaign.status != rules.DRAFT or campaign.engagement is None or campaign.checked_at is None:
        return campaign
    if queries.to_pay(campaign).minor > 0:
        return campaign
    with connection.cursor() as cursor:
        if itemized := campaign.items.exists():
            cursor.execute(_SLOTS, [campaign.redundancy, campaign.pk])
        else:
            cursor.execute(_PLAIN_SLOTS, [campaign.pk, campaign.positions])
    pay = rules.hourly_pay(campaign.reward, campaign.minutes * 60)
    fact = facts.CampaignFunded(campaign.pk)
    return campaign.become(
        rules.FUNDED, fact=fact, by=by, at=at, free=campaign.positions, hourly_pay=pay, itemized=itemized
    )


@transaction.atomic
def begin(campaign_id: int, *, by: Actor, at: datetime) -> Campaign:
    """Workers may take its tasks."""
    campaign = own(campaign_id, by)
    fact = facts.CampaignBegun(campaign.pk)
    return campaign.become(rules.RUNNING, fact=fact, by=by, at=at, begun_at=campaign.begun_at or at)


@transaction.atomic
def pause(campaign_id: int, *, by: Actor, at: datetime) -> Campaign:
    """Nobody new may take a task; what is taken goes on."""
    campaign = own(campaign_id, by)
    return campaign.become(rules.PAUSED, fact=facts.CampaignPaused(campaign.pk), by=by, at=at)


@transaction.atomic
def thaw(campaign_id: int, *, by: Actor, at: datetime) -> Campaign:
    """The operator lets a frozen one go on."""
    campaign = own(campaign_id, by)
    return campaign.become(rules.RUNNING, fact=facts.CampaignBegun(campaign.pk), by=by, at=at)


@transaction.atomic
def stop(campaign_id: int, *, reason: str = "", by: Actor, at: datetime) -> Campaign:
    """Stop it early. What nobody needs goes back at once; taken slots, rejections and appeals stay paid for.

    An operator says why. Raises Conflict where it is over, or not paid (a draft is just left).
    """
    campaign, words = own(campaign_id, by), clean_text(reason, lines=True)
    if by.kind == "operator" and not words:
        raise Invalid("reason_missing", _("Say why, so that the other side can put it right."), "reason")
    if campaign.status == rules.HELD:
        raise Conflict("being_looked_at", _("We are looking at the text. You will hear from us soon."))
    # The campaign's row does not stop a claim; the slots themselves do: who came first has one.
    with connection.cursor() as cursor:
        cursor.execute(_DROP_FREE, [campaign.pk])
    back = _give_back(campaign, "stop", by=by, at=at)
    fact = facts.CampaignStopped(campaign.pk, back)
    campaign.become(rules.STOPPED, fact=fact, by=by, at=at, reason=words, free=0)
    return campaign


def _give_back(campaign: Campaign, key: str, *, by: Actor, at: datetime) -> int:
    """What no slot and no rejected worker may still need, in minor units."""
    assert campaign.engagement is not None
    needed = campaign.reward * (queries.open_slots(campaign) + queries.undecided(campaign))
    back = max(0, left_in_pool(campaign.engagement).minor - needed)
    if back:
        funding.give_back_pool(campaign.engagement.pk, back, key=key, by=by, at=at)
    return back


@transaction.atomic
def finish(campaign_id: int, *, at: datetime) -> Campaign:
    """What has come to its end by itself: no slot is open any more, and then no appeal either."""
    campaign = locked(campaign_id)
    engagement = campaign.engagement
    if engagement is None or engagement.ended_at is not None:
        return campaign
    if campaign.status == rules.STOPPED:
        Slot.objects.filter(campaign=campaign, state=rules.FREE).delete()
    if campaign.status in (rules.RUNNING, rules.PAUSED) and not queries.open_slots(campaign):
        campaign.become(rules.FINISHED, fact=facts.CampaignFinished(campaign.pk), by=SYSTEM, at=at, free=0)
    if campaign.status not in rules.OVER or queries.open_slots(campaign) or queries.undecided(campaign):
        return campaign
    back = _give_back(campaign, "end", by=SYSTEM, at=at)
    Engagement.objects.filter(pk=engagement.pk).update(ended_at=at)
    record(facts.CampaignSettled(campaign.pk, back), by=SYSTEM, at=at)
    return campaign
