"""Reads: how a studio's letters leave."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

import environ
from django.conf import settings

from dhara.audience.sending.models import Provider
from dhara.audience.sending.providers import rules
from dhara.audience.sending.providers.rules import Way
from dhara.kit import seal


def provider_for(studio_id: int) -> Way:
    """The studio's own way, else the instance's row, else EMAIL_URL, else the local outbox."""
    rows = Provider.objects.filter(studio=studio_id) | Provider.objects.filter(studio=None)
    row = rows.order_by("studio_id").first()  # NULL comes last
    return way_of(row) if row else of_settings()


def name_for(studio_id: int) -> str:
    """`Way.name` alone."""
    rows = Provider.objects.filter(studio=studio_id) | Provider.objects.filter(studio=None)
    return rules.name_of(rows.order_by("studio_id").values_list("pk", flat=True).first())


def way_named(name: str) -> Way | None:
    """The way that a job is about; None when its row is gone, or has come meanwhile."""
    if name == rules.INSTANCE:
        return None if Provider.objects.filter(studio=None).exists() else of_settings()
    number = name.partition(":")[2]
    row = Provider.objects.filter(pk=int(number)).first() if number.isdigit() else None
    return way_of(row) if row else None


def names() -> list[str]:
    """`Way.name` of each row."""
    return [rules.name_of(pk) for pk in Provider.objects.order_by("pk").values_list("pk", flat=True)]


def way_of(row: Provider) -> Way:
    """Raises seal.Unsealable when SECRET_KEY is not the one that its secrets were sealed with."""
    keys: dict[str, Any] = seal.unseal(row.secrets) if row.secrets else {}
    security = str(keys.get("security", rules.NONE))
    return Way(
        name=rules.name_of(row.pk),
        kind=row.kind,
        from_email=row.from_email,
        host=str(keys.get("host", "")),
        port=int(keys.get("port") or _PORTS.get(security, 25)),
        user=str(keys.get("user", "")),
        password=str(keys.get("password", "")),
        security=security,
        per_minute=row.per_minute,
        per_day=row.per_day,
        connections=row.connections,
        warm_up=row.warm_up,
        paused_for=row.paused_for,
        keys={name: str(value) for name, value in keys.items()},
    )


def of_settings() -> Way:
    """What EMAIL_URL says, read as Django's settings read it."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if not settings.EMAIL_URL:
        return Way(rules.INSTANCE, rules.OUTBOX, sender)
    found = environ.Env.email_url_config(settings.EMAIL_URL)
    tls, ssl = found.get("EMAIL_USE_TLS"), found.get("EMAIL_USE_SSL")
    security = rules.TLS if ssl else rules.STARTTLS if tls else rules.NONE
    return Way(
        rules.INSTANCE,
        rules.SMTP,
        sender,
        host=found["EMAIL_HOST"] or "localhost",
        port=found["EMAIL_PORT"] or _PORTS[security],
        user=found["EMAIL_HOST_USER"] or "",
        password=found["EMAIL_HOST_PASSWORD"] or "",
        security=security,
    )


_PORTS = {rules.NONE: 25, rules.STARTTLS: 587, rules.TLS: 465}
