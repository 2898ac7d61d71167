"""The story of a sale: two sellers, a guest who buys of both, and nobody awake in between.

With chaos the worker is killed between payment and delivery, then the web server; the bank answers twice to one buyer
and late to the other; the mail server puts one letter off and hangs up on another. The end must be the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dhara.cli.complaint import Complaint
from dhara.cli.stories import buying, selling, settling, trouble
from dhara.cli.stories.cast import Scene, scene
from dhara.cli.stories.mailbox import OutboxMailbox, SinkMailbox
from dhara.cli.stories.teller import Step, tell
from dhara.cli.stories.world import world

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


class Sale:
    name = "sale"

    def play(self, *, as_json: bool = False, chaos: bool = False, url: str | None = None) -> int:
        """0 when the story ends well. Raises Complaint for chaos at somebody else's Dhara."""
        if chaos and url:
            raise Complaint("With --chaos a story kills processes, so it only plays at a Dhara of its own: omit --url.")
        with _stage(url) as stage:
            if tell(self.name, CHAOS if chaos else PLAIN, stage, as_json=as_json):
                return 0
            if stage.own:
                print(f"What Dhara itself said last:\n{stage.own.words()[-6000:]}", file=sys.stderr)
            return 1


@contextmanager
def _stage(url: str | None) -> Iterator[Scene]:
    if url:
        made = scene(url, OutboxMailbox(url), None)
        try:
            yield made
        finally:
            made.close()
        return
    with world() as own:
        assert own.sink is not None
        made = scene(own.url, SinkMailbox(own.sink), own)
        try:
            yield made
        finally:
            made.close()


STORY: Final = Sale()
