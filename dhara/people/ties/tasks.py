"""A job: forget the marks that were not seen for long."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.queue import periodic
from dhara.people.ties import actions, rules


@periodic("40 20 * * *")
def forget_marks() -> None:
    actions.forget(before=clock.now() - rules.KEPT)
