"""The letters about jobs: to who posted one, to who made a proposal, to who keeps looking for some."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dhara.checkout.refunds.mail import Reader, Words, write
from dhara.kit.actor import Actor
from dhara.kit.locale.dates import show_date
from dhara.kit.locale.languages import known
from dhara.kit.locale.text import shorten
from dhara.kit.mail.letters import post
from dhara.people.conversations.rules import reasons_of
from dhara.work.jobs import queries, rules
from dhara.work.jobs.models import Job, SavedSearch


def held(job: Job, *, by: Actor, at: datetime) -> None:
    """To who posted it: why others do not see it yet, and what they can do."""

    def words(_language: str) -> Words:
        said = _("Your job “%(title)s” is not shown to others yet: we look at its text first.") % _blanks(job)
        more = _("You need not wait: change the text, and post it again.")
        heading = _("We look at your job: %(title)s") % _blanks(job)
        return Words(heading, [said, *map(str, reasons_of(job.held_for)), more], _("See the job"), _own_url(job))

    write("job_held", f"job_held:{job.pk}:{by.cause}", _owner(job), words, by=by, at=at)


def released(job: Job, *, by: Actor, at: datetime) -> None:
    """An operator found nothing wrong with it."""

    def words(_language: str) -> Words:
        said = _("We have looked at your job “%(title)s”. It is open now: everybody who looks for work can find it.")
        return Words(
            _("Your job is open: %(title)s") % _blanks(job), [said % _blanks(job)], _("See the job"), _url(job)
        )

    write("job_released", f"job_released:{job.pk}:{by.cause}", _owner(job), words, by=by, at=at)


def refused(job: Job, reason: str, *, by: Actor, at: datetime) -> None:
    def words(_language: str) -> Words:
        said = _("We have looked at your job “%(title)s”. It can not be posted here, for this reason:") % _blanks(job)
        more = _("You can describe the work anew in another job.")
        heading = _("Your job can not be posted: %(title)s") % _blanks(job)
        return Words(heading, [said, reason, more], _("See the job"), _own_url(job))

    write("job_refused", f"job_refused:{job.pk}:{by.cause}", _owner(job), words, by=by, at=at)


def idle(job: Job, *, by: Actor, at: datetime) -> None:
    """The warning, before it is closed."""

    def words(language: str) -> Words:
        until = show_date(job.idle_at, language) if job.idle_at else ""
        said = _("Nothing has happened with your job “%(title)s” for a while. It is closed on %(date)s.")
        more = _("If you still look for somebody, keep it open with one press.")
        heading = _("Do you still look for somebody? %(title)s") % _blanks(job)
        return Words(heading, [said % {**_blanks(job), "date": until}, more], _("Keep it open"), _own_url(job))

    write("job_idle", f"job_idle:{job.pk}:{by.cause}", _owner(job), words, by=by, at=at)


def closed(job: Job, *, by: Actor, at: datetime) -> None:
    """To its owner, who let it lie."""

    def words(_language: str) -> Words:
        said = _("Your job “%(title)s” was closed, as nothing had happened for a while.") % _blanks(job)
        more = _("You can open it again whenever you like.")
        return Words(_("Your job was closed: %(title)s") % _blanks(job), [said, more], _("See the job"), _own_url(job))

    write("job_closed", f"job_closed:{job.pk}:{by.cause}", _owner(job), words, by=by, at=at)


def over(job: Job, to: Reader, *, filled: bool, by: Actor, at: datetime) -> None:
    """To somebody whose proposal waits for an answer that does not come."""

    def words(_language: str) -> Words:
        if filled:
            said = _("Somebody else was hired for “%(title)s”, for which you made a proposal.") % _blanks(job)
            heading = _("Somebody was hired: %(title)s") % _blanks(job)
        else:
            said = _("The job “%(title)s”, for which you made a proposal, was closed.") % _blanks(job)
            heading = _("The job was closed: %(title)s") % _blanks(job)
        more = _("Thank you for your proposal. There are other jobs on the board.")
        return Words(heading, [said, more], _("See the jobs"), f"{settings.PUBLIC_URL}/jobs/")

    key = f"job_over:{job.pk}:{by.cause}:{to.account_id}:{to.studio_id}"
    write("job_over", key, to, words, by=by, at=at)


def news(search: SavedSearch, jobs: Sequence[Job], *, more: bool, at: datetime) -> None:
    """What is new for a search, with the way to be left alone (RFC 8058). Once for each time that it looked."""
    account, stop = search.account, f"{settings.PUBLIC_URL}/jobs/letters/{rules.stop_token(search.pk)}/"
    language = known(account.language)
    with translation.override(language):
        rows = [
            {"title": queries.shown(job)[0], "pay": queries.budget(job, language), "url": _url(job)} for job in jobs
        ]
    post(
        key=f"jobs_news:{search.pk}:{search.seen_at.isoformat()}",
        name="jobs_news",
        to=account.email,
        to_name=account.name,
        language=language,
        template="work/mail/jobs_news",
        context={
            "name": account.get_short_name(),
            "search": search.name,
            "jobs": rows,
            "count": len(rows),
            "more": more,
            "url": f"{settings.PUBLIC_URL}/account/jobs/searches/",
            "stop_url": stop,
        },
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        account_ref=account.pk,
        at=at,
    )


def _blanks(job: Job) -> dict[str, str]:
    return {"title": shorten(job.title, 60)}


def _owner(job: Job) -> Reader:
    account = job.account
    return Reader(account.email, account.get_short_name(), account.language, account.pk)


def _own_url(job: Job) -> str:
    return f"{settings.PUBLIC_URL}/account/jobs/{job.pk}/"


def _url(job: Job) -> str:
    return f"{settings.PUBLIC_URL}/jobs/{job.slug}/"
