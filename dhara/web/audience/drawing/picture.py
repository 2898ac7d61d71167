"""The picture of a sequence, ready for its template: items in reading order, each with its place, and the arrows.

The entry (what brings people in) stands on top as a step of its own, named `ENTRY`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from dhara.audience.sequences import rules
from dhara.web.audience.drawing import lines, words
from dhara.web.audience.drawing.layout import Layout, Place, layout
from dhara.web.audience.drawing.merging import END

ENTRY: Final = "entry"
DEEPEST: Final = 6
# A problem whose node is not in the picture, or that is about the whole.
WHOLE: Final = ""

Figures = Mapping[str, Mapping[str, int]]
Graph = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One `<li>`: `kind` step, entry, end, jump or gap. `way` is where its "+" puts a step, as `spot` writes it.

    `after` is the same for the only way on from a step, whose "+" stands below it; `joins` for where branches meet.
    """

    kind: str
    name: str
    classes: str
    label: str = ""
    title: str = ""
    icon: str = ""
    tone: str = ""
    sign: str = ""
    sign_tone: str = ""
    way: str = ""
    after: str = ""
    joins: str = ""
    problem: str = ""
    figures: tuple[tuple[str, str, str], ...] = ()
    waiting: int = 0
    last: bool = False


@dataclass(frozen=True)
class Picture:
    """`width` and `height` are the drawing's own units; `classes` the size for the grid."""

    items: list[Item]
    paths: list[str]
    width: int
    height: int
    classes: str

    def figures_of(self, name: str) -> tuple[tuple[str, str, str], ...]:
        return next((item.figures for item in self.items if item.name == name and item.kind == "step"), ())


def ways(graph: Graph) -> dict[str, list[tuple[str, str]]]:
    """Per node its [(outcome, target)], with the entry before the first."""
    nodes = graph.get("nodes", {})
    found = {name: list(rules.exits(node).items()) for name, node in nodes.items()}
    return {ENTRY: [(rules.NEXT, graph.get("start") or END)], **found}


def picture(
    graph: Graph,
    known: rules.Known,
    *,
    entries: Iterable[str] = (),
    problems: Mapping[str, str] | None = None,
    figures: Figures | None = None,
) -> Picture:
    """`entries` are the words of the triggers; `problems` {node: words}; `figures` {node: {"sent": 12, …}}."""
    drawn = layout(ways(graph), ENTRY)
    draw = _Cards(graph, known, problems or {}, figures or {}, drawn)
    items = [draw.item(place, list(entries)) for place in drawn.places]
    width, height = lines.size(drawn)
    size = cell("x", drawn.columns) + " " + cell("y", drawn.rows) + (" flow-low" if lines.ends_low(drawn) else "")
    return Picture(items, lines.paths(drawn), width, height, size)


def spot(*ways: tuple[str, str]) -> str:
    """A place to put a step into, for an address: "n3.yes", or "n4.next,n5.next" where branches meet."""
    return ",".join(f"{'' if source == ENTRY else source}.{outcome}" for source, outcome in ways)


def cell(axis: str, number: int) -> str:
    """The classes of a number in the stylesheet: tens and units."""
    return f"{axis}t-{min(number // 10, 9)} {axis}u-{number % 10}"


def figures_of(values: Mapping[str, int]) -> tuple[tuple[str, str, str], ...]:
    """(icon, number, words) of what is worth a look at this step; what happened to nobody is left out."""
    told = (
        ("sent", "send", _("sent")),
        ("entered", "corner-down-right", _("came here")),
        ("opened", "eye", _("opened by people")),
        ("clicked", "mouse-pointer-click", _("clicked")),
        ("left", "log-out", _("left here")),
        ("sold", "shopping-bag", _("bought after it")),
        ("held", "triangle-alert", _("held by an error")),
    )
    # What was sent says already how many came.
    hidden = "entered" if values.get("sent") else ""
    return tuple((icon, words.count(values[key]), say) for key, icon, say in told if values.get(key) and key != hidden)


class _Cards:
    def __init__(
        self, graph: Graph, known: rules.Known, problems: Mapping[str, str], figures: Figures, drawn: Layout
    ) -> None:
        self.nodes = graph.get("nodes", {})
        self.known, self.problems, self.figures, self.drawn = known, problems, figures, drawn

    def item(self, place: Place, entries: list[str]) -> Item:
        where = " ".join(("flow-item", cell("x", place.x), cell("y", place.y), f"deep-{min(place.depth, DEEPEST)}"))
        sign, sign_tone, way = self._sign(place)
        common: dict[str, Any] = {"sign": sign, "sign_tone": sign_tone, "way": way, "joins": spot(*place.joins)}
        if place.kind == "step" and place.name == ENTRY:
            return Item(
                "entry", ENTRY, f"{where} tone-entry", label=_("Starts when"), title=self._starts(entries),
                icon="zap", after=spot((ENTRY, rules.NEXT)), problem=self.problems.get(ENTRY, ""),
            )  # fmt: skip
        if place.kind == "step":
            return self._step(place, where, common)
        shut = " flow-shut" if place.kind in ("end", "jump") else ""
        title = words.title(self.nodes[place.name], self.known) if place.kind == "jump" else ""
        return Item(place.kind, place.name, where + shut, title=title, **common)

    def _starts(self, entries: list[str]) -> str:
        return _(", or ").join(entries)

    def _step(self, place: Place, where: str, common: dict[str, Any]) -> Item:
        node = self.nodes[place.name]
        icon, tone, _about = words.LOOKS[node["kind"]]
        values = self.figures.get(place.name, {})
        onward = list(rules.exits(node))
        shut = "" if onward else " flow-shut"
        return Item(
            "step", place.name, f"{where} tone-{tone}{shut}", label=str(rules.NODES[node["kind"]]),
            title=words.title(node, self.known), icon=icon, tone=tone,
            after=spot((place.name, onward[0])) if len(onward) == 1 else "",
            problem=str(self.problems.get(place.name, "")), figures=figures_of(values),
            waiting=values.get("waiting", 0), **common,
        )  # fmt: skip

    def _sign(self, place: Place) -> tuple[str, str, str]:
        """What stands over a branch, and where a step would be put in; nothing over what follows in a line."""
        node = self.nodes.get(place.source)
        if node is None or len(rules.exits(node)) < 2:
            return "", "", ""
        tone = f"way-{place.way}" if place.way in (rules.YES, rules.NO) else ""
        return words.way(node, place.way), tone, spot((place.source, place.way))
