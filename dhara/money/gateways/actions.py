"""Open, change, check and switch merchants' accounts with gateways."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.kit.seal import Unsealable, seal, unseal
from dhara.money.gateways import entry, mail, queries
from dhara.money.gateways.facts import (
    GatewayAccountAdded,
    GatewayAccountRetired,
    GatewayAccountSwitched,
    GatewayKeysChanged,
)
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.rules import Gateway, GatewayTrouble, Problem
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

# What a studio's owner must be able to do.
RIGHT = "edit_gateways"


@transaction.atomic
def add(
    *, gateway: str, studio: Studio | None, live: bool, values: Mapping[str, str], by: Actor, at: datetime
) -> GatewayAccount:
    """Enter the keys of an account for the first time: the instance's own (`studio` None), or a studio's.

    Raises KeysRefused with what is wrong by field, Conflict when there is one already.
    """
    chosen = _with_fields(gateway)
    _allow(studio, by)
    _check_mode(chosen, live)
    kept = entry.clean(chosen.fields, values, {})
    account = GatewayAccount(
        gateway=chosen.code,
        studio=studio,
        live=live,
        sealed=seal(kept),
        shown=entry.shown(chosen.fields, kept),
        notice_token=secrets.token_urlsafe(24),
        created_at=at,
        changed_at=at,
    )
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as there:
        raise Conflict("gateway_account_there", _("Keys for this are entered already. Change them instead.")) from there
    fact = GatewayAccountAdded(account.pk, chosen.code, live)
    fact_id = record(fact, by=by, at=at, studio_id=account.studio_id)
    mail.account_changed(account, "added", fact_id=fact_id, at=at)
    return account


@transaction.atomic
def change(account_id: int, *, values: Mapping[str, str], by: Actor, at: datetime) -> GatewayAccount:
    """Enter other keys of the same account; what is left empty stays as it is. Raises KeysRefused.

    For another merchant's account, or to go from test to live, retire this one and add the other: its payments still
    have to be asked about with its own keys.
    """
    account = _locked(account_id, by)
    chosen = queries.known(account.gateway)
    try:
        known = unseal(account.sealed)
    except Unsealable:
        known = {}
    kept = entry.clean(chosen.fields, values, known)
    changed = sorted(code for code in {*kept, *known} if kept.get(code) != known.get(code))
    if not changed:
        return account
    account.sealed, account.shown = seal(kept), entry.shown(chosen.fields, kept)
    account.changed_at, account.checked_at, account.problem = at, None, ""
    account.save(update_fields=["sealed", "shown", "changed_at", "checked_at", "problem"])
    fact = GatewayKeysChanged(account.pk, account.gateway, ", ".join(changed))
    fact_id = record(fact, by=by, at=at, studio_id=account.studio_id)
    mail.account_changed(account, "changed", fact_id=fact_id, at=at)
    return account


@transaction.atomic
def switch(account_id: int, *, active: bool, by: Actor, at: datetime) -> GatewayAccount:
    """Offer it to payers, or no longer. Payments under way go on."""
    account = _locked(account_id, by)
    if account.active != active:
        account.active, account.changed_at = active, at
        account.save(update_fields=["active", "changed_at"])
        fact = GatewayAccountSwitched(account.pk, account.gateway, active)
        fact_id = record(fact, by=by, at=at, studio_id=account.studio_id)
        mail.account_changed(account, "on" if active else "off", fact_id=fact_id, at=at)
    return account


@transaction.atomic
def retire(account_id: int, *, by: Actor, at: datetime) -> GatewayAccount:
    """Take it out of use for good. Its keys stay sealed for the refunds and questions of its old payments."""
    account = _locked(account_id, by)
    account.active, account.retired_at, account.changed_at = False, at, at
    account.save(update_fields=["active", "retired_at", "changed_at"])
    fact = GatewayAccountRetired(account.pk, account.gateway)
    fact_id = record(fact, by=by, at=at, studio_id=account.studio_id)
    mail.account_changed(account, "retired", fact_id=fact_id, at=at)
    return account


def check(account_id: int, *, at: datetime) -> list[Problem]:
    """Ask the gateway whether it takes the keys, and keep what it says. A network call: never inside a transaction."""
    account = GatewayAccount.objects.get(pk=account_id)
    try:
        problems = queries.known(account.gateway).check(queries.opened(account), at=at)
    except Unsealable:
        problems = [Problem(_("The keys can not be opened with the present SECRET_KEY. Enter them again."))]
    except GatewayTrouble as trouble:
        problems = [Problem(_("The gateway did not answer: %(words)s") % {"words": trouble})]
    told = "\n".join(str(problem.message) for problem in problems)
    GatewayAccount.objects.filter(pk=account_id, sealed=account.sealed).update(problem=told, checked_at=at)
    return problems


def have(*, gateway: str, values: Mapping[str, str], by: Actor, at: datetime) -> GatewayAccount:
    """The instance's test account with these keys: made, or changed to them."""
    known = GatewayAccount.objects.filter(gateway=gateway, studio=None, retired_at=None).first()
    if known is None:
        return add(gateway=gateway, studio=None, live=False, values=values, by=by, at=at)
    return change(known.pk, values=values, by=by, at=at)


def _with_fields(code: str) -> Gateway:
    chosen = queries.gateway(code)
    if not chosen.fields:
        raise NotFoundHere()
    return chosen


def _check_mode(gateway: Gateway, live: bool) -> None:
    """A sandbox must not take real money, so it is given no keys that could."""
    if live and settings.SANDBOX:
        raise Invalid("sandbox_takes_test_keys", _("This is a sandbox: only test keys may be entered here."), "live")
    if not live and not settings.SANDBOX and not queries.has_test_mode(gateway):
        raise Invalid("no_test_mode", _("There is no test mode for this way of paying."), "live")


def _locked(account_id: int, by: Actor) -> GatewayAccount:
    account = (
        GatewayAccount.objects.select_for_update(of=("self",)).select_related("studio").filter(pk=account_id).first()
    )
    if account is None:
        raise NotFoundHere()
    _allow(account.studio, by)
    if account.retired_at:
        raise Conflict("gateway_account_retired", _("This account is out of use. Enter the new one's keys."))
    return account


def _allow(studio: Studio | None, by: Actor) -> None:
    if studio is not None:
        require_actor(by, studio, RIGHT)
    elif by.kind not in ("operator", "system"):
        raise NotAllowed()
