"""Steps of a broadcast: a list is brought along, a letter is written, sent, and arrives once at everybody."""

from __future__ import annotations

import re
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from dhara.cli.stories.cast import Scene
from dhara.cli.stories.mailbox import SinkMailbox
from dhara.cli.stories.patience import PATIENCE
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.world import World

MANY, FEW = 1200, 6
SUBJECT: Final = "Three layouts for you"


@dataclass
class Stage:
    """`readers` are the addresses on Nadia's list; `broadcast` the address of the broadcast's page."""

    scene: Scene
    readers: list[str] = field(default_factory=list)
    broadcast: str = ""

    @property
    def nadia(self) -> Visitor:
        return self.scene.nadia.visitor

    @property
    def base(self) -> str:
        return f"{self.scene.nadia.workplace}audience/"

    @property
    def own(self) -> World:
        if self.scene.own is None or self.scene.own.sink is None:
            raise Broken("trouble is only made at a Dhara of one's own")
        return self.scene.own

    def close(self) -> None:
        """The scene is closed by whoever opened it."""


def stage(scene: Scene) -> Stage:
    return _stage(scene, MANY if scene.own else FEW)


def small_stage(scene: Scene) -> Stage:
    return _stage(scene, FEW)


def _stage(scene: Scene, many: int) -> Stage:
    return Stage(scene, [f"reader{number}.{scene.mark}@mail{number % 7}.example.com" for number in range(many)])


def nadia_brings_her_list(on: Stage) -> str:
    """Nadia imports the list of readers that she kept in a spreadsheet; all of them had agreed."""
    bring(on)
    return f"{len(on.readers)} readers; one line without an address was named and left out"


def bring(on: Stage) -> None:
    """The file, its columns, the consent; until the last line is in."""
    lines = ["E-mail,Name", *(f"{address},Reader {number}" for number, address in enumerate(on.readers))]
    lines.append("no address at all,Nobody")
    on.nadia.open(f"{on.base}imports/")
    on.nadia.fill("file", files={"file": ("readers.csv", "\n".join(lines).encode(), "text/csv")})
    on.nadia.fill("column_0", agreed="on", words="On paper, at the fair in March.", language="en")
    on.nadia.wait_for("To the contacts")


def she_writes_a_letter(on: Stage) -> str:
    """She writes a broadcast: a heading, some words with the reader's name, a button; the checks are content."""
    on.nadia.open(f"{on.base}broadcasts/new/")
    on.nadia.fill("segment", name="Three layouts")
    on.broadcast = on.nadia.page.address
    on.nadia.follow("/audience/letters/")
    letter = on.nadia.page.address
    for number, (kind, words) in enumerate(
        (
            ("heading", {"text": "For you"}),
            ("text", {"html": "<p>Dear {name|friend}, here they are.</p>"}),
            ("button", {"label": "Have a look", "url": "https://nadia.example.com/layouts"}),
        )
    ):
        on.nadia.fill("kind" if number else "subject", press=f"add:{kind}")
        typed: dict[str, Any] = {f"b{number}-{name}": value for name, value in words.items()}
        on.nadia.fill(f"b{number}-{next(iter(words))}", press="save", **typed)
    on.nadia.fill("subject", press="save", subject=SUBJECT, preheader="As promised at the fair")
    on.nadia.open(on.broadcast)
    on.nadia.see(SUBJECT, f"{len(on.readers):,} people")
    return f"{letter.partition('?')[0]} for {len(on.readers)} people"


def she_sends_it(on: Stage) -> str:
    """She sends it to everybody."""
    on.nadia.open(on.broadcast)
    on.nadia.fill("/dispatch/")
    on.nadia.see(f"of {len(on.readers):,}")
    return "it has begun"


def everybody_gets_it_once(on: Stage) -> str:
    """Every reader gets it, once, with their own name."""
    wait_for_the_end(on)
    found = letters(on)
    if set(found) != set(on.readers) or max(found.values()) != 1:
        twice = [address for address, times in found.items() if times > 1]
        raise Broken(f"{len(found)} of {len(on.readers)} got it; more than once: {twice[:5]}")
    letter = on.scene.mailbox.letters(on.readers[3])[-1]
    if "Dear Reader 3" not in letter.text or "{name" in letter.text:
        raise Broken(f"it is not personal: {letter.text[:300]}")
    return f"{len(found)} letters to {len(on.readers)} readers, “Dear Reader 3”"


def she_pauses_before_anything_left(on: Stage) -> str:
    """She sends it and thinks better of it: she pauses at once, and nothing leaves until she goes on."""
    on.own.freeze("worker")
    she_sends_it(on)
    on.nadia.fill("/pause/")
    on.own.child("worker").send_signal(signal.SIGCONT)
    time.sleep(4)
    if left := sum(letters(on).values()):
        raise Broken(f"{left} letters left while it was paused")
    return "nothing left"


def it_goes_on_into_a_bad_night(on: Stage) -> str:
    """It goes on; the mail server puts some off and hangs up on one, and the worker is killed twice in between."""
    sink = on.own.sink
    assert sink is not None
    sink.defer(4)
    sink.drop(1)
    on.nadia.open(on.broadcast)
    on.nadia.fill("/resumption/")
    killed = []
    for share in (0.05, 0.5):
        _wait_for_some(on, int(len(on.readers) * share))
        killed.append(on.own.kill("worker"))
        on.own.back("worker", killed[-1])
        _let_minutes_pass(on)
    return f"workers {killed} died"


def _let_minutes_pass(on: Stage) -> None:
    """Until what a dead worker had in the air counts as unknown, and what was put off is tried again."""
    code, said = on.own.manage(
        "shell", "-v", "0", "-c", "from dhara.cli.stories import seasons; seasons.pass_minutes(7)"
    )
    if code:
        raise Broken(f"no time passes: {said[-900:]}")


def nobody_gets_two_and_the_counts_add_up(on: Stage) -> str:
    """Nobody has two; those whose end nobody knows are named, and all counts add up to the audience."""
    wait_for_the_end(on)
    found = letters(on)
    if twice := [address for address, times in found.items() if times > 1]:
        raise Broken(f"these got it more than once: {twice[:5]}")
    missing = len(on.readers) - len(found)
    counted = _states(on)
    if sum(counted.values()) != len(on.readers):
        raise Broken(f"the counts do not add up to {len(on.readers)}: {counted}")
    if missing > counted.get("unknown", 0):
        raise Broken(f"{missing} got nothing, but only {counted.get('unknown', 0)} are unknown: {counted}")
    return f"{len(found)} have it, {counted}"


def she_sends_to_those_not_reached(on: Stage) -> str:
    """She sends it again to those of whom nobody knows; now everybody has it."""
    on.nadia.open(on.broadcast)
    if "not reached" not in on.nadia.page.words:
        return "there are none"
    on.nadia.fill("/repetition/")
    wait_for_the_end(on)
    found = letters(on)
    if missing := set(on.readers) - set(found):
        raise Broken(f"{len(missing)} have nothing: {sorted(missing)[:5]}")
    return f"all {len(on.readers)} have it"


def the_report_is_true(on: Stage) -> str:
    """The report tells how many were sent, and that nobody opened anything yet."""
    on.nadia.open(on.broadcast)
    on.nadia.see("Opened by people", "Followed a link", f"{len(on.readers):,} of {len(on.readers):,}")
    return f"{_states(on)}"


def wait_for_the_end(on: Stage) -> None:
    until, look = time.monotonic() + PATIENCE, 0
    on.nadia.open(on.broadcast)
    while "On its way" in on.nadia.page.words:
        if time.monotonic() > until:
            raise Broken(f"it does not end: {on.nadia.page.words[:900]}")
        time.sleep(1)
        look += 1
        if on.scene.own and not look % 20:
            _let_minutes_pass(on)
        on.nadia.open(on.broadcast)


def _wait_for_some(on: Stage, many: int) -> None:
    until, look = time.monotonic() + PATIENCE, 0
    while sum(letters(on).values()) < many:
        if time.monotonic() > until:
            raise Broken(f"fewer than {many} letters arrive")
        time.sleep(0.05)
        look += 1
        if not look % 400:
            _let_minutes_pass(on)


def letters(on: Stage) -> Counter[str]:
    """How many of these letters each reader has."""
    box = on.scene.mailbox
    if isinstance(box, SinkMailbox):
        with box.sink.lock:
            kept = list(box.sink.letters)
        return Counter(str(each["To"]).rpartition("<")[2].strip("> ") for each in kept if each["Subject"] == SUBJECT)
    found = {address: [each for each in box.letters(address) if each.subject == SUBJECT] for address in on.readers}
    return Counter({address: len(letters) for address, letters in found.items() if letters})


def _states(on: Stage) -> dict[str, int]:
    """What the page says: how many letters are in which state."""
    shown = re.search(r'<dl class="broadcast-figures[^"]*">(.*?)</dl>', on.nadia.page.html, re.DOTALL)
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>([\d,]+)</dd>", shown[1] if shown else "")
    return {words: int(many.replace(",", "")) for words, many in pairs}
