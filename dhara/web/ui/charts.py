"""Charts drawn on the server: coordinates for the SVG, words for its table. Nothing moves, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dhara.kit.currency import Money, currency
from dhara.kit.locale.digits import in_script, number

Value = int | Money
Points = Iterable[tuple[str, Value]]

WIDTH, HEIGHT = 560, 230
LEFT, RIGHT, TOP, BOTTOM = 72, 8, 12, 32
TICKS = 4
SIZES_BN = ((10_000_000, " কোটি"), (100_000, " লাখ"), (1_000, " হা."))
SIZES_EN = ((1_000_000, "M"), (1_000, "k"))


@dataclass(frozen=True, slots=True)
class Mark:
    """One point: its label, the value in words, and where it stands (SVG units). `named`: the axis shows it."""

    label: str
    value: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    named: bool
    spare: bool  # its name is left out on a narrow screen


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the grid with its figure."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    left: int
    right: int
    base: float
    top: int
    marks: list[Mark]
    lines: list[Line]
    path: str
    area: str


@dataclass(frozen=True, slots=True)
class Row:
    """One label with the value of each curve: where it stands, and `tip`, which says it all in one."""

    mark: Mark
    values: list[str]
    tip: str


@dataclass(frozen=True, slots=True)
class Curves:
    """Several curves on one scale: (name, its chart) each, and a row for each label."""

    chart: Chart
    lines: list[tuple[str, Chart]]
    rows: list[Row]


def bars(points: Points, kind: str, lang: str) -> Chart:
    """`points`: (label, whole number or Money of one currency). `kind` "percent" adds the sign to numbers."""
    return _draw(list(points), kind, lang, gap=0.28)


def curve(points: Points, kind: str, lang: str) -> Chart:
    return _draw(list(points), kind, lang, gap=0.0)


def curves(series: Iterable[tuple[str, Points]], kind: str, lang: str) -> Curves:
    """`series`: (name, points), at least one, all with the same labels."""
    named = [(str(name), list(points)) for name, points in series]
    highest = max((_number(value) for _, points in named for _, value in points), default=0)
    lines = [(name, _draw(points, kind, lang, gap=0.0, highest=highest)) for name, points in named]
    rows = [
        _row(marks, [name for name, _ in lines]) for marks in zip(*(chart.marks for _, chart in lines), strict=True)
    ]
    return Curves(lines[0][1], lines, rows)


def _row(marks: Sequence[Mark], names: Sequence[str]) -> Row:
    values = [mark.value for mark in marks]
    said = [f"{name}: {value}" for name, value in zip(names, values, strict=True)]
    return Row(marks[0], values, "\n".join([marks[0].label, *said]))


def _draw(points: list[tuple[str, Value]], kind: str, lang: str, gap: float, highest: float = 0) -> Chart:
    numbers = [_number(value) for _, value in points]
    step = _step(max([*numbers, highest], default=0))
    top = step * TICKS
    base = float(HEIGHT - BOTTOM)
    inner = base - TOP
    slot = (WIDTH - LEFT - RIGHT) / max(len(points), 1)
    every = max(1, -(-len(points) // 6))
    marks = []
    for index, ((label, value), amount) in enumerate(zip(points, numbers, strict=True)):
        height = round(max(amount, 0) / top * inner, 1)
        x = LEFT + index * slot
        marks.append(
            Mark(
                label=str(label),
                value=_words(value, kind, lang),
                x=round(x + slot * gap / 2, 1),
                y=round(base - height, 1),
                width=round(slot * (1 - gap), 1),
                height=height,
                middle=round(x + slot / 2, 1),
                named=index % every == 0,
                spare=len(points) > 4 and index // every % 2 == 1,
            )
        )
    unit = next((value.currency for _, value in points if isinstance(value, Money)), "")
    lines = [
        Line(round(base - inner * tick / TICKS, 1), _tick(step * tick, unit, kind, lang)) for tick in range(TICKS + 1)
    ]
    path = " L".join(f"{mark.middle} {mark.y}" for mark in marks)
    area = f"M{marks[0].middle} {base} L{path} L{marks[-1].middle} {base} Z" if marks else ""
    return Chart(WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, base, TOP, marks, lines, f"M{path}" if path else "", area)


def _number(value: Value) -> float:
    return float(value.decimal()) if isinstance(value, Money) else float(value)


def _step(highest: float) -> float:
    """A round step (1, 2, 2.5 or 5 times a power of ten) of which four reach the highest value."""
    if highest <= TICKS:
        return 1.0
    rough = Decimal(repr(highest)) / TICKS
    power = Decimal(10) ** rough.adjusted()
    for times in ("1", "2", "2.5", "5", "10"):
        step = Decimal(times) * power
        if step >= rough and (step >= 10 or step == step.to_integral()):
            return float(step)
    return float(10 * power)


def _words(value: Value, kind: str, lang: str) -> str:
    if isinstance(value, Money):
        return value.display(lang)
    return number(value, lang) + ("%" if kind == "percent" else "")


def _tick(value: float, unit: str, kind: str, lang: str) -> str:
    """Short figures for the axis: ৳২.৫ লাখ, 40k."""
    if not unit:
        return number(round(value), lang) + ("%" if kind == "percent" else "")
    sign = currency(unit).symbol
    for size, word in SIZES_BN if lang == "bn" else SIZES_EN:
        if value >= size:
            return sign + in_script(f"{value / size:g}", lang) + word
    return sign + number(round(value), lang)
