"""Look at proofs: accept, reject with a reason, answer an appeal."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.work.campaigns.models import Campaign
from dhara.work.campaigns.rules.draft import PRESET
from dhara.work.engagements import actions as work
from dhara.work.engagements.models import Unit


def reject(unit_id: int, preset: int, text: str = "", *, by: Actor, at: datetime) -> Unit:
    """Reject a proof for one of the campaign's reasons (by its place, from 0), in words of one's own besides.

    Raises Invalid `reason_missing` where there is no such reason, Conflict `frozen` after too many.
    """
    campaign = Campaign.objects.filter(engagement__units=unit_id).first()
    if campaign is None:
        raise NotFoundHere()
    if not 0 <= preset < len(campaign.reasons):
        raise Invalid("reason_missing", _("Choose a reason, so that the worker can put it right."), "preset")
    words = "\n".join(filter(None, (campaign.reasons_told[preset], text.strip())))
    return work.act(unit_id, "reject", by=by, at=at, text=words, reason=f"{PRESET}{preset}")
