"""Steps of buyers who pay by card at (the fake of) Stripe, and the hands by which its dashboard is moved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from dhara.cli import fakes
from dhara.cli.stories import buying, settling
from dhara.cli.stories.cast import Buyer, Scene
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.settling import check_once
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import World, until

GOOD, DECLINED = "4242424242424242", "4000000000000002"
BY_HAND: Final = 10_000  # what somebody gives back in Stripe's dashboard, in paisa


@dataclass
class Stage:
    """`stripe` is the address of the fake, once a payer has been there; `sessions` their latest ones, by address."""

    scene: Scene
    stripe: str = ""
    sessions: dict[str, str] = field(default_factory=dict)

    def close(self) -> None:
        """The scene is closed by whoever opened it."""

    def own(self) -> World:
        if self.scene.own is None:
            raise Broken("trouble is only made at a Dhara of one's own")
        return self.scene.own

    def press(self, button: str, **fields: Any) -> str:
        """Press a button of the dashboard; what it then shows."""
        answer = httpx.post(f"{self.base()}/dashboard/{button}", data=fields, follow_redirects=True, timeout=30)
        if answer.status_code != 200:
            raise Broken(f"the dashboard's {button}: {answer.status_code}: {answer.text[-400:]}")
        return answer.text

    def listed(self, what: str) -> list[dict[str, Any]]:
        """What Stripe's own API lists, the latest first."""
        key = fakes.test_keys("stripe")["secret_key"]
        headers = {"Authorization": f"Bearer {key}"}
        answer = httpx.get(f"{self.base()}/v1/{what}", params={"limit": 100}, headers=headers, timeout=30)
        return list(answer.json()["data"])

    def intent(self, buyer: Buyer) -> str:
        """The payment of a buyer who was here; others may have paid too, in another story."""
        mine = self.sessions[buyer.email]
        return str(next(each for each in self.listed("checkout/sessions") if each["id"] == mine)["payment_intent"])

    def base(self) -> str:
        if not self.stripe:
            self.stripe = self.own().fake("stripe")
        return self.stripe


def rafi_goes_to_stripe(stage: Stage) -> str:
    """Rafi, a guest, takes Nadia's offer and chooses to pay by card; Stripe's page asks for the money."""
    return _to_stripe(stage, stage.scene.rafi)


def _to_stripe(stage: Stage, buyer: Buyer) -> str:
    visitor, seller = buyer.visitor, stage.scene.nadia
    visitor.open(seller.offer)
    visitor.fill("tier")
    buyer.screens = ["cart"]
    visitor.follow("/checkout/")
    visitor.see(buying.taka(seller.price, buyer.language))
    buyer.screens.append("details")
    visitor.fill("intent", name=buyer.name, email=buyer.email, language=buyer.language, gateway="stripe")
    if "/c/pay/cs_" not in visitor.page.address:
        raise Broken(f"this is not Stripe: {visitor.page.address}: {visitor.page.words[:600]}")
    buyer.screens.append("Stripe")
    arrived(stage, buyer)
    visitor.see(f"{seller.price}.00 BDT", buyer.email)
    return f"Stripe asks for {seller.price}.00 BDT"


def arrived(stage: Stage, buyer: Buyer) -> None:
    """The buyer is on Stripe's page: note where that is, and which session is theirs."""
    place = urlsplit(buyer.visitor.page.address)
    stage.stripe = f"{place.scheme}://{place.netloc}"
    stage.sessions[buyer.email] = place.path.rpartition("/")[2]


def rafi_is_declined(stage: Stage) -> str:
    """His first card is declined; he stays at Stripe, nothing is charged, and nothing is delivered."""
    rafi = stage.scene.rafi
    before = stage.listed("balance_transactions")  # of others who played here
    rafi.visitor.fill("card", press="card", card=DECLINED)
    rafi.visitor.see("Your card was declined.")
    if stage.listed("balance_transactions") != before or stage.scene.mailbox.letters(rafi.email):
        raise Broken("a declined card moved something")
    return "“Your card was declined.”"


def _pay(buyer: Buyer) -> str:
    """The payer presses “Pay”; the address to which Stripe sends them back, where they have not gone yet."""
    form = buyer.visitor.page.form("card")
    values = {"card": GOOD, "way": "card"}
    answer = buyer.visitor.client.post(form.action, data=values, follow_redirects=False)
    if answer.status_code != 303:
        raise Broken(f"Stripe did not take the card: {answer.status_code}: {answer.text[-600:]}")
    return str(answer.headers["location"])


def the_notice_is_faster(stage: Stage) -> str:
    """His second card pays. Stripe's notice is here before his browser: the receipt is mailed before he is back."""
    rafi = stage.scene.rafi
    back = _pay(rafi)
    letter = wait(stage.scene.mailbox, rafi.email, "/library/o/")
    rafi.visitor.open(back)
    return f"“{letter.subject}” came first; then {buying.has_paid(rafi)}"


def stripe_hangs_up(stage: Stage) -> str:
    """Rafi goes to pay; Stripe makes the session and hangs up before it answers: asked again, it is the same one."""
    stage.press("faults", kind="hang_up", many=1, after="yes")
    seen = _to_stripe(stage, stage.scene.rafi)
    sessions = stage.listed("checkout/sessions")
    if len(sessions) != 1:
        raise Broken(f"there are {len(sessions)} sessions for one payment")
    return f"{seen}, in one session"


def notices_are_held_up(stage: Stage) -> str:
    """From now on Stripe's notices are held up."""
    stage.press("notices", hold=1, copies=2)
    return "held"


def the_worker_dies(stage: Stage) -> str:
    """His second card pays, he comes back; the worker is killed (SIGKILL) before it has delivered anything."""
    own, rafi = stage.own(), stage.scene.rafi
    own.freeze("worker")
    rafi.visitor.open(_pay(rafi))
    paid = buying.has_paid(rafi)
    if stage.scene.mailbox.letters(rafi.email):
        raise Broken("something was delivered by nobody")
    killed = own.kill("worker")
    return f"{paid}; worker {killed} died, {own.back('worker', killed)} goes on"


def notices_come_backwards_and_twice(stage: Stage) -> str:
    """All that was held comes now, each twice, the last one first: nothing changes any more."""
    stage.press("notices", release="backwards")
    many = len(stage.listed("payment_intents")) * 2
    until(lambda: _taken(stage) >= many, "the notices to be taken in")
    stage.press("notices", copies=1)
    return f"{_taken(stage)} taken in"


def _taken(stage: Stage) -> int:
    """How many deliveries the dashboard shows as answered with 200 or 202."""
    text = httpx.get(f"{stage.base()}/", timeout=30).text
    return len(re.findall(r"<td>20[02]</td>", text))


def mitu_is_never_heard_of(stage: Stage) -> str:
    """Mitu pays, then her phone dies, and no notice comes either: Dhara asks by itself, and she gets her receipt."""
    mitu = stage.scene.mitu
    _to_stripe(stage, mitu)
    stage.press("notices", lose=99)
    back = _pay(mitu)
    letter = wait(stage.scene.mailbox, mitu.email, "/library/o/")
    stage.press("notices", lose=0)
    mitu.visitor.open(back)
    buying.has_paid(mitu)
    return f"“{letter.subject}”, by a question of our own"


def the_notice_comes_again(stage: Stage) -> str:
    """Stripe sends its last notice once more; it is taken in, and nothing happens twice."""
    shown = stage.press("notices", again=1)
    if "<td>200</td>" not in shown:
        raise Broken(f"a notice that came again was not answered with 200: {shown[-900:]}")
    return "answered with 200"


def a_forged_notice_is_refused(stage: Stage) -> str:
    """Somebody who knows the address but not the secret sends the same words: refused."""
    shown = stage.press("forgeries")
    if "answered with 400" not in shown:
        raise Broken(f"a forged notice was not refused: {shown[-400:]}")
    return "answered with 400"


def rafi_has_receipt_and_file(stage: Stage) -> str:
    """The receipt came by mail; on another device, from its link, he fetches the file."""
    rafi, nadia = stage.scene.rafi, stage.scene.nadia
    letter = wait(stage.scene.mailbox, rafi.email, "/library/o/")
    for needed in (rafi.number, nadia.title, buying.taka(nadia.price, "bn")):
        if needed not in letter.text + letter.subject:
            raise Broken(f"“{needed}” is not in the receipt: {letter.text}")
    elsewhere = Visitor(stage.scene.base, "bn", name="Rafi's other device")
    try:
        elsewhere.open(letter.link("/library/o/"))
        elsewhere.wait_for(nadia.title)
        content = elsewhere.fetch(buying.file_link(elsewhere, nadia)).content
    finally:
        elsewhere.close()
    if content != nadia.file:
        raise Broken(f"{nadia.file_name} came as {len(content):,} other bytes")
    return f"“{letter.subject}”, {len(content):,} bytes"


def nadia_sees_the_sums(stage: Stage) -> str:
    """Nadia's order page tells what was paid, Stripe's fee to the paisa, and her share."""
    nadia, number = stage.scene.nadia, stage.scene.rafi.number
    nadia.visitor.open(f"{nadia.workplace}orders/{number}/")
    names = ("Paid by the buyer", "Gateway fee", "Platform fee", "Your share")
    gross, fee, platform, share = (settling.amount_after(nadia.visitor.page, name) for name in names)
    booked = next(each for each in reversed(stage.listed("balance_transactions")) if each["type"] == "charge")
    # Stripe tells its fee in the currency of its balance, here dollars; ours is the same part of the price.
    if gross != nadia.price * 100 or abs(-fee / gross - booked["fee"] / booked["amount"]) > 1 / gross:
        raise Broken(f"{gross} with a fee of {fee}, but Stripe kept {booked['fee']} of {booked['amount']}")
    if gross + fee + platform != share:
        raise Broken(f"the sums of {number} do not add up: {gross} {fee} {platform} = {share}")
    return f"{gross / 100:.2f} {fee / 100:+.2f} {platform / 100:+.2f} = {share / 100:.2f}"


def money_goes_back_by_hand(stage: Stage) -> str:
    """Somebody gives part of the money back in Stripe's dashboard; Dhara notices, and shows it to the operator."""
    stage.press("refunds", payment_intent=stage.intent(stage.scene.rafi), amount=BY_HAND)
    own = stage.scene.own
    if own is None:
        return "left to the operator of this Dhara: the notices in the console"
    until(lambda: any("by hand" in each for each in own.audit()["troubles"]), "the refund to be noticed")
    return f"{BY_HAND / 100:.2f} BDT: “{own.audit()['troubles'][0]}”"


def everything_happened_once(stage: Stage) -> str:
    """Each order has one charge, one sale in the books, one grant and one receipt; Stripe charged once for each."""
    scene, own = stage.scene, stage.scene.own
    numbers = [buyer.number for buyer in (scene.rafi, scene.mitu) if buyer.number]
    charges = [each for each in stage.listed("balance_transactions") if each["type"] == "charge"]
    if own is None:
        return "left to the operator of this Dhara: dhara doctor"
    if len(charges) != len(numbers):
        raise Broken(f"Stripe charged {len(charges)} times for {len(numbers)} orders")
    found = own.settled()
    if sorted(found["orders"]) != sorted(numbers):
        raise Broken(f"the orders are {sorted(found['orders'])} instead of {sorted(numbers)}")
    for number in numbers:
        check_once(number, found["orders"][number], 1)
    if others := [each for each in found["troubles"] if "by hand" not in each]:
        raise Broken(f"notices met trouble: {others}")
    return ", ".join(f"{number} once" for number in numbers)
