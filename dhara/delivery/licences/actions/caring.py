"""Support: stop a key, allow it again, exchange it, take a machine off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.delivery.licences import rules
from dhara.delivery.licences.actions.issuing import give_from_list, name
from dhara.delivery.licences.actions.stock import settle_stock
from dhara.delivery.licences.actions.using import end
from dhara.delivery.licences.facts import LicenceDisabled, LicenceEnabled, LicenceRotated
from dhara.delivery.licences.mail import key_came, key_stopped
from dhara.delivery.licences.models import Activation, FormerKey, Licence
from dhara.delivery.licences.queries import terms_of
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.access.queries import require_actor

RIGHT = "edit_licences"


@transaction.atomic
def disable(licence_id: int, *, reason: str, by: Actor, at: datetime) -> Licence:
    """The key is good no longer; the buyer reads why. Raises Invalid (`reason`), Conflict, NotAllowed."""
    reason = rules.clean_reason(reason)
    licence = _locked(licence_id, by)
    fact = LicenceDisabled(licence.pk, licence.grant.order_id, licence.offer_id, licence.offer.title)
    licence.become(rules.DISABLED, fact=fact, by=by, at=at, reason=reason, studio_id=licence.studio_id)
    key_stopped(licence, reason, by=by, at=at)
    return licence


@transaction.atomic
def enable(licence_id: int, *, by: Actor, at: datetime) -> Licence:
    licence = _locked(licence_id, by)
    fact = LicenceEnabled(licence.pk, licence.grant.order_id, licence.offer_id, licence.offer.title)
    return licence.become(rules.ACTIVE, fact=fact, by=by, at=at, studio_id=licence.studio_id)


@transaction.atomic
def rotate(licence_id: int, *, by: Actor, at: datetime) -> Licence:
    """Another key for the same purchase: the old one is refused, its machines are taken off, the buyer is written.

    Raises Conflict (`no_key`: there is none to exchange; `pool_empty`: the list has none left), NotAllowed.
    """
    licence = _locked(licence_id, by)
    if not licence.folded:
        raise Conflict("no_key", _("This buyer still waits for a key."))
    FormerKey.objects.create(licence=licence, offer_id=licence.offer_id, folded=licence.folded, exchanged_at=at)
    _another_key(licence, by=by, at=at)
    for running in Activation.objects.filter(licence=licence, ended_at__isnull=True):
        end(licence, running, by=by, at=at)
    fact = LicenceRotated(licence.pk, licence.grant.order_id, licence.offer_id, licence.offer.title)
    cause = record(fact, by=by, at=at, studio_id=licence.studio_id)
    key_came(licence, new=True, by=by.because(cause, by.chain), at=at)
    return licence


def _another_key(licence: Licence, *, by: Actor, at: datetime) -> None:
    terms = terms_of(licence.offer_id)
    if terms is None or terms.source == rules.PATTERN:
        name(licence, rules.new_key(terms.pattern if terms else rules.DEFAULT_PATTERN))
        licence.save(update_fields=["key", "folded"])
        return
    if not settle_stock(licence.tier_id, by=by, at=at):
        raise Conflict("pool_empty", _("Your list has no key left for this. Please add some first."))
    give_from_list([licence])
    settle_stock(licence.tier_id, by=by, at=at)


@transaction.atomic
def take_off(licence_id: int, activation_id: int, *, by: Actor, at: datetime) -> None:
    """Take a machine off a licence; one that is off already is no error. The door has checked whose licence it is."""
    licence = Licence.objects.select_for_update(of=("self",)).select_related("offer", "grant").get(pk=licence_id)
    running = Activation.objects.filter(pk=activation_id, licence=licence).first()
    if running is None:
        raise NotFoundHere()
    if running.ended_at is None:
        end(licence, running, by=by, at=at)


def _locked(licence_id: int, by: Actor) -> Licence:
    related = ("offer", "studio", "tier", "grant__order", "grant__account")
    licence = Licence.objects.select_for_update(of=("self",)).select_related(*related).filter(pk=licence_id).first()
    if licence is None:
        raise NotFoundHere()
    require_actor(by, licence.studio, RIGHT)
    return licence
