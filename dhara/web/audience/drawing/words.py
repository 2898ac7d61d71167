"""What a step says on its card, and what the ways out of it are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dhara.audience.sequences import rules
from dhara.kit.locale.digits import in_script, number
from dhara.kit.locale.languages import current

Node = Mapping[str, Any]

# kind → (icon, tone, what it is for, in the menu)
LOOKS: Final[dict[str, tuple[str, str, Any]]] = {
    rules.SEND: ("mail", "send", gettext_lazy("An email of yours, written in your words.")),
    rules.WAIT: ("clock", "time", gettext_lazy("Some days, or until an hour or a day of the week.")),
    rules.CONDITION: ("split", "fork", gettext_lazy("Two ways on: for those of whom something is true, and the rest.")),
    rules.SPLIT: ("flask-conical", "fork", gettext_lazy("Chance sends each one way. See which does better.")),
    rules.TAG: ("tag", "mark", gettext_lazy("Put a tag on the contact, or take it off.")),
    rules.FIELD: ("pencil", "mark", gettext_lazy("Write something into a field of the contact.")),
    rules.NOTIFY: ("bell", "tell", gettext_lazy("You get a notice when somebody comes here.")),
    rules.WEBHOOK: ("plug", "tell", gettext_lazy("Another program is told when somebody comes here.")),
    rules.GOAL: ("target", "goal", gettext_lazy("Who has done this by now jumps here; others come here by the steps.")),
    rules.EXIT: ("log-out", "stop", gettext_lazy("Who comes here leaves the sequence.")),
}
UNITS: Final[dict[str, Callable[[int], str]]] = {
    "days": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "hours": lambda n: ngettext("%(n)s hour", "%(n)s hours", n),
    "minutes": lambda n: ngettext("%(n)s minute", "%(n)s minutes", n),
}
# What things without a name are called in lists (segments.things).
NAMELESS: Final = "–"
MONDAY: Final = date(2024, 1, 1)


def digits(value: object) -> str:
    """In the digits of the reader's language."""
    return in_script(value, current())


def count(value: int) -> str:
    return number(value, current())


def weekday(day: int) -> str:
    """0 is Monday."""
    return date_format(MONDAY + timedelta(days=day), "l")


def event(kind: str, ref: str, known: rules.Known) -> str:
    """ "somebody buys: Garden planner"; without a thing, any."""
    what = str(rules.TRIGGERS.get(kind, kind))
    return f"{what}: {known.things.get(ref, ref)}" if ref else what


def title(node: Node, known: rules.Known) -> str:
    """The card's line; "" where nothing is filled in yet."""
    return _TITLES[node["kind"]](node, known)


def way(node: Node, outcome: str) -> str:
    """What stands on the arrow; "" for the only way on."""
    if node["kind"] == rules.SPLIT:
        share = node["ways"][rules.WAYS.index(outcome)]["share_bp"]
        return f"{outcome.upper()} · {percent(share)}"
    return str(rules.OUTCOMES.get(outcome, ""))


def percent(bp: int) -> str:
    return digits(f"{bp / 100:g}%" if current() == "bn" else f"{bp / 100:g} %")


def _send(node: Node, known: rules.Known) -> str:
    subject = known.messages.get(node.get("message") or 0, "")
    return "" if subject == NAMELESS else subject


def _wait(node: Node, _known: rules.Known) -> str:
    span = node.get("for") or {}
    parts = [UNITS[unit](span[unit]) % {"n": digits(span[unit])} for unit in UNITS if span.get(unit)]
    if node.get("until"):
        hour = {"time": digits(node["until"])}
        if node.get("weekday") is not None:
            parts.append(_("until %(day)s, %(time)s") % {"day": weekday(node["weekday"]), **hour})
        else:
            parts.append(_("until it is %(time)s") % hour)
    return ", ".join(parts)


def _condition(node: Node, known: rules.Known) -> str:
    return known.rules_in_words(node["rules"]) if node.get("rules") else ""


def _split(node: Node, _known: rules.Known) -> str:
    return " : ".join(percent(each["share_bp"]) for each in node.get("ways", []))


def _tag(node: Node, known: rules.Known) -> str:
    name = known.tags.get(node.get("tag") or 0, "")
    if not name:
        return ""
    return (_("Take off “%(tag)s”") if node.get("do") == "remove" else _("Put on “%(tag)s”")) % {"tag": name}


def _field(node: Node, known: rules.Known) -> str:
    label = known.fields.get(node.get("key") or "", "")
    return f"{label}: {digits(str(node.get('value', '')))}" if label else ""


def _words(node: Node, _known: rules.Known) -> str:
    return str(node.get("words", ""))


def _goal(node: Node, known: rules.Known) -> str:
    return event(node["event"], node.get("ref", ""), known) if node.get("event") else ""


def _exit(_node: Node, _known: rules.Known) -> str:
    return _("Leaves the sequence")


_TITLES: Final[dict[str, Callable[[Node, rules.Known], str]]] = {
    rules.SEND: _send,
    rules.WAIT: _wait,
    rules.CONDITION: _condition,
    rules.SPLIT: _split,
    rules.TAG: _tag,
    rules.FIELD: _field,
    rules.NOTIFY: _words,
    rules.WEBHOOK: _words,
    rules.GOAL: _goal,
    rules.EXIT: _exit,
}
