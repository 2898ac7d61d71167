"""Reads: what keeps somebody from taking a task of a campaign, to be said before they try and when it failed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotAllowed, Refused
from dhara.people.models import Member, Studio
from dhara.people.studios.rules import role_may
from dhara.people.ties.queries import between
from dhara.work.campaigns import queries, rules
from dhara.work.campaigns.models import Campaign
from dhara.work.engagements.modes import micro


def obstacle(campaign: Campaign, worker: Studio, *, by: Actor, at: datetime) -> Refused | None:
    """As it is now; whom the campaign asks for is `check_wanted`'s. Whether a task is free is only known by trying."""
    roles = dict(Member.objects.filter(studio=worker).values_list("account_id", "role"))
    if by.id is None or not role_may(roles.get(by.id), "do_work"):
        return NotAllowed()
    if campaign.account_id in roles:
        return Conflict("own_work", _("You can not work for yourself."))
    if tied := between(campaign.account_id, by.id):
        return tied
    now = Campaign.objects.get(pk=campaign.pk)
    if now.status != rules.RUNNING:
        return Conflict("not_running", _("Nobody can take tasks of this campaign right now."))
    mine = queries.live_units(now).filter(worker=worker)
    if mine.filter(status=micro.RESERVED).exists():
        return task_open()
    if mine.count() >= now.per_worker:
        return Conflict("enough_done", _("You have done as many tasks here as one person may."))
    last_hour = queries.live_units(now).filter(created_at__gt=at - timedelta(hours=1)).count()
    if now.hourly and last_hour >= now.hourly:
        return Conflict(
            "too_fast", _("As many tasks were taken this hour as the buyer wants. Come back a little later.")
        )
    return None


def task_open() -> Conflict:
    return Conflict("task_open", _("Finish the task that you have taken here, or give it back."))
