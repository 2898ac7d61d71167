"""The story of a card: declined, then paid at Stripe; its notice comes first, twice, and forged; money goes back.

With chaos Stripe hangs up after it did as told, its notices come late, double and backwards, the worker is killed
between payment and delivery, and of one payment neither the payer nor any notice ever comes back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Final

from dhara.cli.complaint import Complaint
from dhara.cli.stories import cards, selling, settling
from dhara.cli.stories.cards import Stage
from dhara.cli.stories.cast import Scene, scene
from dhara.cli.stories.mailbox import OutboxMailbox, SinkMailbox
from dhara.cli.stories.teller import Step, tell
from dhara.cli.stories.world import world


def _of(step: Callable[[Scene], str]) -> Step:
    """A step of the story of a sale, in this one."""

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
]
AFTER: Final[list[Step]] = [
    cards.the_notice_comes_again,
    cards.a_forged_notice_is_refused,
    cards.rafi_has_receipt_and_file,
    cards.nadia_sees_the_sums,
    cards.money_goes_back_by_hand,
    cards.everything_happened_once,
    _of(settling.the_books_are_sound),
]
PLAIN: Final = [*SELLING, cards.rafi_goes_to_stripe, cards.rafi_is_declined, cards.the_notice_is_faster, *AFTER]
CHAOS: Final = [
    *SELLING,
    cards.stripe_hangs_up,
    cards.notices_are_held_up,
    cards.rafi_is_declined,
    cards.the_worker_dies,
    cards.notices_come_backwards_and_twice,
    cards.mitu_is_never_heard_of,
    *AFTER,
]


class Card:
    name = "stripe"

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


STORY: Final = Card()
