"""Paying for milestones: once, late, twice, not at all, with another amount; and back again."""

from datetime import timedelta

import pytest

from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere
from dhara.money import doctor
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.ledger.queries import unused
from dhara.money.models import Hold, Payment, PaymentRefund, SandboxCharge
from dhara.money.payments import actions as payments
from dhara.people.models import Notice
from dhara.work import doctor as work_doctor
from dhara.work.engagements import actions as work
from dhara.work.funding import actions, queries
from dhara.work.models import Funding, Unit
from tests.make import funding as make
from tests.make import people
from tests.make.work import AMOUNT


@pytest.fixture
def project(parties, now):
    return make.project(parties, now)


def statuses(project):
    return list(project.units.order_by("position").values_list("status", flat=True))


def sound(at):
    wrong = [finding for finding in doctor.check(at=at + timedelta(hours=2)) if not finding.ok]
    wrong += [finding for finding in work_doctor.check() if not finding.ok]
    assert not wrong, wrong


def letters():
    return sorted(Letter.objects.values_list("name", flat=True))


def test_one_milestone_is_paid_and_begins(parties, project, now):
    made = make.chosen(parties, make.begun(parties, project, now), "pay", now)
    assert (made.status, made.paid_at) == ("paid", now)
    assert statuses(project) == ["active", "draft"]
    hold = Hold.objects.get()
    assert (hold.amount, hold.subject) == (AMOUNT, f"funding:{made.pk}")
    drain(now)
    sound(now)
    unit = project.units.get(position=1)
    work.act(unit.pk, "approve", by=parties.actor("buyer"), at=now)
    assert Unit.objects.get(pk=unit.pk).paid == AMOUNT
    sound(now)


def test_two_at_once_by_one_payment(parties, project, now):
    made = make.chosen(parties, make.begun(parties, project, now, 2), "pay", now)
    assert made.amount == 2 * AMOUNT
    assert statuses(project) == ["active", "active"]
    assert Hold.objects.count() == 2
    work.act(project.units.get(position=2).pk, "give_up", by=parties.actor("worker"), at=now, text="I am ill.")
    drain(now)
    assert PaymentRefund.objects.get().status == "succeeded"
    assert Payment.objects.get().status == "partially_refunded"
    assert letters().count("funding_returned") == 1
    sound(now)


def test_declined_then_paid_another_time(parties, project, now):
    made = make.chosen(parties, make.begun(parties, project, now), "decline", now)
    assert made.status == "failed"
    drain(now)
    assert letters().count("funding_declined") == 1
    assert statuses(project) == ["draft", "draft"]
    made = make.chosen(parties, made, "pay", now)
    assert made.status == "paid"
    with pytest.raises(Conflict):
        actions.pay(made.pk, "sandbox", "/", by=parties.actor("buyer"), at=now)
    sound(now)


def test_nobody_pays_and_then_it_comes_late(parties, project, now):
    made = make.begun(parties, project, now)
    payment, charge = make.sent(parties, made, now)
    drain(now + timedelta(minutes=61))
    assert Funding.objects.get().status == "expired"
    late = now + timedelta(hours=2)
    sandbox.choose(charge.ref, "pay", at=late)
    drain(late)
    assert Payment.objects.get(pk=payment.pk).status == "captured"
    assert Funding.objects.get().status == "paid"
    assert statuses(project) == ["active", "draft"]
    sound(late)


def test_one_that_nobody_went_to_pay_for_expires(parties, project, now):
    make.begun(parties, project, now)
    drain(now + timedelta(minutes=59))
    assert Funding.objects.get().status == "pending"
    drain(now + timedelta(minutes=60))
    assert Funding.objects.get().status == "expired"


def test_paid_twice_in_two_windows_the_second_goes_back(parties, project, now):
    first, second = (make.begun(parties, project, now) for _window in range(2))
    tries = [make.sent(parties, each, now) for each in (first, second)]
    for payment, charge in tries:
        sandbox.choose(charge.ref, "pay", at=now)
        actions.confirm(payment.token, by=GUEST, at=now)
    drain(now)
    assert [Funding.objects.get(pk=each.pk).status for each in (first, second)] == ["paid", "failed"]
    assert PaymentRefund.objects.get().payment_id == tries[1][0].pk
    assert Payment.objects.get(pk=tries[1][0].pk).status == "refunded"
    assert letters().count("funding_not_needed") == 1
    assert Hold.objects.count() == 1
    sound(now)


def test_two_payments_of_one_funding_the_second_goes_back(parties, project, now):
    made = make.begun(parties, project, now)
    old, charge = make.sent(parties, made, now)
    drain(now + timedelta(minutes=61))
    later = now + timedelta(minutes=62)
    assert make.chosen(parties, Funding.objects.get(), "pay", later).status == "paid"
    sandbox.choose(charge.ref, "pay", at=later)
    actions.confirm(old.token, by=GUEST, at=later)
    drain(later)
    assert PaymentRefund.objects.get().payment_id == old.pk
    assert Hold.objects.count() == 1
    sound(later)


def test_dropped_while_it_was_paid_it_goes_back(parties, project, now):
    made = make.begun(parties, project, now)
    payment, charge = make.sent(parties, made, now)
    work.act(project.units.get(position=1).pk, "drop", by=parties.actor("buyer"), at=now)
    sandbox.choose(charge.ref, "pay", at=now)
    assert actions.confirm(payment.token, by=GUEST, at=now).status == "failed"
    drain(now)
    assert Payment.objects.get().status == "refunded"
    assert not Hold.objects.exists()
    sound(now)


def test_another_amount_waits_for_an_operator_and_then_goes_back(parties, project, now):
    made = make.begun(parties, project, now)
    payment, charge = make.sent(parties, made, now)
    sandbox.choose(charge.ref, "pay", at=now)
    SandboxCharge.objects.filter(pk=charge.pk).update(amount=AMOUNT - 1)
    actions.confirm(payment.token, by=GUEST, at=now)
    assert Payment.objects.get().status == "review"
    assert statuses(project) == ["draft", "draft"]
    with pytest.raises(Conflict) as refusal:
        actions.pay(made.pk, "sandbox", "/", by=parties.actor("buyer"), at=now)
    assert refusal.value.code == "payment_in_review"
    payments.accept(payment.pk, by=parties.actor("operator"), at=now)
    drain(now)
    assert Payment.objects.get().status == "refunded"
    assert statuses(project) == ["draft", "draft"]
    sound(now)


def test_a_refund_that_the_gateway_refuses_is_told(parties, project, now):
    parties.oishi.is_staff = True
    parties.oishi.save()
    make.chosen(parties, make.begun(parties, project, now), "pay_unreturnable", now)
    work.act(project.units.get(position=1).pk, "give_up", by=parties.actor("worker"), at=now, text="I am ill.")
    drain(now)
    assert PaymentRefund.objects.get().status == "failed"
    assert unused(f"funding:{Funding.objects.get().pk}", "BDT").minor == AMOUNT, "it waits, and doctor tells of it"
    assert letters().count("funding_return_failed") == 1
    assert Notice.objects.filter(kind="funding_return_failed", account=parties.oishi).exists()


def test_a_ruling_that_divides_sends_the_buyer_s_part_back(parties, project, now):
    make.chosen(parties, make.begun(parties, project, now), "pay", now)
    unit = project.units.get(position=1)
    work.act(unit.pk, "dispute", by=parties.actor("buyer"), at=now, text="It is not what we agreed.")
    who, text = parties.actor("operator"), "Half of it is done."
    work.act(unit.pk, "rule_split", by=who, at=now, text=text, to_worker=AMOUNT // 4)
    drain(now)
    assert PaymentRefund.objects.get().amount == AMOUNT - AMOUNT // 4
    sound(now)


def test_only_the_buyer_pays_and_only_once(parties, project, now):
    ids = [project.units.get(position=1).pk]
    for who, refusal in (
        (person(people.account("thief@example.com").pk), NotFoundHere),
        (parties.actor("worker"), NotAllowed),
        (GUEST, NotFoundHere),
    ):
        with pytest.raises(refusal):
            actions.fund(ids, intent="x", by=who, at=now)
    first = actions.fund(ids, intent="y", by=parties.actor("buyer"), at=now)
    assert actions.fund(ids, intent="y", by=parties.actor("buyer"), at=now) == first
    with pytest.raises(NotFoundHere):
        actions.pay(first.pk, "sandbox", "/", by=parties.actor("worker"), at=now)
    make.chosen(parties, first, "pay", now)
    with pytest.raises(Conflict):
        actions.fund(ids, intent="z", by=parties.actor("buyer"), at=now)
    with pytest.raises(NotFoundHere):
        actions.confirm("nonsense", by=GUEST, at=now)


def test_a_pool_is_paid_topped_up_and_its_rest_goes_back(parties, now):
    pool = work.agree(
        "micro",
        till="pool",
        subject="campaign:7",
        title="Is there a cat?",
        worker=None,
        buyer_id=parties.karim.pk,
        buyer_email=parties.karim.email,
        currency="BDT",
        language="en",
        units=[],
        by=SYSTEM,
        at=now,
    )
    for amount in (30_000, 20_000):
        made = actions.fund_pool(pool.pk, amount, intent=f"p{amount}", by=parties.actor("buyer"), at=now)
        assert make.chosen(parties, made, "pay", now).status == "paid"
    assert queries.left_in_pool(pool).minor == 50_000
    for _again in range(2):
        actions.give_back_pool(pool.pk, 45_000, key="stopped", by=SYSTEM, at=now)
    drain(now)
    assert queries.left_in_pool(pool).minor == 5_000
    back = sorted(PaymentRefund.objects.values_list("amount", "status"))
    assert back == [(20_000, "succeeded"), (25_000, "succeeded")]
    sound(now)
    with pytest.raises(Conflict):
        actions.give_back_pool(pool.pk, 5_001, key="more", by=SYSTEM, at=now)
