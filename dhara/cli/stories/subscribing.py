"""Steps of a stream: something free, a form, letters over nine days, and what is bought from one of them."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from dhara.cli.stories import buying, selling
from dhara.cli.stories.cast import Scene, Seller
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.world import World, until

LETTERS, DAYS = 3, 3


@dataclass
class Stage:
    """`gift` is Nadia with her free offer in her hands; `form` the public address of the form."""

    scene: Scene
    gift: Seller = field(init=False)
    form: str = ""
    tag: str = ""

    def __post_init__(self) -> None:
        nadia = self.scene.nadia
        self.gift = replace(nadia, title=f"দোকানের তালিকা {self.scene.mark}", price=0, file_name="checklist.zip")

    @property
    def own(self) -> World:
        if self.scene.own is None:
            raise Broken("days pass only at a Dhara of one's own")
        return self.scene.own

    def close(self) -> None:
        """The scene is closed by whoever opened it."""


def stage(scene: Scene) -> Stage:
    return Stage(scene)


def nadia_gives_something_away(on: Stage) -> str:
    """Nadia makes a second offer that is free: a checklist."""
    gift = on.gift
    gift.visitor.open(gift.workplace)
    selling._draft(gift)
    selling._upload(gift)
    priced: dict[str, Any] = {"tiers-0-pricing": "free"}
    gift.visitor.fill("tiers-TOTAL_FORMS", **priced)
    gift.visitor.fill("/publication/")
    return f"“{gift.title}”, free"


def nadia_builds_a_form(on: Stage) -> str:
    """She builds a form that gives it away, and opens it to everybody."""
    nadia = on.scene.nadia.visitor
    nadia.open(f"{on.gift.workplace}audience/forms/new/")
    magnet = next(each for each in nadia.page.form("magnet").choices["magnet"] if each)
    nadia.fill("magnet", name="Checklist", magnet=magnet, title_en="A list for your stall", tone="river", place="page")
    nadia.fill("/state/", press="")
    nadia.see("open")
    on.form = next(link.address for link in nadia.page.links if "/f/" in urlsplit(link.address).path)
    return on.form


def a_sequence_lies_ready(on: Stage) -> str:
    """Three letters lie ready for whoever confirms, three days apart, until the cards are bought; then a tag."""
    token, slug = _part(on.form, 2), _part(on.scene.nadia.offer, 2)
    laid = inside(on, f"lay({on.gift.handle!r}, {token!r}, {slug!r}, {on.own.url!r})")
    on.tag = laid["tag"]
    nadia = on.scene.nadia.visitor
    nadia.open(f"{on.gift.workplace}audience/sequences/")
    nadia.see("Checklist to cards")
    return f"three letters over {LETTERS * DAYS} days, tag “{on.tag}”"


def mitu_fills_in_the_form(on: Stage) -> str:
    """Mitu, whom nobody knows, finds the form's page, leaves her address, and is asked whether it is her."""
    mitu = on.scene.mitu
    mitu.visitor.open(on.form)
    mitu.visitor.see("A list for your stall")
    until(_longer(2.5), "as long as a person takes")
    mitu.visitor.fill("stamp", email=mitu.email, name=mitu.name)
    mitu.visitor.see("Look into your mailbox")
    letter = wait(on.scene.mailbox, mitu.email, "/f/confirm/")
    mitu.library = letter.link("/f/confirm/")
    return f"“{letter.subject}”"


def looking_confirms_nothing(on: Stage) -> str:
    """A program of her mail server follows the link: nothing happens."""
    on.scene.stranger.open(on.scene.mitu.library)
    on.scene.stranger.see(on.scene.mitu.email)
    state = inside(on, f"stands({on.scene.mitu.email!r})")["contact"]
    if state != "pending":
        raise Broken(f"she is {state}, and has pressed nothing")
    return "she is asked still"


def mitu_presses_the_button(on: Stage) -> str:
    """She presses the button; the file is hers, on the page and in her mailbox."""
    mitu = on.scene.mitu
    mitu.visitor.open(mitu.library)
    mitu.visitor.fill("/f/confirm/")
    letter = wait(on.scene.mailbox, mitu.email, "/library/o/")
    return _fetch(on, letter.link("/library/o/"))


def mitu_presses_while_the_worker_dies(on: Stage) -> str:
    """She presses the button; the worker is killed (SIGKILL) before it has given anything; the file comes once."""
    mitu = on.scene.mitu
    mitu.visitor.open(mitu.library)
    on.own.freeze("worker")
    mitu.visitor.fill("/f/confirm/")
    killed = on.own.kill("worker")
    on.own.back("worker", killed)
    letter = wait(on.scene.mailbox, mitu.email, "/library/o/")
    return f"worker {killed} died; {_fetch(on, letter.link('/library/o/'))}"


def _fetch(on: Stage, library: str) -> str:
    visitor = on.scene.mitu.visitor
    visitor.open(library)
    visitor.wait_for(on.gift.title)
    came = visitor.fetch(buying.file_link(visitor, on.gift)).content
    if came != on.gift.file:
        raise Broken(f"the file came as {len(came):,} other bytes")
    return f"{on.gift.file_name}: {len(came):,} bytes, byte for byte"


def letters_come_over_nine_days(on: Stage) -> str:
    """Nine days pass; every three days a letter comes, and none of them twice."""
    for number in range(1, LETTERS + 1):
        _pass(on, number)
    return ", ".join(_subjects(on))


def letters_come_though_the_worker_dies(on: Stage) -> str:
    """Nine days pass; the worker is killed (SIGKILL) as each letter is about to leave, and none comes twice."""
    killed = []
    for number in range(1, LETTERS + 1):
        inside(on, f"pass_days({DAYS})")
        killed.append(on.own.kill("worker"))
        on.own.back("worker", killed[-1])
        inside(on, "pass_days(0)")
        wait(on.scene.mailbox, on.scene.mitu.email, f"letter {number} about")
    return f"{', '.join(_subjects(on))}; workers {killed} died"


def _pass(on: Stage, number: int) -> None:
    inside(on, f"pass_days({DAYS})")
    wait(on.scene.mailbox, on.scene.mitu.email, f"letter {number} about")


def _subjects(on: Stage) -> list[str]:
    found = [each.subject for each in on.scene.mailbox.letters(on.scene.mitu.email) if "about your stall" in each.text]
    if sorted(found) != [f"Letter {number} of {LETTERS}" for number in range(1, LETTERS + 1)]:
        raise Broken(f"these letters came: {found}")
    return found


def mitu_buys_from_the_letter(on: Stage) -> str:
    """From the last letter she follows the button to the cards and buys them."""
    mitu = on.scene.mitu
    letter = wait(on.scene.mailbox, mitu.email, f"letter {LETTERS} about")
    mitu.visitor.open(letter.link("/l/"))
    mitu.visitor.see(on.scene.nadia.title)
    mitu.visitor.fill("tier")
    buying.to_the_bank(mitu, on.scene.nadia.price)
    mitu.visitor.fill("choice", press="pay")
    return buying.has_paid(mitu)


def she_is_a_buyer_now(on: Stage) -> str:
    """She has left the sequence by its goal and has the tag; Nadia sees all of it on her page."""
    stood: dict[str, Any] = {}

    def settled() -> bool:
        stood.update(inside(on, f"stands({on.scene.mitu.email!r})"))
        return stood["enrolment"] not in ("active", "held") and bool(stood["tags"])

    until(settled, "the sequence to end and the tag to be there")
    if on.tag not in stood["tags"] or stood["sent"] != LETTERS or stood["deliveries"] != LETTERS:
        raise Broken(f"this is how she stands: {stood}")
    if stood["orders"] != [0, on.scene.nadia.price * 100]:
        raise Broken(f"these are her orders: {stood['orders']}")
    missing = {"confirmed", "subscribed", "given", "bought", "tagged"} - set(stood["events"])
    if missing:
        raise Broken(f"her timeline lacks {missing}: {stood['events']}")
    nadia = on.scene.nadia.visitor
    nadia.open(f"{on.gift.workplace}audience/contacts/")
    nadia.open(next(link.address for link in nadia.page.links if re.search(r"/audience/contacts/\d+/$", link.address)))
    nadia.see(on.tag, on.scene.mitu.email)
    nadia.open(f"{on.gift.workplace}audience/forms/")
    nadia.see("Checklist")
    return f"{stood['enrolment']} ({stood['reason'] or 'goal'}), tagged “{on.tag}”, {len(stood['events'])} events"


def everything_happened_once(on: Stage) -> str:
    """Nothing is left to be done, nothing was done twice, and the books are sound."""
    on.own.settled()
    code, said = on.own.run("doctor")
    if code:
        raise Broken(f"the doctor found something: {said[-1500:]}")
    return "the doctor finds nothing"


def inside(on: Stage, call: str) -> dict[str, Any]:
    """What `dhara.cli.stories.seasons` answers."""
    script = f"from dhara.cli.stories import seasons; seasons.{call}"
    code, said = on.own.manage("shell", "-v", "0", "-c", script)
    if code:
        raise Broken(f"{call} failed: {said[-2000:]}")
    found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return found


def _longer(seconds: float) -> Any:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def _part(address: str, place: int) -> str:
    return urlsplit(address).path.split("/")[place]
