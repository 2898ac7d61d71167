"""A buyer's bank takes the money back: what is kept back, given back, or lost; and what becomes of order and access."""

from datetime import timedelta

import pytest

from dhara.checkout.disputes import actions
from dhara.checkout.models import OrderLine, Refund
from dhara.kit.actor import SYSTEM, gateway, person
from dhara.kit.currency import Money
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict
from dhara.money.clearing.actions import clear_due
from dhara.money.disputes import actions as cases
from dhara.money.gateways.models import GatewayAccount
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules as accounts
from dhara.money.ledger.actions import account_id
from dhara.money.models import Dispute
from dhara.money.policies import actions as policies
from tests.make import checkout as make
from tests.make import disputes, people
from tests.make import refunds as made

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=8)


@pytest.fixture
def bank(monkeypatch):
    return disputes.bank(monkeypatch)


@pytest.fixture
def nadia():
    return people.studio()


@pytest.fixture
def order(bank, nadia, now):
    """Gross 1 000 taka, the gateway's fee 30, the platform's 50, Nadia's share 920."""
    return disputes.paid(bank, make.tier(nadia, prices={"BDT": 100_000}), at=now, fee=3_000)


def _balance(purpose, studio=None, detail=""):
    return books.balance(account_id(purpose, "BDT", studio.pk if studio else None, detail))


def _seller(studio):
    return tuple(
        _balance(purpose, studio)
        for purpose in (
            accounts.SELLER_PENDING,
            accounts.SELLER_AVAILABLE,
            accounts.SELLER_OWES,
            accounts.SELLER_RESERVE,
        )
    )


def _status(order):
    order.refresh_from_db()
    return order.status, order.grants.get().status, OrderLine.objects.get(order=order).refunded


def test_what_may_be_lost_is_kept_back_at_once(order, nadia, now):
    disputes.told(order, "needs_response", at=now)
    # Her share, the gateway's fee that she bears, and the fee for the case.
    assert _seller(nadia) == (0, 0, -4_500, 96_500)
    assert _balance(accounts.DISPUTED) == -101_500
    assert _status(order) == ("disputed", "revoked", 100_000)
    made.sound(now)
    with pytest.raises(Conflict) as refusal:
        made.refunded(order, 100, at=now)
    assert refusal.value.code == "order_disputed"
    letter = Letter.objects.get(name="dispute_opened")
    assert (letter.to_email, order.number in letter.subject) == ("nadia@example.com", True)
    assert "965" in letter.text
    assert "did not make this payment" in letter.text


@pytest.mark.parametrize("cleared", [False, True])
def test_won_everything_is_as_it_was_but_the_fee(order, nadia, now, cleared):
    at = now
    if cleared:
        at = now + WEEK
        clear_due(by=SYSTEM, at=at)
    disputes.told(order, "needs_response", at=at)
    disputes.told(order, "under_review", at=at)
    disputes.told(order, "won", at=at)
    # What it cost she owes where her money is still pending.
    assert _seller(nadia) == ((0, 90_500, 0, 0) if cleared else (92_000, 0, -1_500, 0))
    assert _status(order) == ("paid", "active", 0)
    assert (_balance(accounts.DISPUTED), _balance(accounts.UNAPPLIED)) == (0, 0)
    assert _balance(accounts.GATEWAY_FEES) == 0
    assert Refund.objects.get().status == "cancelled"
    assert Letter.objects.filter(name="dispute_won").count() == 1
    made.sound(at)


def test_a_gateway_that_gives_its_fee_back(order, nadia, now):
    disputes.told(order, "needs_response", at=now)
    disputes.told(order, "won", at=now, fee=0)
    assert _seller(nadia) == (92_000, 0, 0, 0)
    assert _balance(accounts.GATEWAY, detail="fake") == 3_000 - 100_000
    made.sound(now)


def test_lost_is_a_refund_that_the_bank_made(order, nadia, now):
    disputes.told(order, "needs_response", at=now)
    disputes.told(order, "lost", at=now)
    assert _seller(nadia) == (0, 0, -4_500, 0)
    assert (_balance(accounts.PLATFORM_FEES), _balance(accounts.UNAPPLIED), _balance(accounts.DISPUTED)) == (0, 0, 0)
    assert _balance(accounts.GATEWAY_FEES) == 0
    assert _balance(accounts.GATEWAY, detail="fake") == 3_000 + 1_500
    assert _status(order) == ("refunded", "revoked", 100_000)
    assert Refund.objects.get().status == "succeeded"
    made.sound(now)


def test_the_platform_may_bear_the_fee(bank, nadia, now):
    policies.set_policy("dispute.fee_bp", 0, by=SYSTEM, at=now)
    order = disputes.paid(bank, make.tier(nadia, prices={"BDT": 100_000}), at=now)
    disputes.told(order, "needs_response", at=now)
    disputes.told(order, "lost", at=now)
    assert _seller(nadia) == (0, 0, 0, 0)
    assert _balance(accounts.GATEWAY_FEES) == -1_500
    made.sound(now)


def test_access_may_be_kept_until_it_is_lost(bank, nadia, now):
    policies.set_policy("dispute.keeps_access", 1, by=SYSTEM, at=now)
    order = disputes.paid(bank, make.tier(nadia), at=now)
    disputes.told(order, "needs_response", at=now)
    assert order.grants.get().status == "active"
    disputes.told(order, "lost", at=now)
    assert order.grants.get().status == "revoked"


def test_a_win_after_a_refund_credits_nothing(order, nadia, now):
    made.refunded(order, at=now)
    drain(now)
    before = _seller(nadia)
    disputes.told(order, "needs_response", at=now)
    assert _seller(nadia) == before
    disputes.told(order, "won", at=now)
    assert _seller(nadia) == before
    assert _status(order) == ("refunded", "revoked", 100_000)
    assert _balance(accounts.DISPUTED) == 0
    made.sound(now)


def test_what_was_given_back_before_is_not_taken_twice(order, nadia, now):
    made.refunded(order, 40_000, at=now)
    drain(now)
    disputes.told(order, "needs_response", at=now)
    assert Refund.objects.get(dispute__isnull=False).amount == 60_000
    disputes.told(order, "lost", at=now)
    assert _status(order) == ("refunded", "revoked", 100_000)
    assert _balance(accounts.UNAPPLIED) == 0
    assert _balance(accounts.GATEWAY_FEES) == -40_000
    made.sound(now)


def test_a_part_of_the_payment(order, nadia, now):
    part = {"amount": Money(30_000, "BDT"), "fee": 0}
    disputes.told(order, "needs_response", at=now, **part)
    assert _status(order) == ("disputed", "revoked", 30_000)
    disputes.told(order, "lost", at=now, **part)
    assert order.grants.get().status == "revoked"
    order.refresh_from_db()
    assert order.status == "partially_refunded"
    made.sound(now)


def test_several_sellers_bear_it_in_proportion_to_the_last_poisha(bank, now):
    studios = [people.studio(people.account(f"s{n}@example.com"), handle=f"seller_{n}") for n in range(3)]
    prices = (33_333, 10_001, 7)
    order = disputes.paid(
        bank, *(make.tier(s, prices={"BDT": p}) for s, p in zip(studios, prices, strict=True)), at=now
    )
    disputes.told(order, "needs_response", at=now, amount=Money(21_670, "BDT"))
    refund = Refund.objects.get()
    assert sum(line.amount for line in refund.lines.all()) == 21_670
    assert sum(line.dispute_fee for line in refund.lines.all()) == 1_500
    made.sound(now)
    disputes.told(order, "lost", at=now, amount=Money(21_670, "BDT"))
    made.sound(now)


def test_money_in_the_studios_own_account_is_the_studios_own_affair(bank, nadia, now, monkeypatch):
    order = disputes.paid(bank, make.tier(nadia, prices={"BDT": 100_000}), at=now, settled=False)
    owner = GatewayAccount.objects.create(
        gateway="fake", studio=nadia, notice_token="t", created_at=now, changed_at=now
    )
    # As if it had been paid there from the beginning.
    monkeypatch.setattr("dhara.checkout.disputes.actions.direct_studio", lambda payment: owner.studio_id)
    drain(now)
    disputes.told(order, "needs_response", at=now)
    assert _balance(accounts.SELLER_RESERVE, nadia) == 101_500
    assert _balance(accounts.SELLER_DIRECT, nadia) == -101_500
    disputes.told(order, "won", at=now, fee=0)
    assert _balance(accounts.SELLER_DIRECT, nadia) == 0
    made.sound(now)


def test_a_case_of_which_we_hear_only_the_end_has_a_beginning(order, nadia, now):
    dispute = disputes.told(order, "lost", at=now)
    assert (dispute.status, dispute.taken) == ("lost", 101_500)
    assert _seller(nadia)[3] == 0
    assert _status(order)[0] == "refunded"
    made.sound(now)


@pytest.mark.parametrize("verdict", ["won", "lost"])
def test_reactions_in_any_order_come_to_the_same(order, nadia, now, verdict):
    dispute = disputes.told(order, "needs_response", at=now, settled=False)
    disputes.told(order, verdict, at=now, settled=False)
    act = actions.give_back if verdict == "won" else actions.lose
    for _time in range(2):
        act(dispute.pk, by=SYSTEM, at=now)
        actions.reserve(dispute.pk, by=SYSTEM, at=now)
    drain(now)
    assert _seller(nadia)[3] == 0
    assert _status(order)[:2] == (("paid", "active") if verdict == "won" else ("refunded", "revoked"))
    made.sound(now)


def test_a_refund_under_way_that_fails_because_of_the_dispute_is_lost_with_it(order, nadia, now):
    from dhara.money.gateways.rules import RefundOutcome
    from dhara.money.payments.actions.refund import _answered

    refund = made.refunded(order, 40_000, at=now)
    disputes.told(order, "needs_response", at=now, settled=False)
    dispute = Dispute.objects.get()
    actions.reserve(dispute.pk, by=SYSTEM, at=now)
    _answered(refund.payment_refund_id, RefundOutcome("failed", "r", "charged back"), by=SYSTEM, at=now)
    drain(now)
    order.refresh_from_db()
    assert order.status == "disputed"
    disputes.told(order, "lost", at=now)
    assert _status(order) == ("refunded", "revoked", 100_000)
    assert _balance(accounts.GATEWAY_FEES) == 0
    made.sound(now)


def test_an_early_warning_takes_nothing_and_a_refund_settles_it(order, nadia, now):
    disputes.told(order, "early_warning", at=now, fee=0)
    assert _seller(nadia) == (92_000, 0, 0, 0)
    assert Letter.objects.filter(name="dispute_warned").count() == 1
    made.refunded(order, at=now, by=person(nadia.members.get().account_id))
    disputes.told(order, "prevented", at=now, fee=0)
    assert Dispute.objects.get().status == "prevented"
    assert _status(order)[0] == "refunded"
    made.sound(now, besides=("refunds",))


def test_words_that_come_twice_or_late_change_nothing(order, now):
    for state in ("needs_response", "needs_response", "under_review", "needs_response"):
        disputes.told(order, state, at=now)
    disputes.told(order, "won", at=now)
    late = disputes.told(order, "lost", at=now)
    assert (late.status, late.problem) == ("won", "lost after won")
    assert Dispute.objects.count() == 1
    made.sound(now)


def test_reminders_come_in_time_and_stop_when_it_is_answered(order, now):
    disputes.told(order, "needs_response", at=now)
    for days in range(1, 8):
        drain(now + timedelta(days=days))
    assert [letter.name for letter in Letter.objects.filter(name__startswith="dispute_rem").order_by("id")] == [
        "dispute_reminder_7",
        "dispute_reminder_3",
    ]
    cases.want_handed_in(Dispute.objects.get().pk, at=now)
    drain(now + timedelta(days=9, hours=1))
    assert Letter.objects.filter(name="dispute_reminder_1").count() == 0


def test_asked_late_only_the_reminders_that_are_still_ahead_come(order, now):
    disputes.told(order, "needs_response", at=now, answer_by=now + timedelta(days=2))
    drain(now)
    assert not Letter.objects.filter(name__startswith="dispute_rem").exists()
    drain(now + timedelta(days=1))
    assert Letter.objects.get(name__startswith="dispute_rem").name == "dispute_reminder_1"


def test_unknown_payments_are_told_apart(order, now):
    stranger = disputes.word(order, "needs_response", at=now)
    object.__setattr__(stranger, "gateway_ref", "pi_unknown")
    assert cases.apply("fake", stranger, by=gateway(), at=now) is None
