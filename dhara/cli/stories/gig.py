"""The story of a gig: ordered, asked for changes, delivered, paid; and all the ways in which it may end otherwise.

With chaos the worker is killed at each move of the money and stands still for a week, both sides and the timer act at
one instant, and the buyer's bank takes money back only at the third time.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import gig_ends, gig_trouble, gigging, selling, settling
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.gig_stage import Stage
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step
from dhara.cli.stories.visitor import Visitor

_BEGIN: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    gigging.nadia_makes_a_gig,
    gigging.nadia_publishes,
    gigging.rafi_signs_up,
]
_WORK: Final[list[Step]] = [
    gigging.rafi_answers,
    gigging.nadia_delivers,
    gigging.rafi_asks_a_revision,
    gigging.nadia_delivers_again,
]
_END: Final[list[Step]] = [gig_ends.the_money_clears, gigging.others_see_nothing, of(settling.the_books_are_sound)]
PLAIN: Final[list[Step]] = [
    *_BEGIN,
    gigging.rafi_orders,
    *_WORK,
    gigging.rafi_accepts,
    gig_ends.rafi_cancels_what_is_late,
    gig_ends.silence_accepts,
    gig_ends.silence_ends_it,
    gig_ends.the_operator_divides,
    *_END,
]
CHAOS: Final[list[Step]] = [
    *_BEGIN,
    gig_trouble.the_worker_dies_before_it_begins,
    *_WORK,
    gig_trouble.the_worker_dies_at_acceptance,
    gig_trouble.the_worker_dies_on_the_way_back,
    gig_trouble.he_and_silence_accept_at_once,
    gig_trouble.delivered_and_cancelled_at_once,
    gig_trouble.a_week_stands_still,
    gig_trouble.the_bank_refuses_twice,
    gig_ends.the_operator_divides,
    *_END,
]
ELSEWHERE: Final[list[Step]] = [
    *_BEGIN,
    gigging.rafi_orders,
    *_WORK,
    gigging.rafi_accepts,
    gigging.others_see_nothing,
]


def _stage(scene: Scene) -> Stage:
    return Stage(scene, Operator(Visitor(scene.base, "en", name="operator"), f"oishi.{scene.mark}@story.example.com"))


STORY: Final = Tale("gig", PLAIN, CHAOS, stage=_stage, elsewhere=ELSEWHERE)
