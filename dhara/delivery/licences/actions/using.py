"""What programs ask: is this key good, may it run on this machine. Anybody may ask; the key is the secret."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.delivery.grants.models import Grant
from dhara.delivery.licences import queries, rules
from dhara.delivery.licences.facts import LicenceActivated, LicenceDeactivated
from dhara.delivery.licences.models import Activation, Licence
from dhara.delivery.licences.rules import Answer, Machine
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid


def verify(*, offer_id: int, key: str, instance: str = "", at: datetime) -> Answer:
    """Whether a key of an offer is good; with `instance` also whether that machine is one of its own.

    The grant is asked each time, so a refund is seen at once.
    """
    licence, former = queries.by_key(offer_id, key)
    if licence is None:
        return Answer(rules.UNKNOWN, offer_id)
    running = queries.running(licence.pk, _instance(instance)) if instance and not former else None
    code = rules.EXCHANGED if former else _standing(licence, at)
    if code == rules.OK and instance and running is None:
        code = rules.NOT_ACTIVATED
    if running is not None and code == rules.OK and at - running.seen_at >= rules.SEEN_EVERY:
        Activation.objects.filter(pk=running.pk).update(seen_at=at)
    return _answer(licence, code, running)


@transaction.atomic
def activate(*, offer_id: int, key: str, instance: str, name: str = "", by: Actor, at: datetime) -> Answer:
    """Let a machine use the key; one that does already is told so again. Refusals are answers with their code.

    Raises Invalid (`instance`).
    """
    instance, name = _instance(instance), clean_text(name)[: rules.NAME_LENGTH]
    if not instance:
        raise Invalid("instance_missing", _("Please name the machine."), "instance")
    known, former = queries.by_key(offer_id, key)
    if known is None:
        return Answer(rules.UNKNOWN, offer_id)
    licence = _locked(known.pk)
    code = rules.EXCHANGED if former else _standing(licence, at)
    if code != rules.OK:
        return _answer(licence, code)
    running = queries.running(licence.pk, instance)
    if running is not None:
        running.seen_at, running.name = at, name or running.name
        running.save(update_fields=["seen_at", "name"])
        return _answer(licence, rules.OK, running)
    if licence.seats is not None and queries.used(licence.pk) >= licence.seats:
        return _answer(licence, rules.OVER_CAP)
    running = Activation.objects.create(licence=licence, instance=instance, name=name, activated_at=at, seen_at=at)
    _start(licence, at)
    fact = LicenceActivated(*_about(licence), activation_id=running.pk, machine=name or instance)
    record(fact, by=by, at=at, studio_id=licence.studio_id)
    return _answer(licence, rules.OK, running)


@transaction.atomic
def deactivate(*, offer_id: int, key: str, instance: str, by: Actor, at: datetime) -> Answer:
    """Take a machine off the key, which works for refused keys too; `not_activated` when it was none of its own.

    A refused key is answered with why it is refused, so that no program takes the answer for a good key.
    """
    known, former = queries.by_key(offer_id, key)
    if known is None:
        return Answer(rules.UNKNOWN, offer_id)
    licence = _locked(known.pk)
    running = None if former else queries.running(licence.pk, _instance(instance))
    if running is None:
        return _answer(licence, rules.EXCHANGED if former else rules.NOT_ACTIVATED)
    end(licence, running, by=by, at=at)
    return _answer(licence, _standing(licence, at))


def end(licence: Licence, running: Activation, *, by: Actor, at: datetime) -> None:
    """Called inside a transaction, with the licence locked."""
    Activation.objects.filter(pk=running.pk).update(ended_at=at)
    fact = LicenceDeactivated(*_about(licence), activation_id=running.pk, machine=running.name or running.instance)
    record(fact, by=by, at=at, studio_id=licence.studio_id)


def _about(licence: Licence) -> tuple[int, int, int, str]:
    return licence.pk, licence.grant.order_id, licence.offer_id, licence.offer.title


def _locked(licence_id: int) -> Licence:
    """The licence and its grant as they are now, so that no refund comes in between."""
    licence = Licence.objects.select_for_update(of=("self",)).select_related("tier", "offer").get(pk=licence_id)
    licence.grant = Grant.objects.select_for_update(no_key=True).get(pk=licence.grant_id)
    return licence


def _start(licence: Licence, at: datetime) -> None:
    """The first machine: from now on the days count, where they count from then."""
    if licence.started_at is None:
        licence.started_at = at
        licence.expires_at = rules.expiry(licence.days, licence.starts, licence.issued_at, at)
        licence.save(update_fields=["started_at", "expires_at"])


def _standing(licence: Licence, at: datetime) -> str:
    return rules.standing(licence.status, licence.grant.status, licence.expires_at, at)


def _instance(text: str) -> str:
    return clean_text(text)[: rules.INSTANCE_LENGTH]


def _answer(licence: Licence, code: str, running: Activation | None = None) -> Answer:
    return Answer(
        code,
        licence.offer_id,
        tier=licence.tier.name,
        licence_id=licence.pk,
        issued_at=licence.issued_at,
        expires_at=licence.expires_at,
        seats=licence.seats,
        used=queries.used(licence.pk),
        machine=Machine(running.instance, running.name, running.activated_at) if running else None,
    )
