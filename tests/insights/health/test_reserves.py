"""What is kept back of studios is held against their open disputes."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.checkout.models import Refund
from dhara.insights.health.queries.books import examine
from dhara.insights.health.rules import Finding
from tests.make import checkout as make
from tests.make import disputes, people

pytestmark = pytest.mark.django_db


def reserves() -> Finding:
    return next(each for each in examine() if "kept back" in each.text)


def test_the_doctor_holds_what_is_kept_back_against_the_disputes(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    bank = disputes.bank(monkeypatch)
    order = disputes.paid(bank, make.tier(people.studio(), prices={"BDT": 100_000}), at=now, fee=3_000)
    assert reserves().ok
    disputes.told(order, "needs_response", at=now)
    assert reserves().ok
    Refund.objects.get().lines.update(dispute_fee=1)
    assert "kept back 96500, disputes 95001" in reserves().text
    assert not reserves().ok
