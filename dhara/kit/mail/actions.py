"""Send a letter, once, however often it is tried; never while a transaction is open."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from dhara.kit.mail import transport
from dhara.kit.mail.models import Letter
from dhara.kit.mail.rules import CLAIM, OUTBOX, pause_after
from dhara.kit.queue import defer_named


def send_letter(letter_id: int, *, at: datetime) -> str:
    """Send a letter that waits; returns its state. One that is sent, or is being sent by another, is left alone."""
    letter = _claim(letter_id, at)
    if letter is None:
        return Letter.objects.values_list("state", flat=True).filter(pk=letter_id).first() or ""
    if not settings.EMAIL_URL:
        return _become(letter, Letter.SENT, provider_id=OUTBOX, sent_at=at, last_error="")
    try:
        receipt = transport.send(letter)
    except transport.Permanent as refusal:
        return _become(letter, Letter.FAILED, last_error=str(refusal)[:2000])
    except transport.Temporary as failure:
        return _put_off(letter, str(failure)[:2000], at)
    except Exception as error:  # a letter that can not even be written down as MIME: kept for the operator
        return _become(letter, Letter.FAILED, last_error=f"{type(error).__name__}: {error}"[:2000])
    return _become(letter, Letter.SENT, provider_id=receipt, sent_at=at, last_error="")


def _claim(letter_id: int, at: datetime) -> Letter | None:
    """Compare and swap: queued → sending, or a claim whose worker must be dead taken over."""
    free = Q(state=Letter.QUEUED, due_at__lte=at) | Q(state=Letter.SENDING, claimed_at__lte=at - CLAIM)
    letter = Letter.objects.filter(free, pk=letter_id).first()
    if letter is None:
        return None
    letter.attempts += 1
    won = Letter.objects.filter(free, pk=letter_id, attempts=letter.attempts - 1).update(
        state=Letter.SENDING, claimed_at=at, attempts=letter.attempts
    )
    return letter if won else None


def _become(letter: Letter, state: str, **values: object) -> str:
    """Only the worker whose claim still holds may say how it ended: the number of attempts tells them apart."""
    mine = Letter.objects.filter(pk=letter.pk, state=Letter.SENDING, attempts=letter.attempts)
    return state if mine.update(state=state, **values) else Letter.SENDING


def _put_off(letter: Letter, error: str, at: datetime) -> str:
    pause = pause_after(letter.attempts)
    if pause is None:
        return _become(letter, Letter.FAILED, last_error=error)
    with transaction.atomic():
        state = _become(letter, Letter.QUEUED, last_error=error, due_at=at + pause)
        if state == Letter.QUEUED:
            defer_named("kit.mail.tasks.send", queue="mail", when=at + pause, letter_id=letter.pk)
    return state


def send_again(letter_id: int, *, at: datetime) -> bool:
    """Queue a failed letter anew, at an operator's word; False when it is in no state to be."""
    with transaction.atomic():
        failed = Letter.objects.filter(pk=letter_id, state=Letter.FAILED)
        if not failed.update(state=Letter.QUEUED, attempts=0, due_at=at):
            return False
        defer_named("kit.mail.tasks.send", queue="mail", letter_id=letter_id)
    return True


def suppress(letter_id: int, *, reason: str) -> bool:
    """Keep a letter that still waits from being sent; False when it is too late."""
    waiting = Letter.objects.filter(pk=letter_id, state=Letter.QUEUED)
    return bool(waiting.update(state=Letter.SUPPRESSED, last_error=reason))


def forget(key: str) -> None:
    """Empty a letter of its address and texts; that it was written, and how that ended, stays known."""
    letters = Letter.objects.filter(key=key)
    letters.update(to_email="", to_name="", subject="", text="", html="", headers={})
    letters.filter(state=Letter.QUEUED).update(state=Letter.SUPPRESSED)


def sweep(*, at: datetime) -> int:
    """Find letters whose worker died or whose job got lost, and queue them again; returns how many."""
    late = Q(state=Letter.SENDING, claimed_at__lte=at - CLAIM) | Q(state=Letter.QUEUED, due_at__lte=at - 2 * CLAIM)
    found = list(Letter.objects.filter(late).order_by("due_at").values_list("pk", flat=True)[:500])
    for letter_id in found:
        defer_named("kit.mail.tasks.send", queue="mail", letter_id=letter_id)
    return len(found)
