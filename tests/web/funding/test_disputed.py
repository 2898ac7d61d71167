"""The bank of who paid for work takes the money back: the books hold, and nobody gets it twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dhara.kit.actor import GUEST, gateway
from dhara.kit.currency import Money
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.money.disputes import actions as disputes
from dhara.money.gateways.rules import DisputeState, DisputeWord
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.models import Payment, PaymentRefund, SandboxCharge
from dhara.money.payments import actions as payments
from dhara.people.models import Notice
from dhara.work import doctor as work_doctor
from dhara.work.engagements import actions as work
from dhara.work.funding import actions as funding
from dhara.work.models import Unit
from tests.make import funding as fund
from tests.make import hours
from tests.make import work as make_work
from tests.make.work import AMOUNT, Parties
from tests.web.browsing import client, text

pytestmark = pytest.mark.django_db
SIDES = ("karim", "nadia")


def paid(parties: Parties, at: datetime) -> tuple[Unit, Payment]:
    begun = fund.begun(parties, fund.project(parties, at), at)
    fund.chosen(parties, begun, "pay", at)
    drain(at)
    return begun.parts.get().unit, fund.paying(begun)


def told(payment: Payment, state: DisputeState, amount: int, at: datetime, ref: str = "du_1") -> None:
    money, fee = Money(amount, payment.currency), Money(1_500, payment.currency)
    word = DisputeWord(state, ref, payment.gateway_ref or "", amount=money, reason="fraudulent", fee=fee)
    assert disputes.apply("sandbox", word, by=gateway(), at=at) is not None
    drain(at)


def sound(at: datetime) -> bool:
    later = at + timedelta(hours=3)  # money that waits unused is found then
    return [each for each in (*doctor.check(at=later), *work_doctor.check()) if not each.ok] == []


@pytest.mark.parametrize(("disputed", "back"), [(AMOUNT, 0), (AMOUNT * 4 // 10, AMOUNT * 6 // 10)])
def test_work_that_is_ended_gives_nothing_back_twice(now: datetime, disputed: int, back: int) -> None:
    parties = make_work.parties(now)
    unit, payment = paid(parties, now)
    told(payment, "needs_response", disputed, now)
    told(payment, "lost", disputed, now)
    told(payment, "lost", disputed, now)
    assert sound(now)
    work.act(unit.pk, "give_up", text="I am ill.", by=parties.actor("worker"), at=now)
    drain(now)
    assert returned() == back
    assert sound(now)


@pytest.mark.parametrize("disputed", [AMOUNT, AMOUNT * 4 // 10])
@pytest.mark.parametrize("verdict", ["lost", "won", "prevented"])
def test_work_that_ends_while_the_bank_decides_waits_for_it(
    now: datetime, disputed: int, verdict: DisputeState
) -> None:
    """Else both the gateway and the bank would give the same money back."""
    parties = make_work.parties(now)
    unit, payment = paid(parties, now)
    told(payment, "needs_response", disputed, now)
    work.act(unit.pk, "give_up", text="I am ill.", by=parties.actor("worker"), at=now)
    drain(now)
    assert returned() == AMOUNT - disputed
    buyer, worker = (Letter.objects.get(name="work_ended", to_email=f"{who}@example.com").text for who in SIDES)
    waits = Money(disputed, "BDT").display("en")
    assert (f"{waits} waits for its decision" in buyer, "their bank decides now" in worker) == (True, True)
    assert ("is on its way back to you" in buyer, "went back" in worker) == (disputed < AMOUNT, False)
    assert room(parties, unit).count(f"{waits} waits for its decision") == 2
    assert sound(now), "what waits for a bank is no money that was forgotten"
    told(payment, verdict, disputed, now)
    told(payment, verdict, disputed, now)
    assert returned() == (AMOUNT - disputed if verdict == "lost" else AMOUNT)
    seen = room(parties, unit)
    assert ("has given" in seen, "All the money goes back to you" in seen) == (verdict == "lost", verdict != "lost")
    assert sound(now)


def room(parties: Parties, unit: Unit) -> str:
    """The milestone's page, as the buyer reads it."""
    return text(client(parties.karim).get(reverse("work:room", args=[unit.engagement_id]) + "milestones/1/"))


def test_the_bill_of_a_week_says_what_of_the_rest_waits(now: datetime) -> None:
    parties = make_work.parties(now)
    begun = fund.begun(parties, hours.project(parties, now), now)
    fund.chosen(parties, begun, "pay", now)
    unit, later = begun.parts.get().unit, now + timedelta(hours=2)
    drain(now)
    told(fund.paying(begun), "needs_response", begun.amount, now)
    hours.worked(unit, parties.nadia, timedelta(hours=1))
    work.act(unit.pk, "close", by=parties.actor("worker"), at=later)
    drain(later)
    bill = Letter.objects.get(name="work_billed").text
    assert ("৳900 waits for its decision" in bill, "is on its way back" in bill) == (True, False)
    assert not PaymentRefund.objects.exists()


def returned() -> int:
    return sum(PaymentRefund.objects.values_list("amount", flat=True))


def test_of_two_milestones_as_much_waits_as_the_bank_holds(now: datetime) -> None:
    parties = make_work.parties(now)
    begun = fund.begun(parties, fund.project(parties, now), now, 2)
    fund.chosen(parties, begun, "pay", now)
    drain(now)
    payment = fund.paying(begun)
    told(payment, "needs_response", AMOUNT * 15 // 10, now)
    for part, given in zip(begun.parts.order_by("pk"), (AMOUNT // 2, AMOUNT // 2), strict=True):
        work.act(part.unit_id, "give_up", text="I am ill.", by=parties.actor("worker"), at=now)
        drain(now)
        assert returned() == given
    assert sound(now)
    told(payment, "won", AMOUNT * 15 // 10, now)
    assert returned() == 2 * AMOUNT
    assert sound(now)


def test_what_two_banks_ask_for_waits_and_is_not_forgotten(now: datetime) -> None:
    parties = make_work.parties(now)
    unit, payment = paid(parties, now)
    parts = {"du_1": AMOUNT * 4 // 10, "du_2": AMOUNT * 6 // 10}
    for ref, amount in parts.items():
        told(payment, "needs_response", amount, now, ref)
    work.act(unit.pk, "give_up", text="I am ill.", by=parties.actor("worker"), at=now)
    drain(now)
    assert returned() == 0
    assert sound(now)
    for _twice in range(2):
        told(payment, "won", parts["du_2"], now, "du_2")
    assert returned() == parts["du_2"]
    assert sound(now)
    told(payment, "lost", parts["du_1"], now)
    assert returned() == parts["du_2"]
    assert sound(now)


@pytest.mark.parametrize("verdict", ["", "lost", "won"])
def test_a_second_payment_that_could_not_go_back_is_no_part_of_the_first(now: datetime, verdict: DisputeState) -> None:
    """It lies under the same funding until an operator sends it back again."""
    parties = make_work.parties(now)
    begun = fund.begun(parties, fund.project(parties, now), now)
    old, charge = fund.sent(parties, begun, now)
    drain(now + timedelta(minutes=61))
    at = now + timedelta(minutes=62)
    fund.chosen(parties, begun, "pay", at)
    sandbox.choose(charge.ref, "pay_unreturnable", at=at)
    funding.confirm(old.token, by=GUEST, at=at)
    drain(at)
    second = PaymentRefund.objects.get(payment=old)
    assert second.status == "failed"
    if verdict:
        told(fund.paying(begun), "needs_response", AMOUNT, at)
        told(fund.paying(begun), verdict, AMOUNT, at)
    work.act(begun.parts.get().unit_id, "give_up", text="I am ill.", by=parties.actor("worker"), at=at)
    drain(at)
    first = PaymentRefund.objects.exclude(payment=old)
    assert [each.amount for each in first] == ([] if verdict == "lost" else [AMOUNT])
    SandboxCharge.objects.filter(ref=charge.ref).update(choice="pay")
    payments.retry(second.pk, by=parties.actor("operator"), at=at)
    drain(at)
    assert PaymentRefund.objects.get(payment=old).status == "succeeded"
    assert sound(at)


def test_who_did_the_work_is_paid_whatever_the_bank_decided(now: datetime) -> None:
    parties = make_work.parties(now)
    unit, payment = paid(parties, now)
    told(payment, "needs_response", AMOUNT, now)
    told(payment, "lost", AMOUNT, now)
    work.act(unit.pk, "submit", text="Here it is.", by=parties.actor("worker"), at=now)
    work.act(unit.pk, "approve", by=parties.actor("buyer"), at=now)
    drain(now)
    assert Unit.objects.get(pk=unit.pk).paid == AMOUNT
    assert sound(now)


def test_both_read_in_the_room_that_a_bank_asks(now: datetime) -> None:
    parties = make_work.parties(now)
    unit, payment = paid(parties, now)
    home = f"/work/{unit.engagement_id}/"

    def seen() -> list[tuple[bool, bool]]:
        pages = []
        for who in (parties.karim, parties.nadia):
            visitor = Client()
            visitor.force_login(who)
            texts = [visitor.get(each).content.decode() for each in (home, f"{home}milestones/1/")]
            pages += [("Your bank asks us" in text, "The bank of the buyer asks us" in text) for text in texts]
        return pages

    assert seen() == [(False, False)] * 4
    told(payment, "needs_response", AMOUNT, now)
    assert seen() == [(True, False), (True, False), (False, True), (False, True)]
    told(payment, "won", AMOUNT, now)
    assert seen() == [(False, False)] * 4


def test_both_are_told_what_it_means_for_them(now: datetime) -> None:
    parties = make_work.parties(now)
    unit, payment = paid(parties, now)
    told(payment, "needs_response", AMOUNT, now)
    told(payment, "needs_response", AMOUNT, now)
    letters = {each.name: each for each in Letter.objects.filter(name__startswith="work_bank_")}
    assert {name: each.to_email for name, each in letters.items()} == {
        "work_bank_asks": "karim@example.com",
        "work_bank_asked": "nadia@example.com",
    }
    assert "you lose nothing by it" in letters["work_bank_asked"].text
    assert reverse("work:room", args=[unit.engagement_id]) in letters["work_bank_asks"].text
    told(payment, "lost", AMOUNT, now)
    decided = Letter.objects.filter(name="work_bank_decided").values_list("to_email", flat=True)
    assert sorted(decided) == ["karim@example.com", "nadia@example.com"]
    notices = Notice.objects.filter(kind__startswith="work_bank_").order_by("pk")
    assert sorted((each.account_id, each.kind) for each in notices) == sorted([
        (parties.karim.pk, "work_bank_asks"), (parties.karim.pk, "work_bank_decided"),
        (parties.nadia.pk, "work_bank_asked"), (parties.nadia.pk, "work_bank_decided"),
    ])  # fmt: skip


@pytest.mark.parametrize(("verdict", "words"), [("lost", "decided for you"), ("won", "The payment stands")])
def test_after_the_work_nobody_reads_that_it_goes_on(now: datetime, verdict: DisputeState, words: str) -> None:
    parties = make_work.parties(now)
    unit, payment = paid(parties, now)
    for each in unit.engagement.units.exclude(pk=unit.pk):
        work.act(each.pk, "drop", by=parties.actor("buyer"), at=now)
    work.act(unit.pk, "submit", text="Here it is.", by=parties.actor("worker"), at=now)
    work.act(unit.pk, "approve", by=parties.actor("buyer"), at=now)
    drain(now)
    told(payment, "needs_response", AMOUNT, now)
    assert "The work goes on" not in room(parties, unit)
    told(payment, verdict, AMOUNT, now)
    letters = {(each.name, each.to_email[:5]): each.text for each in Letter.objects.filter(name__contains="bank_")}
    assert len(letters) == 4
    for text_ in letters.values():
        assert ("goes on" in text_, "Go on" in text_, "stays set aside" in text_) == (False, False, False)
    assert "The work is over" in letters["work_bank_asks", "karim"]
    assert words in letters["work_bank_decided", "karim"]
    assert "earned with the work stays yours" in letters["work_bank_decided", "nadia"]


def test_a_warning_that_was_settled_is_told_to_nobody(now: datetime) -> None:
    parties = make_work.parties(now)
    _unit, payment = paid(parties, now)
    told(payment, "early_warning", AMOUNT, now)
    told(payment, "prevented", AMOUNT, now)
    assert not Letter.objects.filter(name__startswith="work_bank_").exists()


def test_a_case_that_was_won_changes_nothing(now: datetime) -> None:
    parties = make_work.parties(now)
    unit, payment = paid(parties, now)
    told(payment, "needs_response", AMOUNT, now)
    told(payment, "won", AMOUNT, now)
    work.act(unit.pk, "give_up", text="I am ill.", by=parties.actor("worker"), at=now)
    drain(now)
    assert PaymentRefund.objects.get().amount == AMOUNT
    assert sound(now)
