"""What the columns of a table mean: guessed from their headings, and read into one contact. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import lines, rules
from dhara.kit.locale.languages import LANGS
from dhara.kit.locale.text import clean_text, search_key
from dhara.kit.refusal import Invalid

EMAIL, NAME, LAST_NAME, TAGS, LANGUAGE, FIELD = "email", "name", "last_name", "tags", "language", "field:"
TARGETS: Final = {
    EMAIL: _("Email address"),
    NAME: _("Name"),
    LAST_NAME: _("Last name"),
    TAGS: _("Tags"),
    LANGUAGE: _("Language"),
}
_HEADINGS: Final = {
    EMAIL: "email, e-mail, mail, email address, e-mail address, email id, subscriber, ইমেইল, ই-মেইল, ইমেইল ঠিকানা, "
    "মেইল, ইমেল",
    NAME: "name, full name, first name, firstname, fname, customer, customer name, নাম, পুরো নাম, প্রথম নাম, ক্রেতার নাম",
    LAST_NAME: "last name, lastname, surname, family name, lname, শেষ নাম, পদবি, বংশনাম",
    TAGS: "tags, tag, labels, groups, list, lists, ট্যাগ, দল, তালিকা",
    LANGUAGE: "language, lang, locale, ভাষা",
}
_KNOWN: Final = {
    search_key(word): target for target, words in _HEADINGS.items() for word in words.split(",") if word.strip()
}
_LANGUAGES: Final = {"bengali": "bn", "bangla": "bn", "বাংলা": "bn", "english": "en", "ইংরেজি": "en"}
PROBLEMS: Final = {
    lines.TOO_LONG: _("The line is too long."),
    lines.OPEN_QUOTE: _("A quotation mark is opened and never closed."),
    lines.UNREADABLE: _("The line can not be read."),
    "no_email": _("There is no address in the line."),
    "email_bad": _("This is not an email address that letters can reach."),
}
# What the values of a line leave out, without leaving out the line.
DROPPED: Final = _("“%(value)s” does not suit the field “%(field)s” and was left out.")


@dataclass(frozen=True)
class Known:
    """A field of the studio, as far as reading a value needs it."""

    label: str
    kind: str
    choices: Sequence[str]


@dataclass
class Person:
    """One line read: `problem` names why it is left out, `dropped` are (field, value) that do not suit."""

    email: str = ""
    name: str = ""
    language: str = ""
    tags: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    dropped: list[tuple[str, str]] = field(default_factory=list)


def has_heading(cells: Sequence[str]) -> bool:
    """Whether a first line names the columns: no address is in it."""
    return not any("@" in cell for cell in cells)


def guess(cells: Sequence[str], samples: Sequence[Sequence[str]], fields: Mapping[str, str]) -> dict[str, str]:
    """By column ("0", "1", …) what it seems to mean; `fields` are labels by key. Each meaning is given once."""
    wanted = _KNOWN | {search_key(label): FIELD + key for key, label in fields.items()}
    wanted |= {search_key(key): FIELD + key for key in fields}
    found: dict[str, str] = {}
    for place, heading in enumerate(cells):
        target = wanted.get(search_key(heading))
        if target and target not in found.values():
            found[str(place)] = target
    if EMAIL not in found.values():
        rows = [row for row in (cells, *samples) if row]
        places = [place for row in rows for place, cell in enumerate(row) if re.fullmatch(r"\S+@\S+\.\S+", cell)]
        if places:
            found[str(max(set(places), key=places.count))] = EMAIL
    return found


def person_of(line: lines.Line, mapping: Mapping[str, str], fields: Mapping[str, Known]) -> Person:
    """What a line says of whom. The same line gives the same, whenever it is read."""
    if line.problem:
        return Person(problem=line.problem)
    said = {target: line.cells[int(place)] for place, target in mapping.items() if int(place) < len(line.cells)}
    address = said.get(EMAIL, "").strip("<> ").removeprefix("mailto:")
    if not address:
        return Person(problem="no_email")
    try:
        person = Person(email=rules.clean_email(address))
    except Invalid as refusal:
        return Person(problem=refusal.code)
    names = (clean_text(said.get(name, "")) for name in (NAME, LAST_NAME))
    person.name = " ".join(name for name in names if name)[: rules.MAX_NAME]
    spoken = search_key(said.get(LANGUAGE, "")).split(" ")[0]
    person.language = _LANGUAGES.get(spoken, spoken if spoken in LANGS else "")
    person.tags = [name[:60] for name in map(clean_text, re.split(r"[,;|]", said.get(TAGS, ""))) if name][:20]
    for key, known in fields.items():
        _read(person, key, known, said.get(FIELD + key, ""))
    return person


def _read(person: Person, key: str, known: Known, typed: str) -> None:
    try:
        value = rules.clean_value(known.kind, known.choices, typed)
    except Invalid:
        person.dropped.append((known.label, typed[:60]))
    else:
        if value is not None:
            person.fields[key] = value
