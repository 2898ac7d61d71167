"""A business adds its tax id after paying: the tax goes back once, everything else stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from dhara.catalog.models import Tier
from dhara.checkout.models import LineShare, Order, OrderLine, Refund
from dhara.checkout.refunds import actions, late
from dhara.delivery.models import Grant
from dhara.insights.income import year
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money.gateways.rules import RefundOutcome
from dhara.money.ledger import queries as books
from dhara.money.ledger import rules as accounts
from dhara.money.ledger.actions import account_id
from dhara.money.models import PaymentRefund, SandboxCharge, TaxProfile
from dhara.money.payments.actions.refund import _answered
from dhara.money.policies import actions as policies
from dhara.people.models import Studio
from tests.make import late_ids as make_late
from tests.make import papers, people
from tests.make import refunds as made
from tests.make.late_ids import GERMAN, add, sold_to
from tests.make.race import race

pytestmark = pytest.mark.django_db
# Of 119 euros: 19 of tax, in minor units.
GROSS, TAX = 11_900, 1_900


@pytest.fixture
def studio(now: datetime) -> Studio:
    """French, registered for tax, and charging Germans theirs."""
    return make_late.charging(people.studio(), at=now)


@pytest.fixture
def tier(studio: Studio) -> Tier:
    return make_late.tier(studio)


@pytest.fixture
def order(tier: Tier, now: datetime) -> Order:
    return sold_to("DE", tier, at=now)


def refused(order: Order, code: str, *, at: datetime, tax_id: str = GERMAN) -> None:
    with pytest.raises(Refused) as refusal:
        add(order, tax_id, at=at)
    assert refusal.value.code == code
    assert not Refund.objects.exclude(tax_id="").filter(status__in=("pending", "succeeded")).exists()


def _balance(purpose: str, studio: Studio | None = None) -> int:
    return books.balance(account_id(purpose, "EUR", studio.pk if studio else None))


def test_the_tax_goes_back_and_nothing_else(order: Order, studio: Studio, now: datetime) -> None:
    before = _balance(accounts.SELLER_PENDING, studio), _balance(accounts.PLATFORM_FEES)
    assert _balance(accounts.TAX) == TAX
    refund = add(order, "de 136 695 976", at=now)
    order.refresh_from_db()
    assert (refund.amount, refund.tax_id, refund.status) == (TAX, GERMAN, "pending")
    assert (order.tax_id, order.status) == (GERMAN, "partially_refunded")
    assert (_balance(accounts.SELLER_PENDING, studio), _balance(accounts.PLATFORM_FEES)) == before
    assert _balance(accounts.TAX) == 0
    line = refund.lines.get()
    assert (line.tax, line.net, line.borne, line.revokes, line.untaxed) == (TAX, 0, 0, False, 10_000)
    drain(now)
    refund.refresh_from_db()
    assert (refund.status, SandboxCharge.objects.get().refunded) == ("succeeded", TAX)
    assert Grant.objects.get().status == "active"
    made.sound(now)


def test_the_buyer_is_written_and_the_chain_says_it_in_words(order: Order, now: datetime) -> None:
    add(order, GERMAN, at=now)
    drain(now)
    letter = Letter.objects.get(name="tax_returned")
    assert GERMAN in letter.text
    assert "€19" in letter.text
    fact = RecordedFact.objects.get(name__endswith="OrderTaxReturned")
    assert GERMAN in str(fact.load().words) % fact.data


def test_the_same_id_again_is_the_first_refund_and_another_one_is_refused(order: Order, now: datetime) -> None:
    first = add(order, GERMAN, at=now)
    drain(now)
    assert add(order, GERMAN, at=now).pk == first.pk
    with pytest.raises(Refused) as refusal:
        add(order, "DE123456788", at=now)
    assert refusal.value.code == "tax_id_there"
    assert (Refund.objects.count(), PaymentRefund.objects.count()) == (1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.create(
            key="x", order=order, tax_id=GERMAN, amount=1, currency="EUR", status="pending", status_at=now,
            created_at=now,
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_bring_the_tax_back_once(now: datetime) -> None:
    order = sold_to("DE", make_late.tier(make_late.charging(people.studio(), at=now)), at=now)
    results = race(*[lambda: add(order, GERMAN, at=now).pk] * 10)
    assert results == [Refund.objects.get().pk] * 10
    assert PaymentRefund.objects.get().amount == TAX
    drain(now)
    made.sound(now)


def test_refused_where_no_reverse_charge_applies(tier: Tier, studio: Studio, now: datetime) -> None:
    refused(sold_to("GB", tier, at=now), "no_reverse_charge", at=now, tax_id="GB123456789")
    refused(sold_to("FR", tier, at=now), "own_country", at=now, tax_id="FR40303265045")
    refused(sold_to("US", tier, at=now), "not_taxed", at=now, tax_id="12345")
    german = sold_to("DE", tier, at=now)
    TaxProfile.objects.filter(studio=studio).update(country="BD")
    refused(german, "no_reverse_charge", at=now)


@pytest.mark.parametrize(
    ("tax_id", "code"),
    [("", "tax_id_missing"), ("DE12", "tax_id_form"), ("DE136695975", "tax_id_digits"), ("ATU13585627", "tax_id_form")],
)
def test_refused_without_a_sound_tax_id(order: Order, now: datetime, tax_id: str, code: str) -> None:
    refused(order, code, at=now, tax_id=tax_id)


def test_refused_when_the_time_is_over(order: Order, now: datetime) -> None:
    last = now + timedelta(days=60)
    assert late.offered(order, order.lines.all(), last - timedelta(minutes=1))
    assert late.offered(order, order.lines.all(), last) is None
    refused(order, "late_id_over", at=last)


def test_the_time_is_what_the_order_agreed_on(tier: Tier, now: datetime) -> None:
    policies.set_policy("tax.late_id_days", 0, by=SYSTEM, at=now)
    order = sold_to("DE", tier, at=now + timedelta(minutes=1))
    policies.set_policy("tax.late_id_days", 90, by=SYSTEM, at=now + timedelta(days=1))
    refused(order, "late_id_over", at=now + timedelta(days=1))


def test_refused_when_all_went_back_or_the_bank_decides(order: Order, now: datetime) -> None:
    Order.objects.filter(pk=order.pk).update(status="disputed")
    refused(order, "order_disputed", at=now)
    Order.objects.filter(pk=order.pk).update(status="paid")
    made.refunded(order, at=now)
    refused(order, "nothing_left", at=now)


def test_what_was_refunded_before_is_not_given_back_twice(order: Order, now: datetime) -> None:
    made.refunded(order, GROSS // 2, at=now)
    refund = add(order, GERMAN, at=now)
    assert refund.amount == TAX // 2
    line = OrderLine.objects.get()
    made.refunded(order, line.gross - line.refunded, at=now)
    drain(now)
    order.refresh_from_db()
    assert order.status == "refunded"
    assert SandboxCharge.objects.get().refunded == GROSS
    made.sound(now)


def test_when_the_gateway_fails_the_buyer_may_try_again(order: Order, now: datetime) -> None:
    first = add(order, GERMAN, at=now)
    assert first.payment_refund_id is not None
    _answered(first.payment_refund_id, RefundOutcome("failed", "r", "closed"), by=SYSTEM, at=now)
    drain(now)
    order.refresh_from_db()
    assert (order.status, order.tax_id) == ("paid", "")
    assert late.offered(order, order.lines.all(), now)
    again = add(order, GERMAN, at=now)
    assert again.pk != first.pk
    drain(now)
    made.sound(now)


def test_shares_of_collaborators_stay(tier: Tier, now: datetime) -> None:
    make_late.shared(tier, people.studio(handle="rafi"), at=now)
    order = sold_to("DE", tier, at=now)
    before = LineShare.objects.get().amount
    add(order, GERMAN, at=now)
    share = LineShare.objects.get()
    assert (share.amount, share.refunded) == (before, 0)
    made.sound(now)


def test_a_seller_adds_it_only_where_the_tax_is_all_theirs(order: Order, tier: Tier, now: datetime) -> None:
    other = make_late.charging(people.studio(handle="rafi"), at=now)
    both = sold_to("DE", tier, make_late.tier(other), at=now)
    own = tier.offer.studio_id
    with pytest.raises(Refused) as refusal:
        actions.add_tax_id(both.pk, tax_id=GERMAN, by=SYSTEM, at=now, studio_id=own)
    assert refusal.value.code == "other_sellers"
    assert actions.add_tax_id(order.pk, tax_id=GERMAN, by=SYSTEM, at=now, studio_id=own).amount == TAX
    assert actions.add_tax_id(both.pk, tax_id=GERMAN, by=GUEST, at=now).amount == 2 * TAX
    drain(now)
    made.sound(now)


def test_the_year_tells_it_by_itself(order: Order, studio: Studio, now: datetime) -> None:
    add(order, GERMAN, at=now)
    drain(now)
    row = next(each for each in year.report(studio, now.year) if each.kind == year.TAX_BACK)
    assert (row.gross, row.tax, row.net, row.tax_bp, row.country) == (-TAX, -TAX, 0, 1_900, "DE")
    assert row.words == "Tax given back for a later tax id"


def test_the_papers_are_corrected(tier: Tier, studio: Studio, now: datetime) -> None:
    papers.gives(studio, at=now)
    order = sold_to("DE", tier, at=now)
    add(order, GERMAN, at=now)
    drain(now)
    invoice, note, corrected = make_late.papers_of(order)
    assert [each.kind for each in (invoice, note, corrected)] == ["invoice", "credit_note", "corrected"]
    assert (note.label, note.gross, note.tax) == (f"CN-{now.year}-00001", GROSS, TAX)
    assert (corrected.label, corrected.gross, corrected.tax) == (f"CI-{now.year}-00001", GROSS - TAX, 0)
    assert corrected.content["buyer"]["tax_id"] == GERMAN
    assert corrected.content["original"]["label"] == invoice.label
    assert invoice.gross - note.gross + corrected.gross == GROSS - TAX
    said = make_late.text_of(corrected)
    assert all(words in said for words in ("Reverse charge", "Corrected invoice", GERMAN)), said
    made.refunded(order, 5_000, at=now)
    drain(now)
    last = make_late.papers_of(order)[-1]
    assert (last.kind, last.gross, last.tax) == ("credit_note", 5_000, 0)
    assert last.content["original"]["label"] == corrected.label


def test_papers_add_up_again_when_the_money_did_not_arrive(tier: Tier, studio: Studio, now: datetime) -> None:
    papers.gives(studio, at=now)
    order = sold_to("DE", tier, at=now)
    refund = add(order, GERMAN, at=now)
    drain(now)
    assert refund.payment_refund_id is not None
    _answered(refund.payment_refund_id, RefundOutcome("failed", "r", "closed"), by=SYSTEM, at=now)
    drain(now)
    debit = make_late.papers_of(order)[-1]
    assert (debit.kind, debit.gross, debit.tax) == ("debit_note", TAX, TAX)
    report = {row.reverse: row for row in make_late.report(studio, now.year)}
    assert (report[False].gross.minor, report[False].tax.minor) == (GROSS, TAX)
    assert report[True].gross.minor == 0
