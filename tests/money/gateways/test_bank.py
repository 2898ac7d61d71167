"""Bank transfers: who may say what came, what the payer is told, and what goes back by hand."""

import pytest

from dhara.checkout.models import Order
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST, SYSTEM, operator, person
from dhara.kit.files.models import StoredFile
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money import doctor
from dhara.money.gateways.bank import actions, queries, rules
from dhara.money.ledger import rules as ledger_rules
from dhara.money.models import BankRefund, BankTransfer, LedgerAccount
from dhara.money.payments import actions as payments
from dhara.money.payments import rules as states
from dhara.people.models import Notice
from tests.make import bank as make
from tests.make import checkout, people
from tests.make.money import taka


def ordered(now, studio=None):
    """An order whose buyer was sent to the transfer's page."""
    order = checkout.placed(checkout.tier(studio, at=now), at=now)
    address = orders.pay(order.pk, orders.Means("bank", "/checkout/return/{token}/"), by=GUEST, at=now)
    return Order.objects.get(pk=order.pk), queries.page(address.split("/")[3]).transfer


def test_an_order_waits_for_days_and_is_sold_when_somebody_says_so(db, now):
    make.account(now)
    order, transfer = ordered(now)
    later = now.replace(day=5)
    drain(later)
    order.refresh_from_db()
    assert order.status == "pending"
    actions.show(transfer.ref, number="FT 1", proof_id=None, by=GUEST, at=later)
    actions.confirm(transfer.pk, amount=transfer.money, by=operator(1), at=later)
    drain(later)
    order.refresh_from_db()
    assert order.status == "paid"
    assert LedgerAccount.objects.get(purpose=ledger_rules.GATEWAY).detail == "bank"
    assert [finding for finding in doctor.check(at=later) if not finding.ok] == []


def test_nobody_sends_it_in_time(db, now):
    make.account(now)
    order, _transfer = ordered(now)
    late = now.replace(day=8)
    payments.ask(order.payment_id, by=SYSTEM, at=late)
    drain(late)
    order.refresh_from_db()
    assert order.status == "expired"


def test_another_amount_is_looked_at_before_anything_is_sold(db, now):
    make.account(now)
    order, transfer = ordered(now)
    actions.confirm(transfer.pk, amount=taka(40_000), by=operator(1), at=now)
    drain(now)
    order.refresh_from_db()
    assert (order.status, order.payment.status) == ("pending", states.REVIEW)
    assert Letter.objects.filter(name="payment_in_review").count() == 1
    with pytest.raises(Conflict):
        orders.pay(order.pk, orders.Means("sandbox", "/back/{token}/"), by=GUEST, at=now)
    with pytest.raises(Conflict):
        orders.cancel(order.pk, by=GUEST, at=now)
    payments.refuse(order.payment_id, reason="Too little.", by=operator(1), at=now)
    drain(now)
    order.refresh_from_db()
    assert order.status == "failed"
    assert Letter.objects.filter(name="payment_refused").count() == 1
    actions.sent_back(BankRefund.objects.get().pk, bank_ref="FT 9", by=operator(1), at=now)
    drain(now)
    order.payment.refresh_from_db()
    assert order.payment.status == states.REFUNDED
    assert [finding for finding in doctor.check(at=now) if not finding.ok] == []


def test_what_is_not_found_is_told_and_can_be_shown_again(db, now):
    account = make.account(now)
    transfer = make.shown(account, now, proof=True)
    with pytest.raises(Invalid):
        actions.reject(transfer.pk, reason="  ", by=operator(1), at=now)
    actions.reject(transfer.pk, reason="No such transfer.", by=operator(1), at=now)
    letter = Letter.objects.get(name="transfer_rejected")
    assert "No such transfer." in letter.text
    assert transfer.ref in letter.text
    again = make.store_bytes(make.PDF, name="other.pdf", at=now, purpose="proof")
    actions.show(transfer.ref, number="", proof_id=again.pk, by=GUEST, at=now)
    transfer.refresh_from_db()
    assert (transfer.status, transfer.objection, transfer.proof_id) == (rules.SHOWN, "", again.pk)
    assert StoredFile.objects.filter(state=StoredFile.DELETED).count() == 1


def test_who_may_say_what_came(db, now):
    owner, outsider = people.account("nadia@example.com"), people.account("karim@example.com")
    shop = people.studio(owner)
    editor = people.member(shop, people.account("mina@example.com"), role="manager").account
    transfer = make.shown(make.account(now, shop, person(owner.pk)), now)
    for by, refusal in ((GUEST, NotFoundHere), (person(outsider.pk), NotFoundHere), (person(editor.pk), NotAllowed)):
        with pytest.raises(refusal):
            actions.confirm(transfer.pk, amount=transfer.money, by=by, at=now)
        with pytest.raises(refusal):
            actions.reject(transfer.pk, reason="no", by=by, at=now)
    assert Notice.objects.filter(kind="transfer_shown").values_list("account_id", flat=True).get() == owner.pk
    actions.confirm(transfer.pk, amount=transfer.money, by=person(owner.pk), at=now)
    with pytest.raises(Conflict):
        actions.confirm(transfer.pk, amount=transfer.money, by=person(owner.pk), at=now)
    ours = make.shown(make.account(now), now)
    with pytest.raises(NotAllowed):
        actions.confirm(ours.pk, amount=ours.money, by=person(owner.pk), at=now)


def test_the_payer_may_stop_before_but_not_after_they_said_that_they_paid(db, now):
    account = make.account(now)
    waiting = make.waiting(account, now)
    assert actions.cancel(waiting.ref, by=GUEST, at=now).status == rules.CANCELLED
    assert actions.cancel(waiting.ref, by=GUEST, at=now).status == rules.CANCELLED
    with pytest.raises(Conflict):
        actions.cancel(make.shown(account, now).ref, by=GUEST, at=now)


def test_nothing_is_shown_by_nothing(db, now):
    transfer = make.waiting(make.account(now), now)
    with pytest.raises(Invalid) as refused:
        actions.show(transfer.ref, number="  ", proof_id=None, by=GUEST, at=now)
    assert refused.value.field == "number"
    assert BankTransfer.objects.get(pk=transfer.pk).status == rules.WAITING


def test_a_refund_is_complete_when_the_banks_reference_is_told(db, now):
    due = make.refund_due(make.account(now), now)
    with pytest.raises(Invalid):
        actions.sent_back(due.pk, bank_ref=" ", by=operator(1), at=now)
    assert actions.sent_back(due.pk, bank_ref="FT 2", by=operator(1), at=now).status == rules.SENT
    with pytest.raises(Conflict):
        actions.sent_back(due.pk, bank_ref="FT 3", by=operator(1), at=now)
