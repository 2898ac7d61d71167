"""The verbs of suggestions. Each says anew in the offer which kinds it has."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.offers import actions as offers
from dhara.catalog.offers.models import Offer
from dhara.catalog.suggestions import queries, rules
from dhara.catalog.suggestions.facts import SuggestionsChanged
from dhara.catalog.suggestions.models import Suggestion
from dhara.catalog.suggestions.rules import Draft
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, NotFoundHere, Refused
from dhara.people.access.queries import require_actor


@transaction.atomic
def suggest(offer: Offer, draft: Draft, *, by: Actor, at: datetime) -> Suggestion:
    """Raises Invalid (`kind`, `tier`, `percent`, `amount`, `words`), Conflict for the same one twice, NotAllowed."""
    locked = _locked(offer, by)
    clean = draft.clean()
    if not queries.candidates(locked.studio_id, locked.pk).filter(pk=draft.tier_id).exists():
        raise NotFoundHere("tier_gone", _("This offer is not there any more. Please reload the page."), "tier")
    known = list(Suggestion.objects.filter(offer=locked, kind=draft.kind))
    if any(each.tier_id == draft.tier_id for each in known):
        raise Conflict("suggested_already", _("This is suggested there already."), "tier")
    if len(known) >= rules.MOST[draft.kind]:
        raise Refused("suggestions_full", _("There is no room for another one there. Take one out first."), "kind")
    made = Suggestion.objects.create(offer=locked, studio_id=locked.studio_id, position=len(known), **clean)
    _told(locked, draft.kind, by=by, at=at)
    return made


@transaction.atomic
def withdraw(offer: Offer, suggestion_id: int, *, by: Actor, at: datetime) -> None:
    """Take one out. Raises NotFoundHere for one that is not there, NotAllowed."""
    locked = _locked(offer, by)
    found = Suggestion.objects.filter(offer=locked, pk=suggestion_id).first()
    if found is None:
        raise NotFoundHere()
    found.delete()
    _told(locked, found.kind, by=by, at=at)


@transaction.atomic
def duplicate(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """A draft as `offers.actions.duplicate` makes it, that suggests what the offer suggests. Raises NotAllowed."""
    copy = offers.duplicate(offer, by=by, at=at)
    known = Suggestion.objects.filter(offer_id=offer.pk)
    kept = ("studio_id", "tier_id", "kind", "bp", "amounts", "words", "position")
    made = [Suggestion(offer=copy, **{name: getattr(each, name) for name in kept}) for each in known]
    Suggestion.objects.bulk_create(made)
    copy.suggests = sorted({each.kind for each in made})
    copy.save(update_fields=["suggests"])
    return copy


def _locked(offer: Offer, by: Actor) -> Offer:
    require_actor(by, offer.studio, "edit_offers")
    return Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)


def _told(offer: Offer, kind: str, *, by: Actor, at: datetime) -> None:
    kinds = sorted(set(Suggestion.objects.filter(offer=offer).order_by().values_list("kind", flat=True)))
    Offer.objects.filter(pk=offer.pk).update(suggests=kinds, changed_at=at)
    record(SuggestionsChanged(offer.pk, kind, offer.title), by=by, at=at, studio_id=offer.studio_id)
