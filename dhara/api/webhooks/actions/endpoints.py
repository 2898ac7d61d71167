"""The endpoints of a studio or a person: where, for what, with which secret."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dhara.api.webhooks import queries, rules
from dhara.api.webhooks.facts import (
    EndpointAdded,
    EndpointChanged,
    EndpointDisabled,
    EndpointEnabled,
    EndpointRemoved,
    EndpointSecretRotated,
)
from dhara.api.webhooks.models import Endpoint, Message, Owner
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.facts.facts import Fact
from dhara.kit.locale.text import clean_text
from dhara.kit.queue import defer_one_by_one
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.kit.seal import seal, unseal
from dhara.people.access.queries import require_actor
from dhara.people.models import Account, Studio

RIGHT = "edit_webhooks"


@transaction.atomic
def add(
    owner: Owner, *, url: str, events: Iterable[str], name: str = "", by: Actor, at: datetime
) -> tuple[Endpoint, str]:
    """A new endpoint, and its secret. Raises Invalid (`url`, `events`), Conflict, NotAllowed."""
    require_owner(by, owner)
    studio, account = (owner, None) if isinstance(owner, Studio) else (None, owner)
    locked: QuerySet[Any] = Studio.objects.all() if studio else Account.objects.all()
    locked.select_for_update(no_key=True).get(pk=owner.pk)
    url, events = rules.clean_url(url, sandbox=settings.SANDBOX), rules.clean_events(events, of=catalogue_of(owner))
    there = list(queries.kept_by(owner).values_list("url", "events"))
    if (url, events) in there:  # the button was pressed twice: everything would be told twice
        message = _(
            "There is a webhook like this already. If you have not seen its secret, make a new one on its page."
        )
        raise Conflict("endpoint_exists", message, "url")
    if len(there) >= rules.MOST_ENDPOINTS:
        words = _("A studio can have ten webhooks. Please remove one first.")
        own = _("You can have ten webhooks. Please remove one first.")
        raise Conflict("too_many_endpoints", words if studio else own)
    secret = rules.new_secret()
    endpoint = Endpoint.objects.create(
        studio=studio,
        account=account,
        url=url,
        name=clean_text(name)[: rules.NAME_LENGTH],
        events=events,
        secret=seal(secret),
        created_at=at,
    )
    _record(EndpointAdded(endpoint.pk), endpoint, by, at)
    return endpoint, secret


@transaction.atomic
def change(endpoint_id: int, *, url: str, events: Iterable[str], name: str, by: Actor, at: datetime) -> Endpoint:
    """Messages that wait go to the new address. Raises Invalid (`url`, `events`), NotAllowed, NotFoundHere."""
    endpoint = kept(endpoint_id, by, locked=True)
    endpoint.url = rules.clean_url(url, sandbox=settings.SANDBOX)
    endpoint.events = rules.clean_events(events, of=catalogue_of(endpoint.owner))
    endpoint.name = clean_text(name)[: rules.NAME_LENGTH]
    endpoint.save(update_fields=["url", "events", "name"])
    _record(EndpointChanged(endpoint.pk), endpoint, by, at)
    return endpoint


@transaction.atomic
def switch(endpoint_id: int, *, on: bool, by: Actor, at: datetime) -> Endpoint:
    """Off: nothing new is written for it, and what waits stays. On again: that is sent at once."""
    endpoint = kept(endpoint_id, by, locked=True)
    if endpoint.active == on:
        return endpoint
    endpoint.active, endpoint.given_up, endpoint.failing_since = on, 0, None
    endpoint.off_reason, endpoint.off_at = ("", None) if on else ("asked", at)
    endpoint.save(update_fields=["active", "given_up", "failing_since", "off_reason", "off_at"])
    if on:
        Message.objects.filter(endpoint=endpoint, state=rules.WAITING).update(next_at=at, tries=0)
        wake(endpoint.pk)
    _record(EndpointEnabled(endpoint.pk) if on else EndpointDisabled(endpoint.pk, "asked"), endpoint, by, at)
    return endpoint


@transaction.atomic
def rotate(endpoint_id: int, *, by: Actor, at: datetime) -> tuple[Endpoint, str]:
    """A new secret. For a day the older one signs too, so that nothing is refused while the receiver changes."""
    endpoint, secret = kept(endpoint_id, by, locked=True), rules.new_secret()
    endpoint.older_secret, endpoint.older_until = endpoint.secret, at + rules.OVERLAP
    endpoint.secret = seal(secret)
    endpoint.save(update_fields=["secret", "older_secret", "older_until"])
    _record(EndpointSecretRotated(endpoint.pk), endpoint, by, at)
    return endpoint, secret


@transaction.atomic
def remove(endpoint_id: int, *, by: Actor, at: datetime) -> None:
    """Nothing is sent to it any more; what waits is given up, its secrets are forgotten."""
    endpoint = kept(endpoint_id, by, locked=True)
    endpoint.removed_at, endpoint.active, endpoint.secret, endpoint.older_secret = at, False, "", ""
    endpoint.save(update_fields=["removed_at", "active", "secret", "older_secret"])
    Message.objects.filter(endpoint=endpoint, state=rules.WAITING).update(state=rules.FAILED, next_at=None, ended_at=at)
    _record(EndpointRemoved(endpoint.pk), endpoint, by, at)


def secret_of(endpoint: Endpoint) -> str:
    """Raises Unsealable."""
    return str(unseal(endpoint.secret))


def wake(endpoint_id: int, when: datetime | None = None) -> None:
    """Let a worker look at the endpoint (the job calls this very package, so it is named)."""
    name, lane = "api.webhooks.tasks.deliver", rules.lane_of(endpoint_id)
    defer_one_by_one(lane, name, queue="webhooks", when=when, endpoint_id=endpoint_id)


def require_owner(by: Actor, owner: Owner) -> None:
    """Members of a studio whose role includes it; of an account only the person. Raises NotAllowed, NotFoundHere."""
    if isinstance(owner, Studio):
        require_actor(by, owner, RIGHT)
    elif by.kind != "person" or by.id != owner.pk or not owner.is_active:
        raise NotFoundHere()


def catalogue_of(owner: Owner) -> Mapping[str, rules.Public]:
    """What it can be told of."""
    return rules.CATALOGUE if isinstance(owner, Studio) else rules.PERSONAL


def kept(endpoint_id: int, by: Actor, *, locked: bool = False) -> Endpoint:
    """One that was not removed, with its owner, for who may change it. Raises NotAllowed, NotFoundHere."""
    rows = Endpoint.objects.select_related("studio", "account").filter(pk=endpoint_id, removed_at__isnull=True)
    endpoint = (rows.select_for_update(of=("self",)) if locked else rows).first()
    if endpoint is None:
        raise NotFoundHere()
    require_owner(by, endpoint.owner)
    return endpoint


def _record(fact: Fact, endpoint: Endpoint, by: Actor, at: datetime) -> None:
    record(fact, by=by, at=at, studio_id=endpoint.studio_id)
