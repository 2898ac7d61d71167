"""The story of Nagad: empty wallets, payers who cancel, callbacks that lie or come twice, money that takes a while.

With chaos Nagad is down or talks nonsense, a payer does not come back, and worker and web server are killed between the
payment and what follows from it. Nagad sends no notices: all is learnt by asking.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from dhara.cli.stories import operating, selling, wallets
from dhara.cli.stories.buying import _NUMBER
from dhara.cli.stories.cast import Buyer
from dhara.cli.stories.tale import of
from dhara.cli.stories.teller import Step
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.wallets import Stage

# Of 450 taka Nagad keeps 1.5 %, the platform 5 %.
SUMS: Final = ("6.75", "22.50")


def _goes_without_return(made: Stage, buyer: Buyer, choice: str) -> str:
    """The payer chooses, but their browser does not follow the way back; answers where it leads."""
    form = buyer.visitor.page.form("choice")
    answer = buyer.visitor.client.post(form.action, data={"choice": choice}, follow_redirects=False)
    if answer.status_code != 303 or not answer.headers["location"].startswith(made.scene.base):
        raise Broken(f"Nagad's page answered with {answer.status_code}")
    return str(answer.headers["location"])


def mitu_has_not_enough(made: Stage) -> str:
    """Mitu wants to pay Nadia's offer from her Nagad wallet; there is not enough in it, and nothing is charged."""
    mitu = made.scene.mitu
    wallets.to_the_page(made, mitu)
    wallets.choose(mitu, "poor")
    return wallets.has_not_paid(mitu, "There is not enough money in the wallet.", "Nothing was charged")


def mitu_cancels(made: Stage) -> str:
    """She tries again, and changes her mind on Nagad's page."""
    mitu = made.scene.mitu
    wallets.again(made, mitu)
    wallets.choose(mitu, "cancel")
    return wallets.has_not_paid(mitu, "You cancelled the payment", "Nothing was charged")


def mitu_pays(made: Stage) -> str:
    """She fills the wallet and pays with her PIN; the same callback comes twice, and changes nothing."""
    mitu = made.scene.mitu
    wallets.again(made, mitu)
    way = _goes_without_return(made, mitu, "pay")
    mitu.visitor.open(way)
    seen = wallets.has_paid(made, mitu)
    mitu.visitor.open(way)
    wallets.has_paid(made, mitu)
    return f"{seen}, and once only"


def mitu_receives(made: Stage) -> str:
    """Her letter comes, and the file is whole."""
    return wallets.receives(made, made.scene.mitu)


def somebody_lies(made: Stage) -> str:
    """Somebody types the address of a paid return without paying, even with Mitu's reference: nothing is sold."""
    liar = made.guest("Mallory Mia")
    wallets.to_the_page(made, liar)
    paid = next(each for each in wallets.ask_fake(made, "payments") if each["status"] == "Success")
    way = _goes_without_return(made, liar, "pin").partition("?")[0]
    told = f"order_id={paid['orderId']}&payment_ref_id={paid['paymentRefId']}&status=Success&status_code=00_0000_000"
    liar.visitor.open(f"{way}?{told}")
    wallets.nothing_came(made, liar)
    return wallets.has_not_paid(liar, "The payment was declined")


def rafi_waits_for_nagad(made: Stage) -> str:
    """Rafi pays in Bengali; Nagad is still at it when he is back. He waits, then the receipt is there."""
    rafi = made.scene.rafi
    wallets.to_the_page(made, rafi)
    wallets.choose(rafi, "late")
    if "/checkout/return/" not in rafi.visitor.page.address:
        raise Broken(f"he does not wait: {rafi.visitor.page.address}: {rafi.visitor.page.words[:600]}")
    waiting = next(each for each in wallets.ask_fake(made, "payments") if each["status"] == "InProgress")
    wallets.press(made, "settlements", ref=waiting["paymentRefId"])
    return wallets.has_paid(made, rafi)


def rafi_receives(made: Stage) -> str:
    """His letter comes too."""
    return wallets.receives(made, made.scene.rafi)


def shuvo_pays_less(made: Stage) -> str:
    """Shuvo's wallet gives less than was asked for: nothing is sold before somebody has looked."""
    shuvo = made.guest("Shuvo Das")
    wallets.to_the_page(made, shuvo)
    wallets.choose(shuvo, "less")
    wallets.nothing_came(made, shuvo)
    return wallets.has_not_paid(shuvo, "We are looking at your payment")


def the_operator_refuses(made: Stage) -> str:
    """The operator refuses what Shuvo sent: it is to go back, but Nagad gives nothing back by itself."""
    shuvo = next(each for each in made.extras if each.name.startswith("Shuvo"))
    if made.own is None:
        return "left to the operator of this Dhara"
    operating.moves_in(made.operator, made.mailbox, made.own)
    operating.payment_of(made.operator, shuvo.email)
    said = operating.carry_out(made.operator, "refusal", reason="That was less than the price.")
    if "the money is on its way back" not in said:
        raise Broken(f"the payment was not refused: {said[:600]}")
    shuvo.visitor.open(shuvo.receipt)
    return wallets.has_not_paid(shuvo, "Your money is on its way back")


def the_operator_sends_it_back(made: Stage) -> str:
    """The overview reminds the operator, who sends the money from the merchant's wallet and notes the number."""
    visitor = made.operator.visitor
    if made.own is None:
        return "left to the operator of this Dhara"
    visitor.open("/operator/")
    visitor.see("refunds wait to be sent by hand")
    visitor.open("/operator/money/paymentrefund/?status=pending")
    visitor.follow("/operator/money/paymentrefund/1/")
    said = operating.carry_out(made.operator, "sending", reference="73KLM9XQ")
    if "The refund is noted as sent." not in said:
        raise Broken(f"the refund was not noted: {said[:600]}")
    visitor.see("73KLM9XQ")
    return "৳10 sent back by hand, 73KLM9XQ"


def nagad_is_down(made: Stage) -> str:
    """Nagad hangs up in the middle when Mitu wants to pay: she reads that nothing was charged."""
    mitu, visitor = made.scene.mitu, made.scene.mitu.visitor
    wallets.press(made, "faults", fault="hang up after")
    visitor.open(made.scene.nadia.offer)
    visitor.fill("tier")
    visitor.follow("/checkout/")
    visitor.fill("intent", name=mitu.name, email=mitu.email, language="en", gateway=made.code, expect=503)
    visitor.see("The payment company does not answer. Nothing was charged")
    return "told that nothing was charged"


def mitu_meets_nonsense(made: Stage) -> str:
    """At the second try she pays, but Nagad answers our question with nonsense: she waits, then has it."""
    mitu = made.scene.mitu
    wallets.to_the_page(made, mitu)
    way = _goes_without_return(made, mitu, "pay")
    wallets.press(made, "faults", fault="nonsense")
    mitu.visitor.open(way)
    mitu.visitor.see("Waiting for your payment")
    return wallets.has_paid(made, mitu)


def rafi_pays_while_the_worker_dies(made: Stage) -> str:
    """Rafi pays and comes back twice, while the worker is killed before it has delivered anything."""
    rafi = made.scene.rafi
    wallets.to_the_page(made, rafi)

    def pays() -> str:
        way = _goes_without_return(made, rafi, "pay")
        rafi.visitor.open(way)
        rafi.visitor.open(way)
        return wallets.has_paid(made, rafi)

    return wallets.the_worker_dies(made.own, pays)


def shuvo_never_comes_back(made: Stage) -> str:
    """Shuvo pays and his phone dies: he never comes back."""
    shuvo = made.guest("Shuvo Das")
    wallets.to_the_page(made, shuvo)
    way = _goes_without_return(made, shuvo, "pay")
    return f"nobody opens {urlsplit(way).path}"


def shuvo_is_not_forgotten(made: Stage) -> str:
    """Nagad was asked about Shuvo's payment until it told, and he has what he paid for by mail."""
    shuvo = next(each for each in made.extras if each.name.startswith("Shuvo"))
    seen = wallets.receives(made, shuvo)
    found = _NUMBER.search(shuvo.visitor.page.words)
    if found is None:
        raise Broken(f"no order number in the library: {shuvo.visitor.page.words[:600]}")
    made.paid[found[0]] = shuvo
    return seen


def tania_returns_to_a_dead_server(made: Stage) -> str:
    """Tania has paid; the web server is killed (SIGKILL) before she is back. Another one takes her in."""
    tania = made.guest("Tania Khan")
    wallets.to_the_page(made, tania)
    way = _goes_without_return(made, tania, "pay")
    died = wallets.the_web_server_dies(made.own)
    tania.visitor.open(way)
    return f"{wallets.has_paid(made, tania)}; {died}"


def paid_once_at_nagad(made: Stage) -> str:
    """Nagad took money once for each paid order."""
    told = [each for each in wallets.ask_fake(made, "payments") if each["status"] == "Success"]
    whole = [each["orderId"] for each in told if each["amount"] == f"{made.scene.nadia.price}.00"]
    if len(set(whole)) != len(whole) or len(whole) < len(made.paid):
        raise Broken(f"Nagad took money for {whole}, we know of {sorted(made.paid)}")
    return f"{len(whole)} payments at {urlsplit(made.fake).netloc}"


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
AFTER: Final[list[Step]] = [paid_once_at_nagad, everything_happened_once, the_books_are_sound]
PLAIN: Final[list[Step]] = [
    *SELLER,
    mitu_has_not_enough,
    mitu_cancels,
    mitu_pays,
    mitu_receives,
    somebody_lies,
    rafi_waits_for_nagad,
    rafi_receives,
    shuvo_pays_less,
    the_operator_refuses,
    the_operator_sends_it_back,
    *AFTER,
]
CHAOS: Final[list[Step]] = [
    *SELLER,
    shuvo_never_comes_back,
    nagad_is_down,
    mitu_meets_nonsense,
    rafi_pays_while_the_worker_dies,
    somebody_lies,
    tania_returns_to_a_dead_server,
    mitu_receives,
    rafi_receives,
    shuvo_is_not_forgotten,
    *AFTER,
]
STORY: Final = wallets.story("nagad", PLAIN, CHAOS)
