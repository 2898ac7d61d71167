"""Who and what the story of a gig needs: the people, their orders, how each stands."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import ClassVar, Final

from PIL import Image, ImageDraw

from dhara.cli.stories.cast import Scene
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.cli.stories.within import Within

# Taka; days; revisions.
PACKAGES: Final = (("Basic", 300, 2, "1"), ("Standard", 500, 4, "2"), ("Premium", 800, 7, "any"))
EXTRA: Final = 100
# What a studio gets of 300 and of 600 taka: less five and one and a half per cent.
NET: Final = {300: 28_050, 600: 56_100}
DAY: Final = 24


@dataclass
class Order:
    """`price` in whole taka; `work` (the room's number) and `unit` once it has begun."""

    number: str
    price: int
    work: int = 0
    unit: int = 0

    @property
    def room(self) -> str:
        return f"/work/{self.work}/"


@dataclass
class Stage(Within):
    """Rafi buys what Nadia makes; `orders` by what becomes of them. `cost` is what refunds by hand took from her."""

    scene: Scene
    operator: Operator
    orders: dict[str, Order] = field(default_factory=dict)
    cost: int = 0
    DAYS: ClassVar[tuple[str, ...]] = ("gig_days",)

    @property
    def nadia(self) -> Visitor:
        return self.scene.nadia.visitor

    @property
    def rafi(self) -> Visitor:
        return self.scene.rafi.visitor

    def becomes(self, name: str, state: str, *, after: str = "", **figures: int) -> str:
        """Wait until the work of an order is in a state with these figures, in minor units, after a call of `after`."""
        made = self.orders[name]
        seen = self.inside(f"{after}; becomes({made.number!r}, {state!r}, {figures})".removeprefix("; "))
        wrong = {each: seen[each] for each, value in figures.items() if seen[each] != value}
        if seen["state"] != state or wrong:
            raise Broken(f"{name} was to be {state} with {figures}: {seen}")
        made.unit = seen["unit"]
        told = [f"{each} {value / 100:.2f}" for each, value in figures.items() if each != "clearings"]
        return f"{state}: {', '.join(told)}"

    def pass_hours(self, hours: int) -> None:
        self.inside(f"pass_hours({hours})")

    def close(self) -> None:
        self.operator.visitor.close()


def png(words: str) -> bytes:
    """A real picture, another one for other words."""
    drawn = Image.new("RGB", (640, 480), "#0b5661")
    ImageDraw.Draw(drawn).text((40, 220), words, fill="#ffffff")
    content = io.BytesIO()
    drawn.save(content, "PNG")
    return content.getvalue()
