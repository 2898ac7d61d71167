"""What every verb of an offer begins with: the row locked, the actor's right checked, what it lacks."""

from __future__ import annotations

from dhara.catalog.kinds import kind_of
from dhara.catalog.offers import rules
from dhara.catalog.offers.models import Offer
from dhara.catalog.prices.queries import tiers_of
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


def locked(offer_id: int) -> Offer:
    """The offer with its studio, locked against other edits but not against orders of it."""
    rows = Offer.objects.select_for_update(of=("self",), no_key=True).select_related("studio")
    offer = rows.filter(pk=offer_id).first()
    if offer is None:
        raise NotFoundHere
    return offer


def locked_for(offer: Offer, verb: str, by: Actor) -> Offer:
    """The offer anew and locked, when the actor may do `verb` in its studio."""
    fresh = locked(offer.pk)
    require_actor(by, fresh.studio, verb)
    return fresh


def lock_addresses(studio: Studio) -> None:
    """Let changes of addresses within a studio wait for each other until the transaction ends."""
    Studio.objects.select_for_update(no_key=True).values_list("pk", flat=True).get(pk=studio.pk)


def missing(offer: Offer) -> list[str]:
    """All that the offer lacks before it can be sold: what every offer needs, and what its kind does.

    What comes out later may lack its files until then, but a bundle consists of what is there already.
    """
    lacks = rules.missing(offer, tiers_of(offer.pk))
    if offer.releases_at is not None and not getattr(kind_of(offer), "complete_first", False):
        return lacks
    return [*lacks, *kind_of(offer).missing(offer)]
