"""Means that few votes can not move far, and rates that few tries can not make perfect. Pure.

`score` is the Bayesian mean (m·C + Σr)/(m + n); `success` the lower bound of Wilson's interval at 95 %.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Final

# How many reviews of the mean everybody begins with.
WEIGHT: Final = 10
# The mean that counts while fewer than ENOUGH reviews were written on the whole site, hundredths of a star.
PRIOR: Final = 400
ENOUGH: Final = 50
_Z: Final = 1.959964


def mean(total: Fraction, votes: int) -> int:
    """Hundredths of a star, rounded half up; 0 without votes. `total` is the sum of stars."""
    return _rounded(100 * total / votes) if votes else 0


def score(total: Fraction, votes: int, prior: int = PRIOR) -> int:
    """Hundredths of a star; `prior` is everybody's mean, likewise. 0 without votes: nothing is known then."""
    return _rounded((WEIGHT * prior + 100 * total) / (WEIGHT + votes)) if votes else 0


def prior(total: int, votes: int) -> int:
    """Everybody's mean: `total` is the sum of hundredths over `votes` reviews."""
    return _rounded(Fraction(total, votes)) if votes >= ENOUGH else PRIOR


def success(done: int, failed: int) -> int:
    """The rate of which one can be sure, hundredths of a percent: 5 of 5 is 5,655, 100 of 100 is 9,630."""
    tried = done + failed
    if not tried:
        return 0
    rate, z2 = done / tried, _Z * _Z
    middle = rate + z2 / (2 * tried)
    spread = _Z * sqrt(rate * (1 - rate) / tried + z2 / (4 * tried * tried))
    return max(0, min(10_000, round(10_000 * (middle - spread) / (1 + z2 / tried))))


def _rounded(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
