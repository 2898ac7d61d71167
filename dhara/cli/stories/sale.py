"""The story of a sale: two sellers, a guest who buys of both, and nobody awake in between.

With chaos the worker is killed between payment and delivery, then the web server; the bank answers twice to one buyer
and late to the other; the mail server puts one letter off and hangs up on another. The end must be the same.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import buying, selling, settling, trouble
from dhara.cli.stories.tale import Tale
from dhara.cli.stories.teller import Step

SELLERS: Final[list[Step]] = [
    selling.nadia_signs_up,
    selling.nadia_opens_a_studio,
    selling.nadia_makes_an_offer,
    selling.nadia_uploads_her_file,
    selling.nadia_publishes,
    selling.tuhin_does_the_same,
]
BUYING: Final[list[Step]] = [buying.rafi_searches, buying.rafi_browses, buying.rafi_goes_to_pay]
CALM: Final[list[Step]] = [buying.rafi_pays]
CALM_END: Final[list[Step]] = [buying.mitu_is_declined, buying.mitu_pays_after_all]
RECEIVING: Final[list[Step]] = [buying.rafi_gets_the_receipt, buying.rafi_downloads]
AFTER: Final[list[Step]] = [
    settling.sellers_get_letters,
    settling.sellers_see_the_sale,
    settling.everything_happened_once,
    settling.the_books_are_sound,
    buying.rafi_signs_up,
    settling.lost_links_are_mailed,
    settling.forged_links_are_refused,
    settling.sellers_see_only_their_own,
]
PLAIN: Final = [*SELLERS, *BUYING, *CALM, *RECEIVING, *CALM_END, *AFTER]
CHAOS: Final = [
    *SELLERS,
    trouble.mitu_pays_late,
    trouble.the_web_server_dies,
    *BUYING,
    trouble.the_mail_server_is_unwell,
    trouble.the_worker_dies_before_it_delivers,
    *RECEIVING,
    trouble.the_late_money_comes,
    *AFTER,
]
STORY: Final = Tale("sale", PLAIN, CHAOS)
