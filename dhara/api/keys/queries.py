"""Reads: the keys of an account, and the key that a program shows."""

from __future__ import annotations

from django.db.models import QuerySet

from dhara.api.keys import rules
from dhara.api.keys.models import ApiKey
from dhara.people.access.queries import Somebody, Viewer


def visible_to(account: Somebody) -> QuerySet[ApiKey]:
    """An account's own keys, the latest first, with the studios that they are for."""
    mine = Viewer(account).account_id
    keys = ApiKey.objects.select_related("studio").order_by("-id")
    return keys.filter(account_id=mine) if mine else keys.none()


def in_force(account: Somebody) -> QuerySet[ApiKey]:
    return visible_to(account).filter(revoked_at__isnull=True)


def find(text: str) -> ApiKey | None:
    """The key in force that `text` is, with its account; None for anything else. One query at most."""
    prefix = rules.prefix_of(text)
    if prefix is None:
        return None
    key = ApiKey.objects.select_related("account").filter(prefix=prefix, revoked_at__isnull=True).first()
    fits = key is not None and rules.fits(text, key.hash) and key.account.is_active
    return key if fits else None
