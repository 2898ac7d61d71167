"""What banks take and give back, in the report of the day."""

from datetime import UTC, datetime, timedelta

import pytest

from dhara.kit.actor import GUEST, SYSTEM, gateway
from dhara.kit.currency import Money
from dhara.money.disputes import actions as disputes
from dhara.money.gateways import actions as accounts
from dhara.money.payments import actions as payments
from dhara.money.reconciliation import actions
from tests.fakes.stripe import TEST_KEYS, Fake

DAY = timedelta(days=1)


class Shop:
    """A payment through Stripe, the bank of whose payer asks for the money back. Everything happens at `at`."""

    def __init__(self, settings, at):
        self.at = at
        self.fake = Fake(clock=lambda: self.at.timestamp())
        settings.SANDBOX, settings.GATEWAY_BASES = True, {"stripe": self.fake.start()}
        self.account = accounts.add(gateway="stripe", studio=None, live=False, values=TEST_KEYS, by=SYSTEM, at=at)
        self.case = ""

    def paid(self):
        payment = payments.begin(
            subject="errand:1", amount=Money(45_000, "BDT"), gateway="stripe", payer_email="r@example.com",
            return_url="https://dhara.example/back/", token="charge-1", by=GUEST, at=self.at,
        )  # fmt: skip
        payments.send_payer(payment.pk, by=GUEST, at=self.at)
        payment.refresh_from_db()
        self.fake.pay(payment.gateway_ref)
        self.charge = payments.ask(payment.pk, by=SYSTEM, at=self.at).gateway_ref

    def disputed(self, why="fraudulent"):
        self.case = self.fake.dispute(self.charge, why)["id"]
        self.heard()

    def ruled(self, status):
        self.fake.rule(self.case, status)
        self.heard()

    def heard(self):
        word = disputes.word_of("stripe", self.case, self.account.pk, at=self.at)
        disputes.apply("stripe", word, by=gateway(), at=self.at)

    def report(self, day=None):
        made = actions.report(self.account.pk, (day or self.at).date(), at=self.at)
        return [(each.state, each.theirs, each.ours, each.their_fees == each.our_fees) for each in made]


@pytest.fixture
def shop(db, settings):
    made = Shop(settings, datetime(2026, 3, 2, 4, 0, tzinfo=UTC))
    yield made
    made.fake.stop()


@pytest.mark.parametrize(("verdict", "back"), [("won", 45_000), ("lost", 0)])
def test_what_a_bank_takes_and_gives_back_is_in_the_report_of_its_day(shop, verdict, back):
    shop.paid()
    assert shop.report() == [("agrees", 45_000, 45_000, True)]
    shop.at += DAY
    shop.disputed()
    assert shop.report() == [("agrees", -45_000, -45_000, True)]
    shop.at += DAY
    shop.ruled(verdict)
    assert shop.report() == ([("agrees", back, back, True)] if back else [])


@pytest.mark.parametrize(("verdict", "left"), [("won", 45_000), ("lost", 0)])
def test_all_on_one_day(shop, verdict, left):
    shop.paid()
    shop.disputed()
    shop.ruled(verdict)
    assert shop.report() == [("agrees", left, left, True)]


def test_a_question_of_the_bank_moves_nothing(shop):
    shop.paid()
    shop.at += DAY
    shop.disputed("inquiry")
    assert shop.report() == []


@pytest.mark.parametrize("verdict", ["won", "lost"])
def test_heard_of_after_midnight(shop, verdict):
    shop.paid()
    shop.at += DAY
    shop.case = shop.fake.dispute(shop.charge)["id"]
    shop.at += DAY
    shop.heard()
    assert [each[0] for each in shop.report(shop.at - DAY) + shop.report()] == []
    shop.fake.rule(shop.case, verdict)
    shop.at += DAY
    shop.heard()
    assert [each[0] for each in shop.report(shop.at - DAY) + shop.report()] == []


def test_a_dispute_that_the_books_never_heard_of_differs(shop):
    shop.paid()
    shop.at += DAY
    case = shop.fake.dispute(shop.charge)["id"]
    (made,) = actions.report(shop.account.pk, shop.at.date(), at=shop.at)
    assert (made.state, [(each["ref"], each["theirs"], each["ours"]) for each in made.differences]) == (
        "differs", [(case, -45_000, None)],
    )  # fmt: skip


def test_money_of_a_lost_dispute_that_came_back_differs(shop):
    """As after an appeal: our books know nothing of it."""
    shop.paid()
    shop.at += DAY
    shop.disputed()
    shop.ruled("lost")
    shop.at += DAY
    shop.fake.rule(shop.case, "won")
    assert [each[:3] for each in shop.report()] == [("differs", 45_000, 0)]


def test_a_fee_that_was_given_back(shop):
    shop.paid()
    shop.at += DAY
    shop.disputed()
    shop.at += DAY
    told = shop.fake.books.get("dispute", shop.case)
    shop.fake.rule(shop.case, "won")
    back = shop.fake.books.of("balance_transaction", source=shop.case)[0]
    back["fee"] = told["balance_transactions"][1]["fee"] = -1_500
    shop.heard()
    assert shop.report() == [("agrees", 45_000, 45_000, True)]
    assert shop.report(shop.at - DAY) == [("agrees", -45_000, -45_000, True)]
