"""What waits for the operator; and every examination of the doctor on a sound machine."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from dhara.insights.health.queries import EXAMINATIONS, attention
from dhara.kit.facts.models import Reaction
from dhara.kit.mail.models import Letter
from dhara.money.models import Payment, PaymentRefund
from dhara.people.ties.actions import note
from tests.make import bank, people
from tests.make import checkout as make
from tests.make.ties import tie

pytestmark = pytest.mark.django_db


def test_each_kind_of_trouble_is_counted(now: datetime) -> None:
    make.paid_order(at=now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")  # timers of that day, long over by now
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert not attention()
    Reaction.objects.filter(effect="send_receipt").update(state=Reaction.FAILED)
    Letter.objects.update(state=Letter.FAILED)
    Payment.objects.update(status="review")
    seen = attention()
    assert (seen.reactions, seen.reviews, seen.workers) == (1, 1, 1)
    assert seen.letters == Letter.objects.count()
    assert seen


def test_refunds_that_somebody_has_to_send_are_counted(now: datetime) -> None:
    paid = make.paid_order(at=now).payment
    made = PaymentRefund(status="pending", status_at=now, payment=paid, key="r", amount=1, created_at=now)
    made.save()
    assert attention().to_send == 0
    Payment.objects.update(gateway="nagad")
    assert attention().to_send == 1


def test_transfers_to_the_marketplace_are_counted(now: datetime) -> None:
    bank.shown(bank.account(now, studio=people.studio()), now)
    assert attention().transfers == 0
    bank.shown(bank.account(now), now)
    assert attention().transfers == 1


def test_ties_that_refused_work_are_counted(now: datetime) -> None:
    one, other = (people.account(f"{name}@example.com") for name in ("one", "other"))
    found = tie(one, other, now)
    assert attention().ties == 0
    note(found.pk, at=now)
    assert attention().ties == 1


def test_without_a_worker_something_is_wrong() -> None:
    assert attention()


def test_sound_books_and_tables_pass(now: datetime) -> None:
    make.paid_order(at=now)
    for name in ("database", "books"):
        findings = list(EXAMINATIONS[name]())
        wrong = [finding.text for finding in findings if not finding.ok]
        assert wrong in ([], ["committed data may be lost"])  # the tests' own database may forget
        assert len(findings) >= 4
