"""Who and what the story of a project needs: its rooms, how each milestone stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from dhara.cli.stories.gig_stage import Stage, png
from dhara.cli.stories.gigging import work_of
from dhara.cli.stories.visitor import Broken, Visitor

# What the studio gets of each milestone, in poisha: less five per cent.
NET: Final = {1: 95_000, 2: 190_000}
# What each milestone costs.
PRICE: Final = {1: 100_000, 2: 200_000, 3: 50_000}
SET_ASIDE: Final = "টাকা আলাদা করে রাখা হয়েছে"


@dataclass
class Project(Stage):
    """Addresses of the job and the proposal; `work` is the number of the agreement, `units` those of its milestones."""

    job: str = ""
    proposal: str = ""
    work: int = 0
    units: list[int] = field(default_factory=list)
    DAYS: ClassVar[tuple[str, ...]] = ("job_days",)

    @property
    def home(self) -> str:
        return f"/work/{self.work}/"

    def room(self, position: int) -> str:
        return f"{self.home}milestones/{position}/"

    def stands(self, position: int, state: str, *, after: str = "", **figures: int) -> str:
        """Wait until a milestone is in a state with these figures, in minor units, after a call of `after`.

        Elsewhere the pages must do: nobody sees into the books there.
        """
        if self.scene.own is None:
            return f"{position} is {state}, as the pages say"
        script = f"{after}; becomes({self.work}, {position}, {state!r}, {figures})".removeprefix("; ")
        seen = self.inside(script)
        wrong = {each: seen[each] for each, value in figures.items() if seen[each] != value}
        if seen["state"] != state or wrong:
            raise Broken(f"milestone {position} was to be {state} with {figures}: {seen}")
        told = [f"{name} {value / 100:.2f}" for name, value in figures.items() if name not in ("clearings", "payments")]
        return f"{position} is {state}: {', '.join(told)}"


def agrees(stage: Project, visitor: Visitor) -> str:
    """Press the button of the page that asks once more; the project is there then."""
    visitor.fill("/acceptance/")
    stage.work = work_of(visitor.page.address)
    if not stage.work:
        raise Broken(f"nothing was agreed: {visitor.page.address}: {visitor.page.words[:900]}")
    return f"agreement {stage.work}"


def step(stage: Project, visitor: Visitor, position: int, verb: str, *, files: Any = None, **typed: Any) -> None:
    """Open the milestone, choose a step, fill in its page, and be back at the project."""
    visitor.open(stage.room(position))
    visitor.follow(f"{stage.room(position)}{verb}/")
    page = visitor.fill(f"{stage.room(position)}{verb}/", files=files, **typed)
    if not page.address.endswith(stage.home):
        raise Broken(f"{verb} did not lead back to the project: {page.address}: {page.words[:900]}")


def hands_in(stage: Project, position: int, words: str) -> None:
    file = {"file": ("sketch.png", png(words), "image/png")}
    step(stage, stage.nadia, position, "submit", files=file, text=words)


def pays(stage: Project, *positions: int, choice: str = "pay") -> None:
    """From the project's page to the bank and back, for one or several milestones at once."""
    rafi = stage.rafi
    rafi.open(stage.home)
    rafi.fill("/pay/work/", unit=[stage.units[each - 1] for each in positions])
    first = rafi.page.address
    rafi.open(stage.home)
    rafi.fill("/pay/work/", unit=[stage.units[each - 1] for each in positions])
    if rafi.page.address != first:
        raise Broken(f"the button pressed again leads to another payment: {first}, {rafi.page.address}")
    rafi.fill("gateway", gateway="sandbox")
    if "/sandbox/pay/" not in rafi.page.address:
        raise Broken(f"this is not the bank: {rafi.page.address}: {rafi.page.words[:600]}")
    rafi.fill("choice", press=choice)
