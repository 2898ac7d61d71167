"""The worker dies by SIGKILL at random moments after payments; all is delivered in the end, and nothing twice."""

from __future__ import annotations

import random
import time

from dhara.cli.stories import buying, selling
from dhara.cli.stories.cast import Buyer, Scene, scene
from dhara.cli.stories.mailbox import OutboxMailbox
from dhara.cli.stories.settling import check_once
from dhara.cli.stories.visitor import Visitor
from dhara.cli.stories.world import World, world

SEED = 20_260_302
ORDERS = 5
# Seconds after the payment within which a worker reacts to it.
SOON = 0.5


def test_a_killed_worker_delivers_everything_once() -> None:
    moments = random.Random(SEED)
    with world(mail=False) as own:
        stage = scene(own.url, OutboxMailbox(own.url), own)
        try:
            _open_shop(stage)
            numbers = [_buy_and_kill(stage, own, moments.uniform(0, SOON)) for _order in range(ORDERS)]
        finally:
            stage.close()
        found = own.audit()
        assert not found["reactions_left"], found
        assert sorted(found["orders"]) == sorted(numbers)
        for number in numbers:
            check_once(number, found["orders"][number], 1)
        code, said = own.manage("shell", "-v", "0", "-c", "print('so far'); raise ValueError('not so')")
        assert code, said
        assert said.startswith("so far")
        assert "ValueError: not so" in said
        code, said = own.run("doctor")
        assert code == 0, said


def _open_shop(stage: Scene) -> None:
    for step in (
        selling.nadia_signs_up,
        selling.nadia_opens_a_studio,
        selling.nadia_makes_an_offer,
        selling.nadia_uploads_her_file,
        selling.nadia_publishes,
    ):
        step(stage)


def _buy_and_kill(stage: Scene, own: World, after: float) -> str:
    """The number of an order whose worker died `after` so many seconds."""
    buyer = Buyer(Visitor(own.url, "en"), "Shirin Sultana", stage.mitu.email, "en")
    try:
        buyer.visitor.open(stage.nadia.offer)
        buyer.visitor.fill("tier")
        buying.to_the_bank(buyer, stage.nadia.price)
        buyer.visitor.fill("choice", press="answer_twice")
        buying.has_paid(buyer)
    finally:
        buyer.visitor.close()
    time.sleep(after)
    own.back("worker", own.kill("worker"))
    return buyer.number
