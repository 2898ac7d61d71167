"""What stories of gateways share: the stage with a fake beside it, buyers who pay there, and what must be left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from dhara.cli.stories.buying import _NUMBER, taka
from dhara.cli.stories.cast import Buyer, Scene
from dhara.cli.stories.mailbox import Mailbox, wait
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.tale import Tale
from dhara.cli.stories.teller import Step
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import World, until


@dataclass
class Stage:
    """A scene with a gateway's fake. `fake` is its address, known once somebody was there; `paid` are the orders."""

    scene: Scene
    code: str
    operator: Operator
    fake: str = ""
    paid: dict[str, Buyer] = field(default_factory=dict)
    unpaid: list[str] = field(default_factory=list)
    extras: list[Buyer] = field(default_factory=list)

    @property
    def own(self) -> World | None:
        return self.scene.own

    @property
    def mailbox(self) -> Mailbox:
        return self.scene.mailbox

    def guest(self, name: str, language: str = "en") -> Buyer:
        """Another buyer, who was not there before."""
        who = name.lower().split(" ")[0]
        email = f"{who}.{self.scene.mark}@story.example.com"
        made = Buyer(Visitor(self.scene.base, language, name=name), name, email, language)
        self.extras.append(made)
        return made

    def close(self) -> None:
        for each in self.extras:
            each.visitor.close()
        self.operator.visitor.close()


def story(code: str, plain: Sequence[Step], chaos: Sequence[Step]) -> Tale:
    """A story with a gateway's fake, called as the gateway."""

    def stage(scene: Scene) -> Stage:
        operator = Operator(Visitor(scene.base, "en", name="operator"), f"oishi.{scene.mark}@story.example.com")
        return Stage(scene, code, operator, scene.own.fake(code) if scene.own else "")

    return Tale(code, plain, chaos, stage=stage, fakes=(code,))


def to_the_page(made: Stage, buyer: Buyer) -> str:
    """With Nadia's offer in the cart, the buyer says who they are and goes on to the gateway's page."""
    nadia, visitor = made.scene.nadia, buyer.visitor
    visitor.open(nadia.offer)
    visitor.fill("tier")
    visitor.follow("/checkout/")
    visitor.see(taka(nadia.price, buyer.language))
    return says_who(made, buyer)


def says_who(made: Stage, buyer: Buyer) -> str:
    """On the checkout's one page: name, address and the gateway."""
    visitor = buyer.visitor
    visitor.fill("intent", name=buyer.name, email=buyer.email, language=buyer.language, gateway=made.code)
    return at_the_page(made, buyer)


def again(made: Stage, buyer: Buyer) -> str:
    """On the order's own page they try once more, by the same way."""
    buyer.visitor.fill("/payment/", gateway=made.code)
    return at_the_page(made, buyer)


def at_the_page(made: Stage, buyer: Buyer) -> str:
    page, price = buyer.visitor.page, f"{made.scene.nadia.price}.00 BDT"
    if page.address.startswith(made.scene.base) or price not in page.words:
        raise Broken(f"this is not the gateway's page: {page.address}: {page.words[:600]}")
    parts = urlsplit(page.address)
    made.fake = f"{parts.scheme}://{parts.netloc}"
    return f"{price} on {parts.path}"


def choose(buyer: Buyer, choice: str) -> None:
    buyer.visitor.fill("choice", press=choice)


def has_paid(made: Stage, buyer: Buyer) -> str:
    """The receipt is on the screen; the order is noted."""
    visitor = buyer.visitor

    def there() -> bool:
        # The page that waits names the address too, but stands elsewhere.
        if "/checkout/o/" not in visitor.page.address or buyer.email not in visitor.page.words:
            visitor.open(visitor.page.address)
        return "/checkout/o/" in visitor.page.address and buyer.email in visitor.page.words

    until(there, f"the receipt of {buyer.name} instead of: {visitor.page.words[:300]}")
    found = _NUMBER.search(visitor.page.words)
    if found is None or "/checkout/o/" not in visitor.page.address:
        raise Broken(f"this is not the receipt: {visitor.page.address}: {visitor.page.words[:600]}")
    buyer.number, buyer.receipt = found[0], visitor.page.address
    made.paid[buyer.number] = buyer
    return f"{buyer.number} paid"


def has_not_paid(buyer: Buyer, *words: str) -> str:
    buyer.visitor.see(*words)
    found = _NUMBER.search(buyer.visitor.page.words)
    if found is None:
        raise Broken(f"no order number on {buyer.visitor.page.address}: {buyer.visitor.page.words[:600]}")
    buyer.number, buyer.receipt = found[0], buyer.visitor.page.address
    return f"{buyer.number}: {words[0]}"


def receives(made: Stage, buyer: Buyer) -> str:
    """The letter brings the way to the file, which comes byte for byte."""
    letter = wait(made.mailbox, buyer.email, "/library/o/")
    visitor, nadia = buyer.visitor, made.scene.nadia
    visitor.open(letter.link("/library/o/"))
    visitor.wait_for(nadia.title)
    stem = nadia.file_name.partition(".")[0]
    link = next((each.address for each in visitor.page.links if "/d/" in each.address and stem in each.words), "")
    content = visitor.fetch(link).content if link else b""
    if content != nadia.file:
        raise Broken(f"{nadia.file_name} came as {len(content):,} bytes instead of {len(nadia.file):,}")
    return f"“{letter.subject}”, {nadia.file_name} whole"


def nothing_came(made: Stage, buyer: Buyer) -> None:
    if [each for each in made.mailbox.letters(buyer.email) if "/library/o/" in each.text]:
        raise Broken(f"{buyer.name} got something without paying")


def ask_fake(made: Stage, what: str) -> Any:
    return httpx.get(f"{made.fake}/_test/{what}", timeout=20).json()


def press(made: Stage, button: str, **fields: str) -> str:
    """A button of the fake's panel; what it then shows."""
    answer = httpx.post(f"{made.fake}/panel/{button}", data=fields, timeout=20)
    if answer.status_code not in (200, 303):
        raise Broken(f"the fake's panel has no {button}: {answer.status_code}")
    return answer.text


def seen_once(made: Stage, sums: tuple[str, ...]) -> str:
    """Every paid order was sold, granted, told and receipted once; the seller reads `sums` on each order's page."""
    visitor, nadia = made.scene.nadia.visitor, made.scene.nadia
    for number in made.paid:
        visitor.open(f"{nadia.workplace}orders/{number}/")
        visitor.see(nadia.title, made.paid[number].email, *sums)
    if made.own is None:
        return f"{len(made.paid)} orders on the seller's pages"
    found = made.own.settled()
    once = {"sales": 1, "grants": 1, "receipts": 1, "sale_letters": 1, "paid_facts": 1, "status": "paid"}
    for number, told in found["orders"].items():
        wanted = once if number in made.paid else {**dict.fromkeys(once, 0), "status": told["status"]}
        wrong = {name: told[name] for name, many in wanted.items() if told[name] != many}
        if wrong or (number not in made.paid and told["status"] == "paid"):
            raise Broken(f"{number} is not as it must be: {wrong or told}")
    return f"{len(made.paid)} paid orders once, {len(found['orders']) - len(made.paid)} unpaid ones never"


def books_are_sound(made: Stage) -> str:
    """The doctor finds nothing wrong with books, jobs and database."""
    if made.own is None:
        return "left to the operator of this Dhara: dhara doctor"
    code, said = made.own.run("doctor")
    if code:
        raise Broken(f"the doctor says: {said}")
    return f"{said.count('ok ')} findings, all well"


def the_worker_dies(own: World | None, between: Callable[[], str]) -> str:
    """The worker is stopped, `between` happens, the worker is killed; the supervisor starts another."""
    if own is None:
        raise Broken("trouble is only made at a Dhara of one's own")
    own.freeze("worker")
    seen = between()
    killed = own.kill("worker")
    return f"{seen}; worker {killed} died, {own.back('worker', killed)} goes on"


def the_web_server_dies(own: World | None) -> str:
    if own is None:
        raise Broken("trouble is only made at a Dhara of one's own")
    killed = own.kill("web")
    new = own.back("web", killed)
    until(own.answers, "the web server to answer")
    return f"process {killed} died, {new} answers"
