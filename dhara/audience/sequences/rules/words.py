"""A step in one sentence, with the names that things have now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dhara.audience.sequences.rules.checks import Known, Node
from dhara.audience.sequences.rules.nodes import KINDS, WAYS
from dhara.audience.sequences.rules.states import TRIGGERS
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current

_DAYS: Final = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def in_words(node: Node, known: Known) -> str:
    """What a step does; what it still lacks, where it lacks something."""
    kind = KINDS[node["kind"]]
    lacking = kind.lacks(node)
    return str(lacking) if lacking else _SENTENCES.get(kind.name, _name)(node, known)


def span(parts: dict[str, int]) -> str:
    """{"days": 2, "hours": 3} as one says it."""
    days, hours, minutes = (parts.get(unit, 0) for unit in ("days", "hours", "minutes"))
    said = [
        (days, ngettext("%(n)s day", "%(n)s days", days)),
        (hours, ngettext("%(n)s hour", "%(n)s hours", hours)),
        (minutes, ngettext("%(n)s minute", "%(n)s minutes", minutes)),
    ]
    return " ".join(words % {"n": _number(count)} for count, words in said if count)


def _name(node: Node, _known: Known) -> str:
    return str(KINDS[node["kind"]].words)


def _send(node: Node, known: Known) -> str:
    return _("Send “%(letter)s”") % {"letter": known.messages.get(node["message"], "–")}


def _wait(node: Node, _known: Known) -> str:
    said = []
    if node.get("for"):
        said.append(_("Wait %(time)s") % {"time": span(node["for"])})
    if node.get("until"):
        moment = in_script(node["until"], current())
        if node.get("weekday") is None:
            until = _("wait until %(time)s") % {"time": moment}
        else:
            until = _("wait until %(day)s, %(time)s") % {"day": _DAYS[node["weekday"]], "time": moment}
        said.append(until if said else until[:1].upper() + until[1:])
    return ", ".join(said)


def _condition(node: Node, known: Known) -> str:
    return known.rules_in_words(node["rules"])


def _split(node: Node, _known: Known) -> str:
    sign = "%" if current() == "bn" else " %"
    shares = (f"{WAYS[n].upper()} {_number(way['share_bp'] / 100)}{sign}" for n, way in enumerate(node["ways"]))
    return " · ".join(shares)


def _tag(node: Node, known: Known) -> str:
    words = _("Tag with “%(tag)s”") if node["do"] == "add" else _("Remove the tag “%(tag)s”")
    return words % {"tag": known.tags.get(node["tag"], "–")}


def _field(node: Node, known: Known) -> str:
    label = known.fields.get(node["key"], node["key"])
    if node.get("value") in (None, ""):
        return _("Empty “%(field)s”") % {"field": label}
    return _("Set “%(field)s” to “%(value)s”") % {"field": label, "value": node["value"]}


def _notify(node: Node, _known: Known) -> str:
    return _("Tell me: %(words)s") % {"words": node["words"]}


def _webhook(node: Node, _known: Known) -> str:
    return _("Tell my programs: %(words)s") % {"words": node["words"]}


def _goal(node: Node, known: Known) -> str:
    said = str(TRIGGERS[node["event"]])
    about = known.things.get(node["ref"], "")
    return _("Goal: %(what)s") % {"what": f"{said}: {about}" if about else said}


def _number(value: float) -> str:
    return in_script(f"{value:g}", current())


_SENTENCES: Final[dict[str, Callable[[Node, Known], str]]] = {
    "send": _send,
    "wait": _wait,
    "condition": _condition,
    "split": _split,
    "tag": _tag,
    "field": _field,
    "notify": _notify,
    "webhook": _webhook,
    "goal": _goal,
}
__all__ = ["in_words", "span"]
