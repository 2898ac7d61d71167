"""The story of work by the hour: a rate and a weekly limit, money before the week, time, bills, an end.

With chaos the worker is killed as the money of a week comes and as what was not worked goes back, the same hour is
written down twice at one instant, and he and the timer accept a bill at once.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any, Final

from dhara.cli.stories import gigging, hourly_agreeing, selling, settling
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.gig_stage import DAY
from dhara.cli.stories.gig_trouble import at_once, dies, press
from dhara.cli.stories.hourly_stage import WEEK, Hourly, back, pays, step, worked, writes
from dhara.cli.stories.job_stage import SET_ASIDE
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.tale import Tale, of
from dhara.cli.stories.teller import Step
from dhara.cli.stories.visitor import Broken, Visitor


def rafi_pays_a_week(stage: Hourly) -> str:
    """He sets the money of a week aside, ten hours at ৳300; before that Nadia is told to wait."""
    stage.nadia.open(stage.home)
    stage.nadia.see("Please work only when the money of a week is set aside.")
    pays(stage, 1)
    return _is_paid(stage, 1)


def _is_paid(stage: Hourly, position: int) -> str:
    stage.rafi.wait_for(SET_ASIDE)
    return stage.stands(position, "active", held=WEEK, pending=0, payments=1)


def nadia_writes_time_down(stage: Hourly) -> str:
    """She writes down two hours and a quarter; an hour twice, the future and more than ten hours are refused."""
    stage.begin(1)
    writes(stage, 1, ago=300, minutes=90)
    writes(stage, 1, ago=200, minutes=45)
    for wrong, words in (
        ({"ago": 290, "minutes": 30}, "written down work at this time already"),
        ({"ago": 20, "minutes": 600}, "This time has not come yet"),
        ({"ago": 1300, "minutes": 500}, "above the weekly limit: 465 minutes"),
    ):
        writes(stage, 1, **wrong, refused=words)
    return worked(stage, 1, 135)


def rafi_sees_it(stage: Hourly) -> str:
    """He sees what she wrote as soon as she did, and that nobody but her can change it."""
    stage.rafi.open(stage.home)
    stage.rafi.see("Answered letters", "৳৬৭৫")
    if stage.time(1) in stage.rafi.page.words or any("/time/" in form.action for form in stage.rafi.page.forms):
        raise Broken("he can write her time")
    return "2:15 h, ৳675"


def the_week_is_closed(stage: Hourly) -> str:
    """The week ends, and half a day later it is closed: what was not worked goes back to his bank at once."""
    return _billed(stage, 1, 67_500, after=f"pass_hours({2 * DAY + 13})")


def _billed(stage: Hourly, position: int, bill: int, after: str = "") -> str:
    back_now = WEEK - bill
    return stage.stands(position, "submitted", after=after, held=bill, returned=back_now, given_back=back_now)


def silence_accepts(stage: Hourly) -> str:
    """He says nothing until Friday: the bill is accepted, and she is paid for her time."""
    return _accepted(stage, 1, 67_500, after=f"pass_hours({5 * DAY})")


def _accepted(stage: Hourly, position: int, bill: int, after: str = "") -> str:
    figures: dict[str, Any] = {"held": 0, "paid": bill, "pending": bill * 95 // 100, "clearings": 1}
    return stage.stands(position, "accepted", after=after, returned=WEEK - bill, given_back=WEEK - bill, **figures)


def a_second_week(stage: Hourly) -> str:
    """He pays another week; she works an hour, closes it herself, and he accepts the bill."""
    pays(stage, 2)
    said = _is_paid(stage, 2)
    stage.begin(2)
    writes(stage, 2, ago=100, minutes=60)
    step(stage, stage.nadia, 2, "close")
    said += f"; {_billed(stage, 2, 30_000)}"
    step(stage, stage.rafi, 2, "approve")
    return f"{said}; {_accepted(stage, 2, 30_000)}"


def a_week_without_work(stage: Hourly) -> str:
    """He pays a week in which she has no time: she closes it, all of it goes back, and there is nothing to accept."""
    return back(stage, 3)


def they_agree_on_another_rate(stage: Hourly) -> str:
    """She proposes ৳350 from the next week on; Rafi reads what stood before, and agrees. The paid weeks stay."""
    stage.nadia.open(f"{stage.home}changes/terms/")
    stage.nadia.fill("/changes/terms/", rate="350", weekly_hours="10", text="The letters became longer.")
    stage.rafi.open(stage.home)
    stage.rafi.see("৳৩০০", "৳৩৫০", "The letters became longer.")
    stage.rafi.fill("/agreement/")
    stage.rafi.open(stage.room(4))
    stage.rafi.see("৳৩,৫০০")
    stage.rafi.open(stage.room(3))
    stage.rafi.see("৳৩০০")
    return "৳350 from the fourth week on"


def nadia_ends_it(stage: Hourly) -> str:
    """She wants no further week; nothing more can be paid."""
    step(stage, stage.nadia, 4, "finish")
    stage.rafi.open(stage.home)
    if any("/pay/work/" in form.action for form in stage.rafi.page.forms):
        raise Broken("another week can still be paid")
    return stage.stands(4, "cancelled", held=0, paid=0, payments=0)


def both_see_the_sums(stage: Hourly) -> str:
    """Both see what was paid for each week and what went back; a stranger finds nothing."""
    stage.nadia.open(stage.home)
    stage.nadia.see("The project is finished", "৳675", "৳300", "৳975")
    stage.rafi.open(stage.home)
    stage.rafi.see("৳৯৭৫")
    stage.scene.stranger.open(stage.home)
    if "/account/login/" not in stage.scene.stranger.page.address:
        raise Broken(f"a stranger sees {stage.scene.stranger.page.address}")
    return "৳975 for 3:15 h"


def the_money_clears(stage: Hourly) -> str:
    """Weeks later all that she earned is hers to the poisha."""
    found = stage.inside(f"pass_hours({60 * DAY}); clear({stage.work})")
    if found != {"held": 0, "pending": 0, "cleared": 97_500 * 95 // 100}:
        raise Broken(f"not all has cleared: {found}")
    return "৳926.25 can be paid out"


def the_worker_dies_as_the_money_comes(stage: Hourly) -> str:
    """He pays a week, his bank says so twice, and the worker is killed: the money is set aside once."""
    said = dies(stage, lambda: pays(stage, 1, choice="answer_twice"))
    return f"{said}; {_is_paid(stage, 1)}"


def the_same_hour_twice_at_once(stage: Hourly) -> str:
    """Nadia writes the same time down in two windows at one instant: it stands there once."""
    stage.begin(1)
    with closing(stage.second_window()) as other:
        at_once(*(press(each, stage.time(1), **stage.span(300, 90)) for each in (stage.nadia, other)))
    said = worked(stage, 1, 90)
    writes(stage, 1, ago=200, minutes=45)
    return f"{said}; {worked(stage, 1, 135)}"


def the_worker_dies_as_the_week_is_closed(stage: Hourly) -> str:
    """The week is over, and the worker killed before the bank was asked: what was not worked goes back, once."""
    said = dies(stage, lambda: stage.inside(f"pass_hours({2 * DAY + 13}); silence({stage.unit(1)})"))
    return f"{said}; {_billed(stage, 1, 67_500)}"


def he_and_silence_accept_at_once(stage: Hourly) -> str:
    """He accepts as his time ends: Nadia is paid once."""
    accept = press(stage.rafi, f"{stage.room(1)}approve/")
    at_once(accept, lambda: stage.inside(f"silence({stage.unit(1)})"), lambda: stage.inside(f"pass_hours({5 * DAY})"))
    return _accepted(stage, 1, 67_500)


_BEGIN: Final[list[Step]] = [
    of(selling.nadia_signs_up),
    of(selling.nadia_opens_a_studio),
    gigging.rafi_signs_up,
    hourly_agreeing.rafi_posts_a_job,
    hourly_agreeing.nadia_names_her_rate,
    hourly_agreeing.they_agree,
]
_END: Final[list[Step]] = [
    a_second_week,
    a_week_without_work,
    they_agree_on_another_rate,
    nadia_ends_it,
    both_see_the_sums,
    the_money_clears,
    of(settling.the_books_are_sound),
]
PLAIN: Final[list[Step]] = [
    *_BEGIN,
    rafi_pays_a_week,
    nadia_writes_time_down,
    rafi_sees_it,
    the_week_is_closed,
    silence_accepts,
    *_END,
]
CHAOS: Final[list[Step]] = [
    *_BEGIN,
    the_worker_dies_as_the_money_comes,
    the_same_hour_twice_at_once,
    rafi_sees_it,
    the_worker_dies_as_the_week_is_closed,
    he_and_silence_accept_at_once,
    *_END,
]


def a_first_week_without_work(stage: Hourly) -> str:
    """He pays a week in which she has no time: she closes it, and all of it goes back."""
    return back(stage, 1)


def nadia_ends_it_at_once(stage: Hourly) -> str:
    """She wants no further week."""
    step(stage, stage.nadia, 2, "finish")
    stage.nadia.see("The project is finished")
    return "ended"


# Where no time passes.
ELSEWHERE: Final[list[Step]] = [*_BEGIN, a_first_week_without_work, nadia_ends_it_at_once]


def _stage(scene: Scene) -> Hourly:
    return Hourly(scene, Operator(Visitor(scene.base, "en", name="operator"), f"oishi.{scene.mark}@story.example.com"))


STORY: Final = Tale("job-hourly", PLAIN, CHAOS, stage=_stage, elsewhere=ELSEWHERE)
