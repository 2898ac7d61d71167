"""Sales are divided, and taken back, to the last minor unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.money.ledger import rules
from dhara.money.ledger.rules import Line, Share

# Up to five collaborators with at most 100 percent together.
partners = st.lists(st.integers(1, 2_000), max_size=5).map(
    lambda points: tuple((10 + place, bp) for place, bp in enumerate(points))
)
lines = st.lists(
    st.builds(
        lambda studio, tax, rest, points, fixed, partners: Line(studio, tax + rest, tax, points, fixed, partners),
        st.integers(1, 4),
        st.integers(0, 10**6),
        st.integers(0, 10**9),
        st.integers(0, 10_000),
        st.integers(0, 10**4),
        partners,
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
        assert [who for who, _amount in share.parts] == [who for who, _bp in line.partners]
        left = share.net + share.shared
        for (_who, amount), (_same, bp) in zip(share.parts, line.partners, strict=True):
            # Only where everything is given away does the last of them take the rounding.
            assert left * bp // 10_000 <= amount <= left * bp // 10_000 + len(line.partners)
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


def test_collaborators_get_their_percentages_and_the_studio_the_rounding():
    (share,) = rules.divide([Line(1, 10_001, fee_bp=500, partners=((2, 3_333), (3, 3_333)))], 0, "BDT")
    assert share == Share(1, 0, 0, 500, 3_169, ((2, 3_166), (3, 3_166)))
    assert share.shared == 6_332
    (share,) = rules.divide([Line(1, 101, partners=((2, 5_000), (3, 5_000)))], 0, "BDT")
    assert share == Share(1, 0, 0, 0, 0, ((2, 50), (3, 51)))


def test_more_than_everything_can_not_be_given_away():
    with pytest.raises(ValueError, match="more than there is"):
        rules.divide([Line(1, 100, partners=((2, 6_000), (3, 4_001)))], 0, "BDT")


@given(lines, st.integers(0, 10**8))
def test_a_sale_into_a_studios_own_account_owes_the_platforms_fee(sold, fee):
    own = [Line(7, line.gross, line.tax, line.fee_bp, line.fee_minor) for line in sold]
    shares = rules.divide(own, fee, "BDT")
    legs = {leg.purpose: leg.amount for leg in rules.direct_legs(shares, fee, 7)}
    assert sum(legs.values()) == 0
    platform, gross = sum(share.platform_fee for share in shares), sum(line.gross for line in own)
    assert legs.get(rules.SELLER_OWES, 0) == -platform == -legs.get(rules.PLATFORM_FEES, 0)
    assert legs.get(rules.SELLER_DIRECT, 0) == gross - fee
    assert rules.SELLER_PENDING not in legs
    assert rules.TAX not in legs


def test_what_others_own_a_part_of_goes_into_nobodys_own_account():
    (shared,) = rules.divide([Line(1, 100, partners=((2, 5_000),))], 0, "BDT")
    with pytest.raises(ValueError, match="own account"):
        rules.direct_legs([shared], 0, 1)


parts = st.integers(0, 10**6)
others = st.lists(parts, max_size=4).map(lambda amounts: tuple(enumerate(amounts, 10)))


@given(st.builds(Share, st.just(1), parts, parts, parts, parts, others), st.lists(st.floats(0, 1), max_size=6))
def test_refunds_in_any_steps_take_back_exactly_everything(share, steps):
    left = share
    for step in steps:
        amount = int(left.gross * step)
        part = rules.reversal(left, amount)
        assert part.gross == amount
        left = left.minus(part)
        assert min(left.tax, left.gateway_fee, left.platform_fee, left.net) >= 0
        assert all(amount >= 0 for _who, amount in left.parts)
    assert rules.reversal(left, left.gross) == left


def test_a_refund_is_in_proportion():
    assert rules.reversal(Share(1, 0, 1_500, 5_000, 93_500), 50_000) == Share(1, 0, 750, 2_500, 46_750)


@pytest.mark.parametrize("amount", [-1, 101])
def test_no_more_is_taken_back_than_there_is(amount):
    with pytest.raises(ValueError, match="left"):
        rules.reversal(Share(1, 0, 0, 5, 95), amount)
