"""Steps of the story of a payout: Nadia's, the operator's, and what the gateway and the bank do."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass, field
from typing import Any, Final

from dhara.cli import surroundings
from dhara.cli.stories import buying, operating, selling, settling
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.operating import Operator, carry_out
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import World

# Of 450 taka, less five and one and a half per cent.
NET: Final = "420.75"
_NUMBER: Final = re.compile(r"\bP[0-9A-Z]{9}\b")


@dataclass
class Stage:
    """`asked` are the numbers of the payouts, the latest last; `methods` the pages of wallets and accounts by kind."""

    scene: Scene
    operator: Operator
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

    def close(self) -> None:
        self.operator.visitor.close()
        self.scene.close()


def nadia_is_there(stage: Stage) -> str:
    """Nadia opens a studio and publishes an offer."""
    steps = (
        selling.nadia_signs_up,
        selling.nadia_opens_a_studio,
        selling.nadia_makes_an_offer,
        selling.nadia_uploads_her_file,
        selling.nadia_publishes,
    )
    return "; ".join(step(stage.scene) for step in steps)


def an_operator_moves_in(stage: Stage) -> str:
    """An operator with a second factor sets that money clears at once, and that changed details need no rest today."""
    said = operating.moves_in(stage.operator, stage.scene.mailbox, stage.own)
    _policy(stage, "clearing.days", 0)
    _policy(stage, "payout.cooling_days", 0)
    return said


def _policy(stage: Stage, name: str, value: int) -> None:
    visitor = stage.operator.visitor
    visitor.open("/operator/money/policy/add/")
    visitor.fill("since", name=name, value=str(value), note="for the story")
    time.sleep(6)  # other processes keep the numbers for five seconds


def mitu_buys(stage: Stage) -> str:
    """Mitu buys; Nadia's share is pending."""
    buying.mitu_orders(stage.scene)
    stage.scene.mitu.visitor.fill("choice", press="pay")
    said = buying.has_paid(stage.scene.mitu)
    stage.nadia.open(stage.money)
    stage.nadia.wait_for(f"৳{NET}", seconds=30)
    return said


def the_money_clears(stage: Stage) -> str:
    """The hour of clearing comes: the money is available."""
    _run(stage.own, "from dhara.money.clearing.tasks import clear_due; clear_due.func()")
    stage.nadia.open(f"{stage.money}payouts/")
    stage.nadia.see(f"৳{NET}")
    return f"৳{NET} can be paid out"


def _run(own: World, script: str) -> None:
    """A job that a worker does by the clock, done now, as nobody wants to wait for it."""
    manage = surroundings.dhara("manage", "shell", "-v", "0", "-c", script)
    given = {**own.environment, "DHARA_DATA": str(own.data)}
    done = subprocess.run(manage, env=given, capture_output=True, text=True, timeout=90, check=False)
    if done.returncode:
        raise Broken(f"the job failed: {(done.stdout + done.stderr)[-2000:]}")


def nadia_adds_a_wallet(stage: Stage) -> str:
    """She tells her bKash number and proves it: a code by mail, and the exact amount of a small transfer."""
    return _wallet(stage, "01712345601")


def she_changes_her_wallet(stage: Stage) -> str:
    """She gives another number instead; it is proven anew, and every address of hers is told."""
    said = _wallet(stage, "01712345602", instead=True)
    wait(stage.scene.mailbox, stage.scene.nadia.email, "was removed from your payouts")
    return said


def _wallet(stage: Stage, number: str, *, instead: bool = False) -> str:
    visitor, mail, email = stage.nadia, stage.scene.mailbox, stage.scene.nadia.email
    visitor.open(f"{stage.money}methods/new/bkash/")
    old = stage.methods.get("bkash", "")
    replaced: dict[str, Any] = {"replaces": old.rstrip("/").rpartition("/")[2]} if instead else {}
    visitor.fill("holder", holder="Nadia Islam", number=number, **replaced)
    page = stage.methods["bkash"] = visitor.page.address
    visitor.fill("/code/", code=wait(mail, email, f"{number[:3]}••••{number[-4:]}. Enter this code").code)
    visitor.wait_for("How much?", seconds=60)
    elsewhere = stage.scene.stranger.open(f"/sandbox/wallet/?number={number}")
    amounts = re.findall(r"৳\s?(\d\.\d\d)", elsewhere.words)
    if len(amounts) != 1:
        raise Broken(f"not one test transfer at {number}: {elsewhere.words[:400]}")
    visitor.open(page)
    visitor.fill("/amount/", amount=amounts[0])
    visitor.see("proven")
    return f"{number[:3]}…{number[-2:]}: ৳{amounts[0]} came in"


def she_asks(stage: Stage) -> str:
    """She asks for a payout. As none was ever made, a person must look at it, and a letter says so."""
    return _ask(stage, "150", "first payout of this studio")


def _ask(stage: Stage, taka: str, waits: str = "") -> str:
    visitor = stage.nadia
    visitor.open(f"{stage.money}payouts/")
    visitor.fill("amount", amount=taka)
    found = _NUMBER.search(visitor.page.address)
    if found is None:
        raise Broken(f"no payout came of it: {visitor.page.words[:900]}")
    stage.asked.append(found[0])
    if waits:
        visitor.see(waits)
        wait(stage.scene.mailbox, stage.scene.nadia.email, found[0])
    return found[0]


def the_operator_approves(stage: Stage) -> str:
    """The operator finds it among those that wait, looks and approves."""
    return _approve(stage)


def _approve(stage: Stage) -> str:
    _console(stage, "payout", stage.asked[-1], "?waits=us")
    carry_out(stage.operator, "approval")
    return f"{stage.asked[-1]} approved"


def _console(stage: Stage, desk: str, words: str, query: str = "") -> None:
    """Open the page of the thing in whose row `words` stand."""
    visitor = stage.operator.visitor
    visitor.open(f"/operator/money/{desk}/{query}")
    rows = re.findall(r"<tr.*?</tr>", visitor.page.html, re.DOTALL)
    row = next((each for each in rows if words in each), "")
    link = re.search(rf'href="([^"]*/{desk}/\d+/[^"]*)"', row)
    if link is None:
        raise Broken(f"{words} is not listed: {visitor.page.words[:900]}")
    visitor.open(link[1].replace("&amp;", "&"))


def the_wallet_refuses(stage: Stage) -> str:
    """The wallet is full: the money is on the balance again, and page and letter say why."""
    _wait_for(stage, "limit of the month is reached")
    stage.nadia.open(f"{stage.money}payouts/")
    stage.nadia.see(f"৳{NET}")
    wait(stage.scene.mailbox, stage.scene.nadia.email, "limit of the month is reached")
    return "the wallet's limit of the month is reached; nothing is lost"


def the_gateway_falls_silent(stage: Stage) -> str:
    """The gateway sends, but its answer is lost; it is asked, and the money came once."""
    _wait_for(stage, "The payout was made.", seconds=150)
    came = stage.scene.stranger.open("/sandbox/wallet/?number=01712345602").words
    if came.count("৳150") != 1:
        raise Broken(f"not once ৳150: {came[:600]}")
    wait(stage.scene.mailbox, stage.scene.nadia.email, "has arrived at")
    return "৳150 came once"


def _wait_for(stage: Stage, words: str, *, seconds: float = 60) -> None:
    """Her page of the latest payout is opened again until it says so."""
    stage.nadia.open(f"{stage.money}payouts/{stage.asked[-1]}/")
    stage.nadia.wait_for(words, seconds=seconds)


def a_bank_account_is_vouched_for(stage: Stage) -> str:
    """She adds a bank account instead; no gateway can test it, so the operator makes sure by hand and says how."""
    visitor, email = stage.nadia, stage.scene.nadia.email
    visitor.open(f"{stage.money}methods/new/bank/")
    visitor.fill(
        "holder",
        holder="=Nadia Islam",
        bank="BRAC Bank",
        branch="Gulshan",
        routing="060261726",
        account="1501203456778",
        replaces=stage.methods["bkash"].rstrip("/").rpartition("/")[2],
    )
    visitor.fill("/code/", code=wait(stage.scene.mailbox, email, "6778. Enter this code").code)
    visitor.see("A person checks it now")
    _console(stage, "payoutmethod", "=Nadia Islam", "?waits=us")
    carry_out(stage.operator, "proof", note="Sent 1.37 taka by hand; she told the amount on the telephone.")
    visitor.open(f"{stage.money}methods/")
    visitor.see("proven")
    return "proven by an operator's word"


def the_list_goes_to_the_bank(stage: Stage) -> str:
    """A payout waits for the list; the operator carries it to the bank and takes in the answer."""
    number = _ask(stage, "120")
    visitor = stage.operator.visitor
    visitor.open("/operator/money/payoutbatch/add/")
    visitor.fill("currency", kind="bank", currency="BDT")
    visitor.open("/operator/money/payoutbatch/")
    listed = re.search(r"B\d{6}-[0-9A-F]{6}", visitor.page.words)
    if listed is None:
        raise Broken(f"no list was made: {visitor.page.words[:600]}")
    _console(stage, "payoutbatch", listed[0])
    file = visitor.fetch(visitor.page.link(f"{listed[0]}.csv").address).text
    if number not in file or "1501203456778" not in file or "'=Nadia Islam" not in file or "120.00" not in file:
        raise Broken(f"the file for the bank is wrong: {file}")
    _answer(stage, f"Reference,Status,Bank Reference\n{number},paid,FT26325\n")
    _wait_for(stage, "The payout was made.")
    return f"{number} on {listed[0]}, answered"


def _answer(stage: Stage, text: str) -> None:
    visitor = stage.operator.visitor
    thing = visitor.page.address.removesuffix("change/")
    visitor.open(f"{thing}answer/")
    visitor.fill("/answer/", files={"answer": ("answer.csv", text.encode(), "text/csv")})


def changed_details_rest(stage: Stage) -> str:
    """The rest of three days is in force again: after another change a payout waits, and she takes it back."""
    _policy(stage, "payout.cooling_days", 3)
    _wallet(stage, "01712345679")
    visitor = stage.nadia
    visitor.see("rests until")
    number = _ask(stage, "100", "details were changed a short while ago")
    visitor.fill("/cancellation/")
    visitor.see("You took it back.")
    return f"{number} waited, and came back"


def the_books_are_sound(stage: Stage) -> str:
    """What is left is right to the paisa, and the doctor finds nothing wrong."""
    stage.nadia.open(f"{stage.money}payouts/")
    stage.nadia.see("৳150.75", "৳270")
    return f"৳150.75 left, ৳270 paid out; {settling.the_books_are_sound(stage.scene)}"


def the_worker_dies_on_the_way(stage: Stage) -> str:
    """The operator approves, and the worker is killed (SIGKILL) before it has told the gateway."""
    own = stage.own
    own.freeze("worker")
    _approve(stage)
    killed = own.kill("worker")
    return f"worker {killed} died, {own.back('worker', killed)} goes on"


def the_web_server_dies(stage: Stage) -> str:
    """The web server is killed; the supervisor starts another, and the operator goes on."""
    own = stage.own
    killed = own.kill("web")
    own.back("web", killed)
    for _try in range(100):
        if own.answers():
            break
        time.sleep(0.2)
    return f"web server {killed} died"


def too_early(stage: Stage) -> str:
    """Nothing is available before it has cleared: she is told how much is missing."""
    stage.nadia.open(f"{stage.money}payouts/")
    stage.nadia.see("A payout must be at least")
    return "told how much is missing"
