"""Load and lock one broadcast of a studio."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from dhara.audience.broadcasts.models import Broadcast
from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


def locked(studio: Studio, broadcast_id: int, verb: str, by: Actor, among: Collection[str] = ()) -> Broadcast:
    """The broadcast, locked. Raises NotFoundHere, NotAllowed, or Conflict when it is in none of these states."""
    require_actor(by, studio, verb)
    found = (
        Broadcast.objects.select_for_update(of=("self",))
        .select_related("message", "segment", "excluded")
        .filter(pk=broadcast_id, studio=studio)
        .first()
    )
    if found is None:
        raise NotFoundHere()
    if among and found.status not in among:
        raise Conflict(
            "wrong_state",
            _("This is not possible any more: it is already “%(state)s”.") % {"state": found.state_words},
        )
    found.studio = studio
    return found
