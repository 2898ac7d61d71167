"""The story of a broadcast: a list is brought along, one letter is written, and everybody on it gets it once.

With chaos the broadcast is paused before anything left, the mail server puts letters off and hangs up, and the worker
is killed twice: nobody gets two by that, the counts add up, and who is not reached gets it at a person's word.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import broadcasting, selling
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step

READY: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    broadcasting.nadia_brings_her_list,
    broadcasting.she_writes_a_letter,
]
PLAIN: Final = [
    *READY,
    broadcasting.she_sends_it,
    broadcasting.everybody_gets_it_once,
    broadcasting.the_report_is_true,
]
CHAOS: Final = [
    *READY,
    broadcasting.she_pauses_before_anything_left,
    broadcasting.it_goes_on_into_a_bad_night,
    broadcasting.nobody_gets_two_and_the_counts_add_up,
    broadcasting.she_sends_to_those_not_reached,
]
STORY: Final = Tale("broadcast", PLAIN, CHAOS, stage=broadcasting.stage)
