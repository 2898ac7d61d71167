"""Steps of a gig: Nadia makes it, Rafi orders, both work in the room until it is accepted."""

from __future__ import annotations

import re
from typing import Any, Final

from dhara.cli.stories import buying, selling
from dhara.cli.stories.cast import PASSWORD
from dhara.cli.stories.gig_stage import EXTRA, NET, PACKAGES, Order, Stage, png
from dhara.cli.stories.mailbox import wait_for_code
from dhara.cli.stories.page import Page
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import until

_ROOM: Final = re.compile(r"/work/(\d+)/$")


def work_of(address: str) -> int:
    """The number of the work whose room is at `address`; 0 for any other page."""
    found = _ROOM.search(address)
    return int(found[1]) if found else 0


def nadia_makes_a_gig(stage: Stage) -> str:
    """Nadia makes a gig: three packages, an extra, two questions, a frequent question."""
    nadia = stage.scene.nadia
    seen = selling._draft(nadia, kind="gig")
    _packages(nadia.visitor, nadia.editor)
    typed: dict[str, Any] = {
        "extras-0-title": "All source files",
        "extras-0-days": "1",
        "extras-0-amount_BDT": EXTRA,
    }
    _rows(nadia.visitor, f"{nadia.editor}gig/extras/", "extras", typed)
    asked: dict[str, Any] = {"questions-0-words": "দোকানের নাম কী?", "questions-0-sort": "text"}
    asked |= {"questions-1-words": "Which style do you like?", "questions-1-sort": "choice"}
    asked |= {"questions-1-choices": "Plain\nPlayful", "questions-0-needed": "on", "questions-1-needed": "on"}
    _rows(nadia.visitor, f"{nadia.editor}gig/questions/", "questions", asked)
    told: dict[str, Any] = {"faq-0-question": "Do you print it too?", "faq-0-answer": "No, you get files."}
    _rows(nadia.visitor, f"{nadia.editor}gig/faq/", "faq", told)
    return f"{seen}; {len(PACKAGES)} packages"


def _packages(visitor: Visitor, editor: str) -> None:
    typed: dict[str, Any] = {}
    for place, (name, price, days, revisions) in enumerate(PACKAGES):
        row = {"name": name, "amount_BDT": price, "days": days, "revisions": revisions, "scope": f"{place + 1} drafts"}
        typed |= {f"tiers-{place}-{key}": value for key, value in row.items()}
    _rows(visitor, f"{editor}gig/packages/", "tiers", typed)


def _rows(visitor: Visitor, action: str, prefix: str, typed: dict[str, Any]) -> None:
    """Press “another” until there are rows enough, then fill them in and save."""
    most = max(int(name.split("-")[1]) for name in typed)
    while f"{prefix}-{most}-{next(iter(typed)).split('-')[2]}" not in visitor.page.form(action).names:
        visitor.fill(action, press="add")
    visitor.fill(action, **typed)


def nadia_publishes(stage: Stage) -> str:
    """She publishes it; a stranger sees packages, days, the extra, and what is asked."""
    nadia, stranger = stage.scene.nadia, stage.scene.stranger
    nadia.visitor.fill("/publication/")
    shop = stranger.open(f"/@{nadia.handle}")
    nadia.offer = shop.link(nadia.title).address
    stranger.follow(nadia.title)
    stranger.see(*(name for name, *_rest in PACKAGES), "৳300", "৳800", "All source files", "Do you print it too?")
    return nadia.offer


def rafi_signs_up(stage: Stage) -> str:
    """Rafi opens an account, in Bengali."""
    rafi = stage.scene.rafi
    rafi.visitor.open("/account/signup/")
    rafi.visitor.fill("password1", name=rafi.name, email=rafi.email, password1=PASSWORD)
    rafi.visitor.fill("code", code=wait_for_code(stage.scene.mailbox, rafi.email))
    return rafi.email


def rafi_orders(stage: Stage) -> str:
    """He takes the second package with the extra and pays; his money is set aside, Nadia has nothing yet."""
    order(stage, "accepted", package=1, extra=True)
    return begins(stage, "accepted")


def order(stage: Stage, name: str, *, package: int = 0, extra: bool = False, choice: str = "pay") -> Order:
    """Order a package and pay; what becomes of it is seen by `begins`."""
    rafi, price = stage.scene.rafi, PACKAGES[package][1] + (EXTRA if extra else 0)
    rafi.visitor.open(stage.scene.nadia.offer)
    form = rafi.visitor.page.form("tier")
    typed: dict[str, Any] = {"tier": form.choices["tier"][package]}
    if extra:
        typed["extras"] = form.choices["extras"]
    rafi.visitor.fill("tier", **typed)
    buying.to_the_bank(rafi, price)
    rafi.visitor.fill("choice", press=choice)
    buying.has_paid(rafi)
    stage.orders[name] = made = Order(rafi.number, price)
    return made


def begins(stage: Stage, name: str) -> str:
    """The receipt leads to the room as soon as the worker process made it; the studio's share is held."""
    made = stage.orders[name]

    def there() -> bool:
        links = [link.address for link in stage.rafi.open(stage.scene.rafi.receipt).links]
        made.work = next(filter(None, map(work_of, links)), 0)
        return bool(made.work)

    until(there, "a room for the work")
    if stage.scene.own is None:
        return f"{made.number} begins"
    held = stage.becomes(name, "funded", held=NET[made.price], pending=0, clearings=0, given_back=0)
    return f"{made.number}, {held}"


def step(visitor: Visitor, order: Order, verb: str, *, files: Any = None, **typed: Any) -> Page:
    """Open the room, choose a step, fill in its page, and be back in the room."""
    visitor.open(order.room)
    visitor.follow(f"{order.room}{verb}/")
    page = visitor.fill(f"{order.room}{verb}/", files=files, **typed)
    if not page.address.endswith(order.room):
        raise Broken(f"{verb} did not lead back into the room: {page.address}: {page.words[:900]}")
    return page


def answers(stage: Stage, name: str) -> None:
    made = stage.orders[name]
    stage.rafi.open(made.room)
    stage.rafi.follow("/require/")
    form = stage.rafi.page.form("/require/")
    one, other = sorted(
        (each for each in form.names if each.startswith("answer_")), key=lambda each: each in form.choices
    )
    step(stage.rafi, made, "require", **{one: "রঙিন কাগজ", other: "Plain"})


def rafi_answers(stage: Stage) -> str:
    """He answers what she needs to know; the days begin to count, and both see the same room."""
    answers(stage, "accepted")
    made = stage.orders["accepted"]
    stage.nadia.open(made.room)
    stage.nadia.see("রঙিন কাগজ", "Plain", stage.scene.rafi.name)
    return "the days begin"


def delivers(stage: Stage, name: str, words: str) -> None:
    file = {"file": ("logo.png", png(words), "image/png")}
    step(stage.nadia, stage.orders[name], "deliver", files=file, text=words)


def nadia_delivers(stage: Stage) -> str:
    """Nadia delivers a first picture; Rafi reads what she wrote."""
    delivers(stage, "accepted", "The first draft")
    stage.rafi.open(stage.orders["accepted"].room)
    stage.rafi.see("The first draft")
    return "delivered"


def rafi_asks_a_revision(stage: Stage) -> str:
    """He would like it otherwise and says how."""
    step(stage.rafi, stage.orders["accepted"], "ask_revision", text="অক্ষরগুলো আরেকটু বড় হোক।")
    stage.nadia.open(stage.orders["accepted"].room)
    stage.nadia.see("অক্ষরগুলো আরেকটু বড় হোক।")
    return "asked"


def nadia_delivers_again(stage: Stage) -> str:
    """She delivers again."""
    delivers(stage, "accepted", "Larger letters")
    return "delivered again"


def rafi_accepts(stage: Stage) -> str:
    """He accepts: the money is no longer held, and Nadia's share is on its way to her balance."""
    step(stage.rafi, stage.orders["accepted"], "accept")
    if stage.scene.own is None:
        return "accepted"
    return stage.becomes("accepted", "accepted", held=0, pending=NET[600], paid=NET[600], returned=0, given_back=0)


def others_see_nothing(stage: Stage) -> str:
    """A stranger finds no room, by its number or otherwise."""
    stranger = stage.scene.stranger
    room = stage.orders["accepted"].room
    stranger.open(room)
    if "/account/login/" not in stranger.page.address:
        raise Broken(f"a stranger sees {stranger.page.address}")
    stranger.open(f"/work/guest/{'x' * 32}{room.removeprefix('/work')}", expect=404)
    return "refused"
