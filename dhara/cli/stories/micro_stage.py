"""Who and what the story of small tasks needs: three who work, what they are asked, how the campaign stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from dhara.cli.stories.cast import Scene, Seller
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.page import Page
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.within import Within

# Poisha: what is paid for a task, and what a worker gets of it, less five per cent.
REWARD: Final = 2_000
NET: Final = 1_900
# Each is looked at by three people. The answer of the last one is known beforehand.
SHOPS: Final = {"Rahim Store": "yes", "Karim Tailors": "no", "Mina Bakery": "yes"}
KNOWN: Final = "Mina Bakery"
EACH: Final = 3
POSITIONS: Final = EACH * len(SHOPS)
# With the reserve of five per cent, rounded up to one task.
PAID: Final = (POSITIONS + 1) * REWARD
DONE: Final = POSITIONS - 1  # one stays undone
BACK: Final = PAID - DONE * REWARD
QUESTIONS: Final = ("Is the shop open?", "A picture of the door", "What does its sign say?")


@dataclass
class Stage(Within):
    """`units` are the tasks by whose they are and which shop; `taken` the shop that a worker has taken before."""

    scene: Scene
    operator: Operator
    shirin: Seller
    title: str
    campaign: int = 0
    units: dict[tuple[str, str], int] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    DAYS: ClassVar[tuple[str, ...]] = ("micro_days",)

    @property
    def workers(self) -> tuple[Seller, Seller, Seller]:
        return self.scene.nadia, self.scene.tuhin, self.shirin

    @property
    def rafi(self) -> Visitor:
        return self.scene.rafi.visitor

    @property
    def home(self) -> str:
        return f"/campaigns/{self.campaign}/"

    def becomes(self, **figures: Any) -> str:
        """Wait until the campaign has these figures; elsewhere the pages must do, nobody sees into the books there."""
        if self.scene.own is None:
            return "seen on the pages"
        seen = self.inside(f"becomes({self.campaign}, {figures!r})")
        if any(seen.get(name) != value for name, value in figures.items()):
            raise Broken(f"the campaign was to have {figures}: {seen}")
        return ", ".join(f"{name} {value}" for name, value in figures.items())

    def page(self, worker: Seller, shop: str) -> str:
        return f"{worker.workplace}tasks/{self.units[worker.handle, shop]}/"

    def proof(self, worker: Seller, shop: str) -> str:
        """Where Rafi looks at it."""
        return f"{self.home}review/{self.units[worker.handle, shop]}/"

    def look(self, worker: Seller, shop: str, *words: str) -> Page:
        """The worker opens the task, and sees these words."""
        page = worker.visitor.open(self.page(worker, shop))
        worker.visitor.see(*words)
        return page

    def close(self) -> None:
        self.operator.visitor.close()
        self.shirin.visitor.close()


def stage(scene: Scene) -> Stage:
    operator = Operator(Visitor(scene.base, "en", name="operator"), f"oishi.{scene.mark}@story.example.com")
    shirin = Seller(
        Visitor(scene.base, "en", name="Shirin"),
        "Shirin Akter",
        f"shirin.{scene.mark}@story.example.com",
        f"Shirin {scene.mark}",
        f"shirin_{scene.mark}",
        title="",
        price=0,
        tag="",
        file_name="",
        file=b"",
    )
    return Stage(scene, operator, shirin, f"Is the shop open? {scene.mark}")


def press(visitor: Visitor, part: str, *, files: Any = None, **typed: Any) -> Callable[[], int]:
    """The form is open already; pressing it answers the server's code, and may be done by several at one instant."""
    form = visitor.page.form(part)
    values = {**form.values, **{name: [value] for name, value in typed.items()}}
    headers = {"Origin": visitor.base, "Referer": visitor.page.address}

    def pressed() -> int:
        answer = visitor.client.post(form.action, data=values, files=files, headers=headers, follow_redirects=False)
        if answer.status_code >= 500:
            raise Broken(f"{form.action} broke: {answer.status_code}")
        return answer.status_code

    return pressed
