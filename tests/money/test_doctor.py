"""The examination finds sound books sound, and every kind of damage."""

from datetime import timedelta

import pytest
from django.db import connection

from dhara.kit.actor import SYSTEM
from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.money.clearing import actions as clearing
from dhara.money.escrow import actions as escrow
from dhara.money.ledger.actions import take_snapshots
from dhara.money.payments import actions as payments
from tests.make import money as make


@pytest.fixture
def busy(nadia, now):
    """Books with something of everything; `damage` runs SQL on them that no trigger sees."""
    source = make.earned(nadia, 50_000, now)
    hold = escrow.place(key="h", subject="unit:1", amount=make.taka(20_000), source=source, by=SYSTEM, at=now)
    escrow.release(hold.pk, make.taka(5_000), to=source, key="1", by=SYSTEM, at=now)
    paid = make.captured(now, subject="errand:1")
    share = make.sold(paid, nadia, now)
    clearing.plan([clearing.Plan("errand:1", nadia.pk, make.taka(share.net), now + timedelta(days=7), "errand:1")])
    unused = make.captured(now, subject="errand:2")
    payments.refund(unused.pk, make.taka(40_000), key="r1", reason="", by=SYSTEM, at=now)
    drain(now)
    payments.refund(unused.pk, make.taka(60_000), key="r2", reason="", by=SYSTEM, at=now)
    make.redirected(now)
    take_snapshots(at=now, tail=1)

    def damage(*statements):
        with connection.cursor() as cursor:
            # A deferred check that waits would forbid the change of the session's role.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET LOCAL session_replication_role = origin")

    return damage


def _wrong(at):
    return {finding.section for finding in doctor.check(at=at) if not finding.ok}


def test_sound_books(busy, now):
    assert [finding for finding in doctor.check(at=now + timedelta(hours=2)) if not finding.ok] == []


@pytest.mark.parametrize(
    ("statement", "sections"),
    [
        ("UPDATE money_leg SET amount = amount + 1 WHERE id = (SELECT min(id) FROM money_leg)", {"entries", "sums"}),
        ("DELETE FROM money_leg WHERE entry_id = (SELECT max(entry_id) FROM money_leg)", {"entries", "refunds"}),
        ("UPDATE money_account SET balance = balance + 1 WHERE purpose = 'seller_available'", {"balances"}),
        ("UPDATE money_account SET balance = balance + 1 WHERE purpose = 'seller_pending'", {"balances", "clearing"}),
        ("UPDATE money_snapshot SET balance = balance - 1", {"snapshots"}),
        ("UPDATE money_hold SET released = released + 1", {"escrow"}),
        ("UPDATE money_clearing SET taken_back = 1", {"clearing"}),
        (
            "UPDATE money_payment SET amount = amount + 1 WHERE subject = 'errand:1'",
            {"payments", "gateways", "sandbox"},
        ),
        (
            "UPDATE money_payment SET status = 'captured' WHERE status = 'redirected'",
            {"payments", "gateways", "sandbox"},
        ),
        ("UPDATE money_refund SET amount = amount - 1 WHERE status = 'pending'", {"refunds"}),
        ("UPDATE money_refund SET amount = amount - 1 WHERE status = 'succeeded'", {"gateways"}),
        ("UPDATE money_sandboxcharge SET refunded = 0", {"sandbox"}),
        ("UPDATE money_sandboxcharge SET state = 'declined' WHERE state = 'paid'", {"sandbox"}),
    ],
)
def test_damage_is_found(busy, now, statement, sections):
    busy(statement)
    wrong = _wrong(now)
    assert sections <= wrong, statement
    details = [finding.details for finding in doctor.check(at=now) if not finding.ok]
    assert all(details)


def test_money_that_nobody_uses_is_found_after_an_hour(db, now):
    make.captured(now)
    assert _wrong(now + timedelta(minutes=59)) == set()
    assert _wrong(now + timedelta(minutes=61)) == {"unapplied"}
