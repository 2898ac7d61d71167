"""Reads: jobs that are open to all, one's own, and what a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.lifecycle.models import Transition
from dhara.people.access.queries import Viewer
from dhara.people.conversations.rules.contacts import masked
from dhara.work.engagements.models import Engagement
from dhara.work.jobs import rules
from dhara.work.jobs.models import Job, SavedSearch, Skill
from dhara.work.jobs.rules import Asked


@dataclass(frozen=True)
class Found:
    """The newest first; `next` is the cursor of the page after this one, empty on the last."""

    jobs: list[Job]
    next: str


def visible_to(viewer: Viewer) -> QuerySet[Job]:
    """What is or was open, and one's own whatever its state."""
    shown = Q(status__in=(rules.OPEN, rules.HIRED)) | Q(status=rules.CLOSED, posted_at__isnull=False)
    mine = Q(account_id=viewer.account_id) if viewer.account_id else Q()
    refused = Q(status=rules.CLOSED) & ~Q(held_for="")
    return Job.objects.filter(mine | (shown & ~refused) if viewer.account_id else shown & ~refused)


def of_account(account_id: int) -> QuerySet[Job]:
    return Job.objects.filter(account_id=account_id).defer("search").order_by("-id")


def counts_of(account_id: int) -> dict[str, int]:
    """How many jobs somebody has in each state that they have any in."""
    found = Job.objects.filter(account_id=account_id).values_list("status").annotate(Count("pk"))
    return dict(found.order_by("status"))


def refusal_of(job: Job) -> str:
    """Why an operator refused it; empty where none did."""
    if job.status != rules.CLOSED or not job.held_for:
        return ""
    moves = Transition.objects.filter(lifecycle=rules.LIFECYCLE.name, thing_ref=job.pk, target=rules.CLOSED)
    return moves.order_by("-version").values_list("reason", flat=True).first() or ""


@dataclass(frozen=True)
class Asker:
    """Who wants the work, as others read it: the name, since when here, jobs posted so far, agreements made."""

    name: str
    since: datetime
    posted: int
    agreed: int


def asker_of(job: Job) -> Asker:
    """Two queries; the job is loaded with its account."""
    posted = Job.objects.filter(account_id=job.account_id, posted_at__isnull=False).count()
    agreed = Engagement.objects.filter(buyer_id=job.account_id).count()
    return Asker(job.account.get_short_name(), job.account.joined_at, posted, agreed)


def search(asked: Asked, *, after: str = "", size: int = rules.PAGE) -> Found:
    """A page of open jobs: three queries, whatever is asked. Any text and any cursor is answered."""
    wanted = asked.wanted()
    ids = [] if wanted is None else _ids(asked, wanted, _cursor(after), size + 1)
    found = Job.objects.filter(pk__in=ids).defer("search").prefetch_related("skills")
    jobs = sorted(found, key=lambda job: (job.posted_at, job.pk), reverse=True)
    return Found(jobs[:size], _cursor_of(jobs[size - 1]) if len(jobs) > size else "")


def _ids(asked: Asked, wanted: str, cursor: tuple[datetime, int] | None, limit: int) -> list[int]:
    fits = ["NOT by_invitation"]
    values: list[Any] = []
    if wanted:
        fits.append("search @@ %s::tsquery")
        values.append(wanted)
    if asked.currency:
        fits.append("currency = %s")
        values.append(asked.currency)
    if asked.least:
        # Who said no number, or that of an hour, may pay as much.
        fits.append("(budget_most >= %s OR budget_most IS NULL OR pay = 'hourly')")
        values.append(asked.least)
    older = "AND (posted_at, id) < (%s::timestamptz, %s::bigint)" if cursor else ""
    start: list[Any] = list(cursor or ())
    sql = _FOUND.format(older=older, fits=" AND ".join(fits), window=rules.WINDOW, last=rules.WINDOW - 1, limit=limit)
    with connection.cursor() as asks:
        asks.execute(sql, [*start, *values, *values, *start])
        return [int(row[0]) for row in asks.fetchall()]


# The newest are looked through one by one, which is enough for what is common; only where they do not fill the page
# the index is asked, for what is older. The planner alone would take the index for common words, and sort all of them.
_FOUND = """
SELECT id FROM (
  (SELECT id FROM (SELECT * FROM work_job WHERE status = 'open' {older}
                    ORDER BY posted_at DESC, id DESC LIMIT {window}) newest
    WHERE {fits} ORDER BY posted_at DESC, id DESC)
  UNION ALL
  (SELECT id FROM work_job WHERE status = 'open' AND {fits} AND (posted_at, id) < (
      SELECT posted_at, id FROM work_job WHERE status = 'open' {older}
       ORDER BY posted_at DESC, id DESC OFFSET {last} LIMIT 1)
    ORDER BY posted_at DESC, id DESC LIMIT {limit})
) found LIMIT {limit}
"""


def matching(asked: Asked) -> QuerySet[Job]:
    """Open jobs that are for everybody, and fit."""
    wanted = asked.wanted()
    found = Job.objects.filter(status=rules.OPEN, by_invitation=False)
    if wanted is None:
        return found.none()
    if wanted:
        found = found.filter(_matches(wanted))
    if asked.currency:
        found = found.filter(currency=asked.currency)
    if asked.least:
        # Who said no number, or that of an hour, may pay as much.
        found = found.filter(Q(budget_most__gte=asked.least) | Q(budget_most=None) | Q(pay=rules.HOURLY))
    return found


def _matches(wanted: str) -> Func:
    return Func(
        F("search"),
        Value(wanted),
        template="(%(expressions)s::tsquery)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _cursor(text: str) -> tuple[datetime, int] | None:
    moment, _tilde, number = text.partition("~")
    if not number.isdecimal() or len(number) > 18:
        return None
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (found, int(number)) if found.tzinfo else None


def _cursor_of(job: Job) -> str:
    return f"{job.posted_at.isoformat()}~{job.pk}" if job.posted_at else ""


def skills() -> list[Skill]:
    return list(Skill.objects.order_by("name_en"))


def shown(job: Job) -> tuple[str, str]:
    """Title and description as others read them: ways to reach somebody elsewhere are hidden before an agreement."""
    return masked(job.title), masked(job.description)


def budget(job: Job, language: str) -> str:
    """What the whole work or an hour of it pays, in words; in the language that is active."""
    said = _span(job, language)
    if not said:
        return _("Open to offers, by the hour") if job.pay == rules.HOURLY else _("Open to offers")
    return _("%(amount)s an hour") % {"amount": said} if job.pay == rules.HOURLY else said


def _span(job: Job, language: str) -> str:
    least, most = (
        Money(minor, job.currency).display(language) if minor else "" for minor in (job.budget_least, job.budget_most)
    )
    if least and most:
        return least if least == most else f"{least} – {most}"
    if most:
        return _("up to %(amount)s") % {"amount": most}
    if least:
        return _("from %(amount)s") % {"amount": least}
    return ""


def held() -> QuerySet[Job]:
    """Those that wait for an operator, the oldest first."""
    return Job.objects.filter(status=rules.HELD).order_by("status_at")


def searches_of(account_id: int) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(account_id=account_id).order_by("name")


def news_for(search: SavedSearch, *, limit: int, until: datetime | None = None) -> Sequence[Job]:
    """What was posted since it was told of, the newest first; never one's own, nor what was only opened again."""
    found = matching(rules.asked_of(search.asked)).filter(posted_at__gt=search.seen_at)
    if until is not None:
        found = found.filter(posted_at__lte=until)
    opened = Transition.objects.filter(
        lifecycle=rules.LIFECYCLE.name,
        thing_ref=OuterRef("pk"),
        target=rules.OPEN,
        at__gt=search.created_at,
        at__lte=search.seen_at,
    )
    found = found.filter(~Exists(opened)).defer("search")
    return list(found.exclude(account=search.account_id).order_by("-posted_at", "-id")[:limit])
