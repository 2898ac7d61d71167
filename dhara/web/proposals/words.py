"""What things are called: amounts and days, the tone of a state, the budget of a job, what each side should do."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.locale.digits import in_script
from dhara.web.work.words import many_days, many_hours
from dhara.work.jobs.rules import HOURLY
from dhara.work.models import Job, ProposalVersion
from dhara.work.proposals import rules

TONES: Final[dict[str, str]] = {
    rules.INVITED: "marigold",
    rules.SHORTLISTED: "river",
    rules.INTERVIEW: "river",
    rules.OFFERED: "marigold",
    rules.ACCEPTED: "success",
}
STAGES: Final = (
    gettext_lazy("Proposal"),
    gettext_lazy("Short list"),
    gettext_lazy("Talk"),
    gettext_lazy("Offer"),
    gettext_lazy("Agreement"),
)
_STAGE: Final = {
    rules.INVITED: 1,
    rules.SUBMITTED: 2,
    rules.SHORTLISTED: 3,
    rules.INTERVIEW: 4,
    rules.OFFERED: 5,
    rules.ACCEPTED: 6,
}


def money(minor: int, currency: str) -> str:
    return Money(minor, currency).display(get_language() or "en")


def total(version: ProposalVersion) -> str:
    said = money(version.amount, version.currency)
    return _("%(amount)s an hour") % {"amount": said} if version.mode == HOURLY else said


def days(version: ProposalVersion) -> str:
    """How long all parts take together, nothing where no day was named; by the hour the weekly limit."""
    if version.mode == HOURLY:
        return limit(version)
    return many_days(version.days) if version.days else ""


def revisions(version: ProposalVersion) -> str:
    """How often the client may ask for changes; nothing where no number was named."""
    if version.revisions is None:
        return ""
    said = in_script(version.revisions, get_language() or "en")
    return ngettext("%(count)s change of each part", "%(count)s changes of each part", version.revisions) % {
        "count": said
    }


def limit(version: ProposalVersion) -> str:
    return _("at most %(hours)s a week") % {"hours": many_hours(version.weekly_hours or 0)}


def part(version: ProposalVersion, each: dict[str, Any]) -> str:
    """One part in a line: what it brings, its price, its days."""
    pieces = [each["title"], money(each["amount"], version.currency)]
    return " · ".join([*pieces, *([many_days(each["days"])] if each["days"] else [])])


def budget(job: Job) -> str:
    said = _span(job)
    return _("%(amount)s an hour") % {"amount": said} if said and job.pay == HOURLY else said or _("not named")


def _span(job: Job) -> str:
    least, most = job.budget_least, job.budget_most
    if least and most and least != most:
        return _("%(least)s to %(most)s") % {"least": money(least, job.currency), "most": money(most, job.currency)}
    if most or least:
        words = _("up to %(amount)s") if most else _("from %(amount)s")
        return words % {"amount": money(most or least or 0, job.currency)}
    return ""


def rail(status: str, *, alone: bool = False) -> dict[str, Any]:
    """What `<c-steps>` needs; nothing for what came to nothing. `alone` is an offer without a job: the last two."""
    stage, skipped = _STAGE.get(status), len(STAGES) - 2 if alone else 0
    return {"labels": [str(each) for each in STAGES[skipped:]], "current": stage - skipped} if stage else {}


def hint(status: str, side: str, *, mine: bool, held: bool = False) -> str:
    """In a list: what this side should do, or why nobody can agree yet, a few words; nothing where it waits."""
    if held:
        return _("The operator looks at a message first")
    if status == rules.INVITED and side == "worker":
        return _("Answer the invitation")
    if mine:
        return _("Answer the offer")
    return _("Look at it") if status == rules.SUBMITTED and side == "buyer" else ""
