"""The story of two chargebacks: a buyer's bank takes the money back, the seller answers; one is won, one is lost.

With chaos notices come twice and backwards, Stripe hangs up after it took the evidence, and the worker is killed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Final

from dhara.cli.complaint import Complaint
from dhara.cli.stories import disputing, refunding, selling, settling
from dhara.cli.stories.cards import Stage
from dhara.cli.stories.cast import Scene, scene
from dhara.cli.stories.mailbox import OutboxMailbox, SinkMailbox
from dhara.cli.stories.teller import Step, tell
from dhara.cli.stories.world import world


def _of(step: Callable[[Scene], str]) -> Step:
    """A step of another story, in this one."""

    @wraps(step)
    def played(stage: Stage) -> str:
        return step(stage.scene)

    return played


SELLING: Final[list[Step]] = [
    _of(selling.nadia_signs_up),
    _of(selling.nadia_opens_a_studio),
    _of(selling.nadia_makes_an_offer),
    _of(selling.nadia_uploads_her_file),
    _of(selling.nadia_publishes),
    _of(refunding.nadia_promises_refunds),
    disputing.rafi_pays_by_card,
    disputing.mitu_pays_by_card,
]
AFTER: Final[list[Step]] = [
    disputing.mitu_disputes_and_wins,
    disputing.the_sums_are_right,
    _of(settling.the_books_are_sound),
]
PLAIN: Final = [
    *SELLING,
    disputing.rafi_disputes,
    disputing.nadia_answers,
    disputing.the_bank_decides_for_nadia,
    *AFTER,
]
CHAOS: Final = [
    *SELLING,
    disputing.notices_come_twice,
    disputing.rafi_disputes,
    disputing.stripe_falls_silent,
    disputing.notices_are_lost,
    *AFTER,
]


class Chargeback:
    name = "chargeback"

    def play(self, *, as_json: bool = False, chaos: bool = False, url: str | None = None) -> int:
        """0 when the story ends well. Raises Complaint for chaos at somebody else's Dhara."""
        if chaos and url:
            raise Complaint("With --chaos a story kills processes, so it only plays at a Dhara of its own: omit --url.")
        with _stage(url) as stage:
            if tell(self.name, CHAOS if chaos else PLAIN, stage, as_json=as_json):
                return 0
            if stage.scene.own:
                print(f"What Dhara itself said last:\n{stage.scene.own.words()[-6000:]}", file=sys.stderr)
            return 1


@contextmanager
def _stage(url: str | None) -> Iterator[Stage]:
    if url:
        made = scene(url, OutboxMailbox(url), None)
        try:
            yield Stage(made)
        finally:
            made.close()
        return
    with world(fakes=("stripe",)) as own:
        assert own.sink is not None
        made = scene(own.url, SinkMailbox(own.sink), own)
        try:
            yield Stage(made)
        finally:
            made.close()


STORY: Final = Chargeback()
