"""What was paid before it comes out: got once, or the money back; the studio's part clears counted from then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.catalog.offers import actions as offers
from dhara.catalog.offers.rules import Incomplete
from dhara.catalog.releases import actions as releases
from dhara.catalog.releases.rules import PATIENCE
from dhara.checkout.models import Refund
from dhara.checkout.preorders import actions, queries
from dhara.delivery.models import Grant
from dhara.kit.actor import GUEST
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.money.models import Clearing
from dhara.people.models import Notice
from tests.make import checkout as make
from tests.make.releases import WEEK, bought, coming, complete, line_of, release_of, seller

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def letters(name: str) -> int:
    return Letter.objects.filter(name=name).count()


def test_it_is_paid_now_and_got_when_it_comes_out(now: datetime) -> None:
    offer = coming(now)
    order = bought(offer, now)
    assert (order.status, line_of(order).preorder, Grant.objects.count()) == ("paid", "waits", 0)
    count, (paid,) = queries.totals(offer.pk)
    assert (count, paid.minor) == (1, 450_00)
    complete(offer, now)
    out = now + WEEK
    drain(out - timedelta(minutes=1))
    assert not Grant.objects.exists()
    drain(out)
    offer.refresh_from_db()
    assert offer.releases_at is None
    assert (Grant.objects.count(), letters("preorder_out"), line_of(order).preorder) == (1, 1, "out")
    drain(out + DAY)
    assert (Grant.objects.count(), letters("preorder_out")) == (1, 1)
    assert bought(offer, out, email="later@example.com").lines.get().preorder == ""
    assert Grant.objects.count() == 2


def test_money_clears_only_counted_from_the_release(now: datetime) -> None:
    offer = coming(now)
    bought(offer, now)
    (clearing,) = Clearing.objects.all()
    assert clearing.due_at >= now + WEEK + PATIENCE
    complete(offer, now)
    early = now + 2 * DAY
    releases.release(offer, by=seller(offer), at=early)
    drain(early)
    clearing.refresh_from_db()
    assert early < clearing.due_at < now + WEEK + PATIENCE
    days = clearing.due_at - early
    plain = make.paid_order(make.tier(offer.studio), at=now)
    assert Clearing.objects.get(subject=f"order:{plain.pk}").due_at - now == days


def test_every_buyer_may_cancel_before_it_comes_out(now: datetime) -> None:
    offer = coming(now)
    order = bought(offer, now)
    line = line_of(order)
    for _twice in range(2):
        actions.cancel(order.pk, line.pk, by=GUEST, at=now)
    drain(now)
    order.refresh_from_db()
    line.refresh_from_db()
    assert (order.status, line.preorder, line.refunded) == ("refunded", "off", line.gross)
    assert Refund.objects.get().status == "succeeded"
    complete(offer, now)
    drain(now + WEEK)
    assert (Grant.objects.count(), letters("preorder_out")) == (0, 0)
    other = bought(coming(now), now, email="other@example.com")
    with pytest.raises(NotFoundHere):
        actions.cancel(order.pk, line_of(other).pk, by=GUEST, at=now)


def test_once_it_is_out_it_is_not_cancelled(now: datetime) -> None:
    offer = coming(now, file=True)
    order = bought(offer, now)
    releases.release(offer, by=seller(offer), at=now)
    with pytest.raises(Conflict) as refusal:
        actions.cancel(order.pk, line_of(order).pk, by=GUEST, at=now)
    assert refusal.value.code == "released_already"
    drain(now)
    assert Grant.objects.count() == 1


def test_nothing_comes_out_without_files(now: datetime) -> None:
    offer = coming(now)
    order = bought(offer, now)
    with pytest.raises(Incomplete):
        releases.release(offer, by=seller(offer), at=now)
    drain(now + WEEK - DAY)
    assert letters("release_reminder") == 1  # a week before was when it was promised
    drain(now + WEEK)
    offer.refresh_from_db()
    assert (offer.status, release_of(offer).status, Grant.objects.count()) == ("unpublished", "late", 0)
    assert (letters("preorder_late"), letters("release_missed")) == (1, 1)
    assert Notice.objects.filter(kind="release_missed").count() == 1
    drain(now + WEEK + PATIENCE)
    order.refresh_from_db()
    assert (order.status, line_of(order).preorder, release_of(offer).status) == ("refunded", "off", "given_up")
    assert Refund.objects.count() == 1


def test_a_late_one_can_still_come_out(now: datetime) -> None:
    offer = coming(now)
    bought(offer, now)
    drain(now + WEEK)
    complete(offer, now)
    releases.release(offer, by=seller(offer), at=now + WEEK + DAY)
    drain(now + WEEK + PATIENCE)
    assert (Grant.objects.count(), Refund.objects.count()) == (1, 0)


def test_postponing_tells_buyers_and_starts_the_clock_anew(now: datetime) -> None:
    offer = coming(now)
    bought(offer, now)
    (before,) = Clearing.objects.values_list("due_at", flat=True)
    with pytest.raises(Invalid):
        releases.postpone(offer, to=now + DAY, by=seller(offer), at=now)
    releases.postpone(offer, to=now + 3 * WEEK, by=seller(offer), at=now)
    drain(now)
    assert letters("preorder_postponed") == 1
    (after,) = Clearing.objects.values_list("due_at", flat=True)
    assert after - before == 2 * WEEK
    drain(now + WEEK)
    assert release_of(offer).status == "awaited"
    complete(offer, now)
    drain(now + 3 * WEEK)
    assert (release_of(offer).status, Grant.objects.count()) == ("released", 1)
    assert release_of(offer).first_promised_at == now + WEEK


def test_who_pays_late_for_what_has_come_out_meanwhile_gets_it(now: datetime) -> None:
    offer = coming(now, file=True)
    order = make.placed(offer.tiers.get(), at=now)
    releases.release(offer, by=seller(offer), at=now)
    drain(now)
    make.chosen(order, "pay", at=now)
    drain(now)
    assert (Grant.objects.count(), line_of(order).preorder) == (1, "out")


def test_what_a_dead_worker_left_behind_is_found(now: datetime) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from dhara.delivery.preorders.actions import sweep

    offer = coming(now, file=True)
    bought(offer, now)
    releases.release(offer, by=seller(offer), at=now)
    ProcrastinateJob.objects.filter(status="todo").update(status="failed")
    drain(now)
    assert not Grant.objects.exists()
    assert sweep() == 1
    drain(now)
    assert (Grant.objects.count(), sweep()) == (1, 0)


def test_the_date_is_a_promise_once_it_was_seen(now: datetime) -> None:
    offer = coming(now)
    with pytest.raises(Invalid) as refusal:
        offers.edit(offer, releases_at=now + 2 * WEEK, by=seller(offer), at=now)
    assert refusal.value.field == "releases_at"
    releases.announce(offer.pk, at=now)
    assert release_of(offer).version == 0
