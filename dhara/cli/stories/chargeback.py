"""The story of two chargebacks: a buyer's bank takes the money back, the seller answers; one is won, one is lost.

With chaos notices come twice and backwards, Stripe hangs up after it took the evidence, and the worker is killed.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import disputing, refunding, selling, settling
from dhara.cli.stories.cards import Stage
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step

SELLING: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    of(selling.nadia_makes_an_offer),
    of(selling.nadia_uploads_her_file),
    of(selling.nadia_publishes),
    of(refunding.nadia_promises_refunds),
    disputing.rafi_pays_by_card,
    disputing.mitu_pays_by_card,
]
AFTER: Final[list[Step]] = [
    disputing.mitu_disputes_and_wins,
    disputing.the_sums_are_right,
    of(settling.the_books_are_sound),
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
STORY: Final = Tale("chargeback", PLAIN, CHAOS, stage=Stage, fakes=("stripe",))
