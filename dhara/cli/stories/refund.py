"""The story of money that goes back: promised, asked for, given in part, then whole; and once refused by the bank.

With chaos the worker is killed before the bank was asked, the web server after it, and the mail server is unwell.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import refunding, selling, settling, trouble
from dhara.cli.stories.tale import Tale
from dhara.cli.stories.teller import Step

SELLING: Final[list[Step]] = [
    selling.nadia_signs_up,
    selling.nadia_opens_a_studio,
    selling.nadia_makes_an_offer,
    selling.nadia_uploads_her_file,
    selling.nadia_publishes,
    refunding.nadia_promises_refunds,
]
BUYING: Final[list[Step]] = [refunding.rafi_buys, refunding.mitu_buys, refunding.rafi_asks]
AFTER: Final[list[Step]] = [
    refunding.nadia_gives_the_rest,
    refunding.nadia_refunds_mitu_in_vain,
    refunding.nadia_sees_what_it_cost,
    refunding.others_can_not_refund,
    settling.the_books_are_sound,
]
PLAIN: Final = [*SELLING, *BUYING, refunding.nadia_gives_a_part, *AFTER]
CHAOS: Final = [
    *SELLING,
    trouble.the_mail_server_is_unwell,
    *BUYING,
    refunding.the_worker_dies_on_the_way_back,
    refunding.the_web_server_dies,
    *AFTER,
]
STORY: Final = Tale("refund", PLAIN, CHAOS)
