"""Reads: a file before its columns are named, how far an import is, and what was wrong with which line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _

from dhara.audience.contacts import lines, mapping, rules
from dhara.audience.contacts.models import ContactImport, Field
from dhara.audience.contacts.queries.contacts import imports_of
from dhara.kit.locale.languages import in_language
from dhara.kit.sheets import csv_text
from dhara.people.models import Studio

SHOWN: Final = 5


@dataclass(frozen=True)
class Column:
    """`samples` are of the first lines."""

    place: str
    heading: str
    samples: list[str]
    target: str


def one_import(studio: Studio, import_id: int) -> ContactImport | None:
    return imports_of(studio).filter(pk=import_id).first() if import_id < 2**63 else None


def shape_of(found: ContactImport) -> lines.Shape:
    options = found.options
    return lines.Shape(options["encoding"], options["delimiter"], options["start"])


def known_fields(studio_id: int) -> dict[str, mapping.Known]:
    fields = Field.objects.filter(studio_id=studio_id)
    return {field.key: mapping.Known(field.label, field.kind, field.choices) for field in fields}


def columns(found: ContactImport) -> list[Column]:
    """What the file's columns are called and hold, with what they are taken for. Raises FileNotFoundError."""
    with found.file.open() as file:
        read = lines.read(file, shape_of(found), found.options["start"])
        first = [line.cells for line in islice(read, SHOWN + 1)]
    heading, samples = (first[0], first[1:]) if found.options["heading"] else ((), first[:SHOWN])
    width = max((len(cells) for cells in first), default=0)
    return [
        Column(
            str(place),
            heading[place] if place < len(heading) else "",
            [cells[place] for cells in samples if place < len(cells) and cells[place]],
            found.mapping.get(str(place), ""),
        )
        for place in range(width)
    ]


def percent(found: ContactImport) -> int:
    """How far it is, by the bytes read."""
    if found.status == rules.DONE:
        return 100
    return min(99, found.position * 100 // max(1, found.size))


def problems_csv(found: ContactImport, *, lang: str) -> Iterator[str]:
    """Each line that was left out or cut short, with its number and the reason; the file is read once more for it."""
    fields = known_fields(found.studio_id)
    with in_language(lang):
        words = {code: str(said) for code, said in mapping.PROBLEMS.items()}
        dropped, head = str(mapping.DROPPED), [_("Line"), _("Reason"), _("What stood there")]
    yield "\ufeff" + csv_text([head])
    with found.file.open() as file:
        number = 1 + bool(found.options["heading"])
        for line in lines.read(file, shape_of(found), found.options["begins"]):
            if line.end > found.position:
                return
            person = mapping.person_of(line, found.mapping, fields)
            said = [words[person.problem]] if person.problem else []
            said += [dropped % {"field": label, "value": value} for label, value in person.dropped]
            if said:
                yield csv_text([[str(number), " ".join(said), line.raw or " | ".join(line.cells)[:300]]])
            number += 1
