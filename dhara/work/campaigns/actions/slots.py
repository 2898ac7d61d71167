"""What a step of a worker's unit means for its slot, and for the campaign."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.refusal import Conflict, Invalid
from dhara.money.policies import queries as policies
from dhara.work.campaigns import facts, queries, rules
from dhara.work.campaigns.models import Campaign, Slot
from dhara.work.campaigns.rules import proof
from dhara.work.engagements.models import Unit
from dhara.work.engagements.modes import micro
from dhara.work.engagements.rules import SUBMISSION, Step


def follow(unit: Unit, step: Step, *, at: datetime, **_by: Actor) -> None:
    """Free it, fill it, or take one again. Called in the step's transaction, with the unit locked.

    Raises Conflict `none_left` for a second try where no slot is free any more, `frozen` for a rejection while the
    operator looks at many others.
    """
    if step.needs == SUBMISSION:
        _check_proof(unit)
    mine = Slot.objects.filter(unit=unit)
    if step.target == micro.ACCEPTED:
        mine.update(state=rules.DONE)
    elif step.target not in micro.KEEPS_SLOT:
        mine.update(state=rules.FREE, unit=None)
    elif step.source == micro.REJECTED and not take_one(unit):
        raise Conflict("none_left", _("All tasks of this campaign are taken. Some may come free again."))
    if step.target == micro.REJECTED:
        _look_for_spike(unit, at)


def _check_proof(unit: Unit) -> None:
    """Through whichever door it came in: the answers are such as the form asks for."""
    fields = proof.read(Campaign.objects.values_list("proof", flat=True).get(engagement=unit.engagement_id))
    handed_in = unit.submissions.order_by("-number")[0]
    types: dict[str, list[str]] = defaultdict(list)
    for each in handed_in.files.select_related("file"):
        types[each.question].append(each.file.mime)
    answers = handed_in.content.get("answers")
    if not isinstance(answers, dict) or proof.clean_answers(fields, answers, types) != answers:
        raise Invalid("proof_wrong", _("Please answer the questions of this task."), "answers")


def take_one(unit: Unit) -> bool:
    """A free slot for a unit that lost its own: of the same item, where there are items."""
    item = unit.terms.get("item")
    free = Slot.objects.filter(campaign__engagement=unit.engagement_id, state=rules.FREE, item=item).order_by("id")
    slot = free.select_for_update(skip_locked=True, of=("self",)).first()
    if slot is not None:
        Slot.objects.filter(pk=slot.pk).update(state=rules.TAKEN, unit=unit)
    return slot is not None


def spoken_for(unit: Unit) -> int:
    """Minor units of the pool that are not for this unit, which is about to be paid.

    A unit that was rejected has lost its slot: it takes a free one, or is paid out of what no open slot needs.
    """
    campaign = Campaign.objects.get(engagement=unit.engagement_id)
    has_slot = Slot.objects.filter(unit=unit).exists() or take_one(unit)
    return campaign.reward * (queries.open_slots(campaign) - int(has_slot))


def _look_for_spike(unit: Unit, at: datetime) -> None:
    """Many rejections at once stop the campaign until an operator has looked."""
    campaign = Campaign.objects.select_for_update().get(engagement=unit.engagement_id)
    if campaign.status == rules.FROZEN:
        words = _("Too many tasks were rejected at once. An operator looks at it; until then none can be rejected.")
        raise Conflict("frozen", words)
    rejected, decided = queries.decided_since(campaign, at - timedelta(hours=1))
    if campaign.status not in (rules.RUNNING, rules.PAUSED):
        return
    if rules.is_spike(rejected, decided, policies.value("work.micro.spike_least", at=at)):
        fact = facts.CampaignFrozen(campaign.pk, rejected, decided)
        campaign.become(rules.FROZEN, fact=fact, by=SYSTEM, at=at)
