"""A studio's endpoints: where, for what, with which secret."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dhara.api.webhooks import rules
from dhara.api.webhooks.facts import (
    EndpointAdded,
    EndpointChanged,
    EndpointDisabled,
    EndpointEnabled,
    EndpointRemoved,
    EndpointSecretRotated,
)
from dhara.api.webhooks.models import Endpoint, Message
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.facts.facts import Fact
from dhara.kit.locale.text import clean_text
from dhara.kit.queue import defer_one_by_one
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.kit.seal import seal, unseal
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

RIGHT = "edit_webhooks"


@transaction.atomic
def add(
    studio: Studio, *, url: str, events: Iterable[str], name: str = "", by: Actor, at: datetime
) -> tuple[Endpoint, str]:
    """A new endpoint, and its secret. Raises Invalid (`url`, `events`), Conflict, NotAllowed."""
    require_actor(by, studio, RIGHT)
    Studio.objects.select_for_update(no_key=True).get(pk=studio.pk)
    url, events = rules.clean_url(url, sandbox=settings.SANDBOX), rules.clean_events(events)
    there = list(Endpoint.objects.filter(studio=studio, removed_at__isnull=True).values_list("url", "events"))
    if (url, events) in there:  # the button was pressed twice: everything would be told twice
        message = _(
            "There is a webhook like this already. If you have not seen its secret, make a new one on its page."
        )
        raise Conflict("endpoint_exists", message, "url")
    if len(there) >= rules.MOST_ENDPOINTS:
        raise Conflict("too_many_endpoints", _("A studio can have ten webhooks. Please remove one first."))
    secret = rules.new_secret()
    endpoint = Endpoint.objects.create(
        studio=studio,
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
    endpoint = _locked(endpoint_id, by)
    endpoint.url = rules.clean_url(url, sandbox=settings.SANDBOX)
    endpoint.events, endpoint.name = rules.clean_events(events), clean_text(name)[: rules.NAME_LENGTH]
    endpoint.save(update_fields=["url", "events", "name"])
    _record(EndpointChanged(endpoint.pk), endpoint, by, at)
    return endpoint


@transaction.atomic
def switch(endpoint_id: int, *, on: bool, by: Actor, at: datetime) -> Endpoint:
    """Off: nothing new is written for it, and what waits stays. On again: that is sent at once."""
    endpoint = _locked(endpoint_id, by)
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
    endpoint, secret = _locked(endpoint_id, by), rules.new_secret()
    endpoint.older_secret, endpoint.older_until = endpoint.secret, at + rules.OVERLAP
    endpoint.secret = seal(secret)
    endpoint.save(update_fields=["secret", "older_secret", "older_until"])
    _record(EndpointSecretRotated(endpoint.pk), endpoint, by, at)
    return endpoint, secret


@transaction.atomic
def remove(endpoint_id: int, *, by: Actor, at: datetime) -> None:
    """Nothing is sent to it any more; what waits is given up, its secrets are forgotten."""
    endpoint = _locked(endpoint_id, by)
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


def _locked(endpoint_id: int, by: Actor) -> Endpoint:
    rows = Endpoint.objects.select_for_update(of=("self",)).select_related("studio")
    endpoint = rows.filter(pk=endpoint_id, removed_at__isnull=True).first()
    if endpoint is None:
        raise NotFoundHere()
    require_actor(by, endpoint.studio, RIGHT)
    return endpoint


def _record(fact: Fact, endpoint: Endpoint, by: Actor, at: datetime) -> None:
    record(fact, by=by, at=at, studio_id=endpoint.studio_id)
