"""The story of leaving: one press ends the letters, nothing but their own word brings them back.

With chaos the worker is killed right after the press, and the next letter still spares them.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import broadcasting, leaving, selling
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step

BEFORE: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    broadcasting.nadia_brings_her_list,
    broadcasting.she_writes_a_letter,
    broadcasting.she_sends_it,
    broadcasting.everybody_gets_it_once,
    leaving.a_scanner_follows_every_link,
]
AFTER: Final[list[Step]] = [
    leaving.the_next_letter_spares_them,
    leaving.no_import_brings_them_back,
    leaving.they_come_back_by_themselves,
]
PLAIN: Final = [*BEFORE, leaving.a_reader_leaves_by_one_click, *AFTER]
CHAOS: Final = [*BEFORE, leaving.a_reader_leaves_while_the_worker_dies, *AFTER]
STORY: Final = Tale("unsubscribe", PLAIN, CHAOS, stage=broadcasting.small_stage)
