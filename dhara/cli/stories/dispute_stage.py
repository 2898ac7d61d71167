"""Who and what the story of a case needs: two who disagree, two operators, what each says and shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from dhara.cli.stories.gig_stage import NET, Stage, png
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.visitor import Broken, Visitor

# All that is set aside for Nadia of one order, in poisha. Rafi paid 300 taka for it.
WHOLE: Final = NET[300]
# What each of them writes, by what it is.
SAID: Final[dict[str, str]] = {
    "claim": "নকশাটা আমার দোকানের নয়, অন্য কারও। ২৪০ টাকা ফেরত চাই।",
    "answer": "It is his name in his colours; the first draft shows it.",
    "offer": "I could do without a third of it.",
    "no": "এক-তৃতীয়াংশে কাজ আবার করানো যাবে না।",
    "counter": "তাহলে দুই-তৃতীয়াংশ ফেরত দিন।",
    "no again": "Then nothing is left for three days of work.",
    "ruling": "The name is right, the colours are not.",
    "appeal": "রংটাই তো আসল কথা ছিল, ছবিতে দেখুন।",
    "last ruling": "The order asked for red, and nothing of it is red.",
}
_CASE: Final = re.compile(r"/cases/(\d+)/$")
_UNIT: Final = re.compile(r"/cases/work/(\d+)/$")


@dataclass
class Quarrel(Stage):
    """`second` is the other operator; `cases` the numbers of the cases by the name of their order."""

    second: Operator | None = None
    cases: dict[str, int] = field(default_factory=dict)
    DAYS: ClassVar[tuple[str, ...]] = ("dispute_days",)

    def home(self, name: str) -> str:
        """The page of a case."""
        return f"/cases/{self.cases[name]}/"

    @property
    def other_operator(self) -> Operator:
        if self.second is None:
            raise Broken("this step needs two operators")
        return self.second

    def figures(self, visitor: Visitor, *words: str) -> None:
        """These stand on the page, where the fees are those of a Dhara of its own."""
        if self.scene.own is not None:
            visitor.see(*words)

    def case_is(self, name: str, state: str, after: str = "") -> str:
        """Wait until the case is in a state, after a call of `after`."""
        script = f"{after}; case_becomes({self.cases[name]}, {state!r})".removeprefix("; ")
        seen = self.inside(script)
        if seen["case"] != state:
            raise Broken(f"the case of {name} was to be {state}: {seen}")
        return state

    def case_in(self, name: str) -> str:
        """In which state the case is now."""
        return str(self.inside(f"case_becomes({self.cases[name]}, '', patience=0)")["case"])

    def proposals(self, name: str) -> dict[str, list[int]]:
        """Nadia's part of each proposal, by how it stands."""
        return self.inside(f"proposals({self.cases[name]})")

    def untouched(self, name: str) -> str:
        """No money of the order has moved: all of it is still set aside."""
        return self.becomes(name, "disputed", held=WHOLE, pending=0, paid=0, returned=0, clearings=0, given_back=0)

    def divided(self, name: str, to_worker: int, given_back: int, state: str = "divided", after: str = "") -> str:
        """The money went in exactly these two parts, once: `to_worker` of what was set aside, `given_back` to Rafi."""
        back = WHOLE - to_worker
        figures = {"paid": to_worker, "pending": to_worker, "returned": back, "given_back": given_back}
        # What goes back becomes the studio's again, too, for as long as it takes to refund it.
        many = (to_worker > 0) + (back > 0)
        return self.becomes(name, state, after=after, held=0, clearings=many, **figures)

    def close(self) -> None:
        super().close()
        if self.second:
            self.second.visitor.close()


def evidence(words: str) -> dict[str, tuple[str, bytes, str]]:
    """A picture to show, another one for other words."""
    return {"file": (f"{words}.png", png(words), "image/png")}


def opens(stage: Quarrel, name: str, *, amount: str = "", words: str = SAID["claim"], shows: str = "") -> None:
    """Rafi goes from the room to the form, and from there to the page of his case."""
    made, rafi = stage.orders[name], stage.rafi
    rafi.open(made.room)
    rafi.follow("/cases/work/")
    found = _UNIT.search(rafi.page.address)
    if found is None:
        raise Broken(f"this is not the form of a case: {rafi.page.address}")
    made.unit = int(found[1])
    form = f"/cases/work/{made.unit}/"
    rafi.fill(form, files=evidence(shows) if shows else None, text=words, amount=amount)
    stage.cases[name] = _number(rafi)


def _number(visitor: Visitor) -> int:
    found = _CASE.search(visitor.page.address)
    if found is None:
        raise Broken(f"this is not the page of a case: {visitor.page.address}: {visitor.page.words[:900]}")
    return int(found[1])


def says(stage: Quarrel, visitor: Visitor, name: str, noun: str, *, files: Any = None, **typed: Any) -> None:
    """One deed on the page of the case, and be back on it."""
    home = stage.home(name)
    visitor.open(home)
    visitor.fill(f"{home}{noun}/", files=files, **typed)
    if not visitor.page.address.endswith(home):
        raise Broken(f"{noun} did not lead back to the case: {visitor.page.address}: {visitor.page.words[:900]}")


def proposal(stage: Quarrel, visitor: Visitor, name: str, way: str) -> str:
    """The address of a button below a proposal: `way` is agreement, refusal or withdrawal."""
    page = visitor.open(stage.home(name))
    ends = f"/{way}/"
    found = [each for form in page.forms for each in (form.action, *form.ways) if "/proposals/" in each]
    for each in found:
        if each.endswith(ends):
            return each
    raise Broken(f"nothing to press for {way} on {page.address}, only {found}")


def answers_proposal(stage: Quarrel, visitor: Visitor, name: str, way: str, **typed: Any) -> None:
    address = proposal(stage, visitor, name, way)
    number = address.rstrip("/").split("/")[-2]
    pressed = f"/{way}/" if way == "refusal" else ""
    visitor.fill(f"/proposals/{number}/", press=pressed, **typed)
