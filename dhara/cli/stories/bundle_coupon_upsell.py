"""The story of a bundle bought with a coupon, and of what is offered after the payment: in one click, on one screen.

With chaos Stripe hangs up after it charged the kept card, its notices come late, double and backwards, and the worker
is killed between the one click and the delivery. The end must be the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Final

from dhara.cli.complaint import Complaint
from dhara.cli.stories import cards, packing, selling, settling
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
    packing.nadia_makes_two_more,
    packing.nadia_ties_a_bundle,
    packing.nadia_makes_a_coupon,
    packing.nadia_suggests_the_stickers,
]
RAFI: Final[list[Step]] = [packing.rafi_enters_the_code, packing.rafi_pays_by_card]
AFTER: Final[list[Step]] = [
    packing.mitu_declines_the_code_of_nobody,
    packing.mitu_takes_it_on_one_screen,
    packing.both_have_everything,
    packing.everything_happened_once,
    _of(settling.the_books_are_sound),
]
PLAIN: Final = [*SELLING, *RAFI, packing.rafi_says_yes_in_one_click, *AFTER]
CHAOS: Final = [
    *SELLING,
    cards.notices_are_held_up,
    *RAFI,
    packing.stripe_hangs_up_on_the_click,
    packing.the_worker_dies,
    cards.notices_come_backwards_and_twice,
    *AFTER,
]


class BundleCouponUpsell:
    name = "bundle-coupon-upsell"

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


STORY: Final = BundleCouponUpsell()
