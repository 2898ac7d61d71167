"""Learn how a dispute stands, keep the books of it, collect and hand in what speaks for the seller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.facts.facts import Fact
from dhara.kit.files.models import StoredFile
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.money.disputes import facts, queries, rules
from dhara.money.disputes.models import Dispute, Exhibit, Statement
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import Disputes, DisputeWord
from dhara.money.ledger import rules as accounts
from dhara.money.ledger.actions import account_id, post
from dhara.money.payments.models import Payment
from dhara.money.payments.queries import holder
from dhara.money.policies import queries as policies

# The job above that makes the evidence file and brings it to the gateway.
HAND_IN = "delivery.evidence.tasks.hand_in"


def word_of(gateway: str, ref: str, account_id: int | None, *, at: datetime) -> DisputeWord:
    """Ask the gateway. A network call: never inside a transaction. Raises GatewayTrouble, NotFoundHere, Unsealable."""
    known = gateways.known(gateway)
    if not isinstance(known, Disputes):
        raise NotFoundHere()
    return known.dispute(ref, keys=gateways.keys_of(account_id), at=at)


@transaction.atomic
def apply(gateway: str, word: DisputeWord, *, by: Actor, at: datetime) -> Dispute | None:
    """Act on what the gateway's server said, once: repeated and outdated words change nothing. None for no payment."""
    found = Payment.objects.filter(gateway=gateway, gateway_ref=word.gateway_ref).values_list("pk", flat=True).first()
    if found is None:
        return None
    payment = Payment.objects.locked(found)
    dispute = Dispute.objects.select_for_update().filter(gateway=gateway, ref=word.ref).first()
    if dispute is None:
        dispute = _begun(payment, word, at)
        if word.state == rules.EARLY_WARNING:
            record(facts.DisputeWarned(dispute.pk, payment.subject), by=by, at=at)
    if word.state == dispute.status:
        _note(dispute, word)
    else:
        _move(dispute, payment, word, by=by, at=at)
    return dispute


def _begun(payment: Payment, word: DisputeWord, at: datetime) -> Dispute:
    return Dispute.objects.create(
        status=rules.EARLY_WARNING,
        status_at=at,
        gateway=payment.gateway,
        ref=word.ref,
        payment=payment,
        currency=payment.currency,
        amount=word.amount.minor if word.amount.currency == payment.currency else payment.amount,
        fee=_fee(word, payment.currency),
        reason=word.reason[:60],
        created_at=at,
    )


def _fee(word: DisputeWord, currency: str) -> int:
    return word.fee.minor if word.fee and word.fee.currency == currency and word.fee.minor > 0 else 0


def _note(dispute: Dispute, word: DisputeWord) -> None:
    """The deadline may be put off while the case stands as it is."""
    if word.answer_by and word.answer_by != dispute.answer_by and dispute.status == rules.NEEDS_RESPONSE:
        Dispute.objects.filter(pk=dispute.pk).update(answer_by=word.answer_by)


def _move(dispute: Dispute, payment: Payment, word: DisputeWord, *, by: Actor, at: datetime) -> None:
    """Through the states in between, so that a case of which we missed the beginning has one."""
    if dispute.status in rules.OVER:
        told = f"{word.state} after {dispute.status}"
        Dispute.objects.filter(pk=dispute.pk).update(problem=told)
        return
    if word.state == rules.EARLY_WARNING:
        return
    if dispute.status == rules.EARLY_WARNING and word.state != rules.PREVENTED:
        _open(dispute, payment, word, by=by, at=at)
    if dispute.status == word.state:
        return
    if word.state == rules.NEEDS_RESPONSE:
        _asked_again(dispute, word, by=by, at=at)
    elif word.state == rules.UNDER_REVIEW:
        handed_in: dict[str, Any] = {"handed_in_at": dispute.handed_in_at or at}
        dispute.become(rules.UNDER_REVIEW, fact=_told(facts.DisputeAnswered, dispute), by=by, at=at, **handed_in)
    else:
        _decide(dispute, payment, word, by=by, at=at)


def _told(kind: type[facts.DisputeFact], dispute: Dispute) -> Fact:
    return kind(dispute.pk, dispute.payment.subject)


def _deadline(dispute: Dispute, word: DisputeWord, at: datetime) -> None:
    """Set before the state is: its timers are reckoned from these."""
    waits = timedelta(days=policies.value("dispute.answer_days", at=at))
    dispute.asked_at, dispute.answer_by = at, word.answer_by or at + waits


def _open(dispute: Dispute, payment: Payment, word: DisputeWord, *, by: Actor, at: datetime) -> None:
    _deadline(dispute, word, at)
    fee = _fee(word, dispute.currency)
    taken = dispute.amount + fee
    _book(
        dispute,
        "dispute_opened",
        [(accounts.GATEWAY, holder(payment), taken), (accounts.DISPUTED, "", -taken)],
        by=by,
        at=at,
    )
    changes: dict[str, Any] = {"asked_at": dispute.asked_at, "answer_by": dispute.answer_by, "taken": taken, "fee": fee}
    dispute.become(rules.NEEDS_RESPONSE, fact=_told(facts.DisputeOpened, dispute), by=by, at=at, **changes)


def _asked_again(dispute: Dispute, word: DisputeWord, *, by: Actor, at: datetime) -> None:
    _deadline(dispute, word, at)
    changes: dict[str, Any] = {
        "asked_at": dispute.asked_at,
        "answer_by": dispute.answer_by,
        "handed_in_at": None,
        "wanted_at": None,
    }
    dispute.become(rules.NEEDS_RESPONSE, by=by, at=at, **changes)


def _decide(dispute: Dispute, payment: Payment, word: DisputeWord, *, by: Actor, at: datetime) -> None:
    """The bank gives back what it held, or keeps it. The gateway's fee is a cost either way, unless it is returned."""
    fee = dispute.fee if word.fee is None else _fee(word, dispute.currency)
    lost = word.state == rules.LOST
    if dispute.taken:
        kept = dispute.amount if lost else 0
        legs = [
            (accounts.DISPUTED, "", dispute.taken),
            (accounts.GATEWAY, holder(payment), kept + fee - dispute.taken),
            (accounts.GATEWAY_FEES, "", -fee),
            # An order takes its sale back in exchange (checkout.disputes).
            (accounts.UNAPPLIED, "", -kept),
        ]
        _book(dispute, "dispute_lost" if lost else "dispute_won", legs, by=by, at=at)
    kinds = {rules.WON: facts.DisputeWon, rules.LOST: facts.DisputeLost, rules.PREVENTED: facts.DisputePrevented}
    dispute.become(word.state, fact=_told(kinds[word.state], dispute), by=by, at=at, fee=fee, problem="")


def _book(dispute: Dispute, memo: str, legs: list[tuple[str, str, int]], *, by: Actor, at: datetime) -> None:
    code = dispute.currency
    post(
        key=f"dispute:{dispute.pk}:{memo}",
        memo=memo,
        legs=[(account_id(purpose, code, detail=detail), amount) for purpose, detail, amount in legs if amount],
        currency=code,
        at=at,
        by=by,
        subject=dispute.payment.subject,
    )


@transaction.atomic
def say(dispute_id: int, studio_id: int, text: str, *, at: datetime) -> Statement:
    """Keep what a studio says, until it is handed in. The caller has asked for the right (`answer_disputes`)."""
    dispute = _answerable(dispute_id)
    words = rules.clean_statement(text)
    made, _new = Statement.objects.update_or_create(
        dispute=dispute, studio_id=studio_id, defaults={"text": words, "changed_at": at}
    )
    return made


@transaction.atomic
def show(dispute_id: int, studio_id: int, stored: StoredFile, *, at: datetime) -> Exhibit:
    """Add a file of a studio: PDF, PNG or JPEG. The caller has asked for the right."""
    dispute = _answerable(dispute_id)
    if stored.mime not in ("application/pdf", "image/png", "image/jpeg"):
        raise Invalid("file_kind", _("Please add a PDF, a PNG or a JPEG."), "files")
    if Exhibit.objects.filter(dispute=dispute).count() >= rules.MOST_FILES:
        raise Invalid("too_many_files", _("Two files are the most that the bank takes beside ours."), "files")
    return Exhibit.objects.create(dispute=dispute, studio_id=studio_id, stored=stored, added_at=at)


@transaction.atomic
def take_away(dispute_id: int, studio_id: int, exhibit_id: int) -> None:
    """A file is not to be handed in after all. The caller has asked for the right."""
    dispute = _answerable(dispute_id)
    if not Exhibit.objects.filter(pk=exhibit_id, dispute=dispute, studio_id=studio_id).delete()[0]:
        raise NotFoundHere()


@transaction.atomic
def want_handed_in(dispute_id: int, *, at: datetime) -> Dispute:
    """From now on nothing changes: a job brings it to the bank. The caller has asked for the right."""
    dispute = _answerable(dispute_id)
    Dispute.objects.filter(pk=dispute.pk).update(wanted_at=at, problem="")
    dispute.wanted_at = at
    defer_named(HAND_IN, queue="gateways", dispute_id=dispute.pk)
    return dispute


def _answerable(dispute_id: int) -> Dispute:
    dispute = Dispute.objects.select_for_update().filter(pk=dispute_id).first()
    if dispute is None:
        raise NotFoundHere()
    if not queries.may_be_answered(dispute):
        raise Conflict("dispute_answered", _("The evidence was handed in already, or it is too late for it."))
    return dispute


@transaction.atomic
def handed_in(dispute_id: int, evidence: Mapping[str, str], *, by: Actor, at: datetime) -> Dispute:
    """The gateway took the evidence. Twice is once."""
    dispute = Dispute.objects.select_for_update().get(pk=dispute_id)
    if dispute.status == rules.NEEDS_RESPONSE:
        told: dict[str, Any] = {"handed_in_at": at, "evidence": dict(evidence), "problem": ""}
        dispute.become(rules.UNDER_REVIEW, fact=_told(facts.DisputeAnswered, dispute), by=by, at=at, **told)
    return dispute


@transaction.atomic
def not_taken(dispute_id: int, problem: str) -> None:
    """The gateway refused the evidence as it is: it can be changed and handed in again."""
    Dispute.objects.filter(pk=dispute_id, handed_in_at=None).update(wanted_at=None, problem=problem[:300])


def remind(dispute_id: int, days: int, *, by: Actor, at: datetime) -> None:
    """Fired by the timers."""
    dispute = Dispute.objects.select_related("payment").get(pk=dispute_id)
    if not queries.may_be_answered(dispute) or not dispute.asked_at or not dispute.answer_by:
        return
    if rules.may_remind(dispute.asked_at, dispute.answer_by, days):
        machine = replace(by, kind="system", id=None)
        record(facts.DisputeReminder(dispute.pk, dispute.payment.subject, days), by=machine, at=at)


def remind_7(dispute_id: int, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        remind(dispute_id, 7, by=by, at=at)


def remind_3(dispute_id: int, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        remind(dispute_id, 3, by=by, at=at)


def remind_1(dispute_id: int, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        remind(dispute_id, 1, by=by, at=at)


def last_call(dispute_id: int, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - timers call all alike
    """Nobody handed anything in: what there is goes to the bank."""
    if queries.may_be_answered(Dispute.objects.get(pk=dispute_id)):
        want_handed_in(dispute_id, at=at)
