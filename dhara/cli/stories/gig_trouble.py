"""Steps of a gig in which things go wrong: processes die, two act at one instant, the bank takes nothing back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Protocol

from dhara.cli.stories.gig_ends import asks_to_end, goes_back, starts
from dhara.cli.stories.gig_stage import DAY, NET, Stage, png
from dhara.cli.stories.gigging import begins, delivers, order, step
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import World, until

# The gateway's fee for 300 taka, in poisha: it does not come back to who gives money back by hand.
FEE: Final = 450


class Housed(Protocol):
    """A stage with a Dhara of its own."""

    @property
    def own(self) -> World: ...


def dies(stage: Housed, deed: Callable[[], Any]) -> str:
    """The worker stands still, something happens, and it is killed (SIGKILL) before it could do its part."""
    stage.own.freeze("worker")
    deed()
    killed = stage.own.kill("worker")
    return f"worker {killed} died, {stage.own.back('worker', killed)} goes on"


def the_worker_dies_before_it_begins(stage: Stage) -> str:
    """Rafi pays for the second package and the extra; the worker is killed before the work was written down."""
    said = dies(stage, lambda: order(stage, "accepted", package=1, extra=True))
    return f"{said}; {begins(stage, 'accepted')}"


def the_worker_dies_at_acceptance(stage: Stage) -> str:
    """He accepts, and the worker is killed; Nadia is paid once."""
    said = dies(stage, lambda: step(stage.rafi, stage.orders["accepted"], "accept"))
    figures: dict[str, Any] = {
        "held": 0,
        "pending": NET[600],
        "paid": NET[600],
        "returned": 0,
        "given_back": 0,
        "clearings": 1,
    }
    return f"{said}; {stage.becomes('accepted', 'accepted', **figures)}"


def the_worker_dies_on_the_way_back(stage: Stage) -> str:
    """What is late is cancelled, and the worker killed before the bank was asked: it goes back, once."""
    starts(stage, "late")
    stage.pass_hours(2 * DAY + 25)
    said = dies(stage, lambda: step(stage.rafi, stage.orders["late"], "cancel_late"))
    return f"{said}; {goes_back(stage, 'late')}"


def at_once(*deeds: Callable[[], Any]) -> None:
    """At one instant; a refusal is an answer too."""
    with ThreadPoolExecutor(len(deeds)) as pool:
        for each in [pool.submit(deed) for deed in deeds]:
            each.result()


def press(visitor: Visitor, page: str, **more: Any) -> Callable[[], Any]:
    """The form is open already; pressing it may be refused, as somebody else came first."""
    visitor.open(page)

    def pressed() -> None:
        try:
            visitor.fill(page, **more)
        except Broken as refusal:
            if " 409: " not in str(refusal):
                raise

    return pressed


def he_and_silence_accept_at_once(stage: Stage) -> str:
    """Rafi presses “accept” twice over as his three days end: Nadia is paid once."""
    starts(stage, "silent")
    delivers(stage, "silent", "Here it is")
    made = stage.orders["silent"]
    accept = press(stage.rafi, f"{made.room}accept/")
    at_once(accept, lambda: stage.inside(f"silence({made.unit})"), lambda: stage.pass_hours(3 * DAY))
    figures: dict[str, Any] = {"held": 0, "pending": NET[300], "returned": 0, "given_back": 0, "clearings": 1}
    return stage.becomes("silent", "accepted", **figures)


def delivered_and_cancelled_at_once(stage: Stage) -> str:
    """Nadia delivers what is late as Rafi cancels it: one of them comes first, and the money goes one way."""
    starts(stage, "raced")
    stage.pass_hours(2 * DAY + 25)
    made = stage.orders["raced"]
    file = {"file": ("logo.png", png("Late"), "image/png")}
    deliver = press(stage.nadia, f"{made.room}deliver/", files=file, text="Late, but here")
    at_once(deliver, press(stage.rafi, f"{made.room}cancel_late/"))
    stage.rafi.open(made.room)
    if "Late, but here" in stage.rafi.page.words:
        step(stage.rafi, made, "accept")
        return f"she was first; {stage.becomes('raced', 'accepted', held=0, pending=NET[300], given_back=0)}"
    return f"he was first; {goes_back(stage, 'raced')}"


def a_week_stands_still(stage: Stage) -> str:
    """The worker stands still for a week in which silence should have accepted: it does when it is back, once."""
    starts(stage, "week")
    delivers(stage, "week", "Before the holidays")
    said = dies(stage, lambda: stage.pass_hours(7 * DAY))
    figures: dict[str, Any] = {"held": 0, "pending": NET[300], "returned": 0, "given_back": 0, "clearings": 1}
    return f"{said}; {stage.becomes('week', 'accepted', **figures)}"


def the_bank_refuses_twice(stage: Stage) -> str:
    """Work is ended by silence, but Rafi's bank takes nothing back, twice; at the third time it does, once."""
    starts(stage, "ended", choice="pay_unreturnable")
    asks_to_end(stage, "ended")
    stage.pass_hours(2 * DAY)
    number = stage.orders["ended"].number
    _tries_again(stage, number, 1)
    _fails(stage, number, 2)
    stage.inside(f"make_returnable({number!r})")
    _tries_again(stage, number, 2)
    stage.cost += FEE
    return goes_back(stage, "ended")


def _fails(stage: Stage, number: str, times: int) -> None:
    """The order's page says so, as often as it was tried, and offers to try again.

    The word alone may stand in what followed from the order before its refunds, read a moment earlier, say so.
    """

    def failed() -> bool:
        page = stage.nadia.open(f"{stage.scene.nadia.workplace}orders/{number}/")
        return page.words.count("Try again") >= times

    until(failed, f"refusal {times} of the bank")


def _tries_again(stage: Stage, number: str, times: int) -> None:
    """Nadia sees that it failed, and gives it back once more."""
    _fails(stage, number, times)
    stage.nadia.follow("Try again")
    stage.nadia.fill("reason", reason="The work was not done.")
