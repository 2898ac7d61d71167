"""What a studio does with its coupons, and what they can not be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from dhara.checkout.cart import queries
from dhara.checkout.coupons import actions, rules
from dhara.checkout.models import Cart, Coupon
from dhara.kit.actor import SYSTEM, person
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from tests.make import checkout as make
from tests.make import people
from tests.make.coupons import coupon, enter

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code


def test_who_may_make_and_change_coupons(now: datetime) -> None:
    studio = people.studio()
    made = coupon(studio, cap=5, at=now)
    Coupon.objects.filter(pk=made.pk).update(used=3)
    viewer, stranger = people.member(studio, role="viewer").account, people.account("s@example.com")
    terms = rules.Terms(code="OTHER", bp=100)
    with pytest.raises(NotAllowed):
        actions.make(studio, terms, by=person(viewer.pk), at=now)
    with pytest.raises(NotFoundHere):
        actions.edit(studio, made.pk, terms, by=person(stranger.pk), at=now)
    with refused("cap_below_used"):
        actions.edit(studio, made.pk, rules.Terms(code="OTHER", bp=100, cap=2), by=SYSTEM, at=now)
    foreign = make.tier(people.studio(people.account("tuli@example.com"), handle="tuli"))
    with refused("offer_unknown"):
        actions.make(studio, rules.Terms(code="XYZ", bp=100, offer_ids=[foreign.offer_id]), by=SYSTEM, at=now)
    owner = person(studio.members.get(role="owner").account_id)
    actions.pause(studio, made.pk, by=owner, at=now)
    cart = make.cart_with(make.tier(studio), at=now)
    with refused("coupon_paused"):
        enter(cart, at=now)
    actions.resume(studio, made.pk, by=owner, at=now)
    enter(cart, at=now)
    actions.end(studio, made.pk, by=owner, at=now)
    with pytest.raises(Conflict):
        actions.resume(studio, made.pk, by=owner, at=now)
    assert queries.view(Cart.objects.get(), at=now).idle[0].why.code == "coupon_expired"


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"code": "a b!", "bp": 100}, "code"),
        ({"code": "ab", "bp": 100}, "code"),
        ({"code": "EID", "bp": 0}, "percent"),
        ({"code": "EID", "bp": 10_001}, "percent"),
        ({"code": "EID", "kind": "amount"}, "amounts"),
        ({"code": "EID", "kind": "amount", "amounts": {"XXX": 5}}, "amounts"),
        ({"code": "EID", "bp": 1, "cap": 0}, "cap"),
        ({"code": "EID", "bp": 1, "cap_each": -1}, "cap_each"),
        ({"code": "EID", "bp": 1, "starts_at": people.LONG_AGO, "ends_at": people.LONG_AGO}, "ends_at"),
    ],
)
def test_what_a_coupon_can_not_be(terms: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.Terms(**terms).clean()  # type: ignore[arg-type]
    assert refusal.value.field == field
