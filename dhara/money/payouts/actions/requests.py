"""Ask for a payout: the money leaves the balance at once, and leaves us when nothing stands in its way."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.actions import account_id
from dhara.money.ledger.models import LedgerAccount
from dhara.money.payouts import details, queries, rules
from dhara.money.payouts.actions.holding import book, keep_back, send_soon
from dhara.money.payouts.actions.places import see_place
from dhara.money.payouts.facts import PayoutRequested
from dhara.money.payouts.models import Payout, PayoutMethod
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@transaction.atomic
def request(
    *,
    studio: Studio,
    currency: str,
    method_id: int,
    key: str,
    by: Actor,
    at: datetime,
    amount: Money | None = None,
    automatic: bool = False,
) -> Payout:
    """Pay out `amount`, else all that can be. The same `key` again gives the first one.

    Raises Invalid on `amount` or `method`, Conflict `idempotency_key_reused` where the first one was another request;
    two requests at once never take more than there is.
    """
    require_actor(by, studio, "ask_payouts")
    # Whoever holds the balance's row is alone with it: what is read after it stays true.
    available = account_id(ledger.SELLER_AVAILABLE, currency, studio.pk)
    LedgerAccount.objects.select_for_update().get(pk=available)
    known = Payout.objects.filter(key=key).first()
    if known is not None:
        asked = (studio.pk, currency, method_id)
        if (known.studio_id, known.currency, known.method_id) != asked or (amount or known.money) != known.money:
            message = _("This was sent before and asked for something else. Look at your payouts, then begin anew.")
            raise Conflict("idempotency_key_reused", message)
        return known
    method = _method(studio, method_id, currency)
    wanted = _checked(studio, currency, amount, at=at)
    way = queries.channel(method.kind, currency)
    made = Payout.objects.create(
        status=rules.CREATED,
        status_at=at,
        number=_number(),
        key=key,
        studio=studio,
        method=method,
        fingerprint=method.fingerprint,
        currency=currency,
        amount=wanted.minor,
        fee=_fee(wanted, at=at).minor,
        automatic=automatic,
        gateway=way.gateway.code if way else "",
        account=way.account if way else None,
        ask_at=at if way else None,
        created_at=at,
    )
    legs = [
        (available, -made.amount),
        (account_id(ledger.PAYOUTS_DUE, currency), made.net),
        *([(account_id(ledger.PLATFORM_FEES, currency), made.fee)] if made.fee else []),
    ]
    book(made, "", "payout", legs, by=by, at=at)
    fact_id = record(PayoutRequested(made.pk, made.amount, currency), by=by, at=at, studio_id=studio.pk)
    by = by.because(fact_id, by.chain)
    codes = queries.reasons(made, at=at)
    if codes:
        keep_back(made, codes, by=by, at=at)
    else:
        send_soon(made)
    see_place(method, by=by, at=at)
    return made


def _method(studio: Studio, method_id: int, currency: str) -> PayoutMethod:
    """Locked, so that it can not be removed meanwhile."""
    found = PayoutMethod.objects.select_for_update(of=("self",)).filter(studio=studio, pk=method_id).first()
    if found is None or found.status == rules.RETIRED:
        raise Invalid("payout_method", _("Please choose where the money should go."), "method")
    if found.status != rules.PROVEN:
        raise Conflict("payout_method_unproven", _("This one must be proven before money may go there."), "method")
    if not details.takes(found.kind, currency):
        raise Invalid("payout_currency", _("This one does not take this currency."), "method")
    return found


def _checked(studio: Studio, currency: str, amount: Money | None, *, at: datetime) -> Money:
    there = queries.standing(studio.pk, currency).payable
    wanted, least, lang = amount or there, queries.least(currency, at=at), get_language() or "en"
    if wanted.currency != currency:
        raise Invalid("payout_currency", _("This is another currency."), "amount")
    if wanted > there:
        words = _("At most %(most)s can be paid out now.") % {"most": there.display(lang)}
        raise Conflict("payout_too_much", words, "amount")
    if wanted < least:
        words = _("A payout must be at least %(least)s.") % {"least": least.display(lang)}
        raise Invalid("payout_too_little", words, "amount")
    return wanted


def _fee(wanted: Money, *, at: datetime) -> Money:
    fee = queries.cost(wanted, at=at)
    if fee >= wanted:
        raise Invalid("payout_fee", _("The fee would take all of it. Please ask for more."), "amount")
    return fee


def _number() -> str:
    """Easily read to somebody on the telephone; gateways and banks take it as a reference."""
    return "P" + "".join(secrets.choice(_LETTERS) for _place in range(9))
