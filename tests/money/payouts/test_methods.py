"""Where money may go: what is told, how it is proven, what a change does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.kit.actor import SYSTEM, person
from dhara.kit.currency import Money
from dhara.kit.models import Letter
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from dhara.money.doctor import check
from dhara.money.models import PayoutMethod
from dhara.money.payouts import actions, details, rules
from dhara.people.studios.rules import MANAGER
from tests.make import payouts as make
from tests.make import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["01712345678", "০১৭১২-৩৪৫৬৭৮", "+880 1712 345678", "8801712345678"])
def test_wallet_numbers_as_people_write_them(number: str) -> None:
    kept = details.clean("bkash", {"holder": "Nadia Islam", "number": number})
    assert kept == {"holder": "Nadia Islam", "number": "01712345678"}


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("bkash", {"number": "01212345678"}, "number"),
        ("bkash", {"number": "+1 650 253 0000"}, "number"),
        ("bkash", {"holder": "N"}, "holder"),
        ("bank", {"routing": "12345678"}, "routing"),
        ("bank", {"routing": "000261726"}, "routing"),
        ("bank", {"account": "12 34"}, "account"),
        ("bank", {"branch": ""}, "branch"),
        ("stripe", {"stripe": "ba_1234567890"}, "stripe"),
        ("cheque", {}, "kind"),
    ],
)
def test_what_can_not_be_an_account_is_refused(kind: str, change: dict[str, str], field: str) -> None:
    given = {**make.values(kind if kind != "cheque" else "bkash"), **change}
    with pytest.raises(Invalid) as refused:
        details.clean(kind, given)
    assert refused.value.field == field


def test_details_are_sealed_and_masked(now: datetime) -> None:
    method = make.added(make.shop(now), now, "bank")
    assert "15012034567" not in method.sealed
    assert method.shown["account"].endswith("6778")
    assert "•" in method.shown["account"]
    assert "1501203" not in str(method.shown)


def test_code_then_amount_prove_a_wallet(now: datetime) -> None:
    studio = make.shop(now)
    method = make.added(studio, now)
    by = make.owner(studio)
    with pytest.raises(Invalid):
        actions.confirm_code(method.pk, "0", by=by, at=now)
    assert PayoutMethod.objects.get(pk=method.pk).code_tries == 1
    method = actions.confirm_code(method.pk, make.code_of(method), by=by, at=now)
    assert method.test == "sending"
    with pytest.raises(Conflict):
        actions.confirm_amount(method.pk, Money(100, "BDT"), by=by, at=now)
    actions.drive_test(method.pk, by=SYSTEM, at=now)
    actions.drive_test(method.pk, by=SYSTEM, at=now)
    method.refresh_from_db()
    assert (method.test, 100 <= method.test_amount <= 999) == ("sent", True)
    with pytest.raises(Invalid):
        actions.confirm_amount(method.pk, Money(method.test_amount + 1, "BDT"), by=by, at=now)
    method = actions.confirm_amount(method.pk, Money(method.test_amount, "BDT"), by=by, at=now)
    assert (method.status, method.usable_from) == (rules.PROVEN, now)
    assert all(finding.ok for finding in check(at=now))


def test_guessing_ends(now: datetime) -> None:
    studio = make.shop(now)
    by, method = make.owner(studio), make.added(studio, now)
    for _guess in range(rules.MOST_TRIES):
        with pytest.raises(Invalid):
            actions.confirm_code(method.pk, "12345", by=by, at=now)
    with pytest.raises(Conflict):
        actions.confirm_code(method.pk, make.code_of(method), by=by, at=now)
    actions.send_code(method.pk, by=by, at=now + timedelta(minutes=2))
    method = actions.confirm_code(method.pk, make.code_of(method), by=by, at=now + timedelta(minutes=2))
    actions.drive_test(method.pk, by=SYSTEM, at=now + timedelta(minutes=2))
    for _guess in range(rules.MOST_TRIES):
        with pytest.raises(Invalid):
            actions.confirm_amount(method.pk, Money(5, "BDT"), by=by, at=now)
    method.refresh_from_db()
    assert method.status == rules.REFUSED


def test_a_bank_account_is_proven_by_an_operator_who_says_how(now: datetime) -> None:
    studio = make.shop(now)
    method = make.added(studio, now, "bank")
    with pytest.raises(Conflict):
        actions.vouch(method.pk, note="Called the branch.", by=make.OPERATOR, at=now)
    method = actions.confirm_code(method.pk, make.code_of(method), by=make.owner(studio), at=now)
    assert method.test == ""
    with pytest.raises(Invalid):
        actions.vouch(method.pk, note="ok", by=make.OPERATOR, at=now)
    with pytest.raises(NotAllowed):
        actions.vouch(method.pk, note="I am the seller.", by=make.owner(studio), at=now)
    assert actions.vouch(method.pk, note="Called the branch.", by=make.OPERATOR, at=now).status == rules.PROVEN


def test_only_an_owner_may(now: datetime) -> None:
    studio = make.shop(now)
    manager = people.member(studio, role=MANAGER, email="m@example.com").account
    stranger = people.account("stranger@example.com")
    for who, refusal in ((manager, NotAllowed), (stranger, NotFoundHere)):
        with pytest.raises(refusal):
            actions.add(studio=studio, kind="bkash", values=make.values(), by=person(who.pk), at=now)
    method = make.added(studio, now)
    for who in (manager, stranger):
        with pytest.raises(Refused):
            actions.retire(method.pk, by=person(who.pk), at=now)


def test_the_same_account_is_told_once(now: datetime) -> None:
    studio = make.shop(now)
    make.added(studio, now)
    with pytest.raises(Invalid) as refused:
        make.added(studio, now)
    assert refused.value.field == "number"


def test_a_second_method_rests_and_replaces_the_first(now: datetime) -> None:
    studio = make.shop(now)
    old = make.proven(studio, now)
    waiting = make.asked(studio, old, now, 50_000)
    new = make.proven(studio, now, ending="79", replaces_id=old.pk)
    assert new.usable_from == now + timedelta(days=3)
    old.refresh_from_db()
    waiting.refresh_from_db()
    assert (old.status, waiting.status, waiting.why) == (
        rules.RETIRED,
        rules.CANCELLED,
        "The payout details were changed.",
    )
    assert make.available(studio) == 1_000_000
    resting = make.asked(studio, new, now, 50_000)
    assert resting.held_for == ["first", "cooling"]
    assert actions.approve(resting.pk, by=make.OPERATOR, at=now).held_for == ["cooling"]
    later = actions.recheck(resting.pk, by=SYSTEM, at=now + timedelta(days=3, seconds=1))
    assert later.status == rules.CREATED


def test_removing_one_makes_the_others_rest(now: datetime) -> None:
    studio = make.shop(now)
    first = make.proven(studio, now)
    second = make.proven(studio, now, ending="79")
    much_later = now + timedelta(days=30)
    actions.retire(first.pk, by=make.owner(studio), at=much_later)
    second.refresh_from_db()
    assert second.usable_from == much_later + timedelta(days=3)


def test_every_address_of_the_owner_is_told_also_the_one_before(now: datetime) -> None:
    from allauth.account.models import EmailAddress

    from dhara.people.accounts import mail

    studio = make.shop(now)
    nadia = make.someone(studio)
    EmailAddress.objects.create(user=nadia, email="old@example.com", verified=True)
    mail.address_changed("old@example.com", old="old@example.com", new=nadia.email, at=now - timedelta(days=2))
    EmailAddress.objects.filter(email="old@example.com").delete()
    make.added(studio, now)
    told = set(Letter.objects.filter(name="payout_method").values_list("to_email", flat=True))
    assert told == {nadia.email, "old@example.com"}
    assert Letter.objects.get(name="payout_code").to_email == nadia.email
