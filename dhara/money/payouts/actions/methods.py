"""Add, vouch for, refuse and remove ways to be paid out. Details never change: other details are another method."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.kit.seal import seal
from dhara.money.payouts import details, mail, rules
from dhara.money.payouts.actions import codes
from dhara.money.payouts.actions.holding import undo
from dhara.money.payouts.actions.places import see_place
from dhara.money.payouts.facts import (
    PayoutMethodAdded,
    PayoutMethodProven,
    PayoutMethodRefused,
    PayoutMethodRetired,
)
from dhara.money.payouts.models import Payout, PayoutMethod, PayoutPlan
from dhara.money.policies import queries as policies
from dhara.people.access.queries import require_actor
from dhara.people.models import Account, Studio

RIGHT = "edit_payouts"


@transaction.atomic
def add(
    *, studio: Studio, kind: str, values: Mapping[str, str], by: Actor, at: datetime, replaces_id: int | None = None
) -> PayoutMethod:
    """Tell of a wallet or account; its code is mailed to whoever adds it. Another one stays in use until it is proven.

    The door has asked for the password or second factor lately. Raises Invalid with the field.
    """
    require_actor(by, studio, RIGHT)
    kept = details.clean(kind, values)
    Studio.objects.select_for_update().get(pk=studio.pk)
    mine = PayoutMethod.objects.filter(studio=studio, status__in=(rules.NEW, rules.PROVEN))
    old = mine.filter(pk=replaces_id).first() if replaces_id is not None else None
    if replaces_id is not None and old is None:
        raise NotFoundHere()
    if mine.count() >= rules.MOST_METHODS:
        raise Conflict("payout_methods_many", _("There are enough ways to be paid out. Remove one first."))
    method = PayoutMethod(
        status=rules.NEW,
        status_at=at,
        studio=studio,
        kind=kind,
        sealed=seal(kept),
        shown=details.shown(kind, kept),
        fingerprint=details.fingerprint(kind, kept),
        replaces=old,
        added_by=Account.objects.filter(pk=by.id or 0).first() if by.kind == "person" else None,
        created_at=at,
        code_sent_at=at,
    )
    try:
        with transaction.atomic():
            method.save()
    except IntegrityError as there:
        field = details.KINDS[kind].fields[-1]
        raise Invalid("payout_method_there", _("You have told us of this one already."), field) from there
    fact_id = record(PayoutMethodAdded(method.pk, kind), by=by, at=at, studio_id=studio.pk)
    codes.mail_code(method, at=at)
    mail.method_changed(method, "added", fact_id=fact_id, at=at)
    return method


@transaction.atomic
def vouch(method_id: int, *, note: str, by: Actor, at: datetime) -> PayoutMethod:
    """An operator has made sure that it is the studio's own, and says how: for banks and offices without a gateway."""
    method = _locked(method_id, by, operator=True)
    if len(note.strip()) < 10:
        raise Invalid("note_missing", _("Say how you made sure, so that others can follow it."), "note")
    if method.code_right_at is None:
        raise Conflict("code_first", _("The seller has not entered the mailed code yet."))
    return prove(method, how="operator", note=note.strip(), by=by, at=at)


def prove(method: PayoutMethod, *, how: str, by: Actor, at: datetime, note: str = "") -> PayoutMethod:
    """It may be paid to, after some days unless it is the studio's first; what it replaces is out of use."""
    days = policies.value("payout.cooling_days", at=at) if _had_another(method) else 0
    method.become(
        rules.PROVEN,
        fact=PayoutMethodProven(method.pk, method.kind, how),
        by=by,
        at=at,
        studio_id=method.studio_id,
        usable_from=at + timedelta(days=days),
        note=note or method.note,
    )
    mail.method_changed(method, "proven", fact_id=method.version, at=at)
    if method.replaces is not None and method.replaces.status in (rules.NEW, rules.PROVEN):
        PayoutPlan.objects.filter(method=method.replaces).update(method=method)
        _take_away(method.replaces, by=by, at=at)
    see_place(method, by=by, at=at)
    return method


def _had_another(method: PayoutMethod) -> bool:
    others = PayoutMethod.objects.filter(studio_id=method.studio_id, usable_from__isnull=False)
    return others.exclude(pk=method.pk).exists()


@transaction.atomic
def refuse(method_id: int, *, reason: str, by: Actor, at: datetime) -> PayoutMethod:
    """An operator does not trust it; what waits to go there comes back."""
    return turn_down(_locked(method_id, by, operator=True), reason=reason, by=by, at=at)


def turn_down(method: PayoutMethod, *, reason: str, by: Actor, at: datetime) -> PayoutMethod:
    fact = PayoutMethodRefused(method.pk, method.kind, reason)
    method.become(
        rules.REFUSED, fact=fact, by=by, at=at, reason=reason, studio_id=method.studio_id, note=reason, test=""
    )
    mail.method_changed(method, "refused", fact_id=method.version, at=at)
    _bring_back(method, by=by, at=at)
    return method


@transaction.atomic
def retire(method_id: int, *, by: Actor, at: datetime) -> PayoutMethod:
    """Remove it. What waits to go there is back on the balance, and other methods rest, as after any change."""
    method = _locked(method_id, by)
    rested = method.usable_from is not None
    _take_away(method, by=by, at=at)
    if rested:
        days = policies.value("payout.cooling_days", at=at)
        others = PayoutMethod.objects.filter(studio_id=method.studio_id, status=rules.PROVEN)
        others.update(usable_from=Greatest(Coalesce(F("usable_from"), at), at + timedelta(days=days)))
    return method


def _take_away(method: PayoutMethod, *, by: Actor, at: datetime) -> None:
    fact = PayoutMethodRetired(method.pk, method.kind)
    method.become(rules.RETIRED, fact=fact, by=by, at=at, studio_id=method.studio_id)
    mail.method_changed(method, "removed", fact_id=method.version, at=at)
    PayoutPlan.objects.filter(method=method).update(method=None)
    _bring_back(method, by=by, at=at)


def _bring_back(method: PayoutMethod, *, by: Actor, at: datetime) -> None:
    """Payouts that have not left are never sent to another place than the one they were made for."""
    for payout in Payout.objects.filter(method=method, status__in=(rules.CREATED, rules.HELD)).order_by("id"):
        undo(
            Payout.objects.locked(payout.pk),
            rules.CANCELLED,
            gettext_noop("The payout details were changed."),
            by=by,
            at=at,
        )


def locked(method_id: int, by: Actor) -> PayoutMethod:
    return _locked(method_id, by)


def _locked(method_id: int, by: Actor, *, operator: bool = False) -> PayoutMethod:
    """Raises NotFoundHere, NotAllowed."""
    found = PayoutMethod.objects.select_for_update(of=("self",)).select_related("studio", "replaces")
    method = found.filter(pk=method_id).first()
    if method is None:
        raise NotFoundHere()
    if by.kind in ("operator", "system"):
        return method
    if operator:
        raise NotAllowed()
    require_actor(by, method.studio, RIGHT)
    return method
