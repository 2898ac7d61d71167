"""The year of orders as it is thought up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dhara.cli.demo import plans
from dhara.cli.demo.year import DHAKA, Purchase, Shelf, busyness, purchases, weight_of

ANCHOR = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def _year(count: int = 1500) -> list[Purchase]:
    since = ANCHOR - timedelta(days=380)
    shelves = [
        Shelf(plan, since, ANCHOR, weight_of(plan))
        for studio in plans.studios()
        for plan in studio.offers
        if plan.state == "published"
    ]
    return purchases(shelves, ANCHOR, count)


def test_the_same_year_is_thought_up_again() -> None:
    assert _year(200) == _year(200)


def test_it_lies_in_the_past_in_order_with_names_of_its_own() -> None:
    year = _year()
    assert [each.at for each in year] == sorted(each.at for each in year)
    assert year[-1].at < ANCHOR
    assert len({each.intent for each in year}) == len(year)
    assert all(len(each.intent) <= 64 for each in year)


def test_it_grows_and_has_its_seasons() -> None:
    year = _year(3000)
    days = [each.at.astimezone(DHAKA).date() for each in year]
    half = (ANCHOR - timedelta(days=182)).date()
    assert sum(day >= half for day in days) > 1.3 * sum(day < half for day in days)
    weekend = sum(day.weekday() in (4, 5) for day in days) / 2
    assert weekend > 1.2 * sum(day.weekday() not in (4, 5) for day in days) / 5
    assert busyness(date(2026, 3, 15), 100) > 1.8 * busyness(date(2026, 4, 5), 100)


def test_every_ending_and_both_currencies_occur_and_what_is_to_sell_out_does() -> None:
    year = _year()
    assert {each.ending for each in year} == {"pay", "answer_twice", "pay_late", "decline", "cancel", "never"}
    assert {each.currency for each in year} == {"BDT", "USD"}
    assert {each.buyer.member for each in year} == {True, False}
    scarce = next(offer for offer in plans.studios()[0].offers if offer.sold_out)
    sold = [each for each in year if (scarce.key, 0) in each.picks]
    assert len(sold) == scarce.tiers[0].stock
    assert {each.ending for each in sold} == {"pay"}


def test_nothing_is_bought_before_it_can_be() -> None:
    plan = next(offer for offer in plans.studios()[1].offers if offer.state == "published")
    since, until = ANCHOR - timedelta(days=60), ANCHOR - timedelta(days=30)
    year = purchases([Shelf(plan, since, until, 1.0)], ANCHOR, 300)
    assert year
    assert all(since < each.at < until for each in year)
