"""What a payment is for, and how its money is held until the work is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.locale.digits import in_script
from dhara.work.engagements.modes import HOURLY
from dhara.work.engagements.rules import POOL
from dhara.work.models import Engagement, Funding, FundingPart


@dataclass(frozen=True)
class Part:
    """A row of what is paid for; `state` is where its work stands."""

    title: str
    amount: Money
    state: str = ""
    days: str = ""


@dataclass(frozen=True)
class Place:
    """The page on which the work goes on."""

    url: str
    label: str


def parts(funding: Funding, found: Sequence[FundingPart]) -> list[Part]:
    if funding.engagement.till == POOL:
        return [Part(funding.engagement.title, Money(funding.amount, funding.currency))]
    return [
        Part(
            each.unit.title or funding.engagement.title,
            Money(each.amount, funding.currency),
            str(each.unit.state_words),
            _days(each.unit.terms.get("days")),
        )
        for each in found
    ]


def _days(count: int | None) -> str:
    if not count:
        return ""
    shown = in_script(int(count), get_language() or "en")
    return ngettext("%(count)s day of work", "%(count)s days of work", int(count)) % {"count": shown}


def promises(funding: Funding) -> list[str]:
    """How the money is held, who gets it when, and what else may become of it: sentences, with the agreed numbers."""
    engagement = funding.engagement
    if engagement.till == POOL:
        return [
            _("The money is set aside for the tasks of this campaign. Nobody has it yet."),
            _("A task is paid when you accept it, or when you do not answer within the days that you chose."),
            _("What no task needs in the end goes back to you, the way you paid."),
        ]
    who = engagement.worker.name if engagement.worker else ""
    if engagement.mode == HOURLY.code:
        return [
            _("The money of the week is set aside. %(who)s sees that it is there, but does not have it yet.")
            % {"who": who},
            _("%(who)s writes down the time that was worked, up to the weekly limit. You get the bill after the week.")
            % {"who": who},
            _("The bill is paid when you accept it or say nothing in time. The rest goes back to you at once."),
            _("If you two disagree, the operator reads everything and decides. The money stays set aside until then."),
        ]
    days = int(engagement.policies.get("work.fixed.accept_days", 14))
    accepted = ngettext(
        "%(who)s gets it when you approve the work, or when you say nothing for %(days)s day after it was handed in.",
        "%(who)s gets it when you approve the work, or when you say nothing for %(days)s days after it was handed in.",
        days,
    )
    return [
        _("The money is set aside. %(who)s sees that it is there and begins, but does not have it yet.") % {"who": who},
        accepted % {"who": who, "days": in_script(days, get_language() or "en")},
        _("If the work is not done, it goes back to you, the way you paid."),
        _("If you two disagree, the operator reads everything and decides. The money stays set aside until then."),
    ]


def place(engagement: Engagement) -> Place | None:
    """None where there is no such page."""
    kind, _colon, number = engagement.subject.partition(":")
    try:
        if engagement.till != POOL:
            return Place(reverse("work:room", args=[engagement.pk]), _("To the project"))
        if kind == "campaign":
            return Place(reverse("campaigns:campaign", args=[int(number)]), _("To the campaign"))
    except NoReverseMatch:
        pass
    return None
