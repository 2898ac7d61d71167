"""Honest comparison of rates: which of several ways is better, how sure that is, and when it is too early to say.

Pure functions over counts. The display is Bayesian (Beta(1, 1) priors: chance to be best, expected loss). The decision
is anytime-valid (a mixture sequential test, Robbins 1970, as Johari et al. 2015 use it: looking often makes no false
alarms). A sample that does not have the shares it should have (chi-square, p < 0.001) hides the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, fsum, lgamma, log, log1p, pi, sqrt
from typing import Final, Literal

MISMATCH: Final = 0.001
ALPHA: Final = 0.05
# How far apart the rates of two ways may be: the sequential test is sharpest there, and valid anywhere.
SCALES: Final = (0.01, 0.03, 0.1, 0.3)
_GRID: Final = 1200

Verdict = Literal["mismatch", "undecided", "decided"]


@dataclass(frozen=True)
class Way:
    """`tried` people saw it, `won` of them did what was hoped for; `share` is the part of all that it should get."""

    tried: int
    won: int
    share: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.won <= self.tried:
            raise ValueError(f"{self.won} of {self.tried}")


@dataclass(frozen=True)
class Standing:
    """Of one way: its rate, where it truly lies with 95 %, its chance to be the best, and what choosing it may cost.

    `loss` is the expected difference to the best one, as a rate.
    """

    rate: float
    low: float
    high: float
    chance: float
    loss: float


@dataclass(frozen=True)
class Comparison:
    """`best` is the way that leads, whether or not it is decided; with a mismatch there are no standings to show."""

    verdict: Verdict
    best: int | None
    standings: tuple[Standing, ...]
    mismatch: float


def compare(ways: Sequence[Way]) -> Comparison:
    """What can be said of two to eight ways. Raises ValueError for fewer or more."""
    if not 2 <= len(ways) <= 8:
        raise ValueError(f"{len(ways)} ways")
    p = mismatch([way.tried for way in ways], [way.share for way in ways])
    if p < MISMATCH:
        return Comparison("mismatch", None, (), p)
    standings = _standings(ways)
    best = max(range(len(ways)), key=lambda i: (standings[i].rate, -i)) if any(way.tried for way in ways) else None
    sure = best is not None and all(
        certain(ways[best], way, ALPHA / (len(ways) - 1)) for i, way in enumerate(ways) if i != best
    )
    return Comparison("decided" if sure else "undecided", best, standings, p)


def certain(one: Way, other: Way, alpha: float = ALPHA) -> bool:
    """Whether the two rates differ, at whatever moment it is asked: in at most `alpha` of all tests that is wrong."""
    if not one.tried or not other.tried:
        return False
    pooled = (one.won + other.won) / (one.tried + other.tried)
    variance = pooled * (1 - pooled) * (1 / one.tried + 1 / other.tried)
    if variance <= 0:
        return False
    difference = one.won / one.tried - other.won / other.tried
    return fsum(_evidence(difference, variance, scale**2) for scale in SCALES) / len(SCALES) >= 1 / alpha


def _evidence(difference: float, variance: float, prior: float) -> float:
    """How much more likely this difference is if true ones are normal with variance `prior` than if there is none."""
    odds = 0.5 * log(variance / (variance + prior)) + prior * difference**2 / (2 * variance * (variance + prior))
    return exp(min(odds, 700.0))


def mismatch(counts: Sequence[int], shares: Sequence[float]) -> float:
    """The p-value of these counts under these shares (chi-square goodness of fit): tiny where assignment is broken."""
    total, whole = sum(counts), fsum(shares)
    if not total:
        return 1.0
    expected = [total * share / whole for share in shares]
    square = fsum((seen - meant) ** 2 / meant for seen, meant in zip(counts, expected, strict=True))
    return chi_square_tail(square, len(counts) - 1)


def chi_square_tail(x: float, degrees: int) -> float:
    """How likely chi-square of so many degrees is above `x`, by the recurrence over every second degree."""
    if x <= 0:
        return 1.0
    half = x / 2
    tail, degree = (erfc(sqrt(half)), 1) if degrees % 2 else (exp(-half), 2)
    term = sqrt(half / pi) * exp(-half) * 2 if degrees % 2 else half * exp(-half)
    while degree < degrees:
        tail += term
        degree += 2
        term *= half / (degree / 2)
    return min(1.0, tail)


def _standings(ways: Sequence[Way]) -> tuple[Standing, ...]:
    """On one grid of rates for all: density and distribution of each posterior, then chance and loss by summing."""
    edge = min(1.0, max((way.won + 1) / (way.tried + 2) + 8 * _spread(way) for way in ways))
    step = edge / _GRID
    points = [(i + 0.5) * step for i in range(_GRID)]
    masses = [_masses(way, points) for way in ways]
    below = [_running(mass) for mass in masses]
    best = _best(below)
    expected_best = fsum(point * mass for point, mass in zip(points, best, strict=True))
    found = []
    for i, way in enumerate(ways):
        chance = fsum(_ahead(masses[i][j], [below[k][j] for k in range(len(ways)) if k != i]) for j in range(_GRID))
        mean = fsum(point * mass for point, mass in zip(points, masses[i], strict=True))
        low, high = _quantile(below[i], points, 0.025), _quantile(below[i], points, 0.975)
        rate = way.won / way.tried if way.tried else 0.0
        found.append(Standing(rate, low, high, chance, max(0.0, expected_best - mean)))
    whole = fsum(each.chance for each in found) or 1.0
    return tuple(Standing(s.rate, s.low, s.high, s.chance / whole, s.loss) for s in found)


def _spread(way: Way) -> float:
    a, b = way.won + 1, way.tried - way.won + 1
    return sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))


def _masses(way: Way, points: Sequence[float]) -> list[float]:
    a, b = way.won, way.tried - way.won
    top = lgamma(a + b + 2) - lgamma(a + 1) - lgamma(b + 1)
    heights = [exp(top + a * log(x) + b * log1p(-x)) if x < 1 else 0.0 for x in points]
    whole = fsum(heights)
    return [height / whole for height in heights]


def _running(masses: Sequence[float]) -> list[float]:
    total, found = 0.0, []
    for mass in masses:
        found.append(total + mass / 2)
        total += mass
    return found


def _ahead(mass: float, others: Sequence[float]) -> float:
    for below in others:
        mass *= below
    return mass


def _best(below: Sequence[Sequence[float]]) -> list[float]:
    """The masses of the best of all: differences of the product of the distributions at the cells' edges."""
    found, before = [], 0.0
    for j in range(_GRID):
        product = 1.0
        for each in below:
            product *= _edge(each, j)
        found.append(product - before)
        before = product
    return found


def _edge(below: Sequence[float], j: int) -> float:
    return (below[j] + below[j + 1]) / 2 if j + 1 < len(below) else 1.0


def _quantile(below: Sequence[float], points: Sequence[float], q: float) -> float:
    return next((point for point, mass in zip(points, below, strict=True) if mass >= q), points[-1])
