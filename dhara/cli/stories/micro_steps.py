"""Steps of small tasks: three people work at their pages, one is too late, two are rejected, each gets their due."""

from __future__ import annotations

import re
from typing import Any

from dhara.cli.stories import operating, selling
from dhara.cli.stories.cast import Seller
from dhara.cli.stories.gig_stage import DAY, png
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.micro_buyer import accepts, shirins
from dhara.cli.stories.micro_stage import EACH, KNOWN, NET, SHOPS, Stage
from dhara.cli.stories.page import Form
from dhara.cli.stories.visitor import Broken, Visitor


def three_workers_open_studios(stage: Stage) -> str:
    """Nadia, Tuhin and Shirin open accounts and studios: that is all that it takes to work."""
    for worker in stage.workers:
        selling._sign_up(stage.scene, worker)
        selling._open_studio(worker)
    return ", ".join(f"@{worker.handle}" for worker in stage.workers)


def the_desk_says_who_pays(stage: Stage) -> str:
    """Nadia finds her way from the dashboard to the small tasks, where it says that nobody pays to work."""
    nadia = stage.scene.nadia
    nadia.visitor.open(nadia.workplace)
    nadia.visitor.follow(f"{nadia.workplace}tasks/")
    nadia.visitor.see("You never pay anything to work")
    if stage.scene.own:
        nadia.visitor.see("No tasks for you right now")
    return "nothing to pay"


def find(stage: Stage, worker: Seller) -> None:
    """From the desk to the campaign; elsewhere others may stand before it."""
    visitor = worker.visitor
    visitor.open(f"{worker.workplace}tasks/")
    while stage.title not in visitor.page.words:
        visitor.follow("after=")
    visitor.follow(stage.title)
    visitor.see("Walk by and look at the door", "You get ৳19", "the fee of the house is ৳1")


def take(stage: Stage, worker: Seller) -> str:
    """Go on with what was taken before, or take a task; which shop it is about."""
    if worker.handle in stage.taken:
        shop = stage.taken.pop(worker.handle)
        worker.visitor.open(stage.page(worker, shop))
        return shop
    find(stage, worker)
    worker.visitor.fill("/reservation/")
    return taken(stage, worker)


def taken(stage: Stage, worker: Seller) -> str:
    """The shop of the task that is on the screen; nothing on it tells that its answer is known."""
    visitor = worker.visitor
    found = re.search(r"/tasks/(\d+)/$", visitor.page.address)
    if found is None:
        raise Broken(f"no task was taken: {visitor.page.address}: {visitor.page.words[:600]}")
    visitor.see("This task is yours", "Your proof", "minutes left", "Give the task back")
    shop = next(shop for shop in SHOPS if shop in visitor.page.words)
    stage.units[worker.handle, shop] = int(found[1])
    return shop


def proof(visitor: Visitor, shop: str, answer: str, words: str) -> dict[str, Any]:
    """What is given to the form on the screen: `files` and the fields by their names."""
    form: Form = visitor.page.form("/proof/")
    mine = sorted(name for name in form.names if name.startswith("answer_") and not name.endswith("-kept"))
    choice = next(name for name in mine if name in form.choices)
    text = next(name for name in mine if name in form.values and name != choice)
    shot = next(name for name in mine if name not in (choice, text))
    given: dict[str, Any] = {choice: answer, text: words}
    return {**given, "files": {shot: ("door.png", png(f"{visitor.name} {shop}"), "image/png")}}


def hand_in(stage: Stage, worker: Seller, shop: str, answer: str = "") -> None:
    worker.visitor.open(stage.page(worker, shop))
    given = proof(worker.visitor, shop, answer or SHOPS[shop], f"The sign of {shop}")
    worker.visitor.fill("/proof/", **given)
    stage.look(worker, shop, "Handed in: the buyer looks at it", "accepted by itself and you are paid", "The sign of")


def does(stage: Stage, worker: Seller, *, wrong: str = "") -> None:
    """Tasks until the worker has done as many as one may; the answer is wrong for that shop."""
    done = sum(handle == worker.handle and shop != stage.taken.get(handle) for handle, shop in stage.units)
    for _turn in range(done, EACH):
        shop = take(stage, worker)
        hand_in(stage, worker, shop, "no" if shop == wrong else "")


def nadia_does_three(stage: Stage) -> str:
    """Nadia takes a task for each shop, and hands in her answers with a picture; no shop is hers twice."""
    does(stage, stage.scene.nadia)
    find_no_more(stage, stage.scene.nadia)
    return ", ".join(shop for handle, shop in stage.units if handle == stage.scene.nadia.handle)


def find_no_more(stage: Stage, worker: Seller) -> None:
    page = worker.visitor.open(f"{worker.workplace}tasks/campaigns/{stage.campaign}/")
    if any("/reservation/" in form.action for form in page.forms):
        raise Broken(f"{worker.name} could do a shop twice: {page.words[:900]}")


def tuhin_is_too_late(stage: Stage) -> str:
    """Tuhin takes one and lets the time pass: it is free for others, does not count, and he may take another."""
    tuhin = stage.scene.tuhin
    shop = take(stage, tuhin)
    lapsed = stage.inside("too_late(1)")["lapsed"]
    stage.look(tuhin, shop, "The time for this task is over", "does not count against you")
    del stage.units[tuhin.handle, shop]
    return f"{lapsed or 'it'} came free again"


def tuhin_does_three(stage: Stage) -> str:
    """Tuhin does three, and is wrong about the one whose answer is known."""
    does(stage, stage.scene.tuhin, wrong=KNOWN)
    return f"wrong about {KNOWN}"


def shirin_makes_a_mistake(stage: Stage) -> str:
    """Shirin's first try is not complete: all that is wrong is said, nothing is lost, her picture is still there."""
    visitor = stage.shirin.visitor
    shop = take(stage, stage.shirin)
    visitor.fill("/proof/", expect=422, **proof(visitor, shop, SHOPS[shop], "Th"))
    visitor.see("Please look at this again", "Write between 3 and 200 letters", "door.png")
    text = next(name for name, said in visitor.page.form("/proof/").values.items() if said == ["Th"])
    better: dict[str, Any] = {text: f"The sign of {shop}"}
    visitor.fill("/proof/", **better)
    stage.look(stage.shirin, shop, "Handed in")
    hand_in(stage, stage.shirin, take(stage, stage.shirin))
    return f"put right: {shop}"


def tuhin_does_it_again(stage: Stage) -> str:
    """Tuhin looks again, hands in the right answer, and is paid for it."""
    tuhin = stage.scene.tuhin
    stage.look(tuhin, KNOWN, "It is open, I was there.")
    tuhin.visitor.fill("/again/")
    hand_in(stage, tuhin, KNOWN)
    accepts(stage, tuhin, KNOWN)
    stage.look(tuhin, KNOWN, "Accepted: you earned ৳19")
    return "৳19.00"


def shirin_appeals(stage: Stage) -> str:
    """Shirin appeals, in words of her own."""
    shop = shirins(stage)
    stage.look(stage.shirin, shop, "It costs nothing")
    stage.shirin.visitor.fill("/appeal/", text="The door is on the left.")
    stage.look(stage.shirin, shop, "Your appeal is being looked at", "The door is on the left.")
    return shop


def the_operator_agrees(stage: Stage) -> str:
    """The operator reads both at the console and agrees with her: she is paid at once, and told."""
    operator, shop = stage.operator, shirins(stage)
    operating.moves_in(operator, stage.scene.mailbox, stage.own)
    operator.visitor.open(f"/operator/work/unit/{stage.units[stage.shirin.handle, shop]}/change/")
    operator.visitor.see("The door is on the left.", "There is no door.", f"The sign of {shop}")
    operating.carry_out(operator, "overturning")
    wait(stage.scene.mailbox, stage.shirin.email, "is accepted after all")
    stage.look(stage.shirin, shop, "Accepted: you earned ৳19")
    return "৳19.00"


def nobody_was_charged(stage: Stage) -> str:
    """Those who worked have exactly what they earned: nothing was ever taken from them, nor asked of them."""
    earned = {
        worker.handle: NET * sum(handle == worker.handle for handle, _shop in stage.units) for worker in stage.workers
    }
    for worker in stage.workers:
        sum_of = f"৳{earned[worker.handle] // 100}"
        worker.visitor.open(f"{worker.workplace}wallet/")
        worker.visitor.see(sum_of)
    if stage.scene.own:
        found = stage.inside(f"charged({list(earned)!r})")
        if found != {"has": earned, "payments": 0}:
            raise Broken(f"they were to have {earned}, and to have paid nothing: {found}")
    return ", ".join(f"{handle} ৳{amount / 100:.2f}" for handle, amount in earned.items())


def the_money_clears(stage: Stage) -> str:
    """Weeks later all three can have paid out what they earned."""
    stage.inside(f"clear({60 * DAY})")
    for worker in stage.workers:
        earned = NET * sum(handle == worker.handle for handle, _shop in stage.units) // 100
        worker.visitor.open(f"{worker.workplace}money/payouts/")
        worker.visitor.see(f"৳{earned}")
    return "paid out as soon as they ask"


def others_see_nothing(stage: Stage) -> str:
    """Nobody sees another's task or the buyer's pages, by their numbers or otherwise."""
    nadia, tuhin = stage.scene.nadia, stage.scene.tuhin
    task = stage.page(nadia, "Rahim Store")
    tuhin.visitor.open(task.replace(nadia.handle, tuhin.handle), expect=404)
    tuhin.visitor.open(task, expect=404)
    tuhin.visitor.open(f"{stage.home}results/csv/", expect=404)
    stage.scene.stranger.open(task)
    if "/account/login/" not in stage.scene.stranger.page.address:
        raise Broken(f"a stranger sees {stage.scene.stranger.page.address}")
    return "refused"
