"""The story of a case: Rafi and Nadia disagree about a gig, and the money goes to each as it is settled or ruled.

One case is ruled twice, as it is appealed; one is settled without anybody else; one ends because nobody says anything.
With chaos the worker is killed as the money moves, rulings are pressed twice, and both sides act at one instant.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import dispute_ends, dispute_steps, dispute_trouble, gig_ends, gigging, selling, settling
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.dispute_stage import Quarrel
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step
from dhara.cli.stories.visitor import Visitor

_PEOPLE: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    gigging.nadia_makes_a_gig,
    gigging.nadia_publishes,
    gigging.rafi_signs_up,
]
_TALK: Final[list[Step]] = [
    dispute_steps.rafi_is_disappointed,
    dispute_steps.rafi_opens_a_case,
    dispute_steps.nadia_answers,
    dispute_steps.she_proposes_and_he_says_no,
    dispute_steps.he_proposes_and_she_says_no,
]
_END: Final[list[Step]] = [
    dispute_ends.both_see_the_same_story,
    dispute_ends.both_were_written_to,
    gig_ends.the_money_clears,
    of(settling.the_books_are_sound),
]
PLAIN: Final[list[Step]] = [
    *_PEOPLE,
    dispute_steps.two_operators_move_in,
    *_TALK,
    dispute_steps.rafi_hands_it_over,
    dispute_steps.an_operator_rules,
    dispute_steps.she_agrees_and_he_appeals,
    dispute_steps.another_operator_has_the_last_word,
    dispute_ends.they_settle_it,
    dispute_ends.nobody_answers,
    dispute_ends.nobody_appeals,
    *_END,
]
CHAOS: Final[list[Step]] = [
    *_PEOPLE,
    dispute_steps.two_operators_move_in,
    *_TALK,
    dispute_steps.rafi_hands_it_over,
    dispute_trouble.a_ruling_is_pressed_twice,
    dispute_steps.she_agrees_and_he_appeals,
    dispute_trouble.the_worker_dies_at_the_last_word,
    dispute_trouble.the_worker_dies_as_they_settle,
    dispute_ends.nobody_answers,
    dispute_trouble.the_worker_sleeps_through_the_appeal,
    dispute_trouble.each_agrees_to_the_other_at_once,
    dispute_trouble.taken_back_and_agreed_at_once,
    dispute_trouble.settled_and_ruled_at_once,
    dispute_trouble.appealed_as_the_time_is_over,
    *_END,
]
ELSEWHERE: Final[list[Step]] = [
    *_PEOPLE,
    *_TALK,
    dispute_ends.they_settle_it,
    dispute_ends.strangers_see_nothing,
]


def _stage(scene: Scene) -> Quarrel:
    first, second = (
        Operator(Visitor(scene.base, "en", name=name), f"{name.lower()}.{scene.mark}@story.example.com", name)
        for name in ("Oishi", "Farid")
    )
    return Quarrel(scene, first, second=second)


STORY: Final = Tale("dispute", PLAIN, CHAOS, stage=_stage, elsewhere=ELSEWHERE)
