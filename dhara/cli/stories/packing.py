"""Steps of a bundle with a coupon, and of what is offered after its payment."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from dhara.cli.stories import buying, cards, selling
from dhara.cli.stories.cards import Stage
from dhara.cli.stories.cast import Buyer, Seller
from dhara.cli.stories.settling import check_once
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.world import until

# In whole taka: two offers of 450 and 300 cost 600 as a bundle; the code takes 20% off, and so does the upsell of 250.
ENVELOPES, STICKERS, BUNDLE, LESS = 300, 250, 600, 120
PAID, UPSELL = BUNDLE - LESS, 200
CODE: Final = "EID20"


def _other(stage: Stage, title: str, price: int) -> Seller:
    """Nadia, with another offer in her hands."""
    seller = stage.scene.nadia
    return replace(seller, title=f"{title} {stage.scene.mark}", price=price, offer="", editor="")


def bundle(stage: Stage) -> Seller:
    return _other(stage, "ঈদের ঝুড়ি", BUNDLE)


def stickers(stage: Stage) -> Seller:
    return _other(stage, "ঈদের স্টিকার", STICKERS)


def nadia_makes_two_more(stage: Stage) -> str:
    """Nadia makes two more offers: envelopes, and stickers."""
    seen = []
    for other in (_other(stage, "ঈদের খাম", ENVELOPES), stickers(stage)):
        other.visitor.open(f"{other.workplace}offers/")
        seen += [selling._draft(other), selling._upload(other)]
        seen.append(selling._publish(stage.scene, other))
    return "; ".join(seen[2::3])


def nadia_ties_a_bundle(stage: Stage) -> str:
    """She ties cards and envelopes into a bundle that costs less than both."""
    made = bundle(stage)
    visitor = made.visitor
    visitor.open(f"{made.workplace}offers/new/")
    visitor.fill("kind", title=made.title, kind="bundle")
    made.editor = visitor.page.address
    shelf = next(choice for choice in visitor.page.form("category").choices["category"] if choice)
    words: dict[str, Any] = {
        "summary": "Everything for Eid",
        "description": "<p>Cards and envelopes.</p>",
        "tags": made.tag,
    }
    visitor.fill("category", category=shelf, language="bn", **words)
    visitor.open(made.editor)
    parts = [_tier(stage, title) for title in (stage.scene.nadia.title, f"ঈদের খাম {stage.scene.mark}")]
    visitor.page.form(f"{made.editor}parts/").values["part"] = parts
    visitor.fill(f"{made.editor}parts/")
    seen = selling._publish(stage.scene, made)
    stage.scene.stranger.see("৳750", "৳150")
    return f"{seen}, worth ৳750 separately"


def _tier(stage: Stage, title: str) -> str:
    """The number by which the page before us names the tier of an offer."""
    html = stage.scene.nadia.visitor.page.html
    found = re.search(rf'name="part" value="(\d+)"(?:(?!name="part").)*?{re.escape(title)}', html, re.DOTALL)
    if found is None:
        raise Broken(f"“{title}” can not be chosen")
    return found[1]


def nadia_makes_a_coupon(stage: Stage) -> str:
    """She makes a code that takes 20 percent off."""
    nadia = stage.scene.nadia
    nadia.visitor.open(f"{nadia.workplace}coupons/new/")
    nadia.visitor.fill("code", code=CODE, kind="percent", percent=20)
    nadia.visitor.open(f"{nadia.workplace}coupons/")
    nadia.visitor.see(CODE)
    return CODE


def nadia_suggests_the_stickers(stage: Stage) -> str:
    """After the bundle is paid the stickers shall be offered, 20 percent cheaper; cheaper still she does not go."""
    nadia, made, other = stage.scene.nadia, bundle(stage), stickers(stage)
    visitor = nadia.visitor
    visitor.open(f"{nadia.workplace}offers/")
    visitor.follow(made.title)
    form = visitor.page.form("/suggestions/")
    tier = re.search(rf'<option value="(\d+)"[^>]*>\s*{re.escape(other.title)}', visitor.page.html)
    if tier is None:
        raise Broken(f"“{other.title}” can not be suggested: {form.choices}")
    visitor.fill("/suggestions/", kind="upsell", tier=tier[1], percent=20, words="They go on the envelopes.")
    visitor.see(other.title, "20% less")
    return f"{other.title}, 20% less"


def rafi_enters_the_code(stage: Stage) -> str:
    """Rafi puts the bundle into his cart, enters the code, and sees what it costs and why."""
    return _fills(stage, stage.scene.rafi)


def _fills(stage: Stage, buyer: Buyer) -> str:
    visitor, language = buyer.visitor, buyer.language
    visitor.open(f"/@{stage.scene.nadia.handle}")
    visitor.follow(bundle(stage).title)
    visitor.see(buying.taka(BUNDLE, language))
    visitor.fill("tier")
    visitor.fill("coupon", coupon=CODE)
    visitor.see(CODE, buying.taka(BUNDLE, language), buying.taka(LESS, language), buying.taka(PAID, language))
    return f"{buying.taka(BUNDLE, language)} − {buying.taka(LESS, language)} = {buying.taka(PAID, language)}"


def rafi_pays_by_card(stage: Stage) -> str:
    """He pays by card, lets it be kept, and is asked one question before his receipt."""
    rafi = stage.scene.rafi
    visitor = rafi.visitor
    rafi.screens = ["cart"]
    visitor.follow("/checkout/")
    told: dict[str, Any] = {"name": rafi.name, "email": rafi.email, "language": rafi.language, "gateway": "stripe"}
    visitor.fill("intent", **told, save_method="1")
    visitor.see(f"{PAID}.00 BDT")
    cards.arrived(stage, rafi)
    visitor.open(cards._pay(rafi))
    visitor.wait_for(stickers(stage).title)
    visitor.see(*_sums(rafi))
    rafi.receipt = visitor.page.address
    return f"{' − '.join(_sums(rafi)[:2])} = {_sums(rafi)[2]} for the stickers"


def _sums(buyer: Buyer) -> tuple[str, str, str]:
    """What the page must explain of the upsell: list price, what is taken off, what is paid."""
    lang = buyer.language
    return buying.taka(STICKERS, lang), buying.taka(STICKERS - UPSELL, lang), buying.taka(UPSELL, lang)


def rafi_says_yes_in_one_click(stage: Stage) -> str:
    """He says yes: one click, no page of Stripe's, and the second order is paid."""
    return _click(stage)


def _click(stage: Stage, *, hung_up: bool = False) -> str:
    rafi = stage.scene.rafi
    visitor, before = rafi.visitor, len(_charged(stage))
    form = next(form for form in visitor.page.forms if "/upsell/acceptance/" in form.action)
    if "gateway" in form.names:
        raise Broken(f"there is no one click: {visitor.page.words[:900]}")
    if hung_up:
        stage.press("faults", kind="hang_up", many=1, after="yes")
    visitor.fill("/upsell/acceptance/")
    visitor.wait_for(buying.taka(UPSELL, rafi.language), rafi.email)
    if "/checkout/o/" not in visitor.page.address or visitor.page.address == rafi.receipt:
        raise Broken(f"this is not the second receipt: {visitor.page.address}: {visitor.page.words[:600]}")
    second = buying._number(visitor)
    visitor.open(rafi.receipt)
    if stickers(stage).title in visitor.page.words:
        raise Broken("the question comes again")
    rafi.number = next(each for each in re.findall(r"D-\w{4}-\w{4}", visitor.page.words) if each != second)
    if len(_charged(stage)) != before + 1:
        raise Broken(f"Stripe charged {len(_charged(stage)) - before} times for one click")
    return f"{second} beside {rafi.number}, charged {_charged(stage)[0]['amount'] / 100:.2f} BDT once"


def _charged(stage: Stage) -> list[dict[str, Any]]:
    return [each for each in stage.listed("payment_intents") if each["status"] == "succeeded"]


def stripe_hangs_up_on_the_click(stage: Stage) -> str:
    """He says yes; Stripe charges the card and hangs up before it answers: asked again, it is the same charge."""
    stage.own().freeze("worker")
    return _click(stage, hung_up=True)


def the_worker_dies(stage: Stage) -> str:
    """The worker is killed (SIGKILL) before it has delivered anything of it; the supervisor starts another."""
    own = stage.own()
    killed = own.kill("worker")
    return f"worker {killed} died, {own.back('worker', killed)} goes on"


def mitu_declines_the_code_of_nobody(stage: Stage) -> str:
    """Mitu buys it too, at the test bank, after a code that nobody made told her so."""
    mitu = stage.scene.mitu
    visitor = mitu.visitor
    visitor.open(f"/@{stage.scene.nadia.handle}")
    visitor.follow(bundle(stage).title)
    visitor.fill("tier")
    visitor.fill("coupon", coupon="NOBODY50", expect=409)
    visitor.see("We do not know this code")
    _enter(mitu)
    mitu.screens = []
    buying.to_the_bank(mitu, PAID)
    visitor.fill("choice", press="pay")
    visitor.wait_for(stickers(stage).title)
    visitor.see(*_sums(mitu), "Right after")
    mitu.receipt = visitor.page.address
    return f"{PAID} taka paid; then {' − '.join(_sums(mitu)[:2])} = {_sums(mitu)[2]}"


def _enter(buyer: Buyer) -> None:
    buyer.visitor.fill("coupon", coupon=CODE)
    buyer.visitor.see(CODE, buying.taka(PAID, buyer.language))


def mitu_takes_it_on_one_screen(stage: Stage) -> str:
    """She has no card that is kept: she chooses the test bank on the same screen, and pays there."""
    mitu = stage.scene.mitu
    visitor = mitu.visitor
    visitor.fill("/upsell/acceptance/", gateway="sandbox")
    if "/sandbox/pay/" not in visitor.page.address:
        raise Broken(f"this is not the bank: {visitor.page.address}: {visitor.page.words[:600]}")
    visitor.fill("choice", press="pay")
    visitor.wait_for(buying.taka(UPSELL, "en"), mitu.email)
    second = buying._number(visitor)
    visitor.open(mitu.receipt)
    mitu.number = next(each for each in re.findall(r"D-\w{4}-\w{4}", visitor.page.words) if each != second)
    return f"{second} beside {mitu.number}"


def both_have_everything(stage: Stage) -> str:
    """Each has two receipts by mail, and what they bought: cards, envelopes and stickers."""
    told = []
    for buyer in (stage.scene.rafi, stage.scene.mitu):
        buyer.visitor.open(buyer.receipt)
        buyer.visitor.wait_for(bundle(stage).title)
        told += _letters(stage, buyer)
        buyer.visitor.open(buyer.receipt)
        files = {link.address for link in buyer.visitor.page.links if "/d/" in link.address}
        if len(files) != 2:
            raise Broken(f"{buyer.name} can fetch {len(files)} files: {buyer.visitor.page.words[:900]}")
    return ", ".join(told)


def _letters(stage: Stage, buyer: Buyer) -> list[str]:
    """The subjects of the two receipts."""

    def came() -> list[str]:
        return [each.subject for each in stage.scene.mailbox.letters(buyer.email)]

    until(lambda: len(came()) >= 2, f"two receipts to {buyer.name}")
    if not any(buyer.number in each for each in came()):
        raise Broken(f"none of {came()} is about {buyer.number}")
    return came()


def everything_happened_once(stage: Stage) -> str:
    """Four orders, each with one charge, one sale in the books and one receipt; grants for every part."""
    own = stage.scene.own
    if own is None:
        return "left to the operator of this Dhara: dhara doctor"
    found = own.settled("troubles")
    orders = found["orders"]
    if len(orders) != 4:
        raise Broken(f"there are {len(orders)} orders: {sorted(orders)}")
    for number, one in orders.items():
        grants = 2 if number in (stage.scene.rafi.number, stage.scene.mitu.number) else 1
        if one["grants"] < grants:
            raise Broken(f"{number} gave {one['grants']} grants instead of {grants}")
        check_once(number, {**one, "grants": 1}, 1)
    return ", ".join(f"{number}: {one['grants']} grants" for number, one in orders.items())
