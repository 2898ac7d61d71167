"""Prove that a method is the seller's own: a code by mail, then a small transfer whose amount they tell."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid, Refused, TooMany
from dhara.kit.seal import Unsealable
from dhara.money.gateways.rules import GatewayTrouble, Transfer, TransferOutcome
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.actions import account_id, post
from dhara.money.payouts import queries, rules
from dhara.money.payouts.actions import codes
from dhara.money.payouts.actions.methods import locked, prove, turn_down
from dhara.money.payouts.actions.wire import opened, speak
from dhara.money.payouts.models import PayoutMethod

# Minor units of the test transfer: nine hundred possibilities, and five guesses.
FROM, TO = 100, 999
PAUSE = timedelta(minutes=1)


def send_code(method_id: int, *, by: Actor, at: datetime) -> None:
    """Mail another code."""
    with transaction.atomic():
        method = locked(method_id, by)
        _still_new(method)
        if at < method.code_sent_at + PAUSE:
            raise TooMany(message=_("A code was mailed a moment ago. Please wait a minute for it."))
        codes.mail_code(method, at=at)


def confirm_code(method_id: int, code: str, *, by: Actor, at: datetime) -> PayoutMethod:
    """The code that was mailed. A wrong one is counted, also when this is refused."""
    with transaction.atomic():
        method = locked(method_id, by)
        _still_new(method)
        if method.code_right_at is not None:
            return method
        trouble = _check_code(method, code, at)
        if trouble is None:
            method.code_right_at, method.code_hash = at, ""
            method.save(update_fields=["code_right_at", "code_hash"])
            _begin_test(method, at=at)
    if trouble is not None:
        raise trouble
    return method


def _check_code(method: PayoutMethod, code: str, at: datetime) -> Refused | None:
    if method.code_tries >= rules.MOST_TRIES or at > method.code_sent_at + rules.CODE_LASTS:
        return Conflict("code_over", _("This code counts no more. Have another one mailed to you."), "code")
    if codes.fits(method, code):
        return None
    method.code_tries += 1
    method.save(update_fields=["code_tries"])
    return Invalid("code_wrong", _("This code is not right. Please look again."), "code")


def _begin_test(method: PayoutMethod, *, at: datetime) -> None:
    """Where a gateway can send to such a method it does; else an operator makes sure by hand."""
    way = queries.channel(method.kind, test_currency(method))
    if way is None:
        return
    method.test, method.test_gateway, method.test_account = "sending", way.gateway.code, way.account
    method.test_amount, method.test_ask_at = FROM + secrets.randbelow(TO - FROM + 1), at
    method.save(update_fields=["test", "test_gateway", "test_account", "test_amount", "test_ask_at"])
    defer_named("money.payouts.tasks.drive_test", queue="gateways", method_id=method.pk)


def test_currency(method: PayoutMethod) -> str:
    return "USD" if method.kind == rules.STRIPE else "BDT"


def confirm_amount(method_id: int, amount: Money, *, by: Actor, at: datetime) -> PayoutMethod:
    """What the seller saw come in. After five wrong guesses the method is refused."""
    with transaction.atomic():
        method = locked(method_id, by)
        _still_new(method)
        if method.test != "sent":
            raise Conflict("test_not_sent", _("The test transfer has not arrived yet. Please wait a moment."))
        if amount == Money(method.test_amount, test_currency(method)):
            method.test = "right"
            method.save(update_fields=["test"])
            return prove(method, how="transfer", by=by, at=at)
        method.test_tries += 1
        method.save(update_fields=["test_tries"])
        if method.test_tries >= rules.MOST_TRIES:
            words = gettext_noop("The amount of the test transfer was guessed wrong five times.")
            turn_down(method, reason=words, by=Actor("system"), at=at)
    raise Invalid("test_wrong", _("That is not the amount we sent. Look into your wallet again."), "amount")


def drive_test(method_id: int, *, by: Actor, at: datetime) -> None:
    """Make the test transfer, or ask what became of it. A network call: never inside a transaction."""
    method = _claim(method_id, at)
    if method is None:
        return
    amount = Money(method.test_amount, test_currency(method))
    key = f"T{method.pk}-{method.fingerprint[:10]}"
    try:
        way, target = opened(method, method.test_gateway, method.test_account_id)
        answer = speak(
            way,
            Transfer(key, amount, target, method.test_ref),
            first=method.test_asked == 0,
            sent_at=method.test_sent_at,
            told=lambda: PayoutMethod.objects.filter(pk=method_id).update(test_sent_at=at),
            at=at,
        )
    except (GatewayTrouble, Unsealable):
        answer = None
    _note(method_id, answer, by=by, at=at)


@transaction.atomic
def _claim(method_id: int, at: datetime) -> PayoutMethod | None:
    method = PayoutMethod.objects.select_for_update().filter(pk=method_id, status=rules.NEW, test="sending").first()
    if method is None or method.test_ask_at is None or method.test_ask_at > at:
        return None
    seen = PayoutMethod.objects.get(pk=method_id)
    method.test_asked += 1
    method.test_ask_at = at + rules.LEASE
    method.test_sent_at = method.test_sent_at or at
    method.save(update_fields=["test_asked", "test_ask_at", "test_sent_at"])
    return seen


@transaction.atomic
def _note(method_id: int, answer: TransferOutcome | None, *, by: Actor, at: datetime) -> None:
    method = PayoutMethod.objects.select_for_update(of=("self",)).select_related("studio", "replaces").get(pk=method_id)
    if method.status != rules.NEW or method.test != "sending":
        return
    if answer is not None and answer.state == "paid":
        method.test, method.test_ask_at = "sent", None
        method.save(update_fields=["test", "test_ask_at"])
        _book(method, by=by, at=at)
        return
    if answer is not None and answer.state in ("failed", "returned"):
        words = answer.reason or gettext_noop("The test transfer did not arrive.")
        turn_down(method, reason=words, by=by, at=at)
        return
    method.test_ref = (answer.ref if answer else "") or method.test_ref
    method.test_ask_at = rules.ask_next(method.test_asked, at)
    method.save(update_fields=["test_ref", "test_ask_at"])


def _book(method: PayoutMethod, *, by: Actor, at: datetime) -> None:
    """The platform bears what tests cost."""
    currency = test_currency(method)
    fees = account_id(ledger.PLATFORM_FEES, currency)
    held = account_id(ledger.GATEWAY, currency, detail=method.test_gateway)
    post(
        key=f"payout_method:{method.pk}:test",
        memo="payout_test",
        legs=[(fees, -method.test_amount), (held, method.test_amount)],
        currency=currency,
        at=at,
        by=by,
        subject=f"payout_method:{method.pk}",
    )


def _still_new(method: PayoutMethod) -> None:
    if method.status != rules.NEW:
        raise Conflict("payout_method_done", _("This is settled already. Look at the list again."))
