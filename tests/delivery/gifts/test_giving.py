"""What a gift gives: everything, to the receiver alone; corrected once; taken back kindly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dhara.catalog.models import Offer, Tier
from dhara.checkout.gifts import actions as checkout
from dhara.checkout.models import Gift, OrderLine
from dhara.delivery.downloads import actions as downloads
from dhara.delivery.gifts import actions
from dhara.delivery.gifts.queries import things
from dhara.delivery.grants import actions as grants
from dhara.delivery.licences.queries import to_be_delivered
from dhara.delivery.models import Grant, Licence
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid
from tests.make import bundles, delivery, disputes, gifts, licences, people, refunds
from tests.make import catalog as make
from tests.make import checkout as buying

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 14)
MUCH_LATER = datetime(2026, 4, 20, tzinfo=UTC)


def tier(offer: Offer) -> Tier:
    return Tier.objects.select_related("offer__studio").get(offer=offer)


def letters(name: str) -> list[Letter]:
    return list(Letter.objects.filter(name=name).order_by("id"))


def right(gift: Gift, now: datetime, email: str = "right@example.org") -> Gift:
    actions.correct(gift.order_id, email=email, name="Tuli", by=GUEST, at=now)
    drain(now)
    gift.refresh_from_db()
    return gift


def test_every_kind_is_given(now: datetime) -> None:
    shop = make.shop(now)
    software, bundle = licences.offer(now, shop), bundles.offer(now, shop)
    gift = gifts.paid(tier(make.offer(now, shop)), tier(software), tier(bundle), at=now)
    given = list(things(gift))
    assert len(given) == 4
    assert {each.email for each in given} == {"mina@example.org"}
    assert Licence.objects.get().key
    (receipt,) = letters("receipt")
    assert Licence.objects.get().key not in receipt.text


def test_keys_of_a_list_are_kept_for_gifts_that_wait(now: datetime) -> None:
    software = licences.offer(now, keys="KEY-1\nKEY-2")
    gift = gifts.paid(tier(software), day=LATER, at=now)
    assert to_be_delivered(tier(software).pk, now + timedelta(days=30)) == 1
    drain(MUCH_LATER)
    assert Licence.objects.get().key == "KEY-1"
    assert to_be_delivered(tier(software).pk, now + timedelta(days=30)) == 0
    assert things(gift).count() == 1


def test_the_buyer_s_account_does_not_claim_it(now: datetime) -> None:
    karim = people.account("karim@example.com")
    gifts.paid(at=now, by=person(karim.pk))
    grants.claim(karim.pk, "karim@example.com", by=SYSTEM, at=now)
    assert Grant.objects.get().account_id is None
    mina = people.account("mina@example.org")
    grants.claim(mina.pk, "mina@example.org", by=SYSTEM, at=now)
    assert Grant.objects.get().account_id == mina.pk


def test_new_versions_are_told_to_the_receiver(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop)
    gift = gifts.paid(tier(offer), at=now)
    file, later = offer.files.get(), now + timedelta(days=1)
    downloads.release_version(file, delivery.stored(shop.studio, later), by=shop.by, at=later)
    drain(later)
    (letter,) = letters("new_version")
    assert (letter.to_email, letter.to_name) == ("mina@example.org", "Mina")
    assert f"/library/g/{gift.token}/" in letter.text
    assert gift.order.token not in letter.text + letter.html


@pytest.mark.parametrize("make_offer", [make.offer, licences.offer, bundles.offer], ids=["file", "licence", "bundle"])
def test_a_wrong_address_is_corrected_once(now: datetime, make_offer: Any) -> None:
    gift = gifts.paid(tier(make_offer(now)), at=now)
    first, many = gift.token, Grant.objects.count()
    right(gift, now)
    assert gift.token != first
    assert (gift.status, gift.sendings, gift.corrected_at) == ("sent", 2, now)
    assert set(Grant.objects.filter(email="mina@example.org").values_list("status", flat=True)) == {"revoked"}
    assert [each.status for each in things(gift)] == ["active"] * many
    assert [each.to_email for each in letters("gift")] == ["mina@example.org", "right@example.org"]
    assert letters("gift_ended") == []
    with pytest.raises(Conflict) as refused:
        right(gift, now, "another@example.org")
    assert refused.value.code == "gift_corrected"


def test_a_refund_after_a_correction_ends_what_the_second_address_has(now: datetime) -> None:
    gift = right(gifts.paid(tier(licences.offer(now)), at=now), now)
    refunds.refunded(gift.order, at=now)
    drain(now)
    assert set(Grant.objects.values_list("status", flat=True)) == {"revoked"}
    (letter,) = letters("gift_ended")
    assert letter.to_email == "right@example.org"


def test_what_was_opened_or_fetched_stays_where_it_is(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop)
    opened = gifts.paid(tier(offer), at=now)
    checkout.open_it(opened.pk, by=GUEST, at=now)
    fetched = gifts.paid(tier(offer), at=now, email="rafi@example.org")
    version = offer.files.get().versions.get()
    downloads.note_download(things(fetched).get(), version, ip=None, agent="", by=GUEST, at=now)
    for gift in (opened, fetched):
        with pytest.raises(Conflict) as refused:
            right(gift, now)
        assert refused.value.code == "gift_opened"
    assert set(Grant.objects.values_list("status", flat=True)) == {"active"}


def test_a_correction_needs_another_sound_address(now: datetime) -> None:
    gift = gifts.paid(at=now)
    for email in ("mina@example.org", "no address"):
        with pytest.raises(Invalid) as refused:
            right(gift, now, email)
        assert refused.value.field == "gift_email"
    assert Grant.objects.get().status == "active"
    with pytest.raises(Conflict):
        right(gifts.paid(day=LATER, at=now), now)


def test_a_refund_before_its_day_means_that_it_is_never_sent(now: datetime) -> None:
    gift = gifts.paid(day=LATER, at=now)
    refunds.refunded(gift.order, at=now)
    drain(now)
    gift.refresh_from_db()
    assert gift.status == "withdrawn"
    drain(MUCH_LATER)
    assert checkout.send_late(at=MUCH_LATER) == 0
    assert (Grant.objects.count(), letters("gift"), letters("gift_ended")) == (0, [], [])


def test_a_line_that_was_paid_back_is_not_given(now: datetime) -> None:
    one, two = buying.tier(at=now, title="Kept"), buying.tier(at=now, title="Returned")
    gift = gifts.paid(one, two, day=LATER, at=now)
    line = OrderLine.objects.get(title="Returned")
    refunds.given(gift.order, {line.pk: line.gross}, at=now)
    drain(MUCH_LATER)
    assert things(gift).get().line.title == "Kept"
    (letter,) = letters("gift")
    assert "Kept" in letter.text
    assert "Returned" not in letter.text + letter.html


def test_a_refund_afterwards_is_told_kindly_and_without_amounts(now: datetime) -> None:
    one, two = buying.tier(at=now, title="Kept"), buying.tier(at=now, title="Returned")
    gift = gifts.paid(one, two, at=now)
    line = OrderLine.objects.get(title="Returned")
    refunds.given(gift.order, {line.pk: line.gross}, at=now)
    drain(now)
    (letter,) = letters("gift_ended")
    assert (letter.to_email, letter.subject) == (gift.email, "A part of your gift from Karim Uddin has ended")
    assert "Returned" in letter.text
    for word in ("450", "refund", "wrong file", "karim@example.com", gift.order.number):
        assert word not in letter.text + letter.html
    gift.refresh_from_db()
    assert gift.status == "sent"
    refunds.refunded(gift.order, at=now)
    drain(now)
    gift.refresh_from_db()
    assert gift.status == "withdrawn"
    assert [each.subject for each in letters("gift_ended")][1:] == ["Your gift from Karim Uddin has ended"]
    assert [each.to_email for each in letters("refund_made")] == ["karim@example.com"] * 2


def paid_at(bank: disputes.Bank, day: date | None, now: datetime) -> Gift:
    """A gift whose payment the bank of the fake gateway can dispute."""
    gift = gifts.paid(day=day, at=now)
    payment = gift.order.payment
    assert payment is not None
    type(payment).objects.filter(pk=payment.pk).update(gateway="fake")
    return gift


def test_while_the_bank_decides_nothing_is_sent(now: datetime, monkeypatch: Any) -> None:
    bank = disputes.bank(monkeypatch)
    gift = paid_at(bank, LATER, now)
    disputes.told(gift.order, "needs_response", at=now)
    drain(MUCH_LATER)
    gift.refresh_from_db()
    assert (gift.status, Grant.objects.count()) == ("waiting", 0)
    disputes.told(gift.order, "won", at=MUCH_LATER)
    gift.refresh_from_db()
    assert (gift.status, Grant.objects.count(), len(letters("gift"))) == ("sent", 1, 1)


def test_a_lost_dispute_ends_it(now: datetime, monkeypatch: Any) -> None:
    bank = disputes.bank(monkeypatch)
    waiting, given = paid_at(bank, LATER, now), paid_at(bank, None, now)
    for ref, gift in (("du_1", waiting), ("du_2", given)):
        disputes.told(gift.order, "needs_response", ref=ref, at=now)
        disputes.told(gift.order, "lost", ref=ref, at=now)
        gift.refresh_from_db()
        assert gift.status == "withdrawn"
    assert Grant.objects.get().status == "revoked"
    assert [each.to_email for each in letters("gift_ended")] == ["mina@example.org"]
    drain(MUCH_LATER)
    assert len(letters("gift")) == 1


def test_a_won_dispute_gives_it_back(now: datetime, monkeypatch: Any) -> None:
    bank = disputes.bank(monkeypatch)
    gift = paid_at(bank, None, now)
    disputes.told(gift.order, "needs_response", at=now)
    was = Grant.objects.get().status
    disputes.told(gift.order, "won", at=now + timedelta(days=3))
    gift.refresh_from_db()
    assert (gift.status, Grant.objects.get().status) == ("sent", "active")
    assert len(letters("gift_back")) == len(letters("gift_ended")) == (was == "revoked")
