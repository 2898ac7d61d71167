"""The letters to who keeps looking for jobs: what is new for each search, once, and at most once a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from dhara.people.accounts.queries import proven_emails
from dhara.work.jobs import mail, queries, rules
from dhara.work.jobs.models import SavedSearch

MOST: Final = 20
# A job whose transaction ends a little later than another's is not passed over.
SETTLED: Final = timedelta(minutes=5)


def tell_news(*, at: datetime) -> int:
    """Write what is new to all who want to be told; returns how many letters. Told twice, it tells once."""
    until = at - SETTLED
    waiting = SavedSearch.objects.filter(alerts=True, seen_at__lt=until).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    return sum(_tell(search_id, until, at) for search_id in ids)


@transaction.atomic
def _tell(search_id: int, until: datetime, at: datetime) -> bool:
    """The search is locked while it is looked at: another worker leaves it alone."""
    free = SavedSearch.objects.select_for_update(of=("self",), skip_locked=True).select_related("account")
    search = free.filter(pk=search_id, alerts=True, seen_at__lt=until).first()
    if search is None:
        return False
    jobs = queries.news_for(search, limit=MOST + 1, until=until)
    account = search.account
    told = bool(jobs) and account.is_active and account.email.lower() in proven_emails(account.pk)
    if told:
        mail.news(search, jobs[:MOST], more=len(jobs) > MOST, at=at)
    SavedSearch.objects.filter(pk=search.pk).update(seen_at=until)
    return told


def stop_search(token: str) -> bool:
    """The link of a letter: no more of them for its search. False for what we never wrote."""
    search_id = rules.read_stop_token(token)
    if search_id is None:
        return False
    SavedSearch.objects.filter(pk=search_id).update(alerts=False)
    return True
