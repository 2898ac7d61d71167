"""A day of the gateway beside a day of the books."""

from datetime import UTC, datetime, timedelta

import pytest

from dhara.kit.actor import GUEST, SYSTEM, operator
from dhara.money.gateways import actions as accounts
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import GatewayTrouble, Outcome
from dhara.money.models import DayReport
from dhara.money.payments import actions as payments
from dhara.money.reconciliation import actions, queries
from dhara.people.models import Notice
from tests.make import money as make
from tests.make import people
from tests.make.gateways import KEYS, KeyedGateway


class Listing(KeyedGateway):
    """A gateway that lists its movements: {day: [(ref, amount, fee)]}."""

    days: dict = {}  # noqa: RUF012 - set anew by each test

    def movements(self, day, *, keys):
        if self.answers.get("down"):
            raise GatewayTrouble("out of order")
        return self.days.get(day, [])


def listing(monkeypatch, kind):
    fake = kind("keyed")
    monkeypatch.setitem(gateways.GATEWAYS, "keyed", fake)
    return fake


@pytest.fixture
def account(db, now, keyed):
    return accounts.add(gateway="keyed", studio=None, live=False, values=KEYS, by=SYSTEM, at=now)


@pytest.fixture
def keyed(monkeypatch):
    fake = listing(monkeypatch, Listing)
    fake.days = {}
    return fake


def paid(now, keyed, number=1, minor=50_000):
    payment = payments.begin(
        subject=f"errand:{number}", amount=make.taka(minor), gateway="keyed", payer_email="r@example.com",
        return_url="/", token=f"charge-{number}", by=GUEST, at=now,
    )  # fmt: skip
    payments.send_payer(payment.pk, by=GUEST, at=now)
    keyed.answers["query"] = Outcome("captured", make.taka(minor), make.taka(1_000), f"charge-{number}")
    return payments.ask(payment.pk, by=SYSTEM, at=now)


def line(ref, minor, fee=1_000):
    return ref, make.taka(minor), make.taka(fee)


def test_a_day_that_agrees(now, keyed, account):
    payment = paid(now, keyed)
    back = payments.refund(payment.pk, make.taka(10_000), key="r-1", reason="", by=SYSTEM, at=now)
    payments.drive_refund(back.pk, by=SYSTEM, at=now)
    keyed.days = {now.date(): [line("charge-1", 50_000), line("r-1", -10_000, 0)]}
    (report,) = actions.report(account.pk, now.date(), at=now)
    assert (report.state, report.theirs, report.ours, report.their_fees, report.our_fees) == (
        "agrees", 40_000, 40_000, 1_000, 1_000,
    )  # fmt: skip
    assert queries.to_report() == [account.pk]


def test_what_differs_is_named_and_told_once(now, keyed, account):
    people.account("boss@example.com", is_staff=True)
    paid(now, keyed)
    paid(now, keyed, 2)
    keyed.days = {now.date(): [line("charge-1", 50_000, 900), line("charge-9", 7_000)]}
    (report,) = actions.report(account.pk, now.date(), at=now)
    assert report.state == "differs"
    assert [(each["ref"], each["theirs"], each["ours"]) for each in report.differences] == [
        ("charge-1", 50_000, 50_000),
        ("charge-2", None, 50_000),
        ("charge-9", 7_000, None),
    ]
    actions.report(account.pk, now.date(), at=now)
    assert Notice.objects.filter(kind="books_differ").count() == 1
    seen = actions.note(report.pk, reason="Given back by hand.", by=operator(None), at=now)
    assert (seen.note, seen.seen_at) == ("Given back by hand.", now)


def test_midnight_is_seen_differently_and_is_no_difference(keyed, account, now):
    late = datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC)
    paid(late + timedelta(seconds=2), keyed)
    keyed.days = {late.date(): [line("charge-1", 50_000)]}
    reports = [*actions.report(account.pk, late.date(), at=now)]
    reports += actions.report(account.pk, late.date() + timedelta(days=1), at=now)
    assert [report.state for report in reports if report.state == DayReport.DIFFERS] == []


def test_a_gateway_out_of_order_is_asked_again(now, keyed, account):
    paid(now, keyed)
    keyed.answers["down"] = True
    (report,) = actions.report(account.pk, now.date(), at=now)
    assert (report.state, report.trouble, report.currency) == ("unanswered", "out of order", "")
    assert queries.unanswered(now.date()) == [report]
    keyed.answers["down"] = False
    keyed.days = {now.date(): [line("charge-1", 50_000)]}
    actions.report(account.pk, now.date(), at=now)
    assert [each.state for each in DayReport.objects.all()] == ["agrees"]


def test_a_gateway_that_lists_nothing_is_asked_charge_by_charge(monkeypatch, db, now):
    fake = listing(monkeypatch, KeyedGateway)
    account = accounts.add(gateway="keyed", studio=None, live=False, values=KEYS, by=SYSTEM, at=now)
    paid(now, fake)
    assert actions.report(account.pk, now.date(), at=now)[0].state == "agrees"
    fake.answers["query"] = Outcome("captured", make.taka(49_000), make.taka(1_000), "charge-1")
    (report,) = actions.report(account.pk, now.date(), at=now)
    assert (report.state, report.theirs, report.ours) == ("differs", 49_000, 50_000)
