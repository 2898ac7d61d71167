"""Sales are divided, and taken back, to the last minor unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.money.ledger import rules
from dhara.money.ledger.rules import Line, Share

lines = st.lists(
    st.builds(
        lambda studio, tax, rest, points, fixed: Line(studio, tax + rest, tax, points, fixed),
        st.integers(1, 4),
        st.integers(0, 10**6),
        st.integers(0, 10**9),
        st.integers(0, 10_000),
        st.integers(0, 10**4),
    ),
    min_size=1,
    max_size=8,
)


@given(lines, st.integers(0, 10**8))
def test_every_line_is_divided_without_remainder(sold, fee):
    shares = rules.divide(sold, fee, "BDT")
    for line, share in zip(sold, shares, strict=True):
        assert share.gross == line.gross
        assert min(share.tax, share.gateway_fee, share.platform_fee, share.net) >= 0
        assert share.tax == line.tax
    assert sum(share.gateway_fee for share in shares) <= fee


@given(lines, st.integers(0, 10**8))
def test_legs_of_a_sale_balance_and_name_an_account_once(sold, fee):
    shares = rules.divide(sold, fee, "BDT")
    legs = rules.sale_legs(shares)
    assert sum(leg.amount for leg in legs) == 0
    assert len({(leg.purpose, leg.studio_id) for leg in legs}) == len(legs)
    assert all(leg.amount for leg in legs)
    taken = -sum(leg.amount for leg in legs if leg.purpose == rules.UNAPPLIED)
    assert taken == sum(line.gross for line in sold)


def test_fees_in_an_ordinary_sale():
    shares = rules.divide([Line(1, 50_000, fee_bp=500), Line(2, 50_001, fee_bp=1_000, fee_minor=10)], 1_501, "BDT")
    assert shares == [Share(1, 0, 750, 2_500, 46_750), Share(2, 0, 751, 5_010, 44_240)]


def test_the_platform_gives_way_before_the_studio_owes():
    (share,) = rules.divide([Line(1, 100, fee_bp=500, fee_minor=50)], 80, "BDT")
    assert share == Share(1, 0, 80, 20, 0)
    (share,) = rules.divide([Line(1, 100, fee_bp=500)], 180, "BDT")
    assert share == Share(1, 0, 100, 0, 0)


def test_nothing_is_divided_of_a_free_line():
    assert rules.divide([Line(1, 0, fee_bp=500, fee_minor=50)], 0, "BDT") == [Share(1, 0, 0, 0, 0)]


parts = st.integers(0, 10**6)


@given(st.builds(Share, st.just(1), parts, parts, parts, parts), st.lists(st.floats(0, 1), max_size=6))
def test_refunds_in_any_steps_take_back_exactly_everything(share, steps):
    left = share
    for step in steps:
        amount = int(left.gross * step)
        part = rules.reversal(left, amount)
        assert part.gross == amount
        left = left.minus(part)
        assert min(left.tax, left.gateway_fee, left.platform_fee, left.net) >= 0
    assert rules.reversal(left, left.gross) == left


def test_a_refund_is_in_proportion():
    assert rules.reversal(Share(1, 0, 1_500, 5_000, 93_500), 50_000) == Share(1, 0, 750, 2_500, 46_750)


@pytest.mark.parametrize("amount", [-1, 101])
def test_no_more_is_taken_back_than_there_is(amount):
    with pytest.raises(ValueError, match="left"):
        rules.reversal(Share(1, 0, 0, 5, 95), amount)
