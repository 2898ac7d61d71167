"""Notices find the account that they were signed for, and what they are about; refunds follow the gateway's word."""

from datetime import timedelta

import pytest

from dhara.kit.actor import GUEST, SYSTEM, operator, person
from dhara.kit.queue import app, drain
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere
from dhara.money import doctor
from dhara.money.gateways import actions as accounts
from dhara.money.gateways import queries
from dhara.money.gateways.rules import Forged, Outcome, RefundOutcome
from dhara.money.ledger import queries as ledger
from dhara.money.ledger import rules as ledger_rules
from dhara.money.models import GatewayEvent, LedgerAccount, Payment
from dhara.money.payments import actions, rules
from dhara.money.payments.queries import direct_studio, spoken
from tests.make import money as make
from tests.make import people
from tests.make.gateways import KEYS, KeyedGateway


@pytest.fixture
def keyed(monkeypatch, db):
    fake = KeyedGateway("keyed")
    monkeypatch.setitem(queries.GATEWAYS, "keyed", fake)
    return fake


@pytest.fixture
def common(keyed, now):
    return accounts.add(gateway="keyed", studio=None, live=False, values=KEYS, by=SYSTEM, at=now)


@pytest.fixture
def own(keyed, now):
    owner = people.account("nadia@example.com")
    keys = {**KEYS, "password": "nadias-own-password"}
    shop = people.studio(owner)
    return accounts.add(gateway="keyed", studio=shop, live=False, values=keys, by=person(owner.pk), at=now)


def begun(now, studios=()):
    payment = actions.begin(
        subject="errand:1",
        amount=make.taka(50_000),
        gateway="keyed",
        payer_email="rahim@example.com",
        return_url="/back/{token}/",
        studio_ids=studios,
        payer_name="Rahim",
        language="bn",
        by=GUEST,
        at=now,
    )
    actions.send_payer(payment.pk, by=GUEST, at=now)
    payment.refresh_from_db()
    return payment


def captured(now, keyed, studios=()):
    payment = begun(now, studios)
    keyed.answers["query"] = Outcome("captured", make.taka(50_000), make.taka(1_000), payment.gateway_ref)
    return actions.ask(payment.pk, by=SYSTEM, at=now)


def tell(now, words, password=KEYS["password"], token=""):
    return actions.receive_event(
        source="keyed", headers={"Signature": password}, body=words.encode(), at=now, notice_token=token
    )


def test_the_account_is_pinned_and_its_address_told(now, keyed, common, own):
    mine, all_of_us = begun(now, [own.studio_id]), begun(now, [own.studio_id, own.studio_id + 1])
    assert (mine.account_id, all_of_us.account_id) == (own.pk, common.pk)
    assert (direct_studio(mine), direct_studio(all_of_us)) == (own.studio_id, None)
    charge, keys = spoken(mine)
    assert charge.notice_url.endswith(f"/hooks/keyed/{own.notice_token}/")
    assert (charge.payer_name, charge.language, keys.values["password"]) == ("Rahim", "bn", "nadias-own-password")
    assert spoken(all_of_us)[0].notice_url.endswith("/hooks/keyed/")


def test_money_on_a_studios_own_account_is_booked_apart(now, keyed, own):
    payment = captured(now, keyed, [own.studio_id])
    held = LedgerAccount.objects.get(purpose=ledger_rules.GATEWAY)
    assert held.detail == f"keyed:{own.studio_id}"
    back = actions.refund(payment.pk, make.taka(20_000), key="r", reason="", by=SYSTEM, at=now)
    actions.drive_refund(back.pk, by=SYSTEM, at=now)
    assert ledger.balance(held.pk) == -50_000 + 1_000 + 20_000
    assert [finding for finding in doctor.check(at=now) if not finding.ok] == []


def test_a_notice_counts_at_its_own_address_only(now, common, own):
    assert tell(now, "1 payment x")
    with pytest.raises(Forged):
        tell(now, "2 payment x", "nadias-own-password")
    assert tell(now, "2 payment x", "nadias-own-password", own.notice_token)
    with pytest.raises(Forged):
        tell(now, "3 payment x", KEYS["password"], own.notice_token)
    with pytest.raises(NotFoundHere):
        tell(now, "3 payment x", KEYS["password"], "no-such-address")
    assert list(GatewayEvent.objects.order_by("id").values_list("account_id", flat=True)) == [common.pk, own.pk]


def test_another_accounts_notices_never_stand_in_the_way(now, common, own):
    """The ids are the gateway's; somebody with keys of their own could use up those of others."""
    assert tell(now, "7 payment x", "nadias-own-password", own.notice_token)
    assert tell(now, "7 payment x")
    assert not tell(now, "7 payment x")


def test_a_retired_account_is_still_told_of_its_payments(now, keyed, common):
    payment = begun(now)
    accounts.retire(common.pk, by=SYSTEM, at=now)
    accounts.add(
        gateway="keyed", studio=None, live=False, values={**KEYS, "password": "new-pass-word"}, by=SYSTEM, at=now
    )
    keyed.answers["query"] = Outcome("captured", make.taka(50_000), None, payment.gateway_ref)
    assert tell(now, f"1 payment {payment.gateway_ref}")
    drain(now)
    payment.refresh_from_db()
    assert payment.status == rules.CAPTURED


def test_a_notice_is_about_the_payments_of_its_own_merchant(now, keyed, common, own):
    payment = begun(now)
    keyed.answers["query"] = Outcome("captured", make.taka(50_000), None, payment.gateway_ref)
    tell(now, f"1 payment {payment.gateway_ref}", "nadias-own-password", own.notice_token)
    drain(now + timedelta(hours=2))
    assert GatewayEvent.objects.get().problem == "no payment has this reference"
    assert "query" not in keyed.calls


def test_a_refund_that_the_gateway_works_on(now, keyed, common):
    payment = captured(now, keyed)
    keyed.answers["refund"] = RefundOutcome("pending", "re_1")
    back = actions.refund(payment.pk, make.taka(50_000), key="r", reason="", by=SYSTEM, at=now)
    drain(now)
    back.refresh_from_db()
    assert (back.status, back.gateway_ref) == (rules.PENDING, "re_1")
    keyed.answers["refund"] = RefundOutcome("succeeded", "re_1")
    tell(now, f"1 refund {payment.gateway_ref} re_1")
    drain(now)
    back.refresh_from_db()
    payment.refresh_from_db()
    assert (back.status, payment.status) == (rules.SUCCEEDED, rules.REFUNDED)


def test_a_refund_that_fails_after_it_had_succeeded_is_reversed(now, keyed, common):
    payment = captured(now, keyed)
    keyed.answers["refund"] = RefundOutcome("succeeded", "re_1")
    back = actions.refund(payment.pk, make.taka(50_000), key="r", reason="", by=SYSTEM, at=now)
    drain(now)
    keyed.answers["refund"] = RefundOutcome("failed", "re_1", "The account is closed.")
    tell(now, "1 refund  re_1")
    drain(now)
    back.refresh_from_db()
    payment.refresh_from_db()
    assert (back.status, payment.status, payment.refunded) == (rules.FAILED, rules.CAPTURED, 0)
    assert ledger.unused("errand:1", "BDT") == make.taka(50_000)
    assert [finding for finding in doctor.check(at=now) if not finding.ok] == []


def test_notices_for_others_are_handed_on_or_kept_with_a_problem(now, common, monkeypatch):
    given = []
    monkeypatch.setitem(app.tasks, "money.disputes.tasks.handle_event", object())
    monkeypatch.setattr(
        "dhara.money.payments.actions.notices.defer_named", lambda name, **rest: given.append((name, rest["event_id"]))
    )
    tell(now, "1 dispute ch_1 dp_1")
    event = GatewayEvent.objects.get()
    actions.handle_event(event.pk, by=SYSTEM, at=now)
    event.refresh_from_db()
    assert given == [("money.disputes.tasks.handle_event", event.pk)]
    assert (event.about, event.ref, event.problem) == ("dispute", "dp_1", "")
    monkeypatch.delitem(app.tasks, "money.disputes.tasks.handle_event")
    tell(now, "2 dispute ch_1 dp_1")
    second = GatewayEvent.objects.latest("id")
    actions.handle_event(second.pk, by=SYSTEM, at=now)
    second.refresh_from_db()
    assert second.problem == "nobody deals with notices about a dispute"


def held(now, keyed, outcome):
    payment = begun(now)
    keyed.answers["query"] = outcome
    return actions.ask(payment.pk, by=SYSTEM, at=now)


RISKY = Outcome("review", make.taka(50_000), make.taka(1_000), "tok", {"risk": "1"}, "risk level 1")


def test_money_of_which_the_gateway_warns_waits_unbooked(now, keyed, common):
    payment = held(now, keyed, RISKY)
    assert payment.status == rules.REVIEW
    assert not LedgerAccount.objects.filter(purpose=ledger_rules.GATEWAY).exists()
    accepted = actions.accept(payment.pk, by=operator(1), at=now)
    assert (accepted.status, accepted.fee) == (rules.CAPTURED, 1_000)
    assert [finding for finding in doctor.check(at=now) if not finding.ok] == []


def test_the_gateway_may_take_its_warning_back(now, keyed, common):
    payment = held(now, keyed, RISKY)
    keyed.answers["query"] = Outcome("captured", make.taka(50_000), make.taka(1_000), "tok")
    assert actions.ask(payment.pk, by=SYSTEM, at=now).status == rules.CAPTURED


def test_the_gateway_may_take_the_money_back(now, keyed, common):
    payment = held(now, keyed, RISKY)
    keyed.answers["query"] = Outcome("failed", reason="refunded as fraud")
    assert actions.ask(payment.pk, by=SYSTEM, at=now).status == rules.FAILED
    with pytest.raises(Conflict):
        actions.accept(payment.pk, by=operator(1), at=now)


def test_another_amount_is_never_cleared_by_the_gateway(now, keyed, common):
    payment = held(now, keyed, Outcome("captured", make.taka(40_000), None, "tok"))
    assert actions.ask(payment.pk, by=SYSTEM, at=now).status == rules.REVIEW


@pytest.mark.parametrize("outcome", [RISKY, Outcome("captured", make.taka(40_000), make.taka(800), "tok")])
def test_what_is_refused_goes_back_in_full(now, keyed, common, outcome):
    payment = held(now, keyed, outcome)
    with pytest.raises(NotAllowed):
        actions.refuse(payment.pk, reason="fraud", by=GUEST, at=now)
    back = actions.refuse(payment.pk, reason="fraud", by=operator(1), at=now)
    assert Payment.objects.get(pk=payment.pk).status == rules.REFUSED
    assert back.amount == outcome.amount.minor
    drain(now)
    assert Payment.objects.get(pk=payment.pk).status == rules.REFUNDED
    assert ledger.unused("errand:1", "BDT") == make.taka(0)
    assert [finding for finding in doctor.check(at=now) if not finding.ok] == []
    with pytest.raises(Conflict):
        actions.refuse(payment.pk, reason="again", by=operator(1), at=now)
