"""From a graph to places: which step stands in which column and row, and how the arrows run between them.

The unit across is half a step's width with its gap, so that a step can stand in the middle over two branches; the unit
down is a step with the gap below it. Columns and rows count from 0; a step is two columns wide.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dhara.web.audience.drawing.merging import END, Graph, meeting, together

LANE = 2  # a step's width


@dataclass(frozen=True)
class Place:
    """Where a thing stands. `depth` is how many forks deep it is: its indentation on a phone.

    `kind` is "step" (a node of the graph), "end", "jump" (a way on to a step that stands elsewhere: `name`), or "gap"
    (a branch without a step). `source` and `way` say by which way one comes here; a step where branches meet has none,
    but `joins`: the ways that come together here.
    """

    kind: str
    name: str
    x: int
    y: int
    depth: int
    source: str = ""
    way: str = ""
    joins: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Arrow:
    """From the middle of one place's lower edge to the middle of the other's upper edge, in units.

    `lane` is the column that the arrow keeps to in between: that of the branch.
    """

    source: str
    way: str
    x: int
    y: int
    lane: int
    end_x: int
    end_y: int


@dataclass
class Layout:
    """`places` are in reading order: a step, then its branches one after the other, then where they meet."""

    places: list[Place] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    columns: int = LANE
    rows: int = 1


@dataclass
class _Block:
    """A piece of the flow, its columns counted from its own left edge. `axis` is the column of its entry.

    `loose` are the ways that lead out of its lower edge: (source, way, x, y, lane).
    """

    places: list[Place] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    width: int = LANE
    height: int = 0
    axis: int = 0
    loose: list[tuple[str, str, int, int, int]] = field(default_factory=list)

    def take(self, other: _Block, x: int, y: int) -> None:
        """Put the other's places and arrows into this one, moved to (x, y)."""
        self.places += [_moved(each, x, y) for each in other.places]
        for arrow in other.arrows:
            ends = (arrow.x + x, arrow.y + y, arrow.lane + x, arrow.end_x + x, arrow.end_y + y)
            self.arrows.append(Arrow(arrow.source, arrow.way, *ends))


def _moved(place: Place, x: int, y: int) -> Place:
    return replace(place, x=place.x + x, y=place.y + y)


def layout(graph: Graph, start: str) -> Layout:
    """Places for every node that can be reached from `start`. Any graph is drawn, with circles too.

    `graph` gives each node its [(way, target)]; `END` ("") is no node but what follows the last one.
    """
    block = _Drawing(graph).run(start)
    return Layout(block.places, block.arrows, block.width, block.height)


class _Drawing:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.known = together(graph)
        self.placed: set[str] = set()

    def run(self, start: str) -> _Block:
        return self._chain(start, None, 0, "", "")

    def _chain(self, name: str, stop: str | None, depth: int, source: str, way: str) -> _Block:
        """All from `name` down to, but without, `stop`."""
        parts: list[tuple[_Block, int]] = []
        whole = _Block()
        coming = (source, way)
        while name != stop:
            piece, name_after = self._piece(name, stop, depth, *coming)
            parts.append((piece, whole.height))
            whole.height += piece.height
            if name_after is None:
                break
            coming, name = self._only_way(name), name_after
        return _joined(whole, parts)

    def _only_way(self, name: str) -> tuple[str, str]:
        """By which way the next step of the chain is reached; ("", "") after branches that met."""
        ways = self.graph[name]
        return (name, ways[0][0]) if len(ways) == 1 else ("", "")

    def _piece(self, name: str, stop: str | None, depth: int, source: str, way: str) -> tuple[_Block, str | None]:
        """One step with its branches, and what comes after it (None: nothing)."""
        if name == END or name in self.placed or name not in self.graph:
            kind = "end" if name == END or name not in self.graph else "jump"
            return _single(Place(kind, name, 0, 0, depth, source, way)), None
        self.placed.add(name)
        block = _single(Place("step", name, 0, 0, depth, source, way))
        ways = self.graph[name]
        if not ways:
            return block, None
        if len(ways) == 1:
            block.loose = [(name, ways[0][0], 0, 0, 0)]
            return block, ways[0][1]
        return self._fork(block, name, stop, depth)

    def _fork(self, block: _Block, name: str, stop: str | None, depth: int) -> tuple[_Block, str | None]:
        ways = self.graph[name]
        met = meeting(self.known, [target for _way, target in ways])
        branches = [self._branch(name, way, target, met if met is not None else stop, depth) for way, target in ways]
        left, lowest, lanes = 0, max(each.height for each in branches), []
        for branch in branches:
            lanes.append(left + branch.axis)
            block.take(branch, left, 1)
            block.loose += [(s, w, x + left, y + 1, lane + left) for s, w, x, y, lane in branch.loose]
            left += branch.width
        block.width, block.height = max(left, LANE), 1 + lowest
        block.axis = (lanes[0] + lanes[-1]) // 2
        block.places[0] = _moved(block.places[0], block.axis, 0)
        for (way, _target), lane in zip(ways, lanes, strict=True):
            block.arrows.append(Arrow(name, way, block.axis, 0, lane, lane, 1))
        return block, (met if met is not None else stop) if block.loose else None

    def _branch(self, name: str, way: str, target: str, stop: str | None, depth: int) -> _Block:
        if target == stop:
            gap = _single(Place("gap", "", 0, 0, depth + 1, name, way))
            gap.loose = [(name, way, 0, 0, 0)]
            return gap
        return self._chain(target, stop, depth + 1, name, way)


def _single(place: Place) -> _Block:
    return _Block(places=[place], height=1)


def _joined(whole: _Block, parts: list[tuple[_Block, int]]) -> _Block:
    """The pieces under each other, their entries on one line; what hangs loose leads to the next piece."""
    if not parts:
        return whole
    whole.axis = max(piece.axis for piece, _y in parts)
    whole.width = max(whole.axis - piece.axis + piece.width for piece, _y in parts)
    for piece, y in parts:
        x = whole.axis - piece.axis
        if len(whole.loose) > 1:
            piece.places[0] = replace(piece.places[0], joins=tuple((each[0], each[1]) for each in whole.loose))
        whole.take(piece, x, y)
        for source, way, from_x, from_y, lane in whole.loose:
            whole.arrows.append(Arrow(source, way, from_x, from_y, lane, whole.axis, y))
        whole.loose = [(s, w, from_x + x, from_y + y, lane + x) for s, w, from_x, from_y, lane in piece.loose]
    return whole
