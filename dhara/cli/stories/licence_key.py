"""The story of licence keys: two offers, three buyers, many machines; and a key that is refused once it was refunded.

With chaos the worker is killed before it has made a key, the web server while a program asks, the mail server is
unwell, Stripe's notices come late, twice and backwards, and it hangs up after it has sent money back.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import cards, licensing, selling, settling, trouble
from dhara.cli.stories.licensing import Stage
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step

SELLING: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    licensing.nadia_makes_a_program,
    licensing.nadia_brings_her_own_keys,
]
USING: Final[list[Step]] = [
    licensing.his_machines_ask,
    licensing.he_takes_machines_off,
    licensing.many_machines_ask_at_once,
    licensing.keys_of_the_list_are_sold,
    licensing.nadia_sees_her_keys,
]
AFTER: Final[list[Step]] = [licensing.everything_happened_once, of(settling.the_books_are_sound)]
PLAIN: Final = [
    *SELLING,
    licensing.rafi_buys_the_program,
    *USING,
    licensing.nadia_gives_the_money_back,
    *AFTER,
]
CHAOS: Final = [
    *SELLING,
    of(trouble.the_mail_server_is_unwell),
    cards.notices_are_held_up,
    licensing.the_worker_dies_before_there_is_a_key,
    cards.notices_come_backwards_and_twice,
    licensing.the_web_server_dies_under_a_program,
    *USING,
    licensing.stripe_hangs_up_on_the_refund,
    *AFTER,
]
STORY: Final = Tale("licence-key", PLAIN, CHAOS, stage=Stage, fakes=("stripe",))
