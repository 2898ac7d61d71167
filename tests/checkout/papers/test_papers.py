"""What is given for an order, what for a refund, and that none of it changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Tier
from dhara.checkout.models import Cart, Order, OrderLine, Paper, PaperSeries, Refund
from dhara.checkout.papers import actions, queries, rules
from dhara.kit.actor import SYSTEM, person
from dhara.kit.facts.sharing import sharing
from dhara.kit.queue import drain
from dhara.kit.refusal import Invalid, NotAllowed, NotFoundHere, Refused
from dhara.money.gateways.rules import RefundOutcome
from dhara.money.payments.actions.refund import _answered
from dhara.people.models import Studio
from tests.make import checkout as make
from tests.make import disputes, papers, people
from tests.make import refunds as made

pytestmark = pytest.mark.django_db


def sold_to(country: str, *tiers: Tier, at: datetime, currency: str = "BDT") -> Order:
    """A paid order of somebody in that country."""
    cart = make.cart_with(*tiers, at=at, currency=currency)
    Cart.objects.filter(pk=cart.pk).update(country=country)
    cart.refresh_from_db()
    order = make.chosen(make.placed(cart=cart, at=at, currency=currency), "pay", at=at)
    drain(at)
    return order


def did_not_arrive(refund: Refund, at: datetime) -> None:
    """What the gateway says in the end."""
    assert refund.payment_refund_id is not None
    _answered(refund.payment_refund_id, RefundOutcome("failed", "r", "The account is closed."), by=SYSTEM, at=at)
    drain(at)


@pytest.fixture
def studio(now: datetime) -> Studio:
    return people.studio()


def test_a_paid_order_gets_its_invoice_by_itself(now: datetime, studio: Studio) -> None:
    papers.registered(studio, at=now)
    papers.gives(studio, at=now, prefix="nadia")
    order = sold_to("BD", make.tier(studio, prices={"BDT": 115_000}), at=now)
    paper = Paper.objects.get()
    assert (paper.kind, paper.label, paper.order_id) == ("invoice", f"NADIA-INV-{now.year}-00001", order.pk)
    assert (paper.gross, paper.tax) == (115_000, 15_000)
    line = OrderLine.objects.get()
    assert (paper.gross, paper.tax) == (line.gross, line.tax)
    assert paper.content["seller"]["tax_id"] == "0001234560101"
    assert paper.content["lines"][0]["before"] == 100_000
    assert [paper.label for paper in queries.of_order(order)] == [paper.label]


def test_none_where_nobody_wants_one_or_nothing_was_paid(now: datetime, studio: Studio) -> None:
    make.paid_order(make.tier(studio), at=now)
    papers.gives(studio, at=now, automatic=False)
    make.paid_order(make.tier(studio), at=now)
    papers.gives(studio, at=now)
    free = make.paid_order(make.tier(studio, pricing="free"), at=now)
    assert not Paper.objects.exists()
    with pytest.raises(Refused) as refused:
        papers.invoice(free, studio, at=now)
    assert refused.value.code == "nothing_paid"


def test_an_order_without_papers_costs_one_query(now: datetime, studio: Studio) -> None:
    order = make.paid_order(make.tier(studio), at=now)
    with sharing():
        from dhara.checkout.orders.queries import bought

        bought(order.pk)
        with CaptureQueriesContext(connection) as asked:
            assert actions.issue_invoices(order.pk, by=SYSTEM, at=now) == []
    assert len(asked) == 1


def test_an_invoice_is_given_once_and_says_what_the_buyer_told_first(now: datetime, studio: Studio) -> None:
    papers.gives(studio, at=now, automatic=False)
    order = make.paid_order(make.tier(studio), at=now)
    told = {"company": " Karim & Sons ", "address": "12 Station Road\n\nRajshahi", "tax_id": "009-1"}
    first = papers.invoice(order, studio, at=now, **told)
    again = papers.invoice(order, studio, at=now, company="Somebody else")
    assert first.pk == again.pk
    buyer = again.content["buyer"]
    assert (buyer["company"], buyer["address"], buyer["tax_id"]) == (
        "Karim & Sons", "12 Station Road\nRajshahi", "009-1",
    )  # fmt: skip
    assert PaperSeries.objects.get().last == 1


def test_who_gets_none(now: datetime, studio: Studio) -> None:
    unpaid = make.placed(make.tier(studio), at=now)
    other = people.studio(people.account("other@example.com"), handle="other")
    with pytest.raises(NotFoundHere):
        papers.invoice(unpaid, studio, at=now)  # gives none
    papers.gives(studio, at=now)
    papers.gives(other, at=now)
    with pytest.raises(NotFoundHere):
        papers.invoice(unpaid, other, at=now)  # sold nothing in it
    with pytest.raises(Refused) as refused:
        papers.invoice(unpaid, studio, at=now)
    assert refused.value.code == "not_paid"
    with pytest.raises(Invalid) as wrong:
        papers.invoice(make.paid_order(make.tier(studio, name="x"), at=now, delivered=False), studio, at=now,
                       company="x" * 161)  # fmt: skip
    assert wrong.value.field == "company"


def test_each_seller_of_an_order_has_a_series_of_its_own(now: datetime, studio: Studio) -> None:
    other = people.studio(people.account("other@example.com"), handle="other")
    for each in (studio, other):
        papers.gives(each, at=now)
    make.paid_order(make.tier(studio), at=now)
    make.paid_order(make.tier(studio), make.tier(other), at=now)
    assert sorted(Paper.objects.values_list("studio__handle", "number")) == [
        ("nadia", 1), ("nadia", 2), ("other", 1),
    ]  # fmt: skip


def test_a_refund_gets_its_credit_note_when_the_money_is_back(now: datetime, studio: Studio) -> None:
    papers.registered(studio, at=now)
    papers.gives(studio, at=now)
    order = sold_to("BD", make.tier(studio, prices={"BDT": 115_000}), at=now)
    made.refunded(order, 23_000, at=now)
    assert Paper.objects.count() == 1
    drain(now)
    note = Paper.objects.get(kind="credit_note")
    assert (note.gross, note.tax, note.label) == (23_000, 3_000, f"CN-{now.year}-00001")
    assert note.content["original"]["label"] == f"INV-{now.year}-00001"
    assert note.content["lines"][0]["quantity"] == 0
    made.refunded(order, at=now)
    drain(now)
    assert sum(each.gross for each in Paper.objects.filter(kind="credit_note")) == 115_000


def test_a_debit_note_where_the_money_did_not_arrive(now: datetime, studio: Studio) -> None:
    papers.gives(studio, at=now)
    order = make.paid_order(make.tier(studio), at=now)
    refund = made.refunded(order, at=now)
    drain(now)
    did_not_arrive(refund, now)
    assert [each.kind for each in Paper.objects.order_by("id")] == ["invoice", "credit_note", "debit_note"]
    year = queries.year_of(now, studio)
    assert sum(row.gross.minor for row in queries.report(studio, year)) == 45_000


def test_a_refund_that_failed_at_once_needs_no_papers(now: datetime, studio: Studio) -> None:
    papers.gives(studio, at=now)
    refund = made.refunded(make.paid_order(make.tier(studio), at=now), at=now)
    did_not_arrive(refund, now)
    assert [each.kind for each in Paper.objects.all()] == ["invoice"]


def test_an_invoice_that_comes_late_brings_its_credit_notes(now: datetime, studio: Studio) -> None:
    order = make.paid_order(make.tier(studio), at=now)
    made.refunded(order, 5_000, at=now)
    drain(now)
    papers.gives(studio, at=now, automatic=False)
    papers.invoice(order, studio, at=now)
    assert [(each.kind, each.gross) for each in Paper.objects.order_by("id")] == [
        ("invoice", 45_000), ("credit_note", 5_000),
    ]  # fmt: skip


def test_the_year_is_that_of_the_studios_calendar(now: datetime) -> None:
    dhaka = people.studio(time_zone="Asia/Dhaka")
    papers.gives(dhaka, at=now)
    last = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)  # half past eleven at night in Dhaka
    for at in (last, last + timedelta(minutes=31)):
        make.paid_order(make.tier(dhaka), at=at)
    assert [paper.label for paper in Paper.objects.order_by("id")] == ["INV-2026-00001", "INV-2027-00001"]


def test_mushak_needs_a_bin_and_taka(now: datetime, studio: Studio) -> None:
    with pytest.raises(Invalid) as refused:
        papers.gives(studio, at=now, layout=rules.MUSHAK)
    assert (refused.value.code, refused.value.field) == ("mushak_without_bin", "layout")
    papers.registered(studio, at=now, country="IN", tax_id="27AAPFU0939F1ZV")
    with pytest.raises(Invalid):
        papers.gives(studio, at=now, layout=rules.MUSHAK)
    papers.registered(studio, at=now)
    papers.gives(studio, at=now, layout=rules.MUSHAK)
    sold_to("BD", make.tier(studio), at=now)
    dollars = sold_to("US", make.tier(studio, prices={"USD": 900}), at=now, currency="USD")
    assert Paper.objects.exclude(order=dollars).get().layout == rules.MUSHAK
    assert Paper.objects.get(order=dollars).layout == rules.PLAIN


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"legal_name": "  "}, "legal_name"),
        ({"legal_name": "x" * 161}, "legal_name"),
        ({"address": "x" * 401}, "address"),
        ({"prefix": "A-B"}, "prefix"),
        ({"prefix": "TOOLONG99"}, "prefix"),
        ({"layout": "golden"}, "layout"),
        ({"note": "x" * 401}, "note"),
    ],
)
def test_what_a_profile_refuses(now: datetime, studio: Studio, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        papers.gives(studio, at=now, **given)
    assert refused.value.field == field


def test_only_who_may_edit_the_studio_sets_its_profile(now: datetime) -> None:
    cast = people.cast()
    for account, error in ((cast.rafi, NotAllowed), (cast.karim, NotFoundHere)):
        with pytest.raises(error):
            actions.set_profile(cast.studio.pk, **papers.HEAD, by=person(account.pk), at=now)


def test_a_paper_stays_as_it_was_given(now: datetime, studio: Studio) -> None:
    papers.gives(studio, at=now)
    order = make.paid_order(make.tier(studio), at=now)
    papers.gives(studio, at=now, legal_name="Another name")
    Order.objects.filter(pk=order.pk).update(name="Somebody else")
    paper = Paper.objects.get()
    assert paper.content["seller"]["name"] == "Nadia Prints Ltd"
    assert paper.content["buyer"]["name"] == "Karim Uddin"
    for act in (
        lambda: Paper.objects.update(number=7),
        lambda: Paper.objects.filter(pk=paper.pk).delete(),
        lambda: connection.cursor().execute("DELETE FROM checkout_paper"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Paper.objects.get().number == 1


def test_the_report_is_the_sum_of_the_papers(now: datetime, studio: Studio) -> None:
    papers.registered(studio, at=now)
    papers.gives(studio, at=now)
    tiers = [make.tier(studio, prices={"BDT": price}) for price in (115_000, 33_333, 99_999)]
    orders = [sold_to("BD", *tiers, at=now), sold_to("IN", tiers[1], at=now)]
    made.refunded(orders[0], 11_111, at=now)
    drain(now)
    year = queries.year_of(now, studio)
    rows = queries.report(studio, year)
    signed = [(rules.SIGNS[each.kind], each) for each in Paper.objects.all()]
    assert sum(row.gross.minor for row in rows) == sum(sign * each.gross for sign, each in signed)
    assert sum(row.tax.minor for row in rows) == sum(sign * each.tax for sign, each in signed)
    assert all(row.before + row.tax == row.gross for row in rows)
    assert {row.tax_bp for row in rows} == {0, 1500}
    listed = list(queries.rows_of(studio, year, "%(tax)s"))
    assert sum(round(float(each[-1]) * 100) for each in listed) == sum(row.gross.minor for row in rows)


def test_what_the_bank_took_back_gets_its_credit_note(
    now: datetime, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.gives(studio, at=now)
    bank = disputes.bank(monkeypatch)
    order = disputes.paid(bank, make.tier(studio), at=now)
    disputes.told(order, "needs_response", at=now)
    assert [each.kind for each in Paper.objects.all()] == ["invoice"]
    disputes.told(order, "lost", at=now)
    assert [(each.kind, each.gross) for each in Paper.objects.order_by("id")] == [
        ("invoice", 45_000), ("credit_note", 45_000),
    ]  # fmt: skip
