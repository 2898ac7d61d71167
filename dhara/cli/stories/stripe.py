"""The story of a card: declined, then paid at Stripe; its notice comes first, twice, and forged; money goes back.

With chaos Stripe hangs up after it did as told, its notices come late, double and backwards, the worker is killed
between payment and delivery, and of one payment neither the payer nor any notice ever comes back.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import cards, selling, settling
from dhara.cli.stories.cards import Stage
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step

SELLING: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    of(selling.nadia_makes_an_offer),
    of(selling.nadia_uploads_her_file),
    of(selling.nadia_publishes),
]
AFTER: Final[list[Step]] = [
    cards.the_notice_comes_again,
    cards.a_forged_notice_is_refused,
    cards.rafi_has_receipt_and_file,
    cards.nadia_sees_the_sums,
    cards.money_goes_back_by_hand,
    cards.everything_happened_once,
    of(settling.the_books_are_sound),
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
STORY: Final = Tale("stripe", PLAIN, CHAOS, stage=Stage, fakes=("stripe",))
