"""Comparing rates: against simulation, textbook values, and in the cases where nothing can be said."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit import statistics
from dhara.kit.statistics import Way, chi_square_tail, compare


@pytest.mark.parametrize(
    ("x", "degrees", "tail"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (9.488, 4, 0.05), (16.266, 3, 0.001), (26.124, 8, 0.001)],
)
def test_chi_square_is_that_of_the_tables(x: float, degrees: int, tail: float) -> None:
    assert chi_square_tail(x, degrees) == pytest.approx(tail, rel=0.002)


def test_chances_and_losses_are_those_of_a_simulation() -> None:
    ways = [Way(500, 50), Way(500, 62), Way(500, 41)]
    random = Random(7)
    draws = [[random.betavariate(way.won + 1, way.tried - way.won + 1) for way in ways] for _ in range(40_000)]
    found = compare(ways)
    for i, standing in enumerate(found.standings):
        chance = sum(draw[i] == max(draw) for draw in draws) / len(draws)
        loss = sum(max(draw) - draw[i] for draw in draws) / len(draws)
        assert standing.chance == pytest.approx(chance, abs=0.01)
        assert standing.loss == pytest.approx(loss, abs=0.0006)
    assert found.best == 1
    assert found.verdict == "undecided"


def test_a_clear_difference_is_decided() -> None:
    found = compare([Way(2000, 100), Way(2000, 180)])
    assert (found.verdict, found.best) == ("decided", 1)
    assert found.standings[1].chance > 0.999


def test_a_broken_assignment_hides_the_result() -> None:
    found = compare([Way(1000, 10), Way(1300, 90)])
    assert found.verdict == "mismatch"
    assert found.best is None
    assert found.standings == ()


def test_unequal_shares_that_were_meant_are_no_mismatch() -> None:
    assert compare([Way(1000, 10, share=1), Way(3000, 30, share=3)]).verdict == "undecided"


def test_nothing_sent_decides_nothing() -> None:
    found = compare([Way(0, 0), Way(0, 0)])
    assert (found.verdict, found.best) == ("undecided", None)


def test_looking_after_every_visitor_raises_few_false_alarms() -> None:
    """Equal ways, looked at 200 times each: a test of fixed size would cry wolf in a third of the cases."""
    random, alarms = Random(3), 0
    for _ in range(200):
        won = [0, 0]
        for seen in range(1, 201):
            for way in (0, 1):
                won[way] += sum(random.random() < 0.1 for _ in range(10))
            if statistics.certain(Way(seen * 10, won[0]), Way(seen * 10, won[1])):
                alarms += 1
                break
    assert alarms <= 16  # 5 % of 200, and some for chance


@given(
    st.lists(st.integers(0, 5000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=2, max_size=5)
)
def test_whatever_is_counted_chances_add_up(counts: list[tuple[int, int]]) -> None:
    found = compare([Way(tried, won) for tried, won in counts])
    if found.verdict != "mismatch":
        assert sum(each.chance for each in found.standings) == pytest.approx(1)
        assert all(each.low <= each.high and each.loss >= 0 for each in found.standings)


@pytest.mark.parametrize("ways", [[Way(1, 1)], [Way(1, 1)] * 9])
def test_too_few_or_too_many_are_refused(ways: list[Way]) -> None:
    with pytest.raises(ValueError, match="ways"):
        compare(ways)


def test_more_winners_than_people_are_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        Way(2, 3)
