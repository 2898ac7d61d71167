"""The story of money that goes back: promised, asked for, given in part, then whole; and once refused by the bank.

With chaos the worker is killed before the bank was asked, the web server after it, and the mail server is unwell.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dhara.cli.complaint import Complaint
from dhara.cli.stories import refunding, selling, settling, trouble
from dhara.cli.stories.cast import Scene, scene
from dhara.cli.stories.mailbox import OutboxMailbox, SinkMailbox
from dhara.cli.stories.teller import Step, tell
from dhara.cli.stories.world import world

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


class Refund:
    name = "refund"

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


STORY: Final = Refund()
