"""A way to send was paused by itself: those who can let it go on are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dhara.audience.models import Provider
from dhara.audience.ways.facts import WayPaused
from dhara.kit.actor import Actor
from dhara.people.accounts.queries import operators
from dhara.people.notices.actions import tell
from dhara.people.studios.queries import members_of
from dhara.people.studios.rules import role_may


def tell_way_paused(fact: WayPaused, *, by: Actor, at: datetime) -> None:
    provider = Provider.objects.select_related("studio").get(pk=fact.provider_id)
    for account_id in _who(provider):
        tell(
            account_id=account_id,
            topic="studio",
            key=f"way_paused:{by.cause}:{account_id}",
            at=at,
            **_said(provider, fact.reason),
        )


def _who(provider: Provider) -> Iterator[int]:
    """A studio's own way is its members', the host's the operators'."""
    if provider.studio_id is None:
        yield from (person.pk for person in operators())
        return
    for member in members_of(provider.studio_id):
        if role_may(member.role, "edit_sending"):
            yield member.account_id


def _said(provider: Provider, reason: str) -> dict[str, Any]:
    if provider.studio is None:
        return {"kind": f"host_way_paused_{reason}", "data": {}, "url": "/operator/sending/"}
    return {
        "kind": f"way_paused_{reason}",
        "data": {"studio": provider.studio.name},
        "url": f"/studio/{provider.studio.handle}/audience/sending/",
        "studio_id": provider.studio.pk,
    }
