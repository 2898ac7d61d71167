"""Steps of small tasks in which things go wrong: the worker process dies as money moves, all press at one instant."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dhara.cli.stories.cast import Seller
from dhara.cli.stories.gig_trouble import dies
from dhara.cli.stories.micro_buyer import all_are_paid, is_back, runs, stops, to_the_bank
from dhara.cli.stories.micro_stage import DONE, NET, SHOPS, Stage, press
from dhara.cli.stories.micro_steps import does, find, proof, taken
from dhara.cli.stories.visitor import Broken


def at_once(*deeds: Callable[[], int]) -> list[int]:
    """What the server answered to each."""
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [each.result() for each in [pool.submit(deed) for deed in deeds]]


def he_pays_twice_and_the_worker_dies(stage: Stage) -> str:
    """Rafi presses “pay” twice, his bank answers twice, and the worker is killed: it is paid once, and runs."""
    stage.rafi.open(stage.home)
    pay = press(stage.rafi, "/payment/")
    pressed = at_once(pay, pay)
    said = dies(stage, lambda: _pays(stage))
    return f"{pressed}; {said}; {runs(stage)}"


def _pays(stage: Stage) -> None:
    to_the_bank(stage)
    stage.rafi.fill("choice", press="answer_twice")


def all_take_at_one_instant(stage: Stage) -> str:
    """All three press “take” twice at one instant: each has one task, and no two the same; Shirin gives hers back."""
    for worker in stage.workers:
        find(stage, worker)
    presses = [press(worker.visitor, "/reservation/") for worker in stage.workers]
    answers = at_once(*presses, *presses)
    for worker in stage.workers:
        stage.taken[worker.handle] = _has_one(stage, worker)
    if len(set(stage.units.values())) != len(stage.workers):
        raise Broken(f"each was to have one: {stage.units}, {answers}")
    shirin = stage.shirin
    shop = stage.taken.pop(shirin.handle)
    stage.look(shirin, shop, "Give the task back")
    shirin.visitor.fill("/give_back/")
    stage.look(shirin, shop, "You gave this task back")
    del stage.units[shirin.handle, shop]
    return f"{answers}: {', '.join(stage.taken.values())}"


def _has_one(stage: Stage, worker: Seller) -> str:
    visitor = worker.visitor
    visitor.open(f"{worker.workplace}tasks/?show=mine")
    links = {link.address for link in visitor.page.links if re.search(r"/tasks/\d+/$", link.address)}
    if len(links) != 1:
        raise Broken(f"{worker.name} was to have one task: {links}")
    visitor.open(links.pop())
    return taken(stage, worker)


def nadia_hands_in_twice(stage: Stage) -> str:
    """Nadia presses “hand in” twice at one instant: it is handed in once; then she does the others."""
    nadia = stage.scene.nadia
    shop = stage.taken.pop(nadia.handle)
    stage.look(nadia, shop, "Your proof")
    pressed = press(nadia.visitor, "/proof/", **proof(nadia.visitor, shop, SHOPS[shop], f"The sign of {shop}"))
    answers = at_once(pressed, pressed)
    page = stage.look(nadia, shop, "Handed in: the buyer looks at it")
    if (many := page.words.count("You handed in your proof")) != 1:
        raise Broken(f"it was handed in {many} times: {answers}")
    does(stage, nadia)
    return f"{answers}"


def the_worker_dies_as_they_are_paid(stage: Stage) -> str:
    """Rafi accepts all others, twice at one instant, and the worker is killed: each is paid once."""
    said = dies(stage, lambda: _accepts(stage))
    seen = all_are_paid(stage)
    return f"{said}; {seen}; {stage.becomes(accepted=DONE, earned=DONE * NET, clearings=DONE)}"


def _accepts(stage: Stage) -> Any:
    stage.rafi.open(f"{stage.home}review/?show=waiting")
    pressed = press(stage.rafi, "/acceptances/", all="1")
    return at_once(pressed, pressed)


def the_worker_dies_on_the_way_back(stage: Stage) -> str:
    """He stops it, and the worker is killed before the bank was asked: the rest goes back, once."""
    said = dies(stage, lambda: stops(stage))
    return f"{said}; {is_back(stage)}"
