"""The story of a project: from a job to an agreement of three milestones, each paid before its work.

With chaos the worker is killed as money comes, goes out and goes back, the bank answers twice and late, and he and the
timer approve at one instant.
"""

from __future__ import annotations

from typing import Any, Final

from dhara.cli.stories import gigging, job_agreeing, selling, settling
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.gig_stage import DAY
from dhara.cli.stories.gig_trouble import at_once, dies, press
from dhara.cli.stories.job_stage import NET, PRICE, SET_ASIDE, Project, hands_in, pays, step
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step
from dhara.cli.stories.visitor import Broken, Visitor


def rafi_sets_the_first_aside(stage: Project) -> str:
    """He pays the first milestone, having pressed the button twice; the money is held, Nadia may begin."""
    pays(stage, 1)
    return _is_set_aside(stage, 1)


def _is_set_aside(stage: Project, *positions: int) -> str:
    stage.rafi.wait_for(SET_ASIDE)
    told = [stage.stands(each, "active", held=PRICE[each], pending=0, payments=1) for each in positions]
    return "; ".join(told)


def nadia_hands_in(stage: Project) -> str:
    """Nadia hands in sketches; Rafi reads what she wrote, and until when he may look."""
    hands_in(stage, 1, "Three sketches")
    stage.rafi.open(stage.room(1))
    stage.rafi.see("Three sketches")
    return "handed in"


def rafi_asks_for_a_change(stage: Project) -> str:
    """He would like the letters larger."""
    step(stage, stage.rafi, 1, "ask_revision", text="অক্ষরগুলো আরেকটু বড় হোক।")
    stage.nadia.open(stage.home)
    stage.nadia.see("অক্ষরগুলো আরেকটু বড় হোক।")
    return "asked"


def nadia_hands_in_again(stage: Project) -> str:
    """She hands in again."""
    hands_in(stage, 1, "Larger letters")
    return "handed in again"


def rafi_approves(stage: Project) -> str:
    """He approves: the money leaves the hold, and Nadia's part of it is on its way to her balance."""
    step(stage, stage.rafi, 1, "approve")
    return _paid(stage, 1)


def _paid(stage: Project, position: int, after: str = "") -> str:
    figures: dict[str, Any] = {"held": 0, "paid": PRICE[position], "pending": NET[position], "clearings": 1}
    return stage.stands(position, "accepted", after=after, returned=0, given_back=0, **figures)


def rafi_sets_two_aside_at_once(stage: Project) -> str:
    """He pays the other two milestones by one payment; each has money of its own."""
    pays(stage, 2, 3)
    return _is_set_aside(stage, 2, 3)


def silence_approves(stage: Project) -> str:
    """Nadia hands in the logo, and Rafi says nothing for fourteen days: it is approved, and she is paid."""
    hands_in(stage, 2, "The logo")
    return _paid(stage, 2, after=f"pass_hours({14 * DAY})")


def rafi_approves_the_logo(stage: Project) -> str:
    """Nadia hands in the logo, and he approves it too."""
    hands_in(stage, 2, "The logo")
    step(stage, stage.rafi, 2, "approve")
    return _paid(stage, 2)


def the_third_is_ended(stage: Project) -> str:
    """Nadia asks to end the third, Rafi agrees: all its money goes back to his bank, once, and nothing else."""
    _agree_to_end(stage)
    return _back(stage)


def _agree_to_end(stage: Project) -> None:
    stage.nadia.open(f"{stage.room(3)}changes/cancel/")
    stage.nadia.fill("/changes/cancel/", text="The wall was pulled down.")
    stage.rafi.open(stage.room(3))
    stage.rafi.see("The wall was pulled down.")
    stage.rafi.fill("/agreement/")


def _back(stage: Project) -> str:
    return stage.stands(3, "cancelled", held=0, paid=0, returned=PRICE[3], given_back=PRICE[3], payments=1)


def both_see_the_sums(stage: Project) -> str:
    """Both see what was agreed, paid out and gone back; a stranger finds no project."""
    stage.nadia.open(stage.home)
    stage.nadia.see("The project is finished", "৳3,500", "৳3,000", "৳500", "৳2,850")
    stage.rafi.open(stage.home)
    stage.rafi.see("৳৩,৫০০", "৳৩,০০০", "৳৫০০")
    stage.scene.stranger.open(stage.home)
    if "/account/login/" not in stage.scene.stranger.page.address:
        raise Broken(f"a stranger sees {stage.scene.stranger.page.address}")
    return "৳3,000 paid out, ৳500 gone back"


def the_money_clears(stage: Project) -> str:
    """Weeks later all that Nadia earned is hers to the poisha."""
    found = stage.inside(f"pass_hours({60 * DAY}); clear({stage.work})")
    if found != {"held": 0, "pending": 0, "cleared": sum(NET.values())}:
        raise Broken(f"not all has cleared: {found}")
    stage.nadia.open(f"{stage.scene.nadia.workplace}money/payouts/")
    stage.nadia.see("৳2,850")
    return "৳2,850 can be paid out"


def the_worker_dies_as_the_money_comes(stage: Project) -> str:
    """Rafi pays, his bank says so twice over, and the worker is killed: the money is set aside once."""
    said = dies(stage, lambda: pays(stage, 1, choice="answer_twice"))
    return f"{said}; {_is_set_aside(stage, 1)}"


def the_worker_dies_at_approval(stage: Project) -> str:
    """He approves, and the worker is killed; Nadia is paid once."""
    said = dies(stage, lambda: step(stage, stage.rafi, 1, "approve"))
    return f"{said}; {_paid(stage, 1)}"


def the_money_comes_late(stage: Project) -> str:
    """He pays two milestones at once and is back before the money is: it is set aside when it comes."""
    pays(stage, 2, 3, choice="pay_late")
    return _is_set_aside(stage, 2, 3)


def he_and_silence_approve_at_once(stage: Project) -> str:
    """Rafi approves the logo as his fourteen days end: Nadia is paid once."""
    hands_in(stage, 2, "The logo")
    approve = press(stage.rafi, f"{stage.room(2)}approve/")
    at_once(approve, lambda: stage.inside(f"silence({stage.units[1]})"), lambda: stage.pass_hours(14 * DAY))
    return _paid(stage, 2)


def the_worker_dies_on_the_way_back(stage: Project) -> str:
    """The third is ended, and the worker killed before the bank was asked: the money goes back, once."""
    said = dies(stage, lambda: _agree_to_end(stage))
    return f"{said}; {_back(stage)}"


_BEGIN: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    gigging.rafi_signs_up,
    job_agreeing.rafi_posts_a_job,
    job_agreeing.nadia_proposes,
    job_agreeing.they_agree,
]
_WORK: Final[list[Step]] = [nadia_hands_in, rafi_asks_for_a_change, nadia_hands_in_again]
_END: Final[list[Step]] = [both_see_the_sums, the_money_clears, of(settling.the_books_are_sound)]
PLAIN: Final[list[Step]] = [
    *_BEGIN,
    rafi_sets_the_first_aside,
    *_WORK,
    rafi_approves,
    rafi_sets_two_aside_at_once,
    silence_approves,
    the_third_is_ended,
    *_END,
]
CHAOS: Final[list[Step]] = [
    *_BEGIN,
    the_worker_dies_as_the_money_comes,
    *_WORK,
    the_worker_dies_at_approval,
    the_money_comes_late,
    he_and_silence_approve_at_once,
    the_worker_dies_on_the_way_back,
    *_END,
]
# Where no time passes.
ELSEWHERE: Final[list[Step]] = [
    *_BEGIN,
    rafi_sets_the_first_aside,
    *_WORK,
    rafi_approves,
    rafi_sets_two_aside_at_once,
    rafi_approves_the_logo,
    the_third_is_ended,
    both_see_the_sums,
]


def _stage(scene: Scene) -> Project:
    return Project(scene, Operator(Visitor(scene.base, "en", name="operator"), f"oishi.{scene.mark}@story.example.com"))


STORY: Final = Tale("job-fixed", PLAIN, CHAOS, stage=_stage, elsewhere=ELSEWHERE)
