"""Clearing runs beside refunds and sales, and nobody waits for it in a circle."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from dhara.kit.actor import SYSTEM
from dhara.money import doctor
from dhara.money.clearing import actions
from dhara.money.ledger import rules
from dhara.money.ledger.actions import account_id, forget_accounts, locked_balances, post
from dhara.people.models import Studio
from tests.make import money as make
from tests.make.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def _plan(studio: Studio, at: datetime, key: str) -> None:
    make.earned(studio, 1_000, at, purpose=rules.SELLER_PENDING)
    actions.plan([actions.Plan(key, studio.pk, make.taka(1_000), at + DAY, key)])


def _owes(studio: Studio, at: datetime) -> None:
    legs = [(account_id(rules.SELLER_OWES, "BDT", studio.pk), -400), (account_id(rules.UNAPPLIED, "BDT"), 400)]
    post(key=f"owes:{studio.pk}", memo="settlement", legs=legs, currency="BDT", at=at, by=SYSTEM)


def _beside(holding: Callable[[], Any], then: Callable[[], Any], now: datetime) -> list[Any]:
    """What a transaction that holds something, and a moment later wants more, and a clearing that begins between."""
    begun = Event()

    def other() -> str:
        with transaction.atomic():
            holding()
            begun.set()
            time.sleep(0.7)
            then()
        return "done"

    def clearing() -> int:
        begun.wait(5)
        return actions.clear_due(by=SYSTEM, at=now + DAY)

    return at_once(other, clearing)


def test_beside_a_sale_of_two_studios_of_which_one_owes(now: datetime) -> None:
    first, second = make.studio(now), make.studio(now)
    with transaction.atomic():
        locked_balances([first.pk], "BDT")
    with transaction.atomic():
        locked_balances([second.pk], "BDT")
    _plan(first, now, "errand:1")
    _plan(second, now, "errand:2")
    _owes(second, now)
    found = _beside(lambda: locked_balances([first.pk], "BDT"), lambda: locked_balances([second.pk], "BDT"), now)
    assert found == ["done", 2]
    assert all(finding.ok for finding in doctor.check(at=now) if finding.section != "unapplied")


def test_beside_a_refund_that_holds_balances_and_then_wants_a_clearing(now: datetime) -> None:
    studio = make.studio(now)
    _plan(studio, now, "errand:1")
    found = _beside(
        lambda: locked_balances([studio.pk], "BDT"), lambda: actions.take("errand:1", {studio.pk: 1}, "BDT"), now
    )
    assert found == ["done", 1]


def test_beside_somebody_who_makes_accounts_the_other_way_round(now: datetime) -> None:
    first, second = make.studio(now), make.studio(now)
    _plan(second, now, "errand:2")
    _plan(first, now + timedelta(minutes=1), "errand:1")
    forget_accounts()

    def account(studio: Studio) -> Callable[[], int]:
        return lambda: account_id(rules.SELLER_AVAILABLE, "BDT", studio.pk)

    found = _beside(account(first), account(second), now + timedelta(hours=1))
    assert found == ["done", 2]
