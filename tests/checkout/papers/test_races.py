"""Many at once: numbers without a gap, and one invoice however often it is asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from dhara.checkout.models import Order, Paper, PaperSeries
from dhara.checkout.papers import actions
from dhara.kit.actor import SYSTEM
from dhara.people.models import Studio
from tests.make import checkout as make
from tests.make import papers, people
from tests.make.race import errors, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def studio(transactional_db: None, now: datetime) -> Studio:
    studio = people.studio()
    papers.gives(studio, at=now, automatic=False)
    return studio


def _orders(studio: Studio, count: int, at: datetime) -> list[Order]:
    tier = make.tier(studio)
    return [make.paid_order(tier, at=at, delivered=False, email=f"b{n}@example.com") for n in range(count)]


def test_twenty_at_once_leave_no_gap(now: datetime, studio: Studio) -> None:
    def act(number: int, order: Order) -> Any:
        def issue() -> Paper:
            with transaction.atomic():
                made = papers.invoice(order, studio, at=now)
                if number % 5 == 0:
                    raise RuntimeError("the machine went off")
                return made

        return issue

    answers = race(*(act(n, order) for n, order in enumerate(_orders(studio, 20, now))))
    assert [str(each) for each in errors(answers)] == ["the machine went off"] * 4
    assert sorted(Paper.objects.values_list("number", flat=True)) == list(range(1, 17))
    assert PaperSeries.objects.get().last == 16


def test_one_order_asked_for_by_eight_has_one_invoice(now: datetime, studio: Studio) -> None:
    (order,) = _orders(studio, 1, now)
    answers = race(*(lambda: papers.invoice(order, studio, at=now) for _each in range(8)))
    assert not errors(answers)
    assert len({each.pk for each in answers if isinstance(each, Paper)}) == 1
    assert (Paper.objects.count(), PaperSeries.objects.get().last) == (1, 1)


def test_a_refund_that_arrives_while_the_invoice_is_written_has_its_note(now: datetime, studio: Studio) -> None:
    from dhara.checkout.refunds import actions as refunds
    from dhara.money.payments.actions import drive_refund
    from tests.make import refunds as made

    for order in _orders(studio, 5, now):
        refund = made.refunded(order, 1_000, at=now)
        assert refund.payment_refund_id is not None
        drive_refund(refund.payment_refund_id, by=SYSTEM, at=now)

        def arrives(way: int = refund.payment_refund_id, note: int = refund.pk) -> None:
            with transaction.atomic():
                refunds.returned(way, by=SYSTEM, at=now)
                actions.issue_credit_notes(note, by=SYSTEM, at=now)

        answers = race(arrives, lambda order=order: papers.invoice(order, studio, at=now))  # type: ignore[misc]
        assert not errors(answers)
        assert sorted(Paper.objects.filter(order=order).values_list("kind", flat=True)) == ["credit_note", "invoice"]
