"""Lists for a bank: made once, carried, answered."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from dhara.kit.refusal import Conflict, Invalid, NotAllowed
from dhara.money.doctor import check
from dhara.money.models import Payout, PayoutBatch, PayoutLine
from dhara.money.payouts import actions, bankfile, queries, rules
from tests.make import payouts as make

pytestmark = pytest.mark.django_db
BY = make.OPERATOR


def ready(now: datetime, count: int = 2, kind: str = "bank", **told: str) -> list[Payout]:
    """Approved payouts to banks."""
    made = []
    for _each in range(count):
        studio = make.shop(now)
        made.append(make.approved(studio, make.proven(studio, now, kind), now, 123_456))
    return made


def test_a_list_is_made_carried_and_answered(now: datetime) -> None:
    first, second = ready(now)
    batch = actions.make_batch(kind="bank", currency="BDT", by=BY, at=now)
    assert (batch.count, batch.total) == (2, 246_912)
    with pytest.raises(Conflict):
        actions.make_batch(kind="bank", currency="BDT", by=BY, at=now)
    text = bankfile.write(batch.kind, queries.lines_of(batch))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["Reference"] for row in rows] == [first.number, second.number]
    assert rows[0]["Amount"] == "1234.56"
    assert rows[0]["Account Number"] == "1501203456778"
    actions.take_away(batch.pk, by=BY, at=now)
    answer = (
        "Status,Reference,Reason,Bank Reference\n"
        f"paid,{first.number},,FT1\nReturned,{second.number},=no such account,FT2\n"
    )
    assert actions.answer(batch.pk, answer, by=BY, at=now) == (1, 1)
    for payout in (first, second, batch):
        payout.refresh_from_db()
    assert (first.status, first.ref, second.status) == (rules.PAID, "FT1", rules.FAILED)
    assert (batch.status, second.why) == (rules.CLOSED, "=no such account")
    assert make.available(second.studio) == 1_000_000
    assert actions.answer(batch.pk, answer, by=BY, at=now) == (1, 1)
    assert all(finding.ok for finding in check(at=now))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "answer_heads"),
        ("Reference,State\n", "answer_heads"),
        ("Reference,Status\n", "answer_empty"),
        ("Reference,Status\nPXXXXXXXXX,paid\n", "answer_unknown"),
        ("Reference,Status\n{0},perhaps\n", "answer_status"),
        ("Reference,Status\n{0},paid\n{0},failed\n", "answer_twice"),
        ("Reference,Status\n{0},paid\nPXXXXXXXXX,paid\n", "answer_unknown"),
    ],
)
def test_a_wrong_answer_changes_nothing(now: datetime, text: str, code: str) -> None:
    (payout,) = ready(now, 1)
    batch = actions.make_batch(kind="bank", currency="BDT", by=BY, at=now)
    with pytest.raises(Invalid) as refused:
        actions.answer(batch.pk, text.format(payout.number), by=BY, at=now)
    payout.refresh_from_db()
    assert (refused.value.code, payout.status) == (code, rules.PROCESSING)


def test_what_never_left_waits_for_another_list(now: datetime) -> None:
    (payout,) = ready(now, 1)
    batch = actions.make_batch(kind="bank", currency="BDT", by=BY, at=now)
    actions.give_up(batch.pk, reason="The bank is closed.", by=BY, at=now)
    other = actions.make_batch(kind="bank", currency="BDT", by=BY, at=now)
    actions.take_away(other.pk, by=BY, at=now)
    with pytest.raises(Conflict):
        actions.give_up(other.pk, reason="Too late.", by=BY, at=now)
    payout.refresh_from_db()
    assert payout.status == rules.PROCESSING
    assert all(finding.ok for finding in check(at=now))


def test_the_database_refuses_a_payout_in_two_lists(now: datetime) -> None:
    (payout,) = ready(now, 1)
    batch = actions.make_batch(kind="bank", currency="BDT", by=BY, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutLine.objects.create(batch=batch, payout=payout, place=2, amount=payout.net)


def test_only_operators_carry_lists(now: datetime) -> None:
    (payout,) = ready(now, 1)
    with pytest.raises(NotAllowed):
        actions.make_batch(kind="bank", currency="BDT", by=make.owner(payout.studio), at=now)
    with pytest.raises(NotAllowed):
        actions.settle(payout.pk, arrived=True, reason="", ref="", by=make.owner(payout.studio), at=now)
    assert not PayoutBatch.objects.exists()


def test_what_was_removed_is_on_no_list(now: datetime) -> None:
    (payout,) = ready(now, 1)
    actions.retire(payout.method_id, by=make.owner(payout.studio), at=now)
    with pytest.raises(Conflict):
        actions.make_batch(kind="bank", currency="BDT", by=BY, at=now)


def test_money_that_the_bank_sends_back_later(now: datetime) -> None:
    (payout,) = ready(now, 1, "nagad")
    batch = actions.make_batch(kind="nagad", currency="BDT", by=BY, at=now)
    assert "01812345678" in bankfile.write("nagad", queries.lines_of(batch))
    actions.settle(payout.pk, arrived=True, reason="", ref="N1", by=BY, at=now)
    done = actions.settle(payout.pk, arrived=False, reason="The wallet is closed.", ref="", by=BY, at=now)
    assert (done.status, make.available(done.studio)) == (rules.RETURNED, 1_000_000)
    assert all(finding.ok for finding in check(at=now))
