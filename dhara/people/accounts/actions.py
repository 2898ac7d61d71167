"""The verbs of an account that allauth does not know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.languages import LANGS
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.accounts.facts import AccountConfirmed, AccountEdited
from dhara.people.accounts.models import Account

MAX_NAME = 120


@transaction.atomic
def confirm(account_id: int, *, by: Actor, at: datetime) -> None:
    """Record that an address of this account was proven (the address itself is allauth's row)."""
    record(AccountConfirmed(account_id), by=by, at=at)


@transaction.atomic
def rename(account_id: int, *, name: str, by: Actor, at: datetime) -> Account:
    """Call the person `name`, at most 120 characters; empty means: by their address."""
    name = clean_text(name)
    if len(name) > MAX_NAME:
        raise Invalid("name_too_long", _("This name is too long."), "name")
    return _edit(account_id, {"name": name}, by=by, at=at)


@transaction.atomic
def set_language(account_id: int, *, language: str, by: Actor, at: datetime) -> Account:
    """Write to this person in `bn` or `en`."""
    if language not in LANGS:
        raise Invalid("unknown_language", _("Please choose one of the languages."), "language")
    return _edit(account_id, {"language": language}, by=by, at=at)


@transaction.atomic
def set_time_zone(account_id: int, *, time_zone: str, by: Actor, at: datetime) -> Account:
    """Show times as in this IANA zone (`Asia/Dhaka`)."""
    if time_zone not in available_timezones():
        raise Invalid("unknown_time_zone", _("Please choose one of the time zones."), "time_zone")
    return _edit(account_id, {"time_zone": time_zone}, by=by, at=at)


@transaction.atomic
def appoint(account_id: int, *, operator: bool, by: Actor, at: datetime) -> Account:
    """Let this person into the operator's console, or no longer (they need a second factor besides)."""
    return _edit(account_id, {"is_staff": operator, "is_superuser": operator}, by=by, at=at)


def _edit(account_id: int, wanted: Mapping[str, str | bool], *, by: Actor, at: datetime) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id, is_active=True).first()
    if account is None:
        raise NotFoundHere
    changed = [field for field, value in wanted.items() if getattr(account, field) != value]
    if changed:
        for field in changed:
            setattr(account, field, wanted[field])
        account.save(update_fields=changed)
        record(AccountEdited(account_id, ",".join(changed)), by=by, at=at)
    return account
