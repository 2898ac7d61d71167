"""Two at once, on real connections; and whatever order things happen in, no money is made or lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dhara.kit.actor import SYSTEM
from dhara.kit.refusal import Refused
from dhara.money.doctor import check
from dhara.money.models import Payout, PayoutLine, SandboxTransfer
from dhara.money.payouts import actions, queries, rules
from tests.make import payouts as make
from tests.make.race import errors, race


@pytest.mark.django_db(transaction=True)
def test_two_requests_never_take_more_than_there_is(now: datetime) -> None:
    studio = make.shop(now, 100_000)
    method = make.proven(studio, now)
    answers = race(*[lambda key=f"r{n}": make.asked(studio, method, now, 40_000, key=key) for n in range(4)])
    refused = errors(answers)
    assert [isinstance(each, Refused) for each in refused] == [True, True], answers
    assert make.available(studio) == 20_000
    assert all(finding.ok for finding in check(at=now))


@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_once_is_one(now: datetime) -> None:
    studio = make.shop(now, 100_000)
    method = make.proven(studio, now)
    answers = race(*[lambda: make.asked(studio, method, now, 40_000, key="once")] * 3)
    assert not errors(answers), answers
    assert Payout.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_approved_and_cancelled_at_once(now: datetime) -> None:
    """Whoever comes second is refused, and the money is in one place only."""
    studio = make.shop(now, 100_000)
    by = make.owner(studio)
    payout = make.asked(studio, make.proven(studio, now), now)

    def approve_and_send() -> None:
        actions.approve(payout.pk, by=make.OPERATOR, at=now)
        actions.drive(payout.pk, by=SYSTEM, at=now)

    race(approve_and_send, lambda: actions.cancel(payout.pk, by=by, at=now))
    payout.refresh_from_db()
    sent = SandboxTransfer.objects.filter(key=payout.number).count()
    assert (payout.status, sent, make.available(studio)) in [
        (rules.CANCELLED, 0, 100_000),
        (rules.PAID, 1, 0),
    ]
    assert all(finding.ok for finding in check(at=now))


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_once(now: datetime) -> None:
    studio = make.shop(now)
    payout = make.approved(studio, make.proven(studio, now), now)
    assert not errors(race(*[lambda: actions.drive(payout.pk, by=SYSTEM, at=now)] * 4))
    payout.refresh_from_db()
    assert (payout.status, payout.tries) == (rules.PAID, 1)
    assert SandboxTransfer.objects.get(key=payout.number).sent == 1


@pytest.mark.django_db(transaction=True)
def test_two_operators_make_lists_at_once(now: datetime) -> None:
    for _each in range(3):
        studio = make.shop(now)
        make.approved(studio, make.proven(studio, now, "bank"), now)
    race(*[lambda: actions.make_batch(kind="bank", currency="BDT", by=make.OPERATOR, at=now)] * 3)
    assert PayoutLine.objects.count() == 3
    assert PayoutLine.objects.values("payout").distinct().count() == 3
    assert all(finding.ok for finding in check(at=now))


@pytest.mark.django_db(transaction=True)
def test_a_method_removed_while_it_is_asked_for(now: datetime) -> None:
    studio = make.shop(now)
    by, method = make.owner(studio), make.proven(studio, now)
    race(lambda: make.asked(studio, method, now, 40_000, key="race"), lambda: actions.retire(method.pk, by=by, at=now))
    assert not Payout.objects.filter(status__in=rules.UNDER_WAY).exists()
    assert make.available(studio) == 1_000_000


STEPS = ("ask", "approve", "cancel", "drive", "drive_later", "hold", "batch", "paid", "failed", "give_up", "swap")


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from([("bkash", "78"), ("bkash", "01"), ("bkash", "02"), ("bkash", "03"), ("bank", "78")]),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), max_size=14),
)
def test_in_whatever_order(now: datetime, kind: tuple[str, str], steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        _play(now, kind, steps)
        transaction.set_rollback(True)


def _play(now: datetime, kind: tuple[str, str], steps: list[tuple[str, int]]) -> None:
    studio = make.shop(now)
    method, at = make.proven(studio, now, *kind), now
    for place, (step, choice) in enumerate(steps):
        at += timedelta(minutes=1)
        there = list(Payout.objects.filter(studio=studio).order_by("id"))
        payout = there[choice % len(there)] if there else None
        try:
            if step == "ask":
                make.asked(studio, method, at, 30_000 * (choice + 1))
            elif step == "swap":
                method = make.proven(studio, at, kind[0], f"{10 + place}", replaces_id=method.pk)
            elif payout is not None:
                _do(step, payout, at)
        except Refused:
            pass
    standing = queries.standing(studio.pk, "BDT")
    done = sum(each.net for each in Payout.objects.filter(studio=studio, status=rules.PAID))
    assert standing.available.minor + standing.under_way.minor + done == 1_000_000
    assert all(each.sent <= 2 for each in SandboxTransfer.objects.all())
    findings = [finding for finding in check(at=at) if not finding.ok]
    assert not findings, findings


def _do(step: str, payout: Payout, at: datetime) -> None:
    by = make.OPERATOR
    if step == "approve":
        actions.approve(payout.pk, by=by, at=at)
    elif step == "cancel":
        actions.cancel(payout.pk, by=make.owner(payout.studio), at=at)
    elif step == "drive":
        actions.drive(payout.pk, by=SYSTEM, at=at)
    elif step == "drive_later":
        actions.drive(payout.pk, by=SYSTEM, at=at + timedelta(minutes=20))
    elif step == "hold":
        actions.hold(payout.pk, reason="Looks odd.", by=by, at=at)
    elif step == "batch":
        actions.make_batch(kind=payout.method.kind, currency="BDT", by=by, at=at)
    elif step == "give_up":
        line = payout.lines.filter(dropped=False).first()
        if line is not None:
            actions.give_up(line.batch_id, reason="Not today.", by=by, at=at)
    else:
        actions.settle(payout.pk, arrived=step == "paid", reason="The bank said so.", ref="", by=by, at=at)
