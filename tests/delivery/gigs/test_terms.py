"""What a gig promises, asks and offers besides."""

import pytest

from dhara.delivery.gigs import actions
from dhara.delivery.gigs.queries import terms_of
from dhara.delivery.gigs.rules import MOST_EXTRAS, Extra
from dhara.kit.actor import person
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.models import Member
from tests.make import gigs, people

FAST = Extra("fast", " Within a day ", "I begin  at once.", 0, {"BDT": 200_00, "USD": 2_00})


@pytest.fixture
def gig(db, now):
    return gigs.offer(now)


@pytest.fixture
def owner(gig):
    return person(Member.objects.get(studio=gig.studio).account_id)


def test_extras_are_kept_with_their_keys_and_prices(gig, owner, now):
    actions.set_terms(gig, questions=gigs.QUESTIONS, extras=[FAST], by=owner, at=now)
    assert terms_of(gig.pk).extras == [
        {
            "key": "fast",
            "title": "Within a day",
            "about": "I begin at once.",
            "days": 0,
            "prices": {"BDT": 200_00, "USD": 2_00},
        }
    ]


WRONG = {
    "no name": (Extra("a", " ", prices={"BDT": 100_00}), "extra_title"),
    "a long name": (Extra("a", "x" * 81, prices={"BDT": 100_00}), "extra_title"),
    "a long text": (Extra("a", "Fast", "x" * 301, prices={"BDT": 100_00}), "extra_about"),
    "days back": (Extra("a", "Fast", days=-1, prices={"BDT": 100_00}), "extra_days"),
    "years": (Extra("a", "Fast", days=91, prices={"BDT": 100_00}), "extra_days"),
    "no price": (Extra("a", "Fast"), "extra_price"),
    "for nothing": (Extra("a", "Fast", prices={"BDT": 0}), "price_too_low"),
    "too dear": (Extra("a", "Fast", prices={"BDT": 500_001_00}), "price_too_high"),
    "strange money": (Extra("a", "Fast", prices={"ZZZ": 100_00}), "extra_price"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_extra_is_named_has_days_and_costs_something(gig, owner, now, wrong):
    extra, code = WRONG[wrong]
    with pytest.raises(Invalid) as refusal:
        actions.set_terms(gig, questions=(), extras=[FAST, extra], by=owner, at=now)
    assert (refusal.value.code, refusal.value.field) == (code, "extra_1")
    assert terms_of(gig.pk).extras == []


def test_ten_extras_at_most_each_with_its_own_key(gig, owner, now):
    many = [Extra(f"e{n}", "More", prices={"BDT": 100_00}) for n in range(MOST_EXTRAS + 1)]
    for given, code in ((many, "extras_many"), ([FAST, FAST], "extra_twice")):
        with pytest.raises(Invalid) as refusal:
            actions.set_terms(gig, questions=(), extras=given, by=owner, at=now)
        assert refusal.value.code == code
    actions.set_terms(gig, questions=(), extras=many[:-1], by=owner, at=now)
    assert len(terms_of(gig.pk).extras) == MOST_EXTRAS


def test_others_may_not_set_them(gig, now):
    with pytest.raises(NotFoundHere):
        actions.set_terms(gig, questions=(), extras=[FAST], by=person(people.account("x@example.com").pk), at=now)
