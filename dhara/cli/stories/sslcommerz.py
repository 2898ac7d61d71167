"""The story of SSLCommerz: a card that says no, then yes; notices early, tampered with, forged; a payment under review.

With chaos SSLCommerz is down or talks nonsense, notices come three times or never, a payer does not come back, and
worker and web server are killed between the payment and what follows from it.
"""

from __future__ import annotations

from typing import Final

import httpx

from dhara.cli.stories import operating, selling, wallets
from dhara.cli.stories.buying import _NUMBER
from dhara.cli.stories.cast import Buyer
from dhara.cli.stories.tale import of
from dhara.cli.stories.teller import Step
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.wallets import Stage
from dhara.cli.stories.world import until

# Of 450 taka SSLCommerz keeps 2.5 %, the platform 5 %.
SUMS: Final = ("11.25", "22.50")


def comes_back(made: Stage, buyer: Buyer) -> None:
    """By a form from another site, which brings none of our cookies; then by the address that we answer."""
    form = buyer.visitor.page.form("verify_sign")
    fields = {name: values[0] for name, values in form.values.items()}
    answer = httpx.post(form.action, data=fields, headers={"Origin": made.fake}, timeout=30)
    if answer.status_code != 302:
        raise Broken(f"the return was answered with {answer.status_code}: {answer.text[:600]}")
    buyer.visitor.open(answer.headers["location"])


def _pays(made: Stage, buyer: Buyer, choice: str) -> str:
    wallets.choose(buyer, choice)
    comes_back(made, buyer)
    return wallets.has_paid(made, buyer)


def _answer_to_last_notice(made: Stage) -> int:
    return int(wallets.ask_fake(made, "sent")[-1][1])


def mitu_is_declined(made: Stage) -> str:
    """Mitu wants to pay Nadia's offer by card; there is not enough on it, and nothing is charged."""
    mitu = made.scene.mitu
    wallets.to_the_page(made, mitu)
    wallets.choose(mitu, "poor")
    comes_back(made, mitu)
    return wallets.has_not_paid(mitu, "There is not enough money on the card.", "Nothing was charged")


def mitu_cancels(made: Stage) -> str:
    """She tries again, and changes her mind on SSLCommerz's page."""
    mitu = made.scene.mitu
    wallets.again(made, mitu)
    wallets.choose(mitu, "cancel")
    comes_back(made, mitu)
    return wallets.has_not_paid(mitu, "You cancelled the payment", "Nothing was charged")


def mitu_pays(made: Stage) -> str:
    """With another card it works; SSLCommerz's notice is there before she is."""
    mitu = made.scene.mitu
    wallets.again(made, mitu)
    seen = _pays(made, mitu, "ipn_first")
    if (status := _answer_to_last_notice(made)) != 202:
        raise Broken(f"the notice was answered with {status}")
    return f"{seen}, the notice came first"


def mitu_receives(made: Stage) -> str:
    """Her letter comes, and the file is whole."""
    return wallets.receives(made, made.scene.mitu)


def somebody_forges(made: Stage) -> str:
    """Somebody pays nothing, but a notice says so, signed with another password: it is refused, nothing is sold."""
    forger = made.guest("Mallory Mia")
    wallets.to_the_page(made, forger)
    wallets.choose(forger, "forged")
    status = _answer_to_last_notice(made)
    if status != 400:
        raise Broken(f"the forged notice was answered with {status}")
    comes_back(made, forger)
    wallets.nothing_came(made, forger)
    return f"{wallets.has_not_paid(forger, 'The payment was declined')}; the notice was answered with {status}"


def rafi_pays_in_bengali(made: Stage) -> str:
    """Rafi pays in Bengali; his notice is tampered with and refused, what the server says counts."""
    rafi = made.scene.rafi
    wallets.to_the_page(made, rafi)
    seen = _pays(made, rafi, "tampered")
    if (status := _answer_to_last_notice(made)) != 400:
        raise Broken(f"the tampered notice was answered with {status}")
    return f"{seen}; the tampered notice was answered with {status}"


def rafi_receives(made: Stage) -> str:
    """His letter comes too."""
    return wallets.receives(made, made.scene.rafi)


def a_receipt_is_used_twice(made: Stage) -> str:
    """Somebody brings what proves another's payment: it buys nothing."""
    thief = made.guest("Trickster Tareq")
    wallets.to_the_page(made, thief)
    paid = next(each for each in wallets.ask_fake(made, "transactions") if each["status"] == "VALID")
    wallets.choose(thief, "expire")
    form = thief.visitor.page.form("verify_sign")
    stolen = {name: paid[name] for name in ("tran_id", "val_id", "status", "amount", "currency")}
    answer = httpx.post(form.action, data=stolen, headers={"Origin": made.fake}, timeout=30)
    thief.visitor.open(answer.headers["location"])
    wallets.nothing_came(made, thief)
    return wallets.has_not_paid(thief, "The time to pay is over")


def shuvo_is_warned_of(made: Stage) -> str:
    """Shuvo pays, and SSLCommerz warns of his payment: he is told that somebody looks at it, and gets nothing yet."""
    return _under_review(made, made.guest("Shuvo Das"))


def tania_is_warned_of(made: Stage) -> str:
    """So does Tania."""
    return _under_review(made, made.guest("Tania Khan"))


def _under_review(made: Stage, buyer: Buyer) -> str:
    wallets.to_the_page(made, buyer)
    wallets.choose(buyer, "risk")
    comes_back(made, buyer)
    seen = wallets.has_not_paid(buyer, "We are looking at your payment")
    wallets.nothing_came(made, buyer)
    return seen


def the_operator_accepts(made: Stage) -> str:
    """The operator looks at Shuvo's payment in the console and accepts it; he gets what he paid for."""
    shuvo = next(each for each in made.extras if each.name.startswith("Shuvo"))
    if made.own is None:
        return "left to the operator of this Dhara"
    operating.moves_in(made.operator, made.mailbox, made.own)
    operating.payment_of(made.operator, shuvo.email)
    said = operating.carry_out(made.operator, "acceptance")
    if "The payment was accepted and booked." not in said:
        raise Broken(f"the payment was not accepted: {said[:600]}")
    shuvo.visitor.open(shuvo.receipt)
    seen = wallets.has_paid(made, shuvo)
    return f"{seen}, {wallets.receives(made, shuvo)}"


def the_operator_refuses(made: Stage) -> str:
    """Tania's payment is refused: all of it goes back through SSLCommerz, and she is told."""
    tania = next(each for each in made.extras if each.name.startswith("Tania"))
    if made.own is None:
        return "left to the operator of this Dhara"
    operating.payment_of(made.operator, tania.email)
    said = operating.carry_out(made.operator, "refusal", reason="The card was reported as stolen.")
    if "the money is on its way back" not in said:
        raise Broken(f"the payment was not refused: {said[:600]}")
    tania.visitor.open(tania.receipt)
    seen = wallets.has_not_paid(tania, "Your money is on its way back")
    wallets.nothing_came(made, tania)
    until(lambda: bool(wallets.ask_fake(made, "refunds")), "the refund at SSLCommerz")
    given = wallets.ask_fake(made, "refunds")
    if [(each["amount"], each["status"]) for each in given] != [(f"{made.scene.nadia.price}.00", "refunded")]:
        raise Broken(f"SSLCommerz gave back {given}")
    return f"{seen}; {given[0]['ref']} is with her bank"


def sslcommerz_is_down(made: Stage) -> str:
    """SSLCommerz does not answer when Mitu wants to pay: she reads that nothing was charged, and tries again."""
    mitu, visitor = made.scene.mitu, made.scene.mitu.visitor
    wallets.press(made, "faults", fault="hang up after")
    visitor.open(made.scene.nadia.offer)
    visitor.fill("tier")
    visitor.follow("/checkout/")
    visitor.fill("intent", name=mitu.name, email=mitu.email, language="en", gateway=made.code, expect=503)
    visitor.see("The payment company does not answer. Nothing was charged")
    return "told that nothing was charged"


def mitu_meets_nonsense(made: Stage) -> str:
    """At the second try she pays, but SSLCommerz answers our question with nonsense: she waits, then has it."""
    mitu = made.scene.mitu
    wallets.to_the_page(made, mitu)
    wallets.choose(mitu, "no_ipn")
    wallets.press(made, "faults", fault="nonsense", many="2")
    comes_back(made, mitu)
    mitu.visitor.see("Waiting for your payment")
    return wallets.has_paid(made, mitu)


def rafi_pays_while_the_worker_dies(made: Stage) -> str:
    """Rafi's notice comes three times, while the worker is killed before it has done anything."""
    rafi = made.scene.rafi
    wallets.to_the_page(made, rafi)
    return wallets.the_worker_dies(made.own, lambda: _pays(made, rafi, "twice"))


def shuvo_never_comes_back(made: Stage) -> str:
    """Shuvo pays and his phone dies; no notice comes either."""
    shuvo = made.guest("Shuvo Das")
    wallets.to_the_page(made, shuvo)
    wallets.choose(shuvo, "no_ipn")
    return "nobody tells us"


def shuvo_is_not_forgotten(made: Stage) -> str:
    """SSLCommerz was asked about Shuvo's payment until it told, and he has what he paid for by mail."""
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
    wallets.choose(tania, "pay")
    died = wallets.the_web_server_dies(made.own)
    comes_back(made, tania)
    return f"{wallets.has_paid(made, tania)}; {died}"


def paid_once_at_sslcommerz(made: Stage) -> str:
    """SSLCommerz took money once for each paid order."""
    told = [each for each in wallets.ask_fake(made, "transactions") if each["status"] == "VALID"]
    names = [each["tran_id"] for each in told]
    if len(set(names)) != len(names) or len(names) < len(made.paid):
        raise Broken(f"SSLCommerz took money for {names}, we know of {sorted(made.paid)}")
    return f"{len(names)} transactions for {len(names)} payments"


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
AFTER: Final[list[Step]] = [paid_once_at_sslcommerz, everything_happened_once, the_books_are_sound]
PLAIN: Final[list[Step]] = [
    *SELLER,
    mitu_is_declined,
    mitu_cancels,
    mitu_pays,
    mitu_receives,
    somebody_forges,
    rafi_pays_in_bengali,
    rafi_receives,
    a_receipt_is_used_twice,
    shuvo_is_warned_of,
    tania_is_warned_of,
    the_operator_accepts,
    the_operator_refuses,
    *AFTER,
]
CHAOS: Final[list[Step]] = [
    *SELLER,
    shuvo_never_comes_back,
    sslcommerz_is_down,
    mitu_meets_nonsense,
    rafi_pays_while_the_worker_dies,
    somebody_forges,
    tania_returns_to_a_dead_server,
    mitu_receives,
    rafi_receives,
    shuvo_is_not_forgotten,
    *AFTER,
]
STORY: Final = wallets.story("sslcommerz", PLAIN, CHAOS)
