"""The story of a broadcast: a list is brought along, one letter is written, and everybody on it gets it once.

With chaos the mail server puts letters off and hangs up, the worker is killed twice, and the broadcast is paused in
the middle: nobody gets two by that, the counts add up, and those of whom nobody knows are reached at a person's word.
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
    broadcasting.she_sends_it_into_a_bad_night,
    broadcasting.she_pauses_and_goes_on,
    broadcasting.nobody_gets_two_and_the_counts_add_up,
    broadcasting.she_sends_to_those_not_reached,
]
STORY: Final = Tale("broadcast", PLAIN, CHAOS, stage=broadcasting.stage)
