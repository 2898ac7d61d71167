"""From the balance to the wallet: what is sent, asked, sent again, and what comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.kit import clock
from dhara.kit.actor import SYSTEM, person
from dhara.kit.currency import Money
from dhara.kit.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, Refused
from dhara.money.doctor import check
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import GatewayTrouble
from dhara.money.ledger.queries import entries_of
from dhara.money.models import Payout, SandboxTransfer
from dhara.money.payouts import actions, queries, rules
from dhara.money.policies.actions import set_policy
from dhara.people.models import Notice
from dhara.people.studios import actions as studios
from tests.make import money as books
from tests.make import payouts as make
from tests.make import people

pytestmark = pytest.mark.django_db


def sound(at: datetime) -> bool:
    return all(finding.ok for finding in check(at=at))


def driven(payout: Payout, at: datetime) -> Payout:
    actions.drive(payout.pk, by=SYSTEM, at=at)
    payout.refresh_from_db()
    return payout


def test_the_first_waits_for_an_operator_then_goes(now: datetime) -> None:
    studio = make.shop(now)
    payout = make.asked(studio, make.proven(studio, now), now, 250_000)
    assert (payout.status, payout.held_for, make.available(studio)) == (rules.HELD, ["first"], 750_000)
    assert sound(now)
    with pytest.raises(NotAllowed):
        actions.approve(payout.pk, by=make.owner(studio), at=now)
    actions.approve(payout.pk, by=make.OPERATOR, at=now)
    payout = driven(payout, now)
    assert (payout.status, payout.sent) == (rules.PAID, Money(250_000, "BDT"))
    assert [entry.key for entry in entries_of(f"payout:{payout.pk}")] == [
        f"payout:{payout.number}",
        f"payout:{payout.number}:paid",
    ]
    assert sound(now)
    letters = Letter.objects.filter(name="payout").order_by("id")
    assert [letter.subject.partition(": ")[2] for letter in letters] == [
        "Your payout of ৳2,500 waits",
        "৳2,500 is on its way to bKash 017••••5678",
        "৳2,500 has arrived at bKash 017••••5678",
    ]
    assert Notice.objects.filter(kind="payout_paid").count() == 1
    assert make.asked(studio, payout.method, now, 10_000).status == rules.CREATED


def test_fees_are_taken_out_of_it_and_come_back_with_it(now: datetime) -> None:
    set_policy("payout.fee_bp", 100, by=SYSTEM, at=now)
    set_policy("payout.fee_minor", 500, by=SYSTEM, at=now)
    studio = make.shop(now)
    payout = make.approved(studio, make.proven(studio, now, ending="01"), now, 100_000)
    assert (payout.fee, payout.net) == (1_500, 98_500)
    assert sound(now)
    payout = driven(payout, now)
    assert (payout.status, make.available(studio)) == (rules.FAILED, 1_000_000)
    assert "limit" in payout.reason_words
    assert sound(now)


@pytest.mark.parametrize(("minor", "code"), [(9_999, "payout_too_little"), (1_000_001, "payout_too_much")])
def test_amounts_have_bounds(now: datetime, minor: int, code: str) -> None:
    studio = make.shop(now)
    method = make.proven(studio, now)
    with pytest.raises(Refused) as refused:
        make.asked(studio, method, now, minor)
    assert (refused.value.code, refused.value.field) == (code, "amount")


def test_debts_stay_on_the_balance(now: datetime) -> None:
    from dhara.money.ledger import rules as ledger

    studio = make.shop(now)
    books.earned(studio, -300_000, now, purpose=ledger.SELLER_OWES)
    assert queries.standing(studio.pk, "BDT").payable == Money(700_000, "BDT")
    assert make.asked(studio, make.proven(studio, now), now).amount == 700_000


def test_reasons_to_wait(now: datetime) -> None:
    from dhara.money.ledger import rules as ledger

    studio = make.shop(now, 20_000_000)
    method = make.proven(studio, now)
    driven(make.approved(studio, method, now, 10_000), now)
    large = make.asked(studio, method, now, 5_000_001)
    assert large.held_for == ["limit"]
    books.earned(studio, 100, now, purpose=ledger.SELLER_RESERVE)
    assert make.asked(studio, method, now, 10_000).held_for == ["dispute"]
    studios.suspend(studio.pk, reason="Copied work.", by=make.OPERATOR, at=now)
    studio.refresh_from_db()
    assert make.asked(studio, method, now, 10_000).held_for == ["suspended", "dispute"]
    letter = Letter.objects.filter(name="payout").latest("id")
    assert "suspended" in letter.text
    assert "answer the letter" in letter.text


def test_what_was_suspended_meanwhile_does_not_leave(now: datetime) -> None:
    studio = make.shop(now)
    payout = make.approved(studio, make.proven(studio, now), now)
    studios.suspend(studio.pk, reason="Copied work.", by=make.OPERATOR, at=now)
    assert driven(payout, now).held_for == ["suspended"]
    assert not SandboxTransfer.objects.filter(key=payout.number).exists()
    studios.reinstate(studio.pk, by=make.OPERATOR, at=now)
    with clock.fixed(now):
        actions.recheck(payout.pk, by=SYSTEM, at=now)
    assert driven(payout, now).status == rules.PAID


def test_silence_after_sending_is_asked_about_and_sent_once(now: datetime) -> None:
    studio = make.shop(now)
    payout = driven(make.approved(studio, make.proven(studio, now, ending="02"), now), now)
    assert (payout.status, payout.tries) == (rules.PROCESSING, 1)
    assert payout.pk not in queries.to_send(now)
    later = now + timedelta(minutes=1)
    assert payout.pk in queries.to_send(later)
    assert driven(payout, later).status == rules.PAID
    assert SandboxTransfer.objects.get(key=payout.number).sent == 1
    assert sound(later)


def test_what_the_gateway_does_not_know_is_sent_again_but_not_at_once(now: datetime) -> None:
    studio = make.shop(now)
    payout = driven(make.approved(studio, make.proven(studio, now, ending="03"), now), now)
    assert driven(payout, now + timedelta(minutes=2)).status == rules.PROCESSING
    assert payout.tries == 1
    assert driven(payout, now + timedelta(minutes=11)).status == rules.PAID
    assert payout.tries == 2
    assert sound(now)


def test_one_worker_at_a_time(now: datetime) -> None:
    """A worker that died between the ledger and the gateway is not followed at once by another."""
    studio = make.shop(now)
    payout = make.approved(studio, make.proven(studio, now), now)
    Payout.objects.filter(pk=payout.pk).update(busy_until=now + rules.LEASE)
    assert driven(payout, now).status == rules.CREATED


def test_killed_between_ledger_and_gateway(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written down as on its way, but never said to anybody: asked about, then sent, once."""
    from dhara.money.payouts.actions import sending

    studio = make.shop(now)
    payout = make.approved(studio, make.proven(studio, now), now)

    def killed(*_words: object, **_more: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(sending, "speak", killed)
        with pytest.raises(SystemExit):
            actions.drive(payout.pk, by=SYSTEM, at=now)
    payout.refresh_from_db()
    assert (payout.status, SandboxTransfer.objects.filter(key=payout.number).count()) == (rules.PROCESSING, 0)
    assert sound(now)
    assert driven(payout, now + timedelta(seconds=30)).status == rules.PROCESSING
    at = now + timedelta(minutes=3)
    assert payout.pk in queries.to_send(at)
    assert driven(payout, at).status == rules.PROCESSING
    assert driven(payout, now + timedelta(minutes=12)).status == rules.PAID
    assert SandboxTransfer.objects.get(key=payout.number).sent == 1


def test_late_money_and_money_that_comes_back_are_told_by_notices(now: datetime) -> None:
    studio = make.shop(now)
    late = driven(make.approved(studio, make.proven(studio, now, ending="05"), now, 100_000), now)
    assert late.status == rules.PROCESSING
    assert late.ref
    drain(now + timedelta(seconds=20))
    late.refresh_from_db()
    assert late.status == rules.PAID
    other = make.shop(now)
    back = driven(make.approved(other, make.proven(other, now, ending="04"), now, 100_000), now)
    assert (back.status, make.available(other)) == (rules.PAID, 900_000)
    drain(now + timedelta(seconds=60))
    back.refresh_from_db()
    assert (back.status, make.available(other)) == (rules.RETURNED, 1_000_000)
    assert sound(now)


def test_a_paid_one_is_never_sent_again(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    studio = make.shop(now)
    payout = driven(make.approved(studio, make.proven(studio, now), now), now)
    SandboxTransfer.objects.all().delete()  # the gateway has forgotten all about it
    actions.drive(payout.pk, by=SYSTEM, at=now + timedelta(days=1), again=True)
    payout.refresh_from_db()
    assert (payout.status, SandboxTransfer.objects.count()) == (rules.PAID, 0)


def test_tampered_details_stop_it(now: datetime) -> None:
    from dhara.kit.seal import seal
    from dhara.money.models import PayoutMethod

    studio = make.shop(now)
    method = make.proven(studio, now)
    payout = make.approved(studio, method, now)
    thief = {"holder": "Nadia Islam", "number": "01999999999"}
    PayoutMethod.objects.filter(pk=method.pk).update(sealed=seal(thief))
    assert driven(payout, now).status == rules.CANCELLED
    assert (make.available(studio), SandboxTransfer.objects.filter(key=payout.number).count()) == (1_000_000, 0)


def test_cancelling(now: datetime) -> None:
    studio = make.shop(now)
    method = make.proven(studio, now)
    payout = make.asked(studio, method, now)
    viewer = people.member(studio, email="viewer@example.com").account
    with pytest.raises(NotAllowed):
        actions.cancel(payout.pk, by=person(viewer.pk), at=now)
    actions.cancel(payout.pk, by=make.owner(studio), at=now)
    assert make.available(studio) == 1_000_000
    with pytest.raises(Conflict):
        actions.cancel(payout.pk, by=make.owner(studio), at=now)
    other = make.asked(studio, method, now, 10_000)
    with pytest.raises(Invalid):
        actions.cancel(other.pk, by=make.OPERATOR, at=now)
    Payout.objects.filter(pk=other.pk).update(approved_at=now)
    sent = actions.recheck(other.pk, by=SYSTEM, at=now)
    assert driven(sent, now).status == rules.PAID
    with pytest.raises(Conflict):
        actions.cancel(sent.pk, by=make.owner(studio), at=now)
    assert sound(now)


def test_the_same_key_is_the_same_payout(now: datetime) -> None:
    studio = make.shop(now)
    method = make.proven(studio, now)
    first = make.asked(studio, method, now, 10_000, key="once")
    assert make.asked(studio, method, now, 10_000, key="once") == first
    assert make.available(studio) == 990_000


def test_rhythm(now: datetime) -> None:
    studio = make.shop(now)
    method = make.proven(studio, now)
    plan = actions.plan(
        studio=studio,
        currency="BDT",
        rhythm="weekly",
        minimum=Money(500_000, "BDT"),
        method_id=method.pk,
        by=make.owner(studio),
        at=now,
    )
    assert plan.next_at is not None
    assert plan.next_at > now
    assert queries.due_plans(now) == []
    assert actions.run_plan(plan.pk, by=SYSTEM, at=now) is None
    at = plan.next_at
    made = actions.run_plan(plan.pk, by=SYSTEM, at=at)
    assert made is not None
    assert (made.amount, made.automatic) == (1_000_000, True)
    assert actions.run_plan(plan.pk, by=SYSTEM, at=at) is None
    plan.refresh_from_db()
    assert plan.next_at == at + timedelta(days=7)
    assert actions.run_plan(plan.pk, by=SYSTEM, at=plan.next_at) is None


def test_an_unreachable_gateway_is_asked_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = gateways.known("sandbox")

    def silent(*_words: object, **_more: object) -> None:
        raise GatewayTrouble("down")

    studio = make.shop(now)
    payout = make.approved(studio, make.proven(studio, now), now)
    monkeypatch.setattr(type(sandbox), "pay_out", silent)
    monkeypatch.setattr(type(sandbox), "query_payout", silent)
    at = now
    for _hour in range(8):
        payout = driven(payout, at)
        at += timedelta(hours=1, minutes=1)
    assert (payout.status, payout.tries, make.available(studio)) == (rules.PROCESSING, 1, 0)
    with pytest.raises(Conflict):
        actions.settle(payout.pk, arrived=True, reason="", ref="", by=make.OPERATOR, at=now)
    late = now + timedelta(hours=25)
    done = actions.settle(payout.pk, arrived=False, reason="bKash says no.", ref="", by=make.OPERATOR, at=late)
    assert (done.status, make.available(studio)) == (rules.FAILED, 1_000_000)
