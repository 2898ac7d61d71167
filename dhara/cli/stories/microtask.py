"""The story of small tasks: a campaign paid before anybody begins, three who work, one who was wronged.

With chaos the worker process is killed as money comes, goes out and goes back, and payer and workers press twice at one
instant.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import micro_buyer, micro_steps, micro_trouble, settling
from dhara.cli.stories.micro_stage import stage
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step

_BEGIN: Final[list[Step]] = [
    micro_steps.three_workers_open_studios,
    micro_steps.the_desk_says_who_pays,
    micro_buyer.rafi_writes_a_campaign,
]
_WORK: Final[list[Step]] = [
    micro_steps.tuhin_does_three,
    micro_steps.shirin_makes_a_mistake,
    micro_buyer.rafi_accepts_one,
    micro_buyer.rafi_rejects_two,
    micro_steps.tuhin_does_it_again,
    micro_steps.shirin_appeals,
]
_END: Final[list[Step]] = [micro_steps.nobody_was_charged, micro_steps.others_see_nothing]
_CLEARED: Final[list[Step]] = [micro_steps.the_money_clears, of(settling.the_books_are_sound)]
PLAIN: Final[list[Step]] = [
    *_BEGIN,
    micro_buyer.rafi_pays,
    micro_steps.nadia_does_three,
    micro_steps.tuhin_is_too_late,
    *_WORK,
    micro_steps.the_operator_agrees,
    micro_buyer.rafi_accepts_the_rest,
    micro_buyer.the_results_are_exported,
    micro_buyer.the_rest_goes_back,
    *_END,
    *_CLEARED,
]
CHAOS: Final[list[Step]] = [
    *_BEGIN,
    micro_trouble.he_pays_twice_and_the_worker_dies,
    micro_trouble.all_take_at_one_instant,
    micro_trouble.nadia_hands_in_twice,
    micro_steps.tuhin_is_too_late,
    *_WORK,
    micro_steps.the_operator_agrees,
    micro_trouble.the_worker_dies_as_they_are_paid,
    micro_buyer.the_results_are_exported,
    micro_trouble.the_worker_dies_on_the_way_back,
    *_END,
    *_CLEARED,
]
# Where no time passes and nobody sees into the books: Rafi himself answers the appeal.
ELSEWHERE: Final[list[Step]] = [
    *_BEGIN,
    micro_buyer.rafi_pays,
    micro_steps.nadia_does_three,
    *_WORK,
    micro_buyer.rafi_agrees,
    micro_buyer.rafi_accepts_the_rest,
    micro_buyer.the_results_are_exported,
    micro_buyer.the_rest_goes_back,
    *_END,
]

STORY: Final = Tale("microtask", PLAIN, CHAOS, stage=stage, elsewhere=ELSEWHERE)
