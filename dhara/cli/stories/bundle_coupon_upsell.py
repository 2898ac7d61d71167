"""The story of a bundle bought with a coupon, and of what is offered after the payment: in one click, on one screen.

With chaos Stripe hangs up after it charged the kept card, its notices come late, double and backwards, and the worker
is killed between the one click and the delivery. The end must be the same.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import cards, packing, selling, settling
from dhara.cli.stories.cards import Stage
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step

SELLING: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    of(selling.nadia_makes_an_offer),
    of(selling.nadia_uploads_her_file),
    of(selling.nadia_publishes),
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
    of(settling.the_books_are_sound),
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
STORY: Final = Tale("bundle-coupon-upsell", PLAIN, CHAOS, stage=Stage, fakes=("stripe",))
