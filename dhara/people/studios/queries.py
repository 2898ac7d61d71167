"""Reads: studios by handle, members, invitations. What a person may do there is asked through `people.access`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from dhara.people.studios import rules
from dhara.people.studios.models import Invitation, Member, RetiredHandle, Studio


def public() -> QuerySet[Studio]:
    """Studios that anybody may see."""
    return Studio.objects.filter(status=rules.OPEN)


def by_handle(handle: str) -> tuple[Studio | None, str | None]:
    """The open studio at a handle, and the handle it moved to when this one is retired (then redirect)."""
    handle = handle.lower()
    studio = public().select_related("picture__file", "cover__file").filter(handle__iexact=handle).first()
    if studio is not None:
        return studio, None
    retired = RetiredHandle.objects.select_related("studio").filter(handle__iexact=handle).first()
    if retired is None or retired.studio.status != rules.OPEN:
        return None, None
    return retired.studio, retired.studio.handle


def is_free(handle: str, *, studio_id: int | None = None) -> bool:
    """Whether a clean handle may be taken (by this studio). Only a hint: the database decides when it is taken."""
    mine = studio_id or 0
    if Studio.objects.filter(handle__iexact=handle).exclude(pk=mine).exists():
        return False
    return not RetiredHandle.objects.filter(handle__iexact=handle).exclude(studio_id=mine).exists()


def last_handle_change(studio_id: int) -> datetime | None:
    latest = RetiredHandle.objects.filter(studio_id=studio_id).order_by("-retired_at").first()
    return latest.retired_at if latest else None


def role_of(account_id: int | None, studio_id: int) -> str | None:
    """The role of an account in a studio; None for an outsider."""
    if account_id is None:
        return None
    return Member.objects.filter(account_id=account_id, studio_id=studio_id).values_list("role", flat=True).first()


def members_of(studio_id: int) -> QuerySet[Member]:
    return Member.objects.filter(studio_id=studio_id).select_related("account").order_by("since", "id")


def owners_of(studio_id: int) -> QuerySet[Member]:
    return members_of(studio_id).filter(role=rules.OWNER)


def open_invitations(studio_id: int, at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(studio_id=studio_id, accepted_at__isnull=True, expires_at__gt=at).order_by("id")


def invitation(token: str, at: datetime) -> Invitation | None:
    """The invitation behind a token, while it can be accepted."""
    waiting = Invitation.objects.select_related("studio", "invited_by").filter(token=token, accepted_at__isnull=True)
    return waiting.filter(expires_at__gt=at, studio__status=rules.OPEN).first()
