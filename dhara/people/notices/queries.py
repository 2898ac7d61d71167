"""Reads: an account's notices and what it wants by mail."""

from __future__ import annotations

from django.db.models import QuerySet

from dhara.people.notices.models import TOPICS, MailPreference, Notice


def of(account_id: int) -> QuerySet[Notice]:
    """All notices of an account, the newest first."""
    return Notice.objects.filter(account_id=account_id).order_by("-id")


def unread_count(account_id: int) -> int:
    """How many are unread, counted up to 100 (so that the header never counts a long list)."""
    return Notice.objects.filter(account_id=account_id, read_at__isnull=True)[:100].count()


def wants_mail(account_id: int, topic: str) -> bool:
    """Whether letters of a topic may be sent. Raises KeyError for an unknown topic."""
    TOPICS[topic]
    return not MailPreference.objects.filter(account_id=account_id, topic=topic, by_mail=False).exists()


def mail_choices(account_id: int) -> dict[str, bool]:
    """Every topic with whether it is sent by mail."""
    chosen = dict(MailPreference.objects.filter(account_id=account_id).values_list("topic", "by_mail"))
    return {topic: chosen.get(topic, True) for topic in TOPICS}
