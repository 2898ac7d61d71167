"""Who and what the story of a payout needs: its stage, the operator's console, and what came in at wallets."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from typing import Final

from dhara.cli import surroundings
from dhara.cli.stories import wallets
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.operating import Operator, carry_out
from dhara.cli.stories.patience import PATIENCE
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import World

# Of 450 taka, less five and one and a half per cent.
NET: Final = "420.75"


@dataclass
class Stage:
    """`asked` are the numbers of the payouts, the latest last; `methods` the pages of wallets and accounts by kind.

    `fake` is bKash's address where its fake pays out, "" where the sandbox does; `wallet` the number in use.
    """

    scene: Scene
    operator: Operator
    fake: str = ""
    wallet: str = ""
    asked: list[str] = field(default_factory=list)
    methods: dict[str, str] = field(default_factory=dict)

    @property
    def nadia(self) -> Visitor:
        return self.scene.nadia.visitor

    @property
    def money(self) -> str:
        return f"{self.scene.nadia.workplace}money/"

    @property
    def own(self) -> World:
        if self.scene.own is None:
            raise Broken("this step needs a Dhara of its own")
        return self.scene.own

    @property
    def till(self) -> wallets.Stage:
        """The same people, where buyers pay with bKash."""
        return wallets.Stage(self.scene, "bkash", self.operator, self.fake)

    def number(self, ending: str) -> str:
        """A wallet's number that no other story has."""
        return f"017{int(self.scene.mark, 16) % 1_000_000:06}{ending}"

    def close(self) -> None:
        self.operator.visitor.close()


def policy(stage: Stage, name: str, value: int) -> None:
    visitor = stage.operator.visitor
    visitor.open("/operator/money/policy/add/")
    visitor.fill("since", name=name, value=str(value), note="for the story")


def run(own: World, script: str) -> None:
    """A job that a worker does by the clock, done now, as nobody wants to wait for it."""
    manage = surroundings.dhara("manage", "shell", "-v", "0", "-c", script)
    given = {**own.environment, "DHARA_DATA": str(own.data)}
    done = subprocess.run(manage, env=given, capture_output=True, text=True, timeout=90, check=False)
    if done.returncode:
        raise Broken(f"the job failed: {(done.stdout + done.stderr)[-2000:]}")


def came(stage: Stage, number: str) -> list[str]:
    """The amounts that the holder of a wallet sees come in, the latest last."""
    if stage.fake:
        return [each["amount"] for each in sent(stage) if each["receiverMSISDN"] == number]
    elsewhere = stage.scene.stranger.open(f"/sandbox/wallet/?number={number}")
    return re.findall(r"৳\s?(\d+\.\d\d)", elsewhere.words)[::-1]


def sent(stage: Stage) -> list[dict[str, str]]:
    """All that bKash sent, as its portal shows it."""
    found: list[dict[str, str]] = wallets.ask_fake(stage.till, "payouts")
    return found


def console(stage: Stage, desk: str, words: str, query: str = "") -> None:
    """Open the page of the thing in whose row `words` stand."""
    visitor = stage.operator.visitor
    visitor.open(f"/operator/money/{desk}/{query}")
    rows = re.findall(r"<tr.*?</tr>", visitor.page.html, re.DOTALL)
    row = next((each for each in rows if words in each), "")
    link = re.search(rf'href="([^"]*/{desk}/\d+/[^"]*)"', row)
    if link is None:
        raise Broken(f"{words} is not listed: {visitor.page.words[:900]}")
    visitor.open(link[1].replace("&amp;", "&"))


def wait_for(stage: Stage, words: str, *, seconds: float = PATIENCE) -> None:
    """Her page of the latest payout is opened again until it says so."""
    stage.nadia.open(f"{stage.money}payouts/{stage.asked[-1]}/")
    stage.nadia.wait_for(words, seconds=seconds)


def approve(stage: Stage) -> str:
    console(stage, "payout", stage.asked[-1], "?waits=us")
    carry_out(stage.operator, "approval")
    return f"{stage.asked[-1]} approved"
