"""A gift is ordered by one person and received by another, on the day that was chosen, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dhara.checkout.gifts import actions, rules
from dhara.checkout.gifts.tasks import send_late
from dhara.checkout.models import CouponUse, Gift, Order
from dhara.delivery.models import Grant
from dhara.kit import clock
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, Refused
from tests.make import checkout as make
from tests.make import gifts, people

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 14)


def letters(name: str) -> list[Letter]:
    return list(Letter.objects.filter(name=name).order_by("id"))


def test_a_gift_of_today_is_sent_when_it_is_paid(now: datetime) -> None:
    order = gifts.placed(make.tier(at=now, title="Calendar"), at=now)
    assert order.gifted
    assert not Grant.objects.exists()
    make.chosen(order, "pay", at=now)
    drain(now)
    gift = Gift.objects.get()
    assert (gift.status, gift.sent_at, gift.sendings) == ("sent", now, 1)
    grant = Grant.objects.get()
    assert (grant.email, grant.account_id, grant.key) == ("mina@example.org", None, f"line:{grant.line_id}")
    (letter,) = letters("gift")
    assert (letter.to_email, letter.language) == ("mina@example.org", "en")
    assert "Karim Uddin has a gift for you" in letter.subject
    assert "Happy birthday!" in letter.text
    for text in (letter.text, letter.html):
        assert f"/library/g/{gift.token}/" in text
        assert "450" not in text
        assert "karim@example.com" not in text
        assert order.token not in text
        assert order.number not in text


def test_the_receipt_opens_nothing_and_says_who_gets_it_when(now: datetime) -> None:
    gift = gifts.paid(day=LATER, at=now)
    (receipt,) = letters("receipt")
    assert receipt.to_email == "karim@example.com"
    assert "Mina gets it on 14 April 2026" in receipt.text
    for text in (receipt.text, receipt.html):
        assert "/library/" not in text
        assert f"/checkout/o/{gift.order.token}/" in text


def test_it_goes_out_in_the_morning_of_its_day_and_once(now: datetime) -> None:
    gift = gifts.paid(day=LATER, at=now)
    morning = datetime(2026, 4, 14, 2, 0, tzinfo=UTC)  # eight o'clock in Dhaka
    assert (gift.status, gift.due_at) == ("waiting", morning)
    drain(morning - timedelta(minutes=1))
    assert not Grant.objects.exists()
    assert letters("gift") == []
    drain(morning + timedelta(hours=3))
    gift.refresh_from_db()
    assert (gift.status, gift.sent_at) == ("sent", morning)
    assert not actions.send_due(gift.pk, gift.version, by=SYSTEM, at=morning)
    assert actions.send_late(at=morning + timedelta(days=1)) == 0
    assert (Grant.objects.count(), len(letters("gift"))) == (1, 1)


def test_a_job_that_was_lost_is_made_up_for(now: datetime) -> None:
    gift = gifts.paid(day=LATER, at=now)
    with clock.fixed(gift.due_at + timedelta(minutes=11)) as later:
        send_late.func()
        drain(later, besides=list(_timers()))
    assert Grant.objects.count() == 1


def _timers() -> list[int]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.filter(task_name="checkout.gifts.tasks.send_due").values_list("pk", flat=True))


def test_an_order_that_is_paid_after_its_day_is_sent_at_once(now: datetime) -> None:
    order = gifts.placed(day=date(2026, 3, 3), at=now)
    late = now + timedelta(hours=22)  # in the morning of that day
    make.chosen(order, "pay", at=late)
    drain(late)
    assert Gift.objects.get().sent_at == late


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"email": "mina"}, "gift_email"),
        ({"name": " "}, "gift_name"),
        ({"name": "M" * 121}, "gift_name"),
        ({"message": "ম" * 501}, "gift_message"),
        ({"message": "Look at https://evil.example/"}, "gift_message"),
        ({"name": "win at evil.com"}, "gift_name"),
        ({"day": date(2026, 3, 1)}, "gift_day"),
        ({"day": date(2027, 3, 3)}, "gift_day"),
    ],
)
def test_what_can_not_be_sent_is_refused_with_its_field(now: datetime, told: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.check(**{**gifts.MINA, "at": now, **told})
    assert refused.value.field == field


def test_the_days_are_those_of_the_market(now: datetime) -> None:
    night = datetime(2026, 3, 1, 19, 0, tzinfo=UTC)  # one o'clock of March 2nd in Dhaka
    assert rules.today(night) == date(2026, 3, 2)
    assert rules.due(date(2026, 3, 2), night) == night
    actions.check(**gifts.MINA, day=date(2027, 3, 2), at=night)
    with pytest.raises(Invalid):
        actions.check(**gifts.MINA, day=date(2026, 3, 1), at=night)


def test_an_address_is_not_flooded(now: datetime) -> None:
    tier = make.tier(at=now, pricing="free")
    for _each in range(rules.MOST_A_DAY):
        gifts.placed(tier, at=now)
    with pytest.raises(Invalid) as refused:
        gifts.placed(tier, at=now)
    assert refused.value.code == "gift_too_many"
    assert Order.objects.count() == rules.MOST_A_DAY
    gifts.placed(tier, at=now + timedelta(days=1, minutes=1))


def test_the_last_wish_counts_while_the_order_waits(now: datetime) -> None:
    cart = make.cart_with(make.tier(at=now), at=now)
    told = {**make.BUYER, "confirmed_total": 45_000, "by": GUEST, "at": now}
    first = actions.place(cart, gifts.wish(now), intent="first-press", **told)
    again = actions.place(cart, gifts.wish(now, email="tuli@example.org"), intent="second-press", **told)
    assert again == first
    assert Gift.objects.get().email == "tuli@example.org"
    plain = actions.place(cart, None, intent="third-press", **told)
    first.refresh_from_db()
    assert (plain.gifted, first.status) == (False, "cancelled")


def test_until_it_is_sent_the_giver_may_change_it(now: datetime) -> None:
    gift = gifts.paid(day=LATER, at=now)
    later = now + timedelta(days=1)
    sooner = gifts.wish(later, date(2026, 3, 5), email="tuli@example.org", name="Tuli")
    actions.change(gift.order_id, sooner, by=GUEST, at=later)
    drain(datetime(2026, 4, 20, tzinfo=UTC))  # the first job finds another version
    (letter,) = letters("gift")
    assert letter.to_email == "tuli@example.org"
    gift.refresh_from_db()
    assert gift.sent_at == datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    with pytest.raises(Conflict) as refused:
        actions.change(gift.order_id, sooner, by=GUEST, at=later)
    assert refused.value.code == "gift_sent"


def test_the_giver_sends_it_now(now: datetime) -> None:
    gift = gifts.paid(day=LATER, at=now)
    actions.send(gift.order_id, by=GUEST, at=now)
    with pytest.raises(Conflict):
        actions.send(gift.order_id, by=GUEST, at=now)
    drain(now)
    drain(datetime(2026, 4, 20, tzinfo=UTC))
    assert len(letters("gift")) == 1


def test_nothing_is_sent_of_an_order_that_is_not_paid(now: datetime) -> None:
    order = gifts.placed(day=LATER, at=now)
    with pytest.raises(Conflict):
        actions.send(order.pk, by=GUEST, at=now)
    drain(datetime(2026, 4, 20, tzinfo=UTC))
    assert actions.send_late(at=datetime(2026, 4, 20, tzinfo=UTC)) == 0
    assert letters("gift") == []


def test_a_receiver_who_has_proven_the_address_has_it_in_the_account(now: datetime) -> None:
    karim, mina = people.account("karim@example.com"), people.account("mina@example.org")
    gifts.paid(at=now, by=person(karim.pk))
    assert Grant.objects.get().account_id == mina.pk


def test_opening_is_noted_once(now: datetime) -> None:
    gift = gifts.paid(at=now)
    actions.open_it(gift.pk, by=GUEST, at=now)
    actions.open_it(gift.pk, by=GUEST, at=now + timedelta(hours=1))
    gift.refresh_from_db()
    assert (gift.status, gift.opened_at) == ("opened", now)
    assert RecordedFact.objects.filter(name="checkout.GiftOpened").count() == 1


def test_coupons_count_the_buyer(now: datetime) -> None:
    from dhara.checkout.cart import actions as carts
    from dhara.checkout.cart import queries
    from tests.make import coupons

    tier = make.tier(people.studio(), at=now)
    coupon = coupons.coupon(tier.offer.studio, first_only=True, at=now)
    cart = make.cart_with(tier, at=now)
    carts.enter_code(cart.token, code=coupon.code, by=GUEST, at=now)
    cart.refresh_from_db()
    total = queries.view(cart, None, at=now).total.minor
    told = {**make.BUYER, "intent": "press-once", "confirmed_total": total}
    actions.place(cart, gifts.wish(now), by=GUEST, at=now, **told)
    assert CouponUse.objects.get().email == "karim@example.com"


def test_refused_things_leave_nothing(now: datetime) -> None:
    cart = make.cart_with(make.tier(at=now), at=now)
    with pytest.raises(Refused):
        actions.place(cart, gifts.wish(now), by=GUEST, at=now, **make.BUYER, intent="press-once", confirmed_total=1)
    assert not Gift.objects.exists()
