"""Steps of licence keys: two ways to make them, buyers who get theirs, and what their programs are told."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Final

from dhara.cli.stories import buying, cards, selling
from dhara.cli.stories.cast import Buyer, Seller
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.settling import check_once
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import until

SEATS: Final = 2
FONTS: Final = 300  # taka, of the offer whose keys Nadia brings with her
MANY: Final = 6  # machines that ask at the same moment
_MADE: Final = re.compile(r"\bNADIA(?:-[A-HJKMNP-Z2-9]{5}){3}\b")


@dataclass
class Stage(cards.Stage):
    """`ids` are the offers' as programs name them, by title; `keys` those that buyers were given, by address."""

    ids: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    shuvo: Buyer = field(init=False)
    program: Visitor = field(init=False)

    def __post_init__(self) -> None:
        base, mark = self.scene.base, self.scene.mark
        self.shuvo = Buyer(Visitor(base, "bn", name="Shuvo"), "শুভ দাস", f"shuvo.{mark}@story.example.com", "bn")
        self.program = Visitor(base, "en", name="program")

    def close(self) -> None:
        self.shuvo.visitor.close()
        self.program.close()
        super().close()

    @property
    def listed_keys(self) -> list[str]:
        return [f"Fonts-{self.scene.mark}-{number}" for number in ("one", "two")]

    def fonts(self) -> Seller:
        """Nadia, with her other offer in her hands."""
        made = replace(self.scene.nadia, title=f"বাংলা ফন্ট {self.scene.mark}", price=FONTS)
        made.offer = self.scene.stranger.open(f"/@{made.handle}").link(made.title).address
        return made

    def ask(self, verb: str, seller: Seller, key: str, **more: str) -> dict[str, Any]:
        """What a program is told about a key. It knows nothing but the public address and the offer's number."""
        told = {"offer": self.ids[seller.title], "key": key, **more}
        answer = self.program.client.post(f"/api/v1/licences/{verb}", json=told)
        if answer.status_code != 200:
            raise Broken(f"{verb} answered with {answer.status_code}: {answer.text[:600]}")
        said: dict[str, Any] = answer.json()
        return said

    def expect(self, code: str, verb: str, machine: str = "", *, used: int | None = None) -> dict[str, Any]:
        """A program of Rafi's asks and is told `code`; `used` is how many machines then use the key."""
        more = {"instance": machine} if machine else {}
        said = self.ask(verb, self.scene.nadia, self.keys[self.scene.rafi.email], **more)
        if (said["code"], said["valid"]) != (code, code == "ok") or used not in (None, said["used"]):
            raise Broken(f"{verb} {machine} was answered with {said}, not with {code} and {used}")
        return said


def nadia_makes_a_program(stage: Stage) -> str:
    """Nadia drafts a program: each copy gets a key of her own pattern, good for two machines at once."""
    nadia = stage.scene.nadia
    seen = selling._draft(nadia, kind="licence")
    selling._upload(nadia)
    rule: dict[str, Any] = {"source": "pattern", "pattern": "NADIA-XXXXX-XXXXX-XXXXX", "seats": SEATS}
    nadia.visitor.fill(f"{nadia.editor}licences/", **rule)
    _note_id(stage, nadia)
    return f"{seen}; {selling._publish(stage.scene, nadia)}"


def _note_id(stage: Stage, seller: Seller) -> None:
    """The page of the offer tells programmers how to ask."""
    found = re.search(r'"offer": (\d+)', seller.visitor.page.words)
    if found is None or "/api/v1/licences/verify" not in seller.visitor.page.words:
        raise Broken(f"programmers are not told how to ask: {seller.visitor.page.words[:1500]}")
    stage.ids[seller.title] = int(found[1])


def nadia_brings_her_own_keys(stage: Stage) -> str:
    """She makes another offer, whose keys come from a list that she has: there are two, so there are two copies."""
    made = replace(stage.scene.nadia, title=f"বাংলা ফন্ট {stage.scene.mark}", price=FONTS)
    made.visitor.open(f"{made.workplace}offers/")
    selling._draft(made, kind="licence")
    made.visitor.fill(f"{made.editor}licences/", source="list", seats=1)
    selling._price(made)
    made.visitor.fill(f"{made.editor}licences/keys/", keys="\n".join(stage.listed_keys))
    made.visitor.see("2 left")
    _note_id(stage, made)
    return selling._publish(stage.scene, made)


def rafi_buys_the_program(stage: Stage) -> str:
    """Rafi, a guest, pays by card; his key comes with the receipt, and lies in his library beside the file."""
    paid = _pays_by_card(stage)
    return f"{paid}; {_has_his_key(stage)}"


def _pays_by_card(stage: Stage) -> str:
    rafi = stage.scene.rafi
    cards._to_stripe(stage, rafi)
    rafi.visitor.open(cards._pay(rafi))
    rafi.visitor.wait_for(rafi.email)
    return buying.has_paid(rafi)


def _has_his_key(stage: Stage) -> str:
    rafi, nadia = stage.scene.rafi, stage.scene.nadia
    letter = wait(stage.scene.mailbox, rafi.email, "NADIA-")
    keys = set(_MADE.findall(letter.text))
    if len(keys) != 1:
        raise Broken(f"not one key in the receipt: {letter.text}")
    key = stage.keys[rafi.email] = keys.pop()
    rafi.library = letter.link("/library/o/")
    rafi.visitor.open(rafi.library)
    rafi.visitor.wait_for(key)
    if set(_MADE.findall(rafi.visitor.page.words)) != {key}:
        raise Broken(f"not just {key} in the library: {rafi.visitor.page.words[:900]}")
    if rafi.visitor.fetch(buying.file_link(rafi.visitor, nadia)).content != nadia.file:
        raise Broken("the program did not come whole")
    return f"“{letter.subject}”: {key}"


def his_machines_ask(stage: Stage) -> str:
    """His program asks on two machines and runs; asked again it is no other machine; a third one is refused."""
    rafi = stage.scene.rafi
    stage.expect("ok", "verify", used=0)
    stage.expect("not_activated", "verify", "desk")
    stage.expect("ok", "activate", "desk", used=1)
    typed = stage.keys[rafi.email].lower().replace("-", " ")
    again = stage.ask("activate", stage.scene.nadia, typed, instance="desk", name="The desk")
    if (again["code"], again["used"], again["seats"]) != ("ok", 1, SEATS):
        raise Broken(f"typed in small letters, on the same machine: {again}")
    stage.expect("ok", "activate", "lap", used=2)
    refused = stage.expect("over_cap", "activate", "phone", used=2)
    stage.expect("not_activated", "verify", "phone")
    return f"desk and lap run; phone: “{refused['detail']}”"


def he_takes_machines_off(stage: Stage) -> str:
    """The program gives one machine's place back, so the third one runs; another he takes off in his library."""
    rafi = stage.scene.rafi
    stage.expect("ok", "deactivate", "desk", used=1)
    stage.expect("not_activated", "verify", "desk")
    stage.expect("ok", "activate", "phone", used=2)
    stage.expect("over_cap", "activate", "desk", used=2)
    rafi.visitor.open(rafi.library)
    rafi.visitor.fill("/removal/")
    stage.expect("ok", "verify", used=1)
    left = [each for each in ("lap", "phone") if _runs(stage, each)]
    if len(left) != 1:
        raise Broken(f"after one was taken off, {left} run")
    stage.expect("ok", "deactivate", left[0], used=0)
    return "one by the program, one in the library, then the last"


def _runs(stage: Stage, machine: str) -> bool:
    said = stage.ask("verify", stage.scene.nadia, stage.keys[stage.scene.rafi.email], instance=machine)
    return bool(said["valid"])


def many_machines_ask_at_once(stage: Stage) -> str:
    """Six machines want to use the key at the same moment: two may, four are refused."""
    key, names = stage.keys[stage.scene.rafi.email], [f"machine {number}" for number in range(MANY)]
    with ThreadPoolExecutor(MANY) as pool:
        said = list(pool.map(lambda name: stage.ask("activate", stage.scene.nadia, key, instance=name)["code"], names))
    if sorted(said) != ["ok"] * SEATS + ["over_cap"] * (MANY - SEATS):
        raise Broken(f"{MANY} machines were answered with {said}")
    stage.expect("ok", "verify", used=SEATS)
    return f"{said.count('ok')} run, {said.count('over_cap')} do not"


def keys_of_the_list_are_sold(stage: Stage) -> str:
    """Mitu and Shuvo buy the other offer: each gets another key of the list; then it is sold out."""
    fonts = stage.fonts()
    for buyer in (stage.scene.mitu, stage.shuvo):
        buyer.visitor.open(fonts.offer)
        buyer.visitor.fill("tier")
        buying.to_the_bank(buyer, fonts.price)
        buyer.visitor.fill("choice", press="pay")
        buying.has_paid(buyer)
        letter = wait(stage.scene.mailbox, buyer.email, "Fonts-")
        stage.keys[buyer.email] = next(key for key in stage.listed_keys if key in letter.text)
    given = [stage.keys[each.email] for each in (stage.scene.mitu, stage.shuvo)]
    if sorted(given) != stage.listed_keys:
        raise Broken(f"of the list were given: {given}")
    scene = stage.scene
    until(lambda: "Sold out" in scene.stranger.open(fonts.offer).words, "the offer to be sold out")
    said = stage.ask("verify", fonts, given[0])
    if not said["valid"] or stage.ask("verify", scene.nadia, given[0])["code"] != "unknown":
        raise Broken(f"{given[0]} is not good, or good for another offer too: {said}")
    return f"{' and '.join(given)}; then sold out"


def nadia_sees_her_keys(stage: Stage) -> str:
    """Among her licences Nadia finds all three, with the machines that use them; nobody else sees them."""
    nadia, scene = stage.scene.nadia, stage.scene
    nadia.visitor.open(f"{nadia.workplace}licences/")
    nadia.visitor.see(*stage.keys.values(), f"{SEATS} of {SEATS} machines")
    scene.stranger.open(f"{nadia.workplace}licences/")
    if "/account/login/" not in scene.stranger.page.address:
        raise Broken(f"a stranger sees {scene.stranger.page.address}")
    return f"{len(stage.keys)} keys, {SEATS} machines"


def nadia_gives_the_money_back(stage: Stage) -> str:
    """Nadia gives Rafi his money back at Stripe: his key is refused, everywhere and for good; the others are not."""
    _gives_back(stage)
    return _is_refused(stage)


def _gives_back(stage: Stage) -> None:
    nadia, rafi = stage.scene.nadia, stage.scene.rafi
    nadia.visitor.open(f"{nadia.workplace}orders/{rafi.number}/refund/")
    nadia.visitor.fill("reason", reason="It does not run there. Sorry!")


def _is_refused(stage: Stage) -> str:
    scene, rafi = stage.scene, stage.scene.rafi
    key = stage.keys[rafi.email]
    until(lambda: not stage.ask("verify", scene.nadia, key)["valid"], "the key to be refused")
    refused = stage.expect("refunded", "verify")
    stage.expect("refunded", "verify", "machine 0")
    stage.expect("refunded", "activate", "desk", used=SEATS)
    wait(scene.mailbox, rafi.email, "It does not run there.")
    rafi.visitor.open(rafi.library)
    if key in rafi.visitor.page.words:
        raise Broken("the key still lies in the library")
    intent, price = stage.intent(rafi), scene.nadia.price * 100
    until(lambda: any(each["payment_intent"] == intent for each in stage.listed("refunds")), "the money to go back")
    if (back := [each["amount"] for each in stage.listed("refunds") if each["payment_intent"] == intent]) != [price]:
        raise Broken(f"Stripe gave back {back}")
    if not stage.ask("verify", stage.fonts(), stage.keys[scene.mitu.email])["valid"]:
        raise Broken("Mitu's key is refused, too")
    return f"“{refused['detail']}” ৳{back[0] / 100:.2f} back at Stripe, once"


def everything_happened_once(stage: Stage) -> str:
    """Three orders, each with one charge, one sale in the books, one receipt and one key."""
    own = stage.scene.own
    if own is None:
        return "left to the operator of this Dhara: dhara doctor"
    found = own.settled("troubles")
    buyers = {each.number: each for each in (stage.scene.rafi, stage.scene.mitu, stage.shuvo)}
    if set(found["orders"]) != set(buyers):
        raise Broken(f"the orders are {sorted(found['orders'])} instead of {sorted(buyers)}")
    for number, buyer in buyers.items():
        one = found["orders"][number]
        if one["keys"] != [stage.keys[buyer.email]]:
            raise Broken(f"{number} gave the keys {one['keys']}")
        status = "refunded" if buyer is stage.scene.rafi else "paid"
        if one["status"] != status:
            raise Broken(f"{number} is {one['status']} instead of {status}")
        check_once(number, {**one, "status": "paid"}, 1)
    return ", ".join(f"{number}: {stage.keys[buyer.email]}" for number, buyer in buyers.items())


def the_worker_dies_before_there_is_a_key(stage: Stage) -> str:
    """Rafi pays by card; the worker is killed (SIGKILL) before it has made his key: he gets one, and not two."""
    own = stage.own()
    own.freeze("worker")
    paid = _pays_by_card(stage)
    if stage.scene.mailbox.letters(stage.scene.rafi.email):
        raise Broken("something was delivered by nobody")
    killed = own.kill("worker")
    return f"{paid}; worker {killed} died, {own.back('worker', killed)} goes on; {_has_his_key(stage)}"


def the_web_server_dies_under_a_program(stage: Stage) -> str:
    """A machine is activated; the web server is killed (SIGKILL) before the program knows: it asks again, as one."""
    own = stage.own()
    stage.expect("ok", "activate", "desk", used=1)
    killed = own.kill("web")
    new = own.back("web", killed)
    until(own.answers, "the web server to answer")
    stage.expect("ok", "activate", "desk", used=1)
    stage.expect("ok", "deactivate", "desk", used=0)
    return f"process {killed} died, {new} answers; one machine, one place"


def stripe_hangs_up_on_the_refund(stage: Stage) -> str:
    """Nadia gives Rafi his money back; Stripe sends it and hangs up, and the worker is killed: it goes back once."""
    own = stage.own()
    own.freeze("worker")
    _gives_back(stage)
    stage.press("faults", kind="hang_up", many=1, after="yes")
    killed = own.kill("worker")
    back = own.back("worker", killed)
    return f"worker {killed} died, {back} goes on; {_is_refused(stage)}"
