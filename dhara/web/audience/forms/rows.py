"""The fields of each row of a segment's rules: what can be chosen, by what was chosen before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.audience.contacts.rules import CHOICE, DATE, NUMBER, YES_NO
from dhara.audience.models import Field
from dhara.audience.segments import things
from dhara.audience.segments.rules import ANY, ASKED_OF, LEAVES, states_in_words
from dhara.audience.segments.words import LANGUAGES, SOURCES
from dhara.kit.currency import currency
from dhara.people.models import Studio
from dhara.web.audience.forms.rules import Draft, Row

Options = Sequence[tuple[Any, Any]]
# leaf → what it is called, and how it is affirmed and denied.
WHAT: Final[dict[str, tuple[Any, Any, Any]]] = {
    "tag": (gettext_lazy("Tag"), gettext_lazy("has"), gettext_lazy("does not have")),
    "bought": (gettext_lazy("Buying"), gettext_lazy("has bought"), gettext_lazy("did not buy")),
    "refunded": (gettext_lazy("Money back"), gettext_lazy("got it for"), gettext_lazy("did not get it for")),
    "field": (gettext_lazy("Field"), gettext_lazy("it is so that"), gettext_lazy("it is not so that")),
    "form": (gettext_lazy("Form"), gettext_lazy("filled in"), gettext_lazy("did not fill in")),
    "opened": (gettext_lazy("Opened"), gettext_lazy("has opened"), gettext_lazy("did not open")),
    "clicked": (gettext_lazy("Clicked"), gettext_lazy("clicked in"), gettext_lazy("did not click in")),
    "in_sequence": (gettext_lazy("Sequence now"), gettext_lazy("is in"), gettext_lazy("is not in")),
    "was_in_sequence": (gettext_lazy("Sequence ever"), gettext_lazy("is or was in"), gettext_lazy("was never in")),
    "subscribed": (gettext_lazy("Subscribed"), gettext_lazy("has subscribed"), gettext_lazy("has not subscribed")),
    "active": (gettext_lazy("Activity"), gettext_lazy("was active"), gettext_lazy("was not active")),
    "status": (gettext_lazy("State"), gettext_lazy("is"), gettext_lazy("is not")),
    "language": (gettext_lazy("Language"), gettext_lazy("is"), gettext_lazy("is not")),
    "source": (gettext_lazy("Came by"), gettext_lazy("is"), gettext_lazy("is not")),
}
HOW: Final[dict[str, Any]] = {
    "is": gettext_lazy("is"),
    "contains": gettext_lazy("contains"),
    "greater": gettext_lazy("is greater than"),
    "less": gettext_lazy("is less than"),
    "known": gettext_lazy("is known"),
}
WHEN: Final[dict[str, Any]] = {
    "": gettext_lazy("ever"),
    "within": gettext_lazy("in the last … days"),
    "since": gettext_lazy("since the day"),
    "before": gettext_lazy("before the day"),
}
SUM: Final[dict[str, Any]] = {
    "": gettext_lazy("once or more"),
    "times": gettext_lazy("at least so often"),
    "amount": gettext_lazy("for at least"),
}
ANYTHING: Final[dict[str, Any]] = {
    "offer": gettext_lazy("anything"),
    "form": gettext_lazy("any form"),
    "message": gettext_lazy("any letter"),
    "sequence": gettext_lazy("any sequence"),
}


@dataclass
class Control:
    """One field of a row: a list to choose from, or something to type in."""

    name: str
    label: Any
    value: str
    options: Options = ()
    type: str = "text"
    before: str = ""

    @property
    def inputmode(self) -> str:
        return {"number": "decimal"}.get(self.type, "text")


def shown(draft: Draft, studio: Studio) -> list[dict[str, Any]]:
    """The groups with the fields of their rows. Each kind of thing is read once, however many rows name it."""
    used = {LEAVES[row.what].of for group in draft.groups for row in group.rows} - {""}
    known: dict[str, Any] = {kind: things.choices(studio.pk, kind) for kind in used if kind != "field"}
    fields = things.fields(studio.pk) if "field" in used else {}
    return [
        {
            "number": number,
            "join": group.join,
            "rows": [
                {"number": place, "controls": list(_controls(row, f"g{number}-r{place}-", known, fields, studio))}
                for place, row in enumerate(group.rows)
            ],
        }
        for number, group in enumerate(draft.groups)
    ]


def _controls(
    row: Row, prefix: str, known: dict[str, Any], fields: dict[str, Field], studio: Studio
) -> Iterable[Control]:
    leaf = LEAVES[row.what]
    _name, yes, no = WHAT[row.what]
    yield Control(f"{prefix}what", _("Condition"), row.what, [(key, words[0]) for key, words in WHAT.items()])
    yield Control(f"{prefix}no", _("Is it so?"), "1" if row.no else "", [("", yes), ("1", no)])
    if row.what == "field":
        yield from _of_field(row, prefix, fields)
    elif leaf.of:
        every = [(ANY, ANYTHING[leaf.of])] if leaf.anything else []
        yield Control(f"{prefix}thing", WHAT[row.what][0], row.thing, [*every, *known[leaf.of]])
    elif row.what in _VALUES:
        yield Control(f"{prefix}value", WHAT[row.what][0], row.value, _VALUES[row.what]())
    if leaf.summed:
        yield Control(f"{prefix}sum", _("How much?"), row.sum, list(SUM.items()))
        if row.sum:
            money = row.sum == "amount"
            sign = currency(studio.currency).symbol.strip() if money else ""
            yield Control(f"{prefix}least", _("At least"), row.least, type="number", before=sign)
    if leaf.timed:
        yield Control(f"{prefix}when", _("When?"), row.when, list(WHEN.items()))
        if row.when == "within":
            yield Control(f"{prefix}days", _("Days"), row.days, type="number")
        elif row.when:
            yield Control(f"{prefix}day", _("Day"), row.day, type="date")


_VALUES: Final[dict[str, Any]] = {
    "status": states_in_words,
    "language": lambda: list(LANGUAGES.items()),
    "source": lambda: list(SOURCES.items()),
}


def _of_field(row: Row, prefix: str, fields: dict[str, Field]) -> Iterable[Control]:
    """A field's comparisons and its value, by its kind."""
    yield Control(f"{prefix}thing", _("Field"), row.thing, [(key, each.label) for key, each in fields.items()])
    field = fields.get(row.thing) or next(iter(fields.values()), None)
    if field is None:
        return
    asked = ASKED_OF[field.kind]
    how = row.how if row.how in asked else asked[0]
    yield Control(f"{prefix}how", _("How?"), how, [(key, HOW[key]) for key in asked])
    if how == "known":
        yield Control(f"{prefix}value", _("Known"), row.value, [("true", _("yes")), ("false", _("no"))])
    elif field.kind == YES_NO:
        yield Control(f"{prefix}value", field.label, row.value, [("true", _("yes")), ("false", _("no"))])
    elif field.kind == CHOICE:
        yield Control(f"{prefix}value", field.label, row.value, [(each, each) for each in field.choices])
    else:
        kinds = {NUMBER: "number", DATE: "date"}
        yield Control(f"{prefix}value", field.label, row.value, type=kinds.get(field.kind, "text"))
