"""The story of bKash: wrong PINs, empty wallets, payers who change their mind, notices true and forged, a refund.

With chaos bKash is down or under maintenance, its tokens run out, it takes the money and falls silent, a payer does not
come back, and worker and web server are killed between the payment and what follows from it.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import giving_back, selling, wallets
from dhara.cli.stories.buying import _NUMBER
from dhara.cli.stories.cast import Buyer
from dhara.cli.stories.tale import of
from dhara.cli.stories.teller import Step
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.wallets import Stage
from dhara.cli.stories.world import until

# The fake's wallets, as in bKash's own sandbox; and of 450 taka bKash keeps 1.5 %, the platform 5 %.
RICH, POOR, CODE, PIN = "01770618575", "01823074817", "123456", "12121"
SUMS: Final = ("6.75", "22.50")
FORGERIES: Final = ("stranger", "tampered", "topic", "old")


def _signs_in(buyer: Buyer, wallet: str = RICH) -> None:
    """On bKash's page, up to the PIN."""
    buyer.visitor.fill("wallet", wallet=wallet)
    buyer.visitor.fill("otp", otp=CODE)


def approves(buyer: Buyer, wallet: str = RICH) -> None:
    _signs_in(buyer, wallet)
    buyer.visitor.fill("pin", pin=PIN)


def _goes_without_return(made: Stage, buyer: Buyer) -> str:
    """The payer goes all the way, but their browser does not follow the way back; answers where it leads."""
    _signs_in(buyer)
    return _gives_pin(made, buyer)


def _gives_pin(made: Stage, buyer: Buyer) -> str:
    form = buyer.visitor.page.form("pin")
    answer = buyer.visitor.client.post(form.action, data={"pin": PIN}, follow_redirects=False)
    if answer.status_code != 303 or not answer.headers["location"].startswith(made.scene.base):
        raise Broken(f"bKash's page answered with {answer.status_code}")
    return str(answer.headers["location"])


def _payment_on_screen(buyer: Buyer) -> str:
    """bKash's name for the payment whose page the buyer has open."""
    return buyer.visitor.page.address.partition("paymentID=")[2].partition("&")[0]


def rafi_is_locked_out(made: Stage) -> str:
    """Rafi wants to pay Nadia's offer with bKash, on his phone, in Bengali; he types three wrong PINs."""
    rafi = made.scene.rafi
    seen = wallets.to_the_page(made, rafi)
    _signs_in(rafi)
    for _each in range(2):
        rafi.visitor.fill("pin", pin="00000")
        rafi.visitor.see("Wrong PIN")
    rafi.visitor.fill("pin", pin="00000")
    return f"{seen}; {wallets.has_not_paid(rafi, 'বারবার ভুল পিন', 'কোনো টাকা কাটা হয়নি')}"


def rafi_pays_with_the_right_pin(made: Stage) -> str:
    """He tries again: a wrong PIN, then the right one; the receipt is there."""
    rafi = made.scene.rafi
    wallets.again(made, rafi)
    _signs_in(rafi)
    rafi.visitor.fill("pin", pin="11111")
    rafi.visitor.see("Wrong PIN")
    rafi.visitor.fill("pin", pin=PIN)
    return wallets.has_paid(made, rafi)


def rafi_receives(made: Stage) -> str:
    """His letter comes, and the file is whole."""
    return wallets.receives(made, made.scene.rafi)


def bkash_tells_of_it(made: Stage) -> str:
    """bKash's notices come by Amazon's SNS: the subscription is confirmed by itself, then the payment is told of."""

    def taken() -> bool:
        return ["Notification", 202] in wallets.ask_fake(made, "sent")

    until(taken, "the notice to be taken")
    if not wallets.ask_fake(made, "state")["confirmed"]:
        raise Broken("the subscription was not confirmed")
    return ", ".join(f"{kind} {status}" for kind, status in wallets.ask_fake(made, "sent"))


def mitu_has_not_enough(made: Stage) -> str:
    """Mitu's wallet has too little: she reads why, and that nothing was charged."""
    mitu = made.scene.mitu
    wallets.to_the_page(made, mitu)
    approves(mitu, POOR)
    return wallets.has_not_paid(mitu, "There is not enough money in the bKash wallet.", "Nothing was charged")


def mitu_cancels(made: Stage) -> str:
    """She tries again, and closes bKash's page."""
    mitu = made.scene.mitu
    wallets.again(made, mitu)
    wallets.choose(mitu, "cancel")
    return wallets.has_not_paid(mitu, "You cancelled the payment", "Nothing was charged")


def mitu_pays(made: Stage) -> str:
    """From another wallet it works; the same way back is gone twice, and changes nothing."""
    mitu = made.scene.mitu
    wallets.again(made, mitu)
    way = _goes_without_return(made, mitu)
    mitu.visitor.open(way)
    seen = wallets.has_paid(made, mitu)
    mitu.visitor.open(way)
    wallets.has_paid(made, mitu)
    return f"{seen}, and once only"


def mitu_receives(made: Stage) -> str:
    """Her letter comes too."""
    return wallets.receives(made, made.scene.mitu)


def somebody_forges(made: Stage) -> str:
    """Somebody pays nothing, but forged notices say so, and so does the address they return by: nothing is sold."""
    forger = made.guest("Mallory Mia")
    wallets.to_the_page(made, forger)
    ref = _payment_on_screen(forger)
    answers = [wallets.press(made, "forgeries", ref=ref, how=how) for how in FORGERIES]
    if not all("answered with 400" in each for each in answers):
        raise Broken(f"forged notices were answered with {answers}")
    back = next(each["callback"] for each in wallets.ask_fake(made, "payments") if each["id"] == ref)
    forger.visitor.open(f"{back}?paymentID={ref}&status=success&signature=forged")
    forger.visitor.see("Waiting for your payment")
    wallets.nothing_came(made, forger)
    forger.visitor.open(f"{back}?paymentID={ref}&status=cancel&signature=forged")
    seen = wallets.has_not_paid(forger, "You cancelled the payment")
    return f"{seen}; {len(answers)} forged notices were refused"


def bkash_is_down(made: Stage) -> str:
    """bKash does not answer when Mitu wants to pay: she reads that nothing was charged."""
    mitu, visitor = made.scene.mitu, made.scene.mitu.visitor
    wallets.press(made, "faults", fault="hang up", at="/create")
    visitor.open(made.scene.nadia.offer)
    visitor.fill("tier")
    visitor.follow("/checkout/")
    visitor.fill("intent", name=mitu.name, email=mitu.email, language="en", gateway=made.code, expect=503)
    visitor.see("The payment company does not answer. Nothing was charged")
    return "told that nothing was charged"


def mitu_comes_back_during_maintenance(made: Stage) -> str:
    """At the second try she approves, but bKash closes for maintenance: she waits, and has it when bKash is back."""
    mitu = made.scene.mitu
    wallets.to_the_page(made, mitu)
    way = _goes_without_return(made, mitu)
    wallets.press(made, "maintenance")
    mitu.visitor.open(way)
    mitu.visitor.see("Waiting for your payment")
    wallets.press(made, "maintenance")
    return wallets.has_paid(made, mitu)


def rafi_pays_while_all_goes_wrong(made: Stage) -> str:
    """Rafi's token runs out, bKash takes his money and falls silent, he comes back twice, and the worker is killed."""
    rafi = made.scene.rafi
    wallets.to_the_page(made, rafi)
    _signs_in(rafi)
    rafi.visitor.fill("pin", pin="11111")
    rafi.visitor.see("Wrong PIN")

    def pays() -> str:
        way = _gives_pin(made, rafi)
        wallets.press(made, "tokens")
        wallets.press(made, "faults", fault="hang up after", at="/execute")
        rafi.visitor.open(way)
        seen = wallets.has_paid(made, rafi)
        rafi.visitor.open(way)
        wallets.has_paid(made, rafi)
        return seen

    return wallets.the_worker_dies(made.own, pays)


def shuvo_never_comes_back(made: Stage) -> str:
    """Shuvo gives his PIN, and his phone dies. bKash is asked until it tells, the money is taken, and he gets it."""
    shuvo = made.guest("Shuvo Das")
    wallets.to_the_page(made, shuvo)
    _goes_without_return(made, shuvo)
    seen = wallets.receives(made, shuvo)
    shuvo.visitor.open(shuvo.visitor.page.address)
    found = _NUMBER.search(shuvo.visitor.page.words)
    if found is None:
        raise Broken(f"no order number in the library: {shuvo.visitor.page.words[:600]}")
    made.paid[found[0]] = shuvo
    return seen


def tania_returns_to_a_dead_server(made: Stage) -> str:
    """Tania has given her PIN; the web server is killed (SIGKILL) before she is back. Another one takes her in."""
    tania = made.guest("Tania Khan")
    wallets.to_the_page(made, tania)
    way = _goes_without_return(made, tania)
    died = wallets.the_web_server_dies(made.own)
    tania.visitor.open(way)
    return f"{wallets.has_paid(made, tania)}; {died}"


def paid_once_at_bkash(made: Stage) -> str:
    """bKash took money once for each paid order, and for nothing else."""
    told = [each for each in wallets.ask_fake(made, "payments") if each["trx"]]
    names = [each["invoice"] for each in told]
    if len(set(names)) != len(names) or (made.own and len(names) != len(made.paid)):
        raise Broken(f"bKash took money for {names}, we know of {sorted(made.paid)}")
    return f"{len(names)} transactions for {len(made.paid)} orders"


def everything_happened_once(made: Stage) -> str:
    """Each paid order was sold, delivered, booked and told once; what was not paid, never."""
    return wallets.seen_once(made, SUMS)


def the_books_are_sound(made: Stage) -> str:
    """The doctor finds nothing wrong with books, jobs and database."""
    return wallets.books_are_sound(made)


SELLER: Final[list[Step]] = [
    of(step)
    for step in (
        selling.nadia_signs_up,
        selling.nadia_opens_a_studio,
        selling.nadia_makes_an_offer,
        selling.nadia_uploads_her_file,
        selling.nadia_publishes,
    )
]
AFTER: Final[list[Step]] = [paid_once_at_bkash, everything_happened_once]
PLAIN: Final[list[Step]] = [
    *SELLER,
    rafi_is_locked_out,
    rafi_pays_with_the_right_pin,
    rafi_receives,
    bkash_tells_of_it,
    mitu_has_not_enough,
    mitu_cancels,
    mitu_pays,
    mitu_receives,
    somebody_forges,
    *AFTER,
    giving_back.nadia_gives_it_back,
    the_books_are_sound,
]
CHAOS: Final[list[Step]] = [
    *SELLER,
    bkash_is_down,
    mitu_comes_back_during_maintenance,
    rafi_pays_while_all_goes_wrong,
    somebody_forges,
    shuvo_never_comes_back,
    tania_returns_to_a_dead_server,
    rafi_receives,
    mitu_receives,
    bkash_tells_of_it,
    *AFTER,
    giving_back.nadia_gives_it_back_while_all_goes_wrong,
    the_books_are_sound,
]
STORY: Final = wallets.story("bkash", PLAIN, CHAOS)
