"""What a task pays, how long it takes, and what is known of who pays: as a worker weighs it up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.locale.digits import in_script
from dhara.trust.reviews.queries import BuyerNumbers, of_buyers
from dhara.web.work.words import span
from dhara.work.campaigns.queries import estimate
from dhara.work.models import Campaign


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


def known_of(account_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """What everybody may know of buyers: (what, how much); left out of whom nothing is known yet. One query."""
    return {each: told for each, numbers in of_buyers(account_ids).items() if (told := _known(numbers))}


def _known(numbers: BuyerNumbers) -> list[tuple[str, str]]:
    told = []
    if numbers.reviews:
        told.append((_("Stars from studios"), _stars(numbers.mean, numbers.reviews)))
    if numbers.accepted is not None:
        told.append((_("Tasks accepted"), _of(numbers.accepted, numbers.decided)))
    if numbers.review_seconds is not None:
        told.append((_("Looks at a proof within"), span(timedelta(seconds=numbers.review_seconds))))
    if numbers.overturned is not None:
        told.append((_("Rejections that were overturned"), _of(numbers.overturned, numbers.rejected)))
    return told


def _stars(mean: int, reviews: int) -> str:
    """`mean` in hundredths of a star."""
    language = get_language() or "en"
    words = ngettext("%(stars)s of 5, %(count)s review", "%(stars)s of 5, %(count)s reviews", reviews)
    return words % {"stars": in_script(f"{mean / 100:.1f}", language), "count": in_script(reviews, language)}


def _of(part: int, whole: int) -> str:
    """93 % of 120; `part` in hundredths of a percent."""
    language = get_language() or "en"
    percent = in_script(str(part // 100), language)
    return _("%(percent)s %% of %(whole)s") % {"percent": percent, "whole": in_script(whole, language)}
