"""What a cart costs, to the last minor unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.checkout.pricing import rules
from dhara.checkout.pricing.rules import Item, Reason, Reduction
from dhara.money.tax.rules import Levy

levies = st.builds(
    lambda bp, inclusive, reverse: Levy(bp, "VAT", inclusive, reverse),
    st.integers(0, 10_000),
    st.booleans(),
    st.booleans(),
)
items = st.lists(st.builds(Item, st.integers(0, 10**9), st.integers(1, 50), levies), min_size=1, max_size=20)


@st.composite
def carts(draw):
    lines = draw(items)
    places = st.sets(st.integers(0, len(lines) - 1)).map(lambda found: tuple(sorted(found)))
    reduction = st.builds(Reduction, st.just("coupon"), st.just("EID"), st.integers(0, 10**12), places)
    return lines, draw(st.lists(reduction, max_size=4))


@given(carts())
def test_every_line_adds_up_and_none_falls_below_zero(cart):
    lines, reductions = cart
    priced = rules.price(lines, reductions, "BDT")
    for item, line in zip(lines, priced, strict=True):
        assert line.item is item
        assert min(line.tax, line.gross, line.total, line.discount) >= 0
        assert all(reason.amount > 0 for reason in line.reasons)
        on_top = 0 if item.levy.inclusive else line.tax
        assert line.gross == item.listed - line.discount + on_top
        assert line.tax <= line.gross
        assert not (item.levy.reverse and line.tax)


@given(carts())
def test_a_discount_takes_exactly_what_it_says_or_all_that_is_left(cart):
    lines, reductions = cart
    first = reductions[:1]
    for reduction in first:
        priced = rules.price(lines, first, "BDT")
        there = sum(lines[place].listed for place in reduction.places)
        taken = sum(reason.amount for line in priced for reason in line.reasons if reason.kind == "coupon")
        assert taken == min(reduction.amount, there)
        outside = [line for place, line in enumerate(priced) if place not in reduction.places]
        assert not any(reason.kind == "coupon" for line in outside for reason in line.reasons)


@given(st.lists(st.integers(0, 10**9), max_size=30), st.integers(0, 10**11))
def test_what_is_spread_sums_to_the_whole_within_each_weight(weights, amount):
    parts = rules.spread(amount, weights)
    assert sum(parts) == min(amount, sum(weights))
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


def test_the_last_line_with_room_takes_the_rounding():
    assert rules.spread(100, [100, 100, 100]) == [33, 33, 34]
    assert rules.spread(2, [1, 1, 1]) == [0, 1, 1]
    assert rules.spread(5, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="dearer"):
        rules.spread(-1, [5])


def test_tax_is_taken_of_what_is_left_after_discounts():
    vat = Levy(1_500, "VAT", inclusive=True)
    (line,) = rules.price([Item(11_500, 2, vat)], [Reduction("coupon", "EID", 11_500, (0,))], "BDT")
    assert (line.total, line.tax, line.gross) == (11_500, 1_500, 11_500)
    (line,) = rules.price([Item(10_000, 1, Levy(1_500, "VAT", inclusive=False))], [], "BDT")
    assert (line.total, line.tax, line.gross) == (10_000, 1_500, 11_500)


def test_reverse_charge_takes_the_contained_tax_off_and_says_so():
    (line,) = rules.price([Item(11_900, 1, Levy(1_900, "VAT", inclusive=True, reverse=True))], [], "EUR")
    assert line.reasons == (Reason("untaxed", "VAT", 1_900),)
    assert (line.tax, line.gross) == (0, 10_000)
    (line,) = rules.price([Item(11_900, 1, Levy(1_900, "VAT", inclusive=False, reverse=True))], [], "EUR")
    assert (line.reasons, line.tax, line.gross) == ((), 0, 11_900)


def test_the_taxes_of_a_bill_are_summed_by_name_and_rate():
    items = [Item(11_500, 1, Levy(1_500, "VAT")), Item(23_000, 1, Levy(1_500, "VAT")), Item(100)]
    assert rules.taxes(rules.price(items, [], "BDT")) == [rules.TaxSum("VAT", 1_500, True, 4_500)]
