"""A payment is begun, sent, learnt of, and acted upon once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import GUEST, SYSTEM, gateway, operator
from dhara.kit.currency import Money
from dhara.kit.facts.models import RecordedFact
from dhara.kit.locale.languages import in_language
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from dhara.money.gateways.queries import GATEWAYS
from dhara.money.gateways.rules import GatewayTrouble, Outcome
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.ledger import queries as books
from dhara.money.models import Entry, Payment
from dhara.money.payments import actions, queries, rules
from tests.make import money as make


@pytest.fixture
def fake(monkeypatch):
    made = make.FakeGateway()
    monkeypatch.setitem(GATEWAYS, "fake", made)
    return made


@pytest.fixture
def sent(db, now, fake):
    """A payment of ৳1,000 whose payer is at the fake gateway."""
    begun = _begin(now)
    actions.send_payer(begun.pk, by=GUEST, at=now)
    begun.refresh_from_db()
    return begun


def _begin(now, **other):
    asked = {
        "subject": "errand:1",
        "amount": make.taka(100_000),
        "gateway": "fake",
        "payer_email": "",
        "return_url": "/",
    }
    return actions.begin(**{**asked, **other}, by=GUEST, at=now)


def _captured(amount=100_000, currency="BDT", fee=1_000):
    return Outcome("captured", Money(amount, currency), Money(fee, currency), details={"method": "card"})


def _facts():
    return list(RecordedFact.objects.order_by("id").values_list("name", flat=True))


def test_it_is_written_down_before_anybody_is_sent(db, now, fake):
    begun = _begin(now, return_url="/return/{token}/")
    assert (begun.status, begun.gateway_ref, begun.return_url) == (rules.CREATED, None, f"/return/{begun.token}/")
    assert fake.calls == []
    assert queries.by_token(begun.token) == begun


def test_the_payer_is_sent_to_the_same_address_every_time(sent, now, fake):
    assert sent.status == rules.REDIRECTED
    url = f"https://pay.example/{sent.token}"
    assert actions.send_payer(sent.pk, by=GUEST, at=now) == url
    assert fake.calls == ["start"]


@pytest.mark.parametrize("trouble", [GatewayTrouble("timeout"), Invalid("amount_too_small", "too small")])
def test_a_gateway_that_does_not_begin(db, now, fake, trouble):
    fake.answers["start"] = trouble
    begun = _begin(now)
    with pytest.raises(Refused) as refusal:
        actions.send_payer(begun.pk, by=GUEST, at=now)
    assert refusal.value.code == ("amount_too_small" if isinstance(trouble, Refused) else "gateway_down")
    begun.refresh_from_db()
    assert begun.status == rules.FAILED
    assert _facts() == ["money.PaymentBegun", "money.PaymentFailed"]
    with pytest.raises(Conflict):
        actions.send_payer(begun.pk, by=GUEST, at=now)


@pytest.mark.parametrize("other", [{"gateway": "nobody"}, {"amount": make.taka(99), "gateway": "sandbox"}])
def test_what_is_not_offered_is_not_begun(db, now, fake, other):
    with pytest.raises(Refused):
        _begin(now, **other)
    assert not Payment.objects.exists()


def test_a_currency_that_the_gateway_does_not_take(db, now, fake):
    fake.currencies = frozenset({"USD"})
    with pytest.raises(Refused, match="currency"):
        _begin(now)


def test_captured_money_is_booked_once(sent, now):
    for _time in range(3):
        paid = actions.apply(sent.pk, _captured(), by=gateway(), at=now)
    assert (paid.status, paid.fee, paid.details) == (rules.CAPTURED, 1_000, {"method": "card"})
    assert books.unused("errand:1", "BDT") == make.taka(100_000)
    assert Entry.objects.count() == 1
    assert _facts() == ["money.PaymentBegun", "money.PaymentCaptured"]
    assert RecordedFact.objects.get(name="money.PaymentCaptured").subject == "errand:1"


def test_one_that_was_read_before_somebody_else_took_the_money(sent, now):
    """It is changed as it was read; where it is not so any more, it is read again and what happened stands."""
    first, later, given_up = (queries.by_token(sent.token) for _read in range(3))
    taken, again = [], []
    with CaptureQueriesContext(connection) as asked:
        paid = actions.apply(first, _captured(), by=gateway(), at=now, unbooked=taken)
    assert not any("FOR UPDATE" in query["sql"] for query in asked)
    assert (paid.status, len(taken), paid.version) == (rules.CAPTURED, 1, sent.version + 1)
    same = actions.apply(later, _captured(), by=gateway(), at=now, unbooked=again)
    assert (same.status, again, same.version) == (rules.CAPTURED, [], paid.version)
    assert actions.apply(given_up, Outcome("expired"), by=gateway(), at=now).status == rules.CAPTURED
    assert _facts() == ["money.PaymentBegun", "money.PaymentCaptured"]


@pytest.mark.parametrize(
    ("state", "status"), [("failed", rules.FAILED), ("cancelled", rules.CANCELLED), ("expired", rules.EXPIRED)]
)
def test_unhappy_ends_and_money_that_comes_after_all(sent, now, state, status):
    for _time in range(2):
        ended = actions.apply(sent.pk, Outcome(state, reason="no"), by=gateway(), at=now)
    assert ended.status == status
    assert _facts() == ["money.PaymentBegun", "money.PaymentFailed"]
    assert actions.apply(sent.pk, _captured(), by=gateway(), at=now).status == rules.CAPTURED
    # An outdated answer after that changes nothing.
    assert actions.apply(sent.pk, Outcome(state), by=gateway(), at=now).status == rules.CAPTURED


def test_pending_changes_nothing(sent, now):
    assert actions.apply(sent.pk, Outcome("pending"), by=gateway(), at=now).version == sent.version


@pytest.mark.parametrize(
    "came", [_captured(99_999), _captured(100_001), _captured(currency="USD"), _captured(fee=100_001)]
)
def test_another_amount_goes_to_review_unbooked(sent, now, came):
    held = actions.apply(sent.pk, came, by=gateway(), at=now)
    assert held.status == rules.REVIEW
    assert actions.apply(sent.pk, _captured(), by=gateway(), at=now).status == rules.REVIEW
    assert not Entry.objects.exists()
    assert _facts()[-1] == "money.PaymentHeld"
    with pytest.raises(NotAllowed):
        actions.accept(sent.pk, by=GUEST, at=now)
    accepted = actions.accept(sent.pk, by=operator(1), at=now)
    assert accepted.money == came.amount
    assert books.unused("errand:1", came.amount.currency) == came.amount
    with pytest.raises(Conflict):
        actions.accept(sent.pk, by=operator(1), at=now)


def test_silence_is_asked_again_later_and_later(sent, now, fake):
    fake.answers["query"] = GatewayTrouble("timeout")
    moments = []
    at = sent.ask_at
    while at < now + timedelta(minutes=59):
        moments.append((at - now).total_seconds())
        assert actions.ask(sent.pk, by=SYSTEM, at=at).status == rules.REDIRECTED
        at = Payment.objects.get(pk=sent.pk).ask_at
    assert moments[:6] == [30, 90, 210, 510, 1110, 1710]
    assert actions.ask(sent.pk, by=SYSTEM, at=now + timedelta(minutes=60)).status == rules.EXPIRED


def test_an_expired_payment_is_asked_about_a_few_times_more(sent, now, fake):
    at, asked = now + timedelta(hours=1), 0
    payment = actions.ask(sent.pk, by=SYSTEM, at=at)
    while payment.ask_at is not None:
        assert queries.to_ask(payment.ask_at) == [sent.pk]
        payment, asked = actions.ask(sent.pk, by=SYSTEM, at=payment.ask_at), asked + 1
    assert (asked, payment.status) == (4, rules.EXPIRED)
    assert queries.to_ask(at + timedelta(days=365)) == []


def test_a_payment_whose_payer_never_left_expires_too(db, now, fake):
    begun = _begin(now)
    assert actions.ask(begun.pk, by=SYSTEM, at=now + timedelta(minutes=60)).status == rules.EXPIRED


def test_a_final_payment_is_asked_about_no_more(sent, now, fake):
    fake.answers["query"] = _captured()
    assert actions.ask(sent.pk, by=SYSTEM, at=sent.ask_at).ask_at is None


def test_a_captured_outcome_must_say_how_much(sent, now):
    with pytest.raises(ValueError, match="how much"):
        actions.apply(sent.pk, replace(_captured(), amount=None), by=gateway(), at=now)


def test_payments_are_for_operators_to_see(sent):
    assert queries.visible_to(operator(1)).get() == sent
    assert not queries.visible_to(GUEST).exists()


def test_a_payment_that_is_not_there(db, now):
    for act in (actions.send_payer, actions.ask):
        with pytest.raises(NotFoundHere):
            act(1, by=SYSTEM, at=now)
    with pytest.raises(NotFoundHere):
        actions.apply(1, Outcome("pending"), by=SYSTEM, at=now)


def test_why_it_was_declined_is_said_in_the_payers_language(db, now):
    begun, charge = make.redirected(now)
    Payment.objects.filter(pk=begun.pk).update(language="bn")
    sandbox.choose(charge.ref, "decline", at=now)
    with in_language("en"):
        asked = actions.ask(begun.pk, by=SYSTEM, at=now)
    assert asked.details["reason"] == "ব্যাংক পেমেন্টটি নেয়নি।"
