"""Keep what one looks for, and be told of what is new."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.work.jobs.models import SavedSearch
from dhara.work.jobs.rules import Asked

MOST_SEARCHES = 20


@transaction.atomic
def save_search(name: str, asked: Asked, *, by: Actor, at: datetime) -> SavedSearch:
    """Under a name; the same name again is the same search, asking for something else."""
    name = clean_text(name)[:80]
    if by.id is None or by.kind != "person":
        raise NotFoundHere()
    if not name:
        raise Invalid("name_missing", _("Give your search a name."), "name")
    mine = SavedSearch.objects.filter(account_id=by.id)
    if not mine.filter(name=name).exists() and mine.count() >= MOST_SEARCHES:
        raise Conflict("too_many_searches", _("You have %(most)s searches. Please drop one.") % {"most": MOST_SEARCHES})
    found, _made = SavedSearch.objects.update_or_create(
        account_id=by.id,
        name=name,
        defaults={"asked": asked.kept(), "seen_at": at, "alerts": True},
        create_defaults={"asked": asked.kept(), "seen_at": at, "created_at": at},
    )
    return found


def switch_alerts(search_id: int, *, on: bool, by: Actor) -> None:
    """Raises NotFoundHere for somebody else's."""
    if not SavedSearch.objects.filter(pk=search_id, account_id=by.id or 0).update(alerts=on):
        raise NotFoundHere()


def forget_search(search_id: int, *, by: Actor) -> None:
    SavedSearch.objects.filter(pk=search_id, account_id=by.id or 0).delete()


def seen_up_to(search_id: int, moment: datetime) -> None:
    """What was posted until then was told of."""
    SavedSearch.objects.filter(pk=search_id, seen_at__lt=moment).update(seen_at=moment)
