"""Are the books right to the last minor unit?"""

from __future__ import annotations

from collections.abc import Iterator

from dhara.insights.health.rules import Finding
from dhara.kit import clock
from dhara.money import doctor


def examine() -> Iterator[Finding]:
    """Every proof of `dhara.money.doctor`."""
    for found in doctor.check(at=clock.now()):
        yield Finding("; ".join([found.message, *found.details]), found.ok)
