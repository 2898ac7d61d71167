"""A buyer's list as it was pasted or uploaded: its rows, known answers among them, and what is wrong with which row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Final

from django.utils.translation import gettext as _

from dhara.audience.contacts import lines
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.work.campaigns.rules import proof
from dhara.work.campaigns.rules.items import MOST_ITEMS, clean_expected, clean_row
from dhara.work.models import Item

# A column whose name begins so holds known answers; in either language, whatever the page is read in.
ANSWER: Final = ("answer", "উত্তর")
MOST_PROBLEMS: Final = 50
# A list that is longer is not put into the box again, but counted.
MOST_SHOWN: Final = 300

Row = dict[str, str]


@dataclass
class Listed:
    """`known` are (row, answers by the question's key); `problems` are (number of the row, what is wrong)."""

    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    known: list[tuple[Row, Row]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.rows) + len(self.known)

    @property
    def sample(self) -> list[tuple[list[str], list[str]]]:
        """The first rows as (cells, known answers)."""
        both: list[tuple[Row, Row]] = [(row, {}) for row in self.rows[:5]] + self.known[:3]
        return [([row.get(name, "") for name in self.columns], list(answers.values())) for row, answers in both]


def read_list(raw: bytes, fields: Sequence[proof.Field]) -> Listed:
    """The first line names the columns. Nothing is raised: what is wrong stands in `problems`."""
    found, asked = Listed(), {each.key: each for each in fields if each.sort in proof.COMPARED}
    heads: list[str] = []
    answers: dict[int, str] = {}
    for number, line in enumerate(_lines(raw), start=1):
        if len(found.problems) >= MOST_PROBLEMS or found.count > MOST_ITEMS:
            break
        if line.problem:
            found.problems.append(
                (number, _("This line can not be read: a quotation mark is open, or it is too long."))
            )
        elif not heads:
            heads = [clean_text(cell) for cell in line.cells]
            answers = _answer_columns(heads, asked, found)
            found.columns = [name for place, name in enumerate(heads) if place not in answers and name]
            _check_heads(found)
        else:
            _take(found, number, heads, answers, line.cells, asked)
    if found.count > MOST_ITEMS:
        found.problems.append((MOST_ITEMS + 2, _("At most %(most)s rows.") % {"most": MOST_ITEMS}))
    elif not found.count and not found.problems:
        found.problems.append(
            (1, _("Nothing is in it yet: the first line names the columns, each further line is a row."))
        )
    return found


def _lines(raw: bytes) -> Iterable[lines.Line]:
    head = raw[: lines.HEAD]
    if lines.needs_rewriting(head):
        written = BytesIO()
        lines.plain(BytesIO(raw), written, lines.wide(head))
        raw = written.getvalue()
    shape = lines.sniff(raw[: lines.HEAD])
    return lines.read(BytesIO(raw), shape, shape.start)


def _answer_columns(heads: Sequence[str], asked: Mapping[str, proof.Field], found: Listed) -> dict[int, str]:
    """The key of the question by the place of its column: `answer`, or `answer: Is there a cat?`."""
    named = {each.words.casefold(): key for key, each in asked.items()} | {key.casefold(): key for key in asked}
    places: dict[int, str] = {}
    for place, head in enumerate(heads):
        first, _colon, rest = head.partition(":")
        if first.strip().casefold() not in ANSWER:
            continue
        key = named.get(rest.strip().casefold()) if rest.strip() else next(iter(asked), None)
        if key is None or (not rest.strip() and len(asked) > 1):
            words = _("“%(head)s” names no question. Write “answer: ” and the question as it stands in the form.")
            found.problems.append((1, words % {"head": head}))
        else:
            places[place] = key
    return places


def _check_heads(found: Listed) -> None:
    if not found.columns:
        found.problems.append((1, _("The first line must name the columns, such as: picture, name")))
    if len(set(found.columns)) != len(found.columns):
        found.problems.append((1, _("Two columns have the same name.")))


def _take(
    found: Listed,
    number: int,
    heads: Sequence[str],
    answers: Mapping[int, str],
    cells: Sequence[str],
    asked: Mapping[str, proof.Field],
) -> None:
    if len(cells) > len(heads) and any(cells[len(heads) :]):
        found.problems.append((number, _("This line has more cells than there are columns.")))
        return
    given = dict(enumerate(cells))
    row = {name: given.get(place, "") for place, name in enumerate(heads) if place not in answers and name}
    known = {key: given[place] for place, key in answers.items() if given.get(place)}
    try:
        clean = clean_row(row)
        if known:
            found.known.append((clean, clean_expected(known, asked)))
        else:
            found.rows.append(clean)
    except Invalid as refusal:
        found.problems.append((number, str(refusal.message)))


def as_text(items: Sequence[Item], fields: Sequence[proof.Field]) -> str:
    """The list as one would paste it."""
    names = list(dict.fromkeys(name for item in items for name in item.data))
    words = {each.key: each.words for each in fields}
    keys = list(dict.fromkeys(key for item in items for key in item.expected or {}))
    made = StringIO()
    writer = csv.writer(made, lineterminator="\n")
    answer = _("answer")
    writer.writerow([*names, *(f"{answer}: {words.get(key, key)}" for key in keys)])
    for item in items:
        known = item.expected or {}
        writer.writerow([*(item.data.get(name, "") for name in names), *(known.get(key, "") for key in keys)])
    return made.getvalue()
