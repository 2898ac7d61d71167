"""Open a studio, change what it says about itself, change its address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict
from dhara.people.accounts.models import Account
from dhara.people.studios import rules
from dhara.people.studios.actions.loading import locked_for
from dhara.people.studios.facts import HandleChanged, StudioEdited, StudioOpened
from dhara.people.studios.models import Member, RetiredHandle, Studio
from dhara.people.studios.queries import last_handle_change


@transaction.atomic
def open_studio(
    *,
    account_id: int,
    handle: str,
    name: str,
    by: Actor,
    at: datetime,
    currency: str = "BDT",
    language: str = "bn",
    **details: Any,
) -> Studio:
    """Open a studio owned by the account.

    `details` may hold tagline, bio, links, time_zone, picture_id, cover_id. Raises Invalid with the field to blame,
    Conflict (`handle_taken` on field `handle`, `too_many_studios`).
    """
    Account.objects.select_for_update(no_key=True).get(pk=account_id)  # counts its studios one after the other
    owned = Member.objects.filter(account_id=account_id, role=rules.OWNER).exclude(studio__status=rules.CLOSED)
    if owned.count() >= rules.MAX_OWNED:
        raise Conflict("too_many_studios", _("You own ten studios already; close one before you open another."))
    clean = rules.clean_details({"name": name, "currency": currency, "language": language, **details})
    studio = Studio(handle=rules.clean_handle(handle), status=rules.OPEN, status_at=at, created_at=at, **clean)
    _take_handle(studio)
    Member.objects.create(studio=studio, account_id=account_id, role=rules.OWNER, since=at)
    record(StudioOpened(studio.pk, account_id), by=by, at=at, studio_id=studio.pk)
    return studio


@transaction.atomic
def edit_studio(studio_id: int, *, by: Actor, at: datetime, **details: Any) -> Studio:
    """Change name, tagline, bio, links, currency, language, time_zone, picture_id or cover_id (those given)."""
    studio = locked_for(studio_id, "edit_studio", by)
    clean = rules.clean_details(details)
    changed = sorted(field for field, value in clean.items() if getattr(studio, field) != value)
    if changed:
        for field in changed:
            setattr(studio, field, clean[field])
        studio.save(update_fields=changed)
        record(StudioEdited(studio_id, ",".join(changed)), by=by, at=at, studio_id=studio_id)
    return studio


@transaction.atomic
def change_handle(studio_id: int, *, handle: str, by: Actor, at: datetime) -> Studio:
    """Move the studio to another address; the old one redirects there and stays its own. Once in 14 days."""
    studio = locked_for(studio_id, "edit_studio", by)
    old, new = studio.handle, rules.clean_handle(handle)
    if old == new:
        return studio
    rules.may_change_handle(last_handle_change(studio_id), at)
    studio.handle = new
    _take_handle(studio)
    RetiredHandle.objects.filter(studio=studio, handle=new).delete()
    RetiredHandle.objects.create(handle=old, studio=studio, retired_at=at)
    record(HandleChanged(studio_id, old, new), by=by, at=at, studio_id=studio_id)
    return studio


def _take_handle(studio: Studio) -> None:
    """Write the studio with its new handle, then look whether another retired it in the meantime.

    In this order: the unique index makes two takers wait for each other, so what the first one retired is seen.
    """
    taken = Conflict("handle_taken", _("This address is taken. Please choose another."), "handle")
    try:
        with transaction.atomic():
            studio.save(force_insert=studio.pk is None, update_fields=None if studio.pk is None else ["handle"])
    except IntegrityError as error:
        raise taken from error
    if RetiredHandle.objects.filter(handle=studio.handle).exclude(studio_id=studio.pk).exists():
        raise taken
