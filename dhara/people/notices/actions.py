"""Tell people things, once each; mark them read; keep what they want by mail."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit import rows
from dhara.kit.refusal import Invalid
from dhara.people.notices import rules
from dhara.people.notices.models import TOPICS, MailPreference, Notice


def tell(
    *,
    account_id: int,
    topic: str,
    kind: str,
    data: dict[str, Any],
    key: str,
    at: datetime,
    url: str = "",
    studio_id: int | None = None,
) -> bool:
    """Show a notice to an account; False when the key was told before. `url` is a path of ours.

    Raises KeyError for an unknown topic or kind, or when `data` does not fill in the sentence.
    """
    if topic not in TOPICS:
        raise KeyError(topic)
    rules.sentence(kind, data)
    with rows.cursor() as cursor:
        cursor.execute(_TELL, [account_id, studio_id, topic, kind, json.dumps(data), url[:300], key, at])
        return cursor.fetchone() is not None


_TELL = """
INSERT INTO people_notice (account_id, studio_ref, topic, kind, data, url, key, created_at)
VALUES (%s, %s, %s, %s, %s::jsonb, %s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING id
"""


@transaction.atomic
def mark_read(account_id: int, *, at: datetime, notice_ids: Iterable[int] | None = None) -> int:
    """Mark some notices of an account (or all of them) as read; returns how many were unread."""
    unread = Notice.objects.filter(account_id=account_id, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=at)


def mark_seen(key_begins: str, *, at: datetime) -> int:
    """Mark as read all notices whose key begins so: what they tell of was looked at elsewhere."""
    return Notice.objects.filter(key__startswith=key_begins, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def choose_mail(account_id: int, *, wanted: Iterable[str]) -> None:
    """Send letters of the wanted topics only. Raises Invalid for an unknown topic."""
    wanted = set(wanted)
    if not wanted <= TOPICS.keys():
        raise Invalid("unknown_topic", _("Please choose from the list."))
    for topic in TOPICS:
        MailPreference.objects.update_or_create(
            account_id=account_id, topic=topic, defaults={"by_mail": topic in wanted}
        )
