"""Begin a payment, and send the payer to the gateway."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.facts.actions import NOTHING, record, record_new
from dhara.kit.refusal import Conflict, Refused
from dhara.kit.rows import Sql
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import GatewayTrouble, Redirect
from dhara.money.payments import queries, rules
from dhara.money.payments.facts import PaymentBegun, PaymentFailed
from dhara.money.payments.models import Payment


def begin(
    *,
    subject: str,
    amount: Money,
    gateway: str,
    payer_email: str,
    return_url: str,
    by: Actor,
    at: datetime,
    token: str = "",
    studio_ids: Iterable[int] = (),
    payer_name: str = "",
    payer_phone: str = "",
    description: str = "",
    language: str = "",
    save_method: bool = False,
    method: str = "",
    along: Sql = NOTHING,
) -> Payment:
    """Write the payment down, before anybody is sent anywhere. `{token}` in `return_url` becomes the payment's token.

    `studio_ids` are those whose things are paid for: they decide through whose account it goes, for good. Belongs into
    the caller's transaction. `method` is a stored one of that account, which `learn` charges. `along` is written by the
    same statement, see `record_new`.
    Refused when the gateway is not offered for this amount.
    """
    chosen = gateways.gateway(gateway)
    if chosen not in gateways.available(amount.currency):
        raise Refused("gateway_currency", _("This way of paying does not take this currency."), "gateway")
    refusal = chosen.refusal(amount, at=at)
    if refusal is not None:
        raise refusal
    account = gateways.account_for(chosen, studio_ids)
    token = token or secrets.token_urlsafe(24)
    payment = Payment(
        status=rules.CREATED,
        status_at=at,
        token=token,
        subject=subject,
        gateway=chosen.code,
        account=account,
        currency=amount.currency,
        amount=amount.minor,
        payer_email=payer_email,
        payer_name=payer_name[:120],
        payer_phone=payer_phone[:20],
        description=description[:120],
        language=language[:5],
        save_method=save_method,
        method=method,
        return_url=return_url.replace("{token}", token),
        created_at=at,
        ask_at=rules.ask_next(rules.CREATED, 0, at),
    )
    record_new(payment, PaymentBegun(0, subject, chosen.code), by=by, at=at, along=along)
    return payment


def send_payer(known: Payment | int, *, by: Actor, at: datetime) -> str:
    """The address of the gateway's page. Calls the gateway: never inside a transaction.

    `known` is the payment as it was just read, or its id.

    Calling again gives the same address. When the gateway refuses or does not answer the payment has failed (and may
    be begun anew): raises Refused `gateway_down`, or the gateway's own refusal.
    """
    payment = queries.read(known)
    payment_id = payment.pk
    if payment.status == rules.REDIRECTED:
        return payment.redirect_url
    if payment.method and payment.status == rules.CREATED:
        raise Conflict("payment_asked", _("We are still asking your bank. Please look again in a minute."))
    if payment.status != rules.CREATED:
        raise Conflict("payment_over", _("This payment is over already."))
    try:
        charge, keys = queries.spoken(payment)
        answer = gateways.known(payment.gateway).start(charge, keys=keys, at=at)
    except (GatewayTrouble, Refused) as trouble:
        _fail(payment_id, str(trouble), by=by, at=at)
        if isinstance(trouble, Refused):
            raise
        message = _("The payment company does not answer. Nothing was charged; please try again.")
        raise Refused("gateway_down", message, status=503) from trouble
    return _redirected(payment, answer, by=by, at=at)


@transaction.atomic
def _redirected(payment: Payment, answer: Redirect, *, by: Actor, at: datetime) -> str:
    """It is as it was read but for a second click at the same moment, so it is not read again before it is changed."""
    try:
        payment.become(
            rules.REDIRECTED,
            by=by,
            at=at,
            gateway_ref=answer.gateway_ref,
            redirect_url=answer.url,
            asked=0,
            ask_at=rules.ask_next(rules.REDIRECTED, 0, at),
        )
    except Conflict:
        # The later one gets the first one's page: what is paid elsewhere would not be asked about.
        return Payment.objects.locked(payment.pk).redirect_url or answer.url
    return payment.redirect_url


@transaction.atomic
def _fail(payment_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    payment = Payment.objects.locked(payment_id)
    if payment.status == rules.CREATED:
        ask_at = rules.ask_next(rules.FAILED, 0, at)
        payment.become(rules.FAILED, by=by, at=at, reason=reason[:500], asked=0, ask_at=ask_at)
        record(PaymentFailed(payment.pk, payment.subject, rules.FAILED), by=by, at=at)
