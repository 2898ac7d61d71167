"""Steps in which a payer goes to their bank: the money is taken back, the seller answers, the bank decides."""

from __future__ import annotations

import re
from typing import Any

from dhara.cli.stories import buying, cards, settling
from dhara.cli.stories.cards import Stage
from dhara.cli.stories.cast import Buyer
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.world import until


def rafi_pays_by_card(stage: Stage) -> str:
    """Rafi, a guest, takes Nadia's offer, pays at Stripe, and fetches the file."""
    return _pays(stage, stage.scene.rafi)


def mitu_pays_by_card(stage: Stage) -> str:
    """Mitu does the same."""
    return _pays(stage, stage.scene.mitu)


def _pays(stage: Stage, buyer: Buyer) -> str:
    visitor, nadia = buyer.visitor, stage.scene.nadia
    cards._to_stripe(stage, buyer)
    visitor.open(cards._pay(buyer))
    visitor.wait_for(buyer.email)
    seen = buying.has_paid(buyer)
    buyer.library = wait(stage.scene.mailbox, buyer.email, "/library/o/").link("/library/o/")
    visitor.open(buyer.library)
    visitor.wait_for(nadia.title)
    if visitor.fetch(buying.file_link(visitor, nadia)).content != nadia.file:
        raise Broken("the file that was bought can not be fetched")
    return f"{seen}; the file was fetched"


def rafi_disputes(stage: Stage) -> str:
    """Rafi tells his bank that he never paid. Nadia is written to; her share is kept back; his files rest."""
    return _disputes(stage, stage.scene.rafi)


def _disputes(stage: Stage, buyer: Buyer) -> str:
    scene = stage.scene
    buyer.visitor.open(buyer.library)
    link = buying.file_link(buyer.visitor, scene.nadia)
    stage.press("disputes", payment_intent=stage.intent(buyer))
    letter = wait(scene.mailbox, scene.nadia.email, f"was paid for order {buyer.number}")
    visitor = scene.nadia.visitor
    visitor.open(letter.link("/disputes/"))
    visitor.see("Needs an answer", "did not make this payment", "Kept back of your balance")
    until(lambda: buyer.visitor.fetch(link).status_code in (403, 404, 410), "the files to rest")
    buyer.visitor.open(buyer.receipt)
    buyer.visitor.see(buyer.number)
    kept = settling.amount_after(visitor.page, "Kept back of your balance")
    return f"“{letter.subject}”; {kept / 100:.2f} kept back"


def nadia_answers(stage: Stage) -> str:
    """She says what she knows, looks at the file that was made by itself, and hands it in: it is at the bank."""
    scene = stage.scene
    visitor = scene.nadia.visitor
    page = visitor.page
    visitor.see("Downloads")
    made = visitor.fetch(page.link("evidence.pdf").address)
    if made.status_code != 200 or not made.content.startswith(b"%PDF-"):
        raise Broken(f"the evidence is no PDF: {made.status_code} {made.content[:80]!r}")
    visitor.fill("statement", press="hand_in", statement="He wrote on Monday that he likes the cards.")
    until(lambda: "With the bank" in visitor.open(page.address).words, "the evidence to be at the bank")
    given = _case(stage, scene.rafi, "under_review")["evidence"]
    for name in ("customer_name", "access_activity_log", "refund_policy_disclosure", "receipt", "uncategorized_file"):
        if not given.get(name):
            raise Broken(f"{name} is not among the evidence: {sorted(each for each in given if given[each])}")
    if "likes the cards" not in given["uncategorized_text"]:
        raise Broken(f"what Nadia said did not arrive: {given['uncategorized_text']}")
    return f"{len(made.content):,} bytes, and {sum(1 for each in given.values() if each)} pieces at the bank"


def _case(stage: Stage, buyer: Buyer, status: str) -> dict[str, Any]:
    """The buyer's case at Stripe, in this state; others may have gone to their banks too, in another story."""
    listed = [each for each in stage.listed("disputes") if each["payment_intent"] == stage.intent(buyer)]
    if [each["status"] for each in listed] != [status]:
        raise Broken(f"not one case of {buyer.name} that is {status}: {listed}")
    return listed[0]


def the_bank_decides_for_nadia(stage: Stage) -> str:
    """The bank decides for Nadia: what was kept back is hers again, and Rafi has his files."""
    scene = stage.scene
    stage.press("rulings", dispute=_case(stage, scene.rafi, "under_review")["id"], status="won")
    letter = wait(scene.mailbox, scene.nadia.email, "The bank decided for you")
    rafi = scene.rafi
    rafi.visitor.open(rafi.library)
    rafi.visitor.wait_for(scene.nadia.title)
    until(lambda: _open_again(stage), "the files to be open again")
    visitor = scene.nadia.visitor
    visitor.open(f"{scene.nadia.workplace}orders/{rafi.number}/")
    visitor.see("Paid")
    return f"“{letter.subject}”"


def _open_again(stage: Stage) -> bool:
    visitor = stage.scene.rafi.visitor
    visitor.open(stage.scene.rafi.library)
    return any("/d/" in link.address for link in visitor.page.links)


def mitu_disputes_and_wins(stage: Stage) -> str:
    """Mitu disputes hers too, and her bank decides for her: the sale is reversed, her files stay closed."""
    scene = stage.scene
    _disputes(stage, scene.mitu)
    stage.press("rulings", dispute=_case(stage, scene.mitu, "needs_response")["id"], status="lost")
    letter = wait(scene.mailbox, scene.nadia.email, "The bank decided for the buyer")
    visitor = scene.nadia.visitor
    visitor.open(f"{scene.nadia.workplace}orders/{scene.mitu.number}/")
    visitor.see("Refunded", "taken by the bank")
    scene.mitu.visitor.open(scene.mitu.library)
    if any("/d/" in link.address for link in scene.mitu.visitor.page.links):
        raise Broken("what the bank took back can still be fetched")
    return f"“{letter.subject}”"


def the_sums_are_right(stage: Stage) -> str:
    """Stripe's books and ours agree: one payment stands, the other is gone, and each case was booked once."""
    own = stage.scene.own
    if own is None:
        return "left to the operator of this Dhara: dhara doctor"
    found = own.settled()
    states = {number: each["status"] for number, each in found["orders"].items()}
    if states != {stage.scene.rafi.number: "paid", stage.scene.mitu.number: "refunded"}:
        raise Broken(f"the orders are {states}")
    booked = {number: each["disputes"] for number, each in found["orders"].items()}
    if sorted(booked.values()) != [
        ["dispute_opened", "dispute_reserved", "dispute_lost", "sale_reversed"],
        ["dispute_opened", "dispute_reserved", "dispute_won", "dispute_returned"],
    ]:
        raise Broken(f"booked was {booked}")
    return ", ".join(f"{number} {state}" for number, state in states.items())


def notices_come_twice(stage: Stage) -> str:
    """From now on each of Stripe's notices comes twice."""
    stage.press("notices", copies=2)
    return "twice"


def stripe_falls_silent(stage: Stage) -> str:
    """Nadia hands her evidence in; Stripe takes it and hangs up, and the worker is killed (SIGKILL)."""
    own, visitor = stage.own(), stage.scene.nadia.visitor
    page = visitor.page
    stage.press("faults", kind="hang_up", many=1, after="yes")
    killed = own.kill("worker")
    seen = nadia_answers(stage)
    visitor.open(page.address)
    return f"worker {killed} died, {own.back('worker', killed)} goes on; {seen}"


def notices_are_lost(stage: Stage) -> str:
    """The bank decides for Nadia, its notice comes last first; nothing is counted twice."""
    stage.press("notices", hold=1, copies=2)
    case = _case(stage, stage.scene.rafi, "under_review")
    stage.press("rulings", dispute=case["id"], status="won")
    stage.press("notices", release="backwards")
    letter = wait(stage.scene.mailbox, stage.scene.nadia.email, "The bank decided for you")
    until(lambda: _open_again(stage), "the files to be open again")
    many = len(re.findall("You won the dispute", letter.text + letter.subject))
    return f"“{letter.subject}”" if many else "won"
