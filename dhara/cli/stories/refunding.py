"""Steps in which money goes back: asked for, given, refused by the gateway; and what everybody sees of it."""

from __future__ import annotations

import re
import time
from typing import Any

from dhara.cli.stories import buying, settling
from dhara.cli.stories.cast import KEPT, Buyer, Scene
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import until

DAYS = 14
PART = 150  # taka, of Rafi's 450


def nadia_promises_refunds(scene: Scene) -> str:
    """Nadia promises money back within two weeks; it stands on her offer."""
    nadia = scene.nadia
    nadia.visitor.open(f"{nadia.workplace}refunds/terms/")
    nadia.visitor.fill("days", days=DAYS, text="If a file does not open, you get everything back.")
    nadia.visitor.see(f"{DAYS} days")
    time.sleep(KEPT)
    scene.stranger.open(nadia.offer)
    scene.stranger.see(f"Your money back within {DAYS} days")
    return f"{DAYS} days"


def rafi_buys(scene: Scene) -> str:
    """Rafi, a guest, buys her offer and has his file."""
    return _buys(scene, scene.rafi, "pay")


def mitu_buys(scene: Scene) -> str:
    """Mitu buys it too, with an account at her bank that will take nothing back."""
    return _buys(scene, scene.mitu, "pay_unreturnable")


def _buys(scene: Scene, buyer: Buyer, choice: str) -> str:
    buyer.visitor.open(scene.nadia.offer)
    buyer.visitor.fill("tier")
    buying.to_the_bank(buyer, scene.nadia.price)
    buyer.visitor.fill("choice", press=choice)
    seen = buying.has_paid(buyer)
    buyer.library = wait(scene.mailbox, buyer.email, "/library/o/").link("/library/o/")
    return seen


def rafi_asks(scene: Scene) -> str:
    """Rafi asks for his money back from the receipt's page, without an account; Nadia is written to."""
    rafi, nadia = scene.rafi, scene.nadia
    rafi.visitor.open(rafi.receipt)
    rafi.visitor.follow("/refund/")
    rafi.visitor.fill("reason", reason="ফাইলটা খুলছে না।")
    letter = wait(scene.mailbox, nadia.email, "/refunds/")
    if "ফাইলটা খুলছে না।" not in letter.text:
        raise Broken(f"the letter does not tell the reason: {letter.text}")
    return f"“{letter.subject}”"


def nadia_gives_a_part(scene: Scene) -> str:
    """Nadia reads it among her refunds and gives a part back at once; Rafi keeps access."""
    nadia = scene.nadia
    nadia.visitor.open(f"{nadia.workplace}refunds/")
    nadia.visitor.see("ফাইলটা খুলছে না।", "within what you promise")
    _accepts_part(scene)
    return _has_part(scene)


def _accepts_part(scene: Scene) -> None:
    visitor = scene.nadia.visitor
    form = visitor.page.form("/acceptance/")
    prefix = next(name for name in form.names if name.endswith("-amount")).removesuffix("amount")
    typed: dict[str, Any] = {f"{prefix}amount": PART, f"{prefix}answer": "Sorry. The rest works."}
    visitor.fill("/acceptance/", **typed)


def _has_part(scene: Scene) -> str:
    rafi = scene.rafi
    letter = wait(scene.mailbox, rafi.email, "Sorry. The rest works.")
    if buying.taka(PART, "bn") not in letter.text:
        raise Broken(f"the letter does not tell how much: {letter.text}")
    _status(scene, rafi, "returned")
    rafi.visitor.open(rafi.library)
    rafi.visitor.see(scene.nadia.title)
    if rafi.visitor.fetch(buying.file_link(rafi.visitor, scene.nadia)).content != scene.nadia.file:
        raise Broken("the file can not be fetched any more")
    return f"“{letter.subject}”; the file is still there"


def _status(scene: Scene, buyer: Buyer, words: str) -> None:
    """Nadia's page of the order says so, sooner or later."""
    visitor, number = scene.nadia.visitor, buyer.number

    def seen() -> bool:
        return words in visitor.open(f"{scene.nadia.workplace}orders/{number}/").words

    until(seen, f"“{words}” on the page of {number}")


def nadia_gives_the_rest(scene: Scene) -> str:
    """Later she gives the rest back from the order's page, pressing twice; Rafi's files are closed."""
    rafi, nadia = scene.rafi, scene.nadia
    link = _file_of(rafi, scene)
    nadia.visitor.open(f"{nadia.workplace}orders/{rafi.number}/refund/")
    page = nadia.visitor.page
    nadia.visitor.fill("reason", reason="It was our fault.")
    nadia.visitor.page = page
    nadia.visitor.fill("reason", reason="It was our fault.")
    wait(scene.mailbox, rafi.email, "It was our fault.")
    until(lambda: rafi.visitor.fetch(link).status_code in (403, 404, 410), "the file to be closed")
    rafi.visitor.open(rafi.receipt)
    return f"৳{nadia.price - PART} back, the link answers {rafi.visitor.fetch(link).status_code}"


def _file_of(buyer: Buyer, scene: Scene) -> str:
    buyer.visitor.open(buyer.library)
    return buying.file_link(buyer.visitor, scene.nadia)


def nadia_refunds_mitu_in_vain(scene: Scene) -> str:
    """She gives Mitu everything back, but the bank does not take it: the sale stands again, and both are told."""
    mitu, nadia = scene.mitu, scene.nadia
    nadia.visitor.open(f"{nadia.workplace}orders/{mitu.number}/refund/")
    nadia.visitor.fill("reason", reason="As you wish.")
    letter = wait(scene.mailbox, mitu.email, "another way")
    told = wait(scene.mailbox, nadia.email, "The sale stands again")
    _status(scene, mitu, "failed")
    nadia.visitor.see("Try again")
    mitu.visitor.open(mitu.library)
    mitu.visitor.wait_for(nadia.title)
    if mitu.visitor.fetch(buying.file_link(mitu.visitor, nadia)).content != nadia.file:
        raise Broken("what Mitu bought is not hers again")
    return f"“{letter.subject}”, “{told.subject}”"


def nadia_sees_what_it_cost(scene: Scene) -> str:
    """Her order page tells what was given back and what it took from her; the bank gave back just that, once."""
    nadia, rafi = scene.nadia, scene.rafi
    nadia.visitor.open(f"{nadia.workplace}orders/{rafi.number}/")
    nadia.visitor.see("Given back", f"৳{PART}", f"৳{nadia.price - PART}")
    cost = sum(_cost(each) for each in re.findall(r"৳([\d.,]+) from your balance", nadia.visitor.page.words))
    # The platform gives its share back; the gateway keeps its fee.
    whole = nadia.price * 100 - nadia.price * settling.PLATFORM // 100
    if scene.own and cost != whole:
        raise Broken(f"it cost {cost} instead of {whole}: {nadia.visitor.page.words}")
    if scene.own is None:
        return f"{cost / 100:.2f}"
    back = {number: each["given_back"] for number, each in scene.own.audit()["orders"].items()}
    if back != {rafi.number: nadia.price * 100, scene.mitu.number: 0}:
        raise Broken(f"the bank gave back {back}")
    return f"{cost / 100:.2f} from the balance, {back[rafi.number] / 100:.2f} to Rafi"


def _cost(text: str) -> int:
    return round(float(text.replace(",", "")) * 100)


def others_can_not_refund(scene: Scene) -> str:
    """A stranger can neither ask for Rafi's money nor give any."""
    stranger: Visitor = scene.stranger
    answer = stranger.client.post(f"{scene.nadia.workplace}orders/{scene.mitu.number}/refund/", data={"key": "x" * 16})
    if answer.status_code not in (302, 403) and "/account/login/" not in str(answer.url):
        raise Broken(f"a stranger's refund is answered with {answer.status_code} at {answer.url}")
    stranger.open(f"/checkout/o/{'x' * 32}/refund/", expect=404)
    return "refused"


def the_worker_dies_on_the_way_back(scene: Scene) -> str:
    """Nadia gives a part back; the worker is killed (SIGKILL) before the bank was asked. It goes back, once."""
    own = scene.own
    if own is None:
        raise Broken("trouble is only made at a Dhara of one's own")
    own.freeze("worker")
    nadia = scene.nadia
    nadia.visitor.open(f"{nadia.workplace}refunds/")
    _accepts_part(scene)
    killed = own.kill("worker")
    back = own.back("worker", killed)
    return f"worker {killed} died, {back} goes on; {_has_part(scene)}"


def the_web_server_dies(scene: Scene) -> str:
    """The web server is killed (SIGKILL); another answers, and what was given back is still given back."""
    own = scene.own
    if own is None:
        raise Broken("trouble is only made at a Dhara of one's own")
    killed = own.kill("web")
    new = own.back("web", killed)
    until(own.answers, "the web server to answer")
    scene.nadia.visitor.open(f"{scene.nadia.workplace}orders/{scene.rafi.number}/")
    scene.nadia.visitor.see("Given back")
    return f"process {killed} died, {new} answers"
