"""A buyer asks; the studio answers, or time does."""

from datetime import timedelta

import pytest

from dhara.checkout.models import OrderLine, Refund, RefundRequest
from dhara.checkout.refunds import actions, queries
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, TooMany
from dhara.people.models import Notice
from tests.make import checkout as make
from tests.make import refunds as made

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture
def order(cast, now):
    terms(cast, 14, now - DAYS)
    return make.paid_order(make.tier(cast.studio, prices={"BDT": 100_000}), at=now)


def terms(cast, days, at, text=""):
    return actions.set_terms(cast.studio, days=days, text=text, by=person(cast.nadia.pk), at=at)


def ask(order, at, reason="It is not what I thought."):
    return actions.ask(order.pk, OrderLine.objects.get(order=order).pk, reason=reason, by=GUEST, at=at)


def test_the_seller_is_told_and_accepts(order, cast, now):
    request = ask(order, now)
    drain(now)
    letter = Letter.objects.filter(name="refund_asked").get(to_email="nadia@example.com")
    assert "It is not what I thought." in letter.text
    assert "within what your studio promises" in letter.text
    assert Notice.objects.filter(kind="refund_asked").count() == 2  # Nadia and Mitu, but not Rafi, who edits
    actions.accept(request.pk, by=person(cast.mitu.pk), at=now, answer="Of course.")
    drain(now)
    request.refresh_from_db()
    order.refresh_from_db()
    assert (request.status, request.answer, request.refund.amount) == ("accepted", "Of course.", 100_000)
    assert order.status == "refunded"
    assert "Of course." in Letter.objects.get(name="refund_made").text
    made.sound(now)


def test_a_part_of_it(order, cast, now):
    request = ask(order, now)
    actions.accept(request.pk, amount=30_000, by=person(cast.nadia.pk), at=now)
    request.refresh_from_db()
    assert (request.status, request.refund.amount) == ("accepted", 30_000)


def test_declined_with_a_reason(order, cast, now):
    request = ask(order, now)
    with pytest.raises(Invalid):
        actions.decline(request.pk, answer=" ", by=person(cast.nadia.pk), at=now)
    actions.decline(request.pk, answer="You downloaded it twelve times.", by=person(cast.nadia.pk), at=now)
    drain(now)
    assert "twelve times" in Letter.objects.get(name="refund_declined").text
    with pytest.raises(Conflict):
        actions.accept(request.pk, by=person(cast.nadia.pk), at=now)
    assert not Refund.objects.exists()


def test_unanswered_within_the_promise_it_is_accepted(order, now):
    ask(order, now)
    drain(now + 2 * DAYS)
    assert RefundRequest.objects.get().status == "open"
    drain(now + 3 * DAYS)
    order.refresh_from_db()
    assert (RefundRequest.objects.get().status, order.status) == ("accepted", "refunded")
    made.sound(now)


def test_unanswered_outside_of_it_it_lapses(order, now):
    late = now + 15 * DAYS
    request = ask(order, late)
    assert not request.within
    drain(late + 3 * DAYS)
    order.refresh_from_db()
    assert (RefundRequest.objects.get().status, order.status) == ("lapsed", "paid")
    assert "did not answer" in Letter.objects.get(name="refund_declined").text


def test_an_order_is_held_to_the_terms_when_it_was_made(order, cast, now):
    terms(cast, 0, now + DAYS, "No more refunds.")
    assert ask(order, now + 2 * DAYS).within
    assert queries.terms_at(cast.studio.pk, now).days == 14
    assert queries.terms_of([cast.studio.pk])[cast.studio.pk].text == "No more refunds."
    later = make.paid_order(make.tier(cast.studio), at=now + 2 * DAYS)
    assert not ask(later, now + 2 * DAYS).within


def test_withdrawn(order, cast, now):
    request = ask(order, now)
    actions.withdraw(request.pk, by=GUEST, at=now)
    drain(now + 4 * DAYS)
    assert not Refund.objects.exists()
    with pytest.raises(Conflict):
        actions.decline(request.pk, answer="No.", by=person(cast.nadia.pk), at=now)


def test_a_full_refund_settles_what_was_asked(order, cast, now):
    request = ask(order, now)
    made.refunded(order, at=now)
    request.refresh_from_db()
    assert request.status == "accepted"


def test_refusals(order, cast, now):
    line = OrderLine.objects.get()
    with pytest.raises(Invalid):
        ask(order, now, " ")
    with pytest.raises(NotFoundHere):
        actions.ask(order.pk, line.pk + 1, reason="x", by=GUEST, at=now)
    request = ask(order, now)
    with pytest.raises(Conflict) as refusal:
        ask(order, now)
    assert refusal.value.code == "request_open"
    for by, refused in (
        (GUEST, NotFoundHere),
        (person(cast.karim.pk), NotFoundHere),
        (person(cast.rafi.pk), NotAllowed),
    ):
        with pytest.raises(refused):
            actions.accept(request.pk, by=by, at=now)
        with pytest.raises(refused):
            actions.decline(request.pk, answer="No.", by=by, at=now)
    for _time in range(2):
        actions.decline(RefundRequest.objects.latest("id").pk, answer="No.", by=person(cast.nadia.pk), at=now)
        ask(order, now)
    actions.decline(RefundRequest.objects.latest("id").pk, answer="No.", by=person(cast.nadia.pk), at=now)
    with pytest.raises(TooMany):
        ask(order, now)
    made.refunded(order, at=now)
    with pytest.raises(Conflict) as refusal:
        ask(order, now)
    assert refusal.value.code == "nothing_left"


def test_an_unpaid_order_has_nothing_to_ask_for(cast, now):
    order = make.placed(make.tier(cast.studio), at=now)
    with pytest.raises(Conflict):
        ask(order, now)


def test_terms_are_the_editors_to_set(cast, now):
    with pytest.raises(NotAllowed):
        actions.set_terms(cast.studio, days=7, text="", by=person(cast.mitu.pk), at=now)
    with pytest.raises(Invalid):
        terms(cast, 366, now)
    with pytest.raises(Invalid):
        terms(cast, 7, now, "x" * 2_001)
    assert queries.terms_of([cast.studio.pk])[cast.studio.pk] == queries.NO_TERMS


def test_the_timer_is_harmless_when_there_is_nothing_left(order, now):
    request = ask(order, now)
    actions.unanswered(request.pk, by=SYSTEM, at=now)
    actions.unanswered(request.pk, by=SYSTEM, at=now)
    assert Refund.objects.count() == 1
