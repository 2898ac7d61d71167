"""Who or what did something to contacts, by name: what their events keep of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dhara.audience.automations import queries, rules
from dhara.audience.automations.models import AutomationRule
from dhara.audience.contacts.models import ContactEvent
from dhara.audience.segments import things
from dhara.people.models import Account, Studio

MEMBER, RULE, SEQUENCE, FORM, IMPORT, UNKNOWN = "member", "rule", "sequence", "form", "import", "unknown"
_SOURCES: Final = (RULE, SEQUENCE, FORM, IMPORT)


@dataclass(frozen=True)
class Cause:
    """`kind` is one of the above; `name` "" where what it was is gone. A rule is called by its sentence."""

    kind: str
    ref: int | None = None
    name: str = ""


def causes(events: Sequence[ContactEvent], studio: Studio) -> dict[int, Cause]:
    """By the event's id; one read for each kind of thing. Not kept of what was done before there was a record of it."""
    found = {each.pk: _cause(each) for each in events}
    wanted: dict[str, set[int]] = {}
    for each in found.values():
        if each.ref is not None:
            wanted.setdefault(each.kind, set()).add(each.ref)
    names = dict(things.names(studio.pk, {kind: wanted[kind] for kind in (SEQUENCE, FORM) if kind in wanted}))
    if RULE in wanted:
        said = list(AutomationRule.objects.filter(studio=studio, pk__in=wanted[RULE]))
        known = queries.names_for(studio.pk, said)
        names |= {(RULE, each.pk): rules.in_words(each.kind, each.ref, each.effects, known) for each in said}
    if MEMBER in wanted:
        names |= {(MEMBER, each.pk): each.get_full_name() for each in Account.objects.filter(pk__in=wanted[MEMBER])}
    return {key: Cause(each.kind, each.ref, names.get((each.kind, each.ref), "")) for key, each in found.items()}


def _cause(event: ContactEvent) -> Cause:
    kind, _colon, number = str(event.data.get("source") or "").partition(":")
    if kind in _SOURCES and number.isdecimal():
        return Cause(kind, int(number))
    by = event.data.get("by")
    return Cause(MEMBER, by) if isinstance(by, int) else Cause(UNKNOWN)
