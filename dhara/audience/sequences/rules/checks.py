"""What may stand in a node of each kind. Each check gives the fields as they should be, or raises Invalid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences.rules import times
from dhara.audience.sequences.rules.states import TRIGGERS
from dhara.kit.refusal import Invalid

Node = dict[str, Any]
LONGEST_WAIT: Final = timedelta(days=730)
MAX_WAYS, LONGEST_WORDS = 5, 200
UNITS: Final = ("days", "hours", "minutes")


def _as_given(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Known:
    """What the nodes of a graph may name, of one studio: ids with their names (`queries.known` reads them).

    `things` is {"offer:12": title, "form:3": name, "tag:8": name, …}. `clean_rules` and `rules_in_words` are those of
    segments; `clean_value(key, value)` that of contacts.
    """

    messages: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    things: Mapping[str, str] = field(default_factory=dict)
    clean_rules: Callable[[Any], Any] = _as_given
    rules_in_words: Callable[[Any], str] = str
    clean_value: Callable[[str, Any], Any] = lambda _key, value: value


def nothing(_node: Node, _known: Known) -> Node:
    return {}


def send(node: Node, known: Known) -> Node:
    return {"message": _of(node.get("message"), known.messages, _("This letter does not exist here."))}


def wait(node: Node, _known: Known) -> Node:
    """`for` a time, `until` a time of day in the contact's zone (on a `weekday`, 0 is Monday), or one after the other.

    Raises Invalid for nothing, less than a minute or more than two years.
    """
    found: Node = {}
    if node.get("for"):
        found["for"] = _span(node["for"])
    if node.get("until"):
        found["until"] = times.written(times.time_of(node["until"]))
    day = node.get("weekday")
    if day is not None and day != "":
        if "until" not in found or not isinstance(day, int) or isinstance(day, bool) or not 0 <= day <= 6:
            raise Invalid("wait", _("Choose a day of the week and a time."))
        found["weekday"] = day
    if not found:
        raise Invalid("wait", _("Say how long to wait."))
    return found


def _span(given: Any) -> dict[str, int]:
    if not isinstance(given, dict) or not given.keys() <= set(UNITS):
        raise Invalid("wait", _("Say how long to wait."))
    parts = {unit: given[unit] for unit in UNITS if given.get(unit)}
    if any(not isinstance(n, int) or isinstance(n, bool) or not 0 < n <= 100_000 for n in parts.values()):
        raise Invalid("wait", _("Use whole numbers for days, hours and minutes."))
    if not timedelta(minutes=1) <= timedelta(**parts) <= LONGEST_WAIT:
        raise Invalid("wait", _("Wait at least a minute and at most two years."))
    return parts


def condition(node: Node, known: Known) -> Node:
    rules = node.get("rules") or {}
    return {"rules": known.clean_rules(rules) if rules else {}}


def split(node: Node, _known: Known) -> Node:
    """Two to five ways whose shares, in basis points, make up the whole."""
    ways = node.get("ways")
    if not isinstance(ways, list) or not 2 <= len(ways) <= MAX_WAYS or not all(isinstance(way, dict) for way in ways):
        raise Invalid("ways", _("A split test has two to five ways."))
    shares = [way.get("share_bp") for way in ways]
    if any(not isinstance(share, int) or isinstance(share, bool) or share < 1 for share in shares):
        raise Invalid("ways", _("Each way needs a share."))
    if sum(shares) != 10_000:
        raise Invalid("ways", _("The shares must add up to 100 %."))
    return {"ways": [{"share_bp": way["share_bp"], "next": str(way.get("next") or "")} for way in ways]}


def tag(node: Node, known: Known) -> Node:
    do = node.get("do", "add")
    if do not in ("add", "remove"):
        raise Invalid("tag", _("Choose whether to add or to remove the tag."))
    return {"do": do, "tag": _of(node.get("tag"), known.tags, _("This tag does not exist here."))}


def set_field(node: Node, known: Known) -> Node:
    key, value = node.get("key") or "", node.get("value", "")
    if not key:
        return {"key": "", "value": ""}
    if not isinstance(key, str) or key not in known.fields:
        raise Invalid("field", _("This field does not exist here."))
    return {"key": key, "value": known.clean_value(key, value)}


def words(node: Node, _known: Known) -> Node:
    given = node.get("words") or ""
    if not isinstance(given, str) or len(given.strip()) > LONGEST_WORDS:
        raise Invalid("words", _("Use at most %(most)s characters.") % {"most": LONGEST_WORDS})
    return {"words": " ".join(given.split())}


def goal(node: Node, known: Known) -> Node:
    return dict(zip(("event", "ref"), event(node.get("event"), node.get("ref"), known), strict=True))


def event(kind: Any, ref: Any, known: Known) -> tuple[str, str]:
    """What may bring people in or be a goal. Raises Invalid for an unknown kind, or a thing of somebody else."""
    if kind not in TRIGGERS:
        raise Invalid("event", _("Choose what must happen."))
    if ref and ref not in known.things:
        raise Invalid("event", _("This does not exist here."))
    return str(kind), str(ref or "")


def _of(given: Any, known: Mapping[int, str], words: Any) -> int | None:
    """An id that is known; None while nothing is chosen."""
    if given in (None, ""):
        return None
    if not isinstance(given, int) or isinstance(given, bool) or given not in known:
        raise Invalid("unknown", words)
    return given


def lacks_nothing(_node: Node) -> Any:
    return ""


def lacks_letter(node: Node) -> Any:
    return "" if node.get("message") else _("Write the letter first.")


def lacks_rules(node: Node) -> Any:
    return "" if node.get("rules") else _("Say what must be true.")


def lacks_tag(node: Node) -> Any:
    return "" if node.get("tag") else _("Choose a tag.")


def lacks_field(node: Node) -> Any:
    return "" if node.get("key") else _("Choose a field.")


def lacks_words(node: Node) -> Any:
    return "" if node.get("words") else _("Write what it should say.")


def lacks_goal(node: Node) -> Any:
    return "" if node.get("event") else _("Choose what must happen.")
