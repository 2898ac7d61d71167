"""The verbs of keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.api.keys import rules
from dhara.api.keys.facts import KeyMade, KeyRevoked
from dhara.api.keys.models import ApiKey
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import NotAllowed, NotFoundHere, Refused
from dhara.people.access.queries import require_actor
from dhara.people.models import Account, Studio


@transaction.atomic
def make(
    *, name: str, scopes: Iterable[str], studio_id: int | None = None, by: Actor, at: datetime
) -> tuple[ApiKey, str]:
    """A new key of the actor's account, and its text, which can never be read again.

    With `studio_id` it is for that studio, of which the actor must be a member. Refused beyond MOST_KEYS in force.
    """
    account = Account.objects.select_for_update().filter(pk=by.id or 0).first() if by.kind == "person" else None
    if account is None:
        raise NotAllowed()
    cleaned, allowed = rules.clean(name, scopes, of_studio=studio_id is not None)
    studio = _studio(studio_id, by) if studio_id is not None else None
    if ApiKey.objects.filter(account=account, revoked_at__isnull=True).count() >= rules.MOST_KEYS:
        raise Refused("too_many_keys", _("You have many keys already. Please revoke one that is not used any more."))
    prefix, text = rules.new_key()
    key = ApiKey.objects.create(
        account=account,
        studio=studio,
        name=cleaned,
        prefix=prefix,
        hash=rules.hash_of(text),
        scopes=allowed,
        created_at=at,
    )
    record(KeyMade(account.pk, key.pk, key.name), by=by, at=at)
    return key, text


@transaction.atomic
def revoke(key_id: int, *, by: Actor, at: datetime) -> ApiKey:
    """End a key of one's own. Revoking it again changes nothing. NotFoundHere for another's."""
    mine = (by.id or 0) if by.kind == "person" else 0
    key = ApiKey.objects.select_for_update(of=["self"]).filter(pk=key_id, account_id=mine).first()
    if key is None:
        raise NotFoundHere()
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        record(KeyRevoked(key.account_id, key.pk, key.name), by=by, at=at)
    return key


def note_use(key: ApiKey, *, at: datetime) -> None:
    """Write down that the key was used, at most once a minute."""
    before = at - rules.NOTED_EVERY
    if key.last_used_at is None or key.last_used_at < before:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=before)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=at)


def _studio(studio_id: int, by: Actor) -> Studio:
    studio = Studio.objects.filter(pk=studio_id).first()
    if studio is None:
        raise NotFoundHere(field="studio")
    require_actor(by, studio, "see_studio")
    return studio
