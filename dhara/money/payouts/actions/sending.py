"""Send a payout through a gateway, and learn what became of it. Nobody guesses: what is unknown is asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from dhara.kit.actor import Actor
from dhara.kit.queue import defer_named
from dhara.kit.seal import Unsealable, unseal
from dhara.money.gateways.rules import GatewayTrouble, Transfer, TransferOutcome
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.actions import account_id
from dhara.money.payments.models import GatewayEvent
from dhara.money.payouts import details, mail, queries, rules
from dhara.money.payouts.actions.holding import book, holder, keep_back, undo
from dhara.money.payouts.actions.wire import opened, speak
from dhara.money.payouts.facts import PayoutPaid, PayoutSent
from dhara.money.payouts.models import Payout

# A notice may come before our own commit; this is how long we wait for the payout it speaks of.
PATIENCE = timedelta(hours=1)
PAUSE = timedelta(seconds=5)


@dataclass(frozen=True)
class _Claim:
    payout: Payout
    first: bool
    sent_at: datetime | None


def drive(payout_id: int, *, by: Actor, at: datetime, again: bool = False) -> None:
    """Make the transfer, or ask what became of it. A network call: never inside a transaction.

    With `again` a paid one is asked about too: its bank may have sent it back.
    """
    claim = _claim(payout_id, by=by, at=at, again=again)
    if claim is None:
        return
    payout = claim.payout
    try:
        way, target = opened(payout.method, payout.gateway, payout.account_id)
        answer = speak(
            way,
            Transfer(payout.number, payout.sent, target, payout.ref),
            first=claim.first,
            sent_at=claim.sent_at,
            told=lambda: Payout.objects.filter(pk=payout_id).update(sent_at=at, tries=F("tries") + 1),
            at=at,
            only_ask=payout.status == rules.PAID,
        )
    except (GatewayTrouble, Unsealable):
        answer = None
    _note(payout_id, answer, by=by, at=at)


@transaction.atomic
def _claim(payout_id: int, *, by: Actor, at: datetime, again: bool) -> _Claim | None:
    """Take it for one worker alone. That it is about to be sent is written down before anything is said to anybody."""
    payout = Payout.objects.locked(payout_id)
    if not payout.gateway or (payout.busy_until is not None and payout.busy_until > at):
        return None
    if payout.status == rules.CREATED:
        if not _may_leave(payout, by=by, at=at):
            return None
        _leave(payout, by=by, at=at)
        return _Claim(payout, first=True, sent_at=None)
    if payout.status == rules.PROCESSING or (again and payout.status == rules.PAID):
        payout.busy_until = at + rules.LEASE
        payout.save(update_fields=["busy_until"])
        return _Claim(payout, first=False, sent_at=payout.sent_at)
    return None


def _leave(payout: Payout, *, by: Actor, at: datetime) -> None:
    payout.become(
        rules.PROCESSING,
        fact=PayoutSent(payout.pk, payout.amount, payout.currency, payout.gateway or payout.method.kind),
        by=by,
        at=at,
        studio_id=payout.studio_id,
        tries=1,
        sent_at=at,
        ask_at=at + rules.LEASE if payout.gateway else None,
        busy_until=at + rules.LEASE if payout.gateway else None,
    )
    mail.payout_sent(payout, at=at)


def _may_leave(payout: Payout, *, by: Actor, at: datetime) -> bool:
    """The last look before money leaves: the reasons to wait, and that it goes where it was meant to go."""
    if not _as_proven(payout):
        undo(payout, rules.CANCELLED, gettext_noop("The payout details were changed."), by=by, at=at)
        return False
    codes = queries.reasons(payout, at=at)
    if codes:
        keep_back(payout, codes, by=by, at=at)
    return not codes


def _as_proven(payout: Payout) -> bool:
    method = payout.method
    if method.status != rules.PROVEN or method.fingerprint != payout.fingerprint:
        return False
    try:
        return details.fingerprint(method.kind, unseal(method.sealed)) == payout.fingerprint
    except Unsealable:
        return False


def leave_by_hand(payout: Payout, *, by: Actor, at: datetime) -> bool:
    """Of a locked payout that an operator carries to a bank: whether it may go."""
    if not _may_leave(payout, by=by, at=at):
        return False
    _leave(payout, by=by, at=at)
    return True


@transaction.atomic
def _note(payout_id: int, answer: TransferOutcome | None, *, by: Actor, at: datetime) -> None:
    payout = Payout.objects.locked(payout_id)
    if answer is None:
        unknown = gettext_noop(
            "The gateway did not answer, so nobody knows yet whether it was sent. It is asked again."
        )
        _ask_later(payout, "", at=at, why=payout.why or unknown)
    elif answer.state == "pending":
        _ask_later(payout, answer.ref, at=at, why=answer.reason or ("" if answer.ref else payout.why))
    elif answer.state == "paid":
        paid(payout, ref=answer.ref, by=by, at=at)
    elif payout.status == rules.PROCESSING:
        words = answer.reason or gettext_noop("The gateway gave no reason.")
        undo(payout, rules.FAILED, words, by=by, at=at, ref=answer.ref)
    elif payout.status == rules.PAID and answer.state == "returned":
        undo(payout, rules.RETURNED, answer.reason or gettext_noop("It was sent back."), by=by, at=at, ref=answer.ref)
    else:
        _ask_later(payout, "", at=at)


def _ask_later(payout: Payout, ref: str, *, at: datetime, why: str = "") -> None:
    """`why` is for operators: some gateways can not tell what became of a transfer whose answer was lost.

    It stays until something better is known: a question that nobody answers takes no reason away.
    """
    waiting = payout.status == rules.PROCESSING
    Payout.objects.filter(pk=payout.pk).update(
        busy_until=None,
        asked=F("asked") + 1,
        ask_at=rules.ask_next(payout.asked, at) if waiting else None,
        ref=ref or payout.ref,
        why=why[:500] if waiting else payout.why,
    )


def paid(payout: Payout, *, ref: str, by: Actor, at: datetime) -> None:
    """Of a locked payout: it has arrived. Nothing where that was known."""
    if payout.status == rules.PAID:
        Payout.objects.filter(pk=payout.pk).update(busy_until=None)
        return
    payout.become(
        rules.PAID,
        fact=PayoutPaid(payout.pk, payout.amount, payout.currency),
        by=by,
        at=at,
        studio_id=payout.studio_id,
        ref=ref or payout.ref,
        ask_at=None,
        busy_until=None,
        done_at=at,
    )
    legs = [(account_id(ledger.PAYOUTS_DUE, payout.currency), -payout.net), (holder(payout), payout.net)]
    book(payout, "paid", "payout_paid", legs, by=by, at=at)
    mail.payout_paid(payout, at=at)


def handle_event(event_id: int, *, by: Actor, at: datetime) -> None:
    """A gateway's notice about a payout: what it says is not believed, the gateway is asked."""
    event = GatewayEvent.objects.filter(pk=event_id).first()
    if event is None:
        return
    refs = [ref for ref in (event.ref, event.gateway_ref) if ref]
    mine = Payout.objects.filter(gateway=event.source)
    found = mine.filter(ref__in=refs).first() or mine.filter(number__in=refs).first()
    if found is not None:
        drive(found.pk, by=by, at=at, again=True)
    elif at < event.received_at + PATIENCE:
        job = "money.payouts.tasks.handle_event"
        defer_named(job, queue="gateways", when=at + PAUSE, event_id=event.pk)
    else:
        GatewayEvent.objects.filter(pk=event.pk).update(problem="no payout has this reference")
