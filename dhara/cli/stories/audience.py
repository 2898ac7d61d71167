"""The story of an audience: something free, a form, letters over nine days, a purchase from the last of them.

With chaos the worker is killed before it gives the free file, and before each letter; the end must be the same.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import selling, subscribing
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step

READY: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    of(selling.nadia_makes_an_offer),
    of(selling.nadia_uploads_her_file),
    of(selling.nadia_publishes),
    subscribing.nadia_gives_something_away,
    subscribing.nadia_builds_a_form,
    subscribing.a_sequence_lies_ready,
    subscribing.mitu_fills_in_the_form,
    subscribing.looking_confirms_nothing,
]
END: Final[list[Step]] = [
    subscribing.mitu_buys_from_the_letter,
    subscribing.she_is_a_buyer_now,
    subscribing.everything_happened_once,
]
PLAIN: Final = [*READY, subscribing.mitu_presses_the_button, subscribing.letters_come_over_nine_days, *END]
CHAOS: Final = [
    *READY,
    subscribing.mitu_presses_while_the_worker_dies,
    subscribing.letters_come_though_the_worker_dies,
    *END,
]
# Elsewhere no days can be made to pass, and nobody looks into the tables.
INSIDE: Final = (subscribing.a_sequence_lies_ready, subscribing.looking_confirms_nothing)
ELSEWHERE: Final = [
    *(step for step in READY if step not in INSIDE),
    subscribing.mitu_presses_the_button,
]
STORY: Final = Tale("audience", PLAIN, CHAOS, stage=subscribing.stage, elsewhere=ELSEWHERE)
