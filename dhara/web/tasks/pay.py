"""What a task pays, how long it takes, and what is known of who pays: as a worker weighs it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.locale.digits import in_script
from dhara.web.work.words import span
from dhara.work.campaigns.queries import estimate
from dhara.work.models import Campaign, Standing


@dataclass(frozen=True)
class Pay:
    """`net` is what the worker gets of `reward`, `fee` the platform's part; `a_minute` is net for each minute.

    `takes` is how long it is measured to take (`measured`), or all the time that there is.
    """

    reward: Money
    fee: Money
    net: Money
    a_minute: Money
    takes: str
    measured: bool


def pay(campaign: Campaign) -> Pay:
    """By the numbers that were agreed. The campaign is loaded with its engagement."""
    assert campaign.engagement is not None
    costs = estimate(campaign, campaign.engagement.policies)
    seconds = max(1, campaign.measured or campaign.minutes * 60)
    a_minute = Money(costs.net.minor * 60 // seconds, campaign.currency)
    reward = Money(campaign.reward, campaign.currency)
    takes = span(timedelta(seconds=seconds))
    return Pay(reward, costs.fee, costs.net, a_minute, takes, campaign.measured is not None)


def known(standing: Standing | None) -> list[tuple[str, str]]:
    """What everybody may know of a buyer: (what, how much); empty where nothing was decided yet."""
    if standing is None or not standing.accepted + standing.rejected:
        return []
    told = [(_("Tasks accepted"), _of(standing.accepted, standing.accepted + standing.rejected))]
    if standing.review_seconds is not None:
        told.append((_("Looks at a proof within"), span(timedelta(seconds=standing.review_seconds))))
    refused = standing.rejected + standing.overturned
    if refused:
        told.append((_("Rejections that were overturned"), _of(standing.overturned, refused)))
    return told


def _of(part: int, whole: int) -> str:
    """93 % of 120."""
    language = get_language() or "en"
    percent = in_script(str(part * 100 // whole), language)
    return _("%(percent)s %% of %(whole)s") % {"percent": percent, "whole": in_script(whole, language)}
