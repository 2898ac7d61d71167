"""Steps in which the seller gives a payment back through bKash's refunds v2, and everybody sees that it came once."""

from __future__ import annotations

import re

from dhara.cli.stories import settling, wallets
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.wallets import Stage
from dhara.cli.stories.world import until

REASON = "The wrong size. Sorry!"


def nadia_gives_it_back(made: Stage) -> str:
    """Nadia gives Rafi his money back from the order's page; bKash sends it, and a letter tells him so."""
    before = _refunds(made)
    _gives(made)
    return _came_back(made, before)


def nadia_gives_it_back_while_all_goes_wrong(made: Stage) -> str:
    """She gives it back, the worker is killed (SIGKILL), bKash sends the money and falls silent: it goes back once."""
    before = _refunds(made)
    wallets.press(made, "faults", fault="hang up after", at="/refund/payment/transaction")
    died = wallets.the_worker_dies(made.own, lambda: _gives(made))
    return f"{died}; {_came_back(made, before)}"


def _gives(made: Stage) -> str:
    nadia, rafi = made.scene.nadia, made.scene.rafi
    nadia.visitor.open(f"{nadia.workplace}orders/{rafi.number}/refund/")
    nadia.visitor.fill("reason", reason=REASON)
    return f"{rafi.number} is given back"


def _came_back(made: Stage, before: dict[str, str]) -> str:
    nadia, rafi = made.scene.nadia, made.scene.rafi
    visitor = nadia.visitor

    def returned() -> bool:
        return "returned" in visitor.open(f"{nadia.workplace}orders/{rafi.number}/").words

    until(returned, f"the refund of {rafi.number} to be made")
    letter = wait(made.mailbox, rafi.email, REASON)
    _books(made)
    back = [amount for trx, amount in _refunds(made).items() if trx not in before]
    if back != [f"{nadia.price}.00"]:
        raise Broken(f"bKash gave back {back}")
    return f"“{letter.subject}”, ৳{back[0]} at bKash"


def _books(made: Stage) -> None:
    """The platform gives its share back, bKash keeps its fee: what the seller's page says that it cost."""
    nadia = made.scene.nadia
    found = re.search(r"৳([\d,.]+) from your balance", nadia.visitor.page.words)
    cost = round(float(found[1].replace(",", "")) * 100) if found else 0
    whole = nadia.price * 100 - nadia.price * settling.PLATFORM // 100
    if cost != whole and made.own:
        raise Broken(f"it cost {cost} instead of {whole}: {nadia.visitor.page.words[:900]}")


def _refunds(made: Stage) -> dict[str, str]:
    """What bKash gave back so far: its transaction and the amount."""
    listed = wallets.ask_fake(made, "refunds")
    return {each["trx"]: each["amount"] for each in listed if each["status"] == "Completed"}
