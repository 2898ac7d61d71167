"""Means, rates and levels: what no vote may do, and when a level rises and falls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dhara.trust.reviews.rules import levels, numbers
from dhara.trust.reviews.rules.levels import GRACE, LEVELS, Numbers, Standing

# A busy machine is slow to begin with.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOW = datetime(2026, 3, 2, tzinfo=UTC)
# How many votes, and how much above one star each of them is in the mean.
many_votes, above = st.integers(1, 200), st.integers(0, 100)
some = st.builds(
    Numbers, st.integers(0, 200), st.integers(0, 100), st.integers(0, 500), st.integers(0, 10_000)
)  # fmt: skip


def total_of(many: int, percent: int) -> Fraction:
    """The stars of so many votes, between one and five each."""
    return Fraction(many + 4 * many * percent // 100)


@patient
@given(many_votes, above, st.integers(100, 500))
def test_the_score_lies_between_the_mean_and_everybodys(many: int, percent: int, prior: int) -> None:
    total = total_of(many, percent)
    mean, score = numbers.mean(total, many), numbers.score(total, many, prior)
    assert min(mean, prior) - 1 <= score <= max(mean, prior) + 1
    assert 100 <= mean <= 500


@patient
@given(many_votes, above)
def test_more_of_the_same_bring_the_score_nearer_to_the_mean(many: int, percent: int) -> None:
    total = total_of(many, percent)
    mean = numbers.mean(total, many)
    once, twice = (abs(mean - numbers.score(total * n, many * n)) for n in (1, 2))
    assert twice <= once + 1


@pytest.mark.parametrize(("done", "failed", "sure"), [(0, 0, 0), (5, 0, 5_655), (100, 0, 9_630), (0, 5, 0)])
def test_the_sure_rate(done: int, failed: int, sure: int) -> None:
    assert numbers.success(done, failed) == sure


@patient
@given(st.integers(0, 500), st.integers(0, 500))
def test_the_sure_rate_is_below_the_rate_and_grows_with_success(done: int, failed: int) -> None:
    sure = numbers.success(done, failed)
    assert 0 <= sure <= 10_000
    if done + failed:
        assert sure <= 10_000 * done / (done + failed) + 1
    assert numbers.success(done + 1, failed) >= sure
    assert numbers.success(done, failed + 1) <= sure + 1


def test_everybodys_mean_counts_when_there_are_enough() -> None:
    assert numbers.prior(49 * 500, 49) == numbers.PRIOR
    assert numbers.prior(50 * 500, 50) == 500


@patient
@given(some)
def test_who_earns_a_level_earns_those_below(given_numbers: Numbers) -> None:
    earned = levels.deserved(given_numbers)
    assert all(not levels.missing(each, given_numbers) for each in LEVELS[: earned + 1])


@patient
@given(some, some)
def test_better_numbers_never_earn_less(one: Numbers, other: Numbers) -> None:
    best = Numbers(*(max(getattr(one, name), getattr(other, name)) for name in levels.ASKED))
    assert levels.deserved(best) >= max(levels.deserved(one), levels.deserved(other))


@patient
@given(st.integers(0, levels.TOP), st.none() | st.timedeltas(timedelta(days=-9), GRACE), some)
def test_a_level_is_never_lost_before_its_time(level: int, falls: timedelta | None, given_numbers: Numbers) -> None:
    before = Standing(level, None if falls is None else NOW + falls)
    after, what = levels.step(before, given_numbers, NOW)
    earned = levels.deserved(given_numbers)
    if after.level < level:
        assert what == "lost"
        assert before.falls_at is not None
        assert before.falls_at <= NOW
        assert after.level == earned
    else:
        assert after.level == max(level, earned)
    assert (after.falls_at is None) == (after.level == earned)
    again, told = levels.step(after, given_numbers, NOW)
    assert (again, told) == (after, "")


def test_thirty_days_to_bring_the_numbers_back() -> None:
    good, bad = Numbers(30, 12, 450, 8_000), Numbers(30, 12, 390, 8_000)
    risen, what = levels.step(Standing(), good, NOW)
    assert (risen, what) == (Standing(2), "reached")
    shaking, what = levels.step(risen, bad, NOW)
    assert (shaking, what) == (Standing(2, NOW + GRACE), "shakes")
    assert levels.step(shaking, bad, NOW + timedelta(days=29)) == (shaking, "")
    assert levels.step(shaking, good, NOW + timedelta(days=29)) == (Standing(2), "steady")
    assert levels.step(shaking, bad, NOW + GRACE) == (Standing(0), "lost")
