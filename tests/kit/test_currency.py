"""Money never loses a minor unit and never mixes currencies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit.currency import CODES, MAX_MINOR, MixedCurrency, Money, choices, currency, parse_amount
from dhara.kit.locale.digits import to_bengali
from dhara.kit.refusal import Invalid

amounts = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(lambda w: sum(w) > 0)


@pytest.mark.parametrize(
    ("minor", "code", "bn", "en"),
    [
        (12345600, "BDT", "৳১,২৩,৪৫৬", "৳1,23,456"),
        (45050, "BDT", "৳৪৫০.৫০", "৳450.50"),
        (45005, "BDT", "৳৪৫০.০৫", "৳450.05"),
        (123450, "USD", "$১,২৩৪.৫০", "$1,234.50"),
        (123456700, "USD", "$১২,৩৪,৫৬৭", "$1,234,567"),
        (-500, "BDT", "−৳৫", "−৳5"),
        (1500, "JPY", "¥১,৫০০", "¥1,500"),
        (1500, "KWD", "KWD ১.৫০০", "KWD 1.500"),
        (0, "BDT", "৳০", "৳0"),
        (1, "BDT", "৳০.০১", "৳0.01"),
    ],
)
def test_display(minor, code, bn, en):
    assert Money(minor, code).display("bn") == bn
    assert Money(minor, code).display("en") == str(Money(minor, code)) == en


def test_exact_display_keeps_the_decimals():
    assert Money(45000, "BDT").display("bn", exact=True) == "৳৪৫০.০০"
    assert Money(450, "JPY").display("en", exact=True) == "¥450"


@given(amounts, weights)
def test_split_is_exact_and_proportional(minor, parts):
    shares = Money(minor, "BDT").split(parts)
    assert sum(share.minor for share in shares) == minor
    assert len(shares) == len(parts)
    last = max(i for i, weight in enumerate(parts) if weight)
    for index, (share, weight) in enumerate(zip(shares, parts, strict=True)):
        exact = abs(minor) * weight / sum(parts)
        assert share.minor * minor >= 0, "no share has the other sign"
        if not weight:
            assert share.minor == 0
        elif index != last:
            assert abs(share.minor) <= exact + 1e-3


@pytest.mark.parametrize("bad", [[], [0], [0, 0], [1, -1], [-1]])
def test_split_refuses_senseless_weights(bad):
    with pytest.raises(ValueError, match="weights"):
        Money(100, "BDT").split(bad)


def test_the_last_line_takes_the_rounding():
    assert [m.minor for m in Money(100, "BDT").split([1, 1, 1])] == [33, 33, 34]
    assert [m.minor for m in Money(-100, "BDT").split([1, 1, 1])] == [-33, -33, -34]


@given(amounts, st.integers(0, 10_000))
def test_percent_is_half_up_and_symmetric(minor, points):
    part = Money(minor, "USD").percent(points)
    assert part == -(Money(-minor, "USD").percent(points))
    assert abs(abs(part.minor) * 10_000 - abs(minor) * points) <= 5_000


def test_percent_rounds_half_away_from_zero():
    assert Money(50, "BDT").percent(100).minor == 1
    assert Money(49, "BDT").percent(100).minor == 0


@given(amounts, amounts)
def test_arithmetic(a, b):
    one, two = Money(a, "BDT"), Money(b, "BDT")
    assert one + two - two == one
    assert (one < two) is (a < b)
    assert (one >= two) is (a >= b)
    assert one * 3 == one + one + one
    assert bool(one) is bool(a)


@pytest.mark.parametrize("act", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_currencies_never_mix(act):
    with pytest.raises(MixedCurrency):
        getattr(Money(1, "BDT"), act)(Money(1, "USD"))
    with pytest.raises(TypeError):
        getattr(Money(1, "BDT"), act)(1)


@pytest.mark.parametrize("minor", [1.0, "1", True, Decimal(1)])
def test_only_whole_minor_units(minor):
    with pytest.raises(TypeError):
        Money(minor, "BDT")
    with pytest.raises(TypeError):
        Money(1, "BDT") * 1.5
    with pytest.raises(ValueError, match="unknown"):
        Money(1, "XXX")


@given(st.integers(0, MAX_MINOR), st.sampled_from(CODES), st.sampled_from(["bn", "en"]))
def test_what_is_shown_can_be_typed_back(minor, code, lang):
    assert parse_amount(Money(minor, code).display(lang), code) == Money(minor, code)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("450", 45000),
        ("৪৫০", 45000),
        (" ৳ ১,২৩,৪৫৬.৫ ", 12345650),
        ("১,২৩,৪৫৬/-", 12345600),
        ("1,234,567.89", 123456789),
        ("450 টাকা", 45000),
        ("Tk. 450", 45000),
        ("BDT 450.00", 45000),
        ("450.5000", 45050),
        (".5", 50),
        ("450.", 45000),
        ("+450", 45000),
        ("০০৪৫০", 45000),
        ("1 23 456", 12345600),
    ],
)
def test_parse_understands(typed, minor):
    assert parse_amount(typed, "BDT").minor == minor


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount_missing"),
        (" ৳ ", "amount_missing"),
        ("-5", "amount_negative"),
        ("৳ -৫", "amount_negative"),
        ("−5", "amount_negative"),
        ("(5)", "amount_negative"),
        ("4.505", "amount_decimals"),
        ("1e9", "amount_unclear"),
        ("450,50", "amount_unclear"),
        ("4.5.0", "amount_unclear"),
        (".", "amount_unclear"),
        ("NaN", "amount_unclear"),
        ("٤٥٠", "amount_unclear"),
        ("$5", "amount_unclear"),
        ("1" * 5000, "amount_huge"),
        ("10000000000.01", "amount_huge"),
    ],
)
def test_parse_refuses(typed, code):
    with pytest.raises(Invalid) as refusal:
        parse_amount(typed, "BDT")
    assert refusal.value.code == code


def test_yen_has_no_decimals():
    assert parse_amount("1500", "JPY").minor == 1500
    assert parse_amount("1500.0", "JPY").minor == 1500
    with pytest.raises(Invalid):
        parse_amount("1500.5", "JPY")


@given(st.text(max_size=40))
def test_parse_never_breaks(typed):
    try:
        money = parse_amount(typed, "BDT")
    except Invalid:
        return
    assert 0 <= money.minor <= MAX_MINOR


def test_decimal_is_exact():
    assert Money(45050, "BDT").decimal() == Decimal("450.50")
    assert str(Money(45050, "BDT").decimal()) == "450.50"
    assert str(Money(5, "JPY").decimal()) == "5"
    assert to_bengali(Money(5, "KWD").decimal()) == "০.০০৫"


def test_table():
    assert currency("KWD").exponent == 3
    assert ("BDT", "৳ বাংলাদেশি টাকা") in choices("bn")
    with pytest.raises(KeyError):
        currency("XXX")
