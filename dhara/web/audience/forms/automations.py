"""A studio's rule as it is being filled in: when, about what, and what is to be done, in rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from dhara.audience.automations import rules
from dhara.audience.models import AutomationRule
from dhara.audience.segments import things
from dhara.people.models import Studio
from dhara.web.audience.forms.rows import ANYTHING, Control
from dhara.web.audience.words import DOES, HAPPENS


@dataclass
class Deed:
    """One effect; everything is text, and nothing need be right yet."""

    do: str = "tag"
    thing: str = ""
    value: str = ""

    def effect(self) -> dict[str, Any]:
        key, thing, _words = rules.EFFECTS.get(self.do, ("", "", ""))
        made: dict[str, Any] = {"do": self.do}
        if thing:
            made[key] = self.thing
        return made | ({"value": self.value} if thing == "field" else {})


@dataclass
class Draft:
    kind: str = "bought"
    thing: str = ""
    deeds: list[Deed] = field(default_factory=lambda: [Deed()])

    @property
    def ref(self) -> str:
        return rules.ref_of(self.kind, self.thing) if self.kind in rules.KINDS else ""

    def effects(self) -> list[dict[str, Any]]:
        return [deed.effect() for deed in self.deeds]

    def press(self, button: str) -> None:
        """`add` or `drop:<number>`; anything else changes nothing."""
        name, _colon, place = button.partition(":")
        if name == "add" and len(self.deeds) < rules.MOST_EFFECTS:
            self.deeds.append(Deed())
        if name == "drop" and place.isascii() and place.isdigit() and len(self.deeds) > 1:
            del self.deeds[int(place) : int(place) + 1]

    @classmethod
    def read(cls, posted: Mapping[str, str]) -> Draft:
        kind = posted.get("kind", "")
        deeds = []
        for number in range(rules.MOST_EFFECTS):
            if f"e{number}-do" in posted:
                do, thing, value = (posted.get(f"e{number}-{name}", "")[:300] for name in ("do", "thing", "value"))
                deeds.append(Deed(do if do in rules.EFFECTS else "tag", thing, value))
        kind = kind if kind in rules.KINDS else "bought"
        return cls(kind, posted.get("thing", "")[:30], deeds or [Deed()])

    @classmethod
    def of(cls, rule: AutomationRule) -> Draft:
        deeds = []
        for effect in rule.effects:
            key, thing, _words = rules.EFFECTS[effect["do"]]
            deeds.append(Deed(effect["do"], str(effect.get(key, "")) if thing else "", str(effect.get("value", ""))))
        return cls(rule.kind, rule.ref.partition(":")[2], deeds)


def shown(draft: Draft, studio: Studio) -> dict[str, Any]:
    """The fields. Each kind of thing is read once, however many rows name it."""
    about = rules.KINDS[draft.kind][0]
    used = {about, *(rules.EFFECTS[deed.do][1] for deed in draft.deeds)} - {""}
    known = {kind: things.choices(studio.pk, kind) for kind in used}
    when = [Control("kind", _("When this happens"), draft.kind, list(HAPPENS.items()))]
    if about:
        every = [("", ANYTHING.get(about) or _("any tag"))]
        when.append(Control("thing", _("About what?"), draft.thing, [*every, *known[about]]))
    return {"when": when, "deeds": [_controls(number, deed, known) for number, deed in enumerate(draft.deeds)]}


def _controls(number: int, deed: Deed, known: Mapping[str, Any]) -> dict[str, Any]:
    thing = rules.EFFECTS[deed.do][1]
    controls = [Control(f"e{number}-do", _("What is to be done?"), deed.do, list(DOES.items()))]
    if thing:
        controls.append(Control(f"e{number}-thing", DOES[deed.do], deed.thing, known[thing]))
    if thing == "field":
        controls.append(Control(f"e{number}-value", _("Value"), deed.value))
    return {"number": number, "controls": controls, "empty": bool(thing) and not known[thing]}
