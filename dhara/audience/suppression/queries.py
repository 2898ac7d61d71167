"""Reads: which addresses get no letters."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from dhara.audience.suppression import rules
from dhara.audience.suppression.models import Suppression


def suppressed(studio_id: int, emails: Iterable[str]) -> set[str]:
    """Those of the addresses that get no letters of this studio; one query for any number."""
    return set(reasons(studio_id, emails))


def reasons(studio_id: int, emails: Iterable[str]) -> dict[str, str]:
    """The addresses that get no letters of this studio, each with the reason; one query for any number."""
    by_key = {key: email for email in emails for key in rules.keys_of(email)}
    found = Suppression.objects.filter(_of(studio_id), email_key__in=list(by_key))
    return {by_key[key]: reason for key, reason in found.values_list("email_key", "reason")}


def rows_of(studio_id: int, email: str) -> list[Suppression]:
    """What keeps an address from letters, the studio's own and the instance's."""
    return list(Suppression.objects.filter(_of(studio_id), email_key__in=rules.keys_of(email)).order_by("-at"))


def of_studio(studio_id: int, *, reason: str = "", email: str = "") -> QuerySet[Suppression]:
    """The studio's own rows, the latest first; about an address also what the instance has against it."""
    about = _of(studio_id) & Q(email_key__in=rules.keys_of(email)) if email else Q(studio_id=studio_id)
    found = Suppression.objects.filter(about).order_by("-id")
    return found.filter(reason=reason) if reason else found


def _of(studio_id: int) -> Q:
    return Q(studio_id=studio_id) | Q(studio=None)
