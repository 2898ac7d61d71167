"""Purchases of a guest that became an account's: said once, when the library is opened first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from dhara.delivery.grants.facts import GrantsClaimed
from dhara.kit.facts.models import RecordedFact
from dhara.people.models import Account

SEEN: Final = "library.claims_seen"
# Whoever comes later has found their things already.
NEWS: Final = timedelta(days=7)


def newly_joined(request: HttpRequest, account: Account, at: datetime) -> int:
    """How many purchases joined the account lately that it was not told of in this session; one query."""
    seen = request.session.get(SEEN, 0)
    facts = RecordedFact.objects.filter(subject=f"account:{account.pk}", pk__gt=seen, at__gt=at - NEWS)
    claims = [(fact.pk, fact.load()) for fact in facts.filter(name=GrantsClaimed.label())]
    if claims:
        request.session[SEEN] = max(pk for pk, _fact in claims)
    return sum(fact.grants for _pk, fact in claims if isinstance(fact, GrantsClaimed))
