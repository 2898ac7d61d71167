"""Whom a campaign looks for and how it goes, as (name, value) for a list of facts."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dhara.kit.currency import Money
from dhara.kit.locale.languages import NAMES, current
from dhara.money.tax.queries import country_name
from dhara.web.campaigns.words import shown
from dhara.web.work.words import many_days, span
from dhara.work.campaigns import rules
from dhara.work.models import Campaign


def aims(campaign: Campaign) -> list[tuple[str, str]]:
    wanted = rules.targeting(campaign.targeting)
    people = [country_name(code) for code in sorted(wanted.countries)]
    people += [NAMES[code] for code in sorted(wanted.languages)]
    if wanted.level:
        people.append(_("level %(level)s and above") % {"level": shown(wanted.level)})
    found = [
        (_("Reward for one task"), Money(campaign.reward, campaign.currency).display(current())),
        (_("Answers"), shown(campaign.positions)),
        (_("Time for one task"), span(timedelta(minutes=campaign.minutes))),
        (_("Time to look at a proof"), many_days(campaign.review_days)),
        (_("Tasks for one person at most"), shown(campaign.per_worker)),
        (_("Who may do it"), ", ".join(people) or _("everybody")),
    ]
    if campaign.redundancy > 1:
        found.append((_("Answers for each row"), shown(campaign.redundancy)))
    if campaign.hourly:
        words = ngettext("%(count)s task an hour", "%(count)s tasks an hour", campaign.hourly)
        found.append((_("Speed"), words % {"count": shown(campaign.hourly)}))
    return found
