"""Steps of the story of a payout: Nadia's, the operator's, and what the gateway and the bank do."""

from __future__ import annotations

import re
import time
from typing import Any, Final

from dhara.cli.stories import bkash, buying, operating, selling, settling, wallets
from dhara.cli.stories.cast import KEPT
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.operating import carry_out
from dhara.cli.stories.payout_stage import NET, Stage, approve, came, console, policy, run, wait_for
from dhara.cli.stories.visitor import Broken

_NUMBER: Final = re.compile(r"\bP[0-9A-Z]{9}\b")


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
    policy(stage, "clearing.days", 0)
    policy(stage, "payout.cooling_days", 0)
    time.sleep(KEPT)
    return said


def mitu_buys(stage: Stage) -> str:
    """Mitu buys, with bKash where it is there; Nadia's share is pending."""
    mitu, till = stage.scene.mitu, stage.till
    mitu.visitor.open(stage.scene.nadia.offer)
    mitu.visitor.fill("tier")
    mitu.visitor.follow("/checkout/")
    if till.code in mitu.visitor.page.form("intent").choices["gateway"]:
        wallets.says_who(till, mitu)
        stage.fake = till.fake
        bkash.approves(mitu)
        said = wallets.has_paid(till, mitu)
    else:
        mitu.visitor.open(f"{stage.scene.base}/cart/")
        buying.to_the_bank(mitu, stage.scene.nadia.price)
        mitu.visitor.fill("choice", press="pay")
        said = buying.has_paid(mitu)
    stage.nadia.open(stage.money)
    stage.nadia.wait_for(f"৳{NET}")
    return said


def the_money_clears(stage: Stage) -> str:
    """The hour of clearing comes: the money is available."""
    run(stage.own, "from dhara.money.clearing.tasks import clear_due; clear_due.func()")
    stage.nadia.open(f"{stage.money}payouts/")
    stage.nadia.see(f"৳{NET}")
    return f"৳{NET} can be paid out"


def nadia_adds_a_wallet(stage: Stage) -> str:
    """She tells her bKash number and proves it: a code by mail, and the exact amount of a small transfer."""
    return _wallet(stage, stage.number("01"))


def she_changes_her_wallet(stage: Stage) -> str:
    """She gives another number instead; it is proven anew, and every address of hers is told."""
    said = _wallet(stage, stage.number("02"), instead=True)
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
    visitor.wait_for("How much?")
    amounts = came(stage, number)
    if len(amounts) != 1:
        raise Broken(f"not one test transfer at {number}: {amounts}")
    visitor.open(page)
    visitor.fill("/amount/", amount=amounts[0])
    visitor.see("proven")
    stage.wallet = number
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
    return approve(stage)


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
    console(stage, "payoutmethod", "=Nadia Islam", "?waits=us")
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
    console(stage, "payoutbatch", listed[0])
    file = visitor.fetch(visitor.page.link(f"{listed[0]}.csv").address).text
    if number not in file or "1501203456778" not in file or "'=Nadia Islam" not in file or "120.00" not in file:
        raise Broken(f"the file for the bank is wrong: {file}")
    _answer(stage, f"Reference,Status,Bank Reference\n{number},paid,FT26325\n")
    wait_for(stage, "The payout was made.")
    return f"{number} on {listed[0]}, answered"


def _answer(stage: Stage, text: str) -> None:
    visitor = stage.operator.visitor
    thing = visitor.page.address.removesuffix("change/")
    visitor.open(f"{thing}answer/")
    visitor.fill("/answer/", files={"answer": ("answer.csv", text.encode(), "text/csv")})


def changed_details_rest(stage: Stage) -> str:
    """The rest of three days is in force again: after another change a payout waits, and she takes it back."""
    policy(stage, "payout.cooling_days", 3)
    time.sleep(KEPT)
    _wallet(stage, stage.number("79"))
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


def too_early(stage: Stage) -> str:
    """Nothing is available before it has cleared: she is told how much is missing."""
    stage.nadia.open(f"{stage.money}payouts/")
    stage.nadia.see("A payout must be at least")
    return "told how much is missing"
