"""When what happens, which effects: the parts of a studio's rules, and how they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.refusal import Invalid

Effect = dict[str, Any]
MOST_RULES, MOST_EFFECTS, LONGEST_VALUE = 100, 8, 200
# An effect that makes something happen may set off rules again; what those do sets off none beyond this depth.
DEEPEST: Final = 3

# kind of event → the kind of thing it is about ("" for none), what a rule says of any, and of one of them.
KINDS: Final[Mapping[str, tuple[str, Any, Any]]] = {
    "bought": ("offer", gettext_lazy("somebody buys anything"), gettext_lazy("somebody buys “%(name)s”")),
    "refunded": (
        "offer",
        gettext_lazy("somebody gets money back for anything"),
        gettext_lazy("somebody gets money back for “%(name)s”"),
    ),
    "given": (
        "offer",
        gettext_lazy("somebody gets access to anything"),
        gettext_lazy("somebody gets access to “%(name)s”"),
    ),
    "left_cart": (
        "offer",
        gettext_lazy("a subscriber leaves anything in the cart"),
        gettext_lazy("a subscriber leaves “%(name)s” in the cart"),
    ),
    "confirmed": (
        "form",
        gettext_lazy("somebody confirms any form"),
        gettext_lazy("somebody confirms the form “%(name)s”"),
    ),
    "subscribed": ("", gettext_lazy("somebody subscribes"), ""),
    "unsubscribed": ("", gettext_lazy("somebody unsubscribes"), ""),
    "tagged": ("tag", gettext_lazy("somebody gets any tag"), gettext_lazy("somebody gets the tag “%(name)s”")),
    "untagged": ("tag", gettext_lazy("somebody loses any tag"), gettext_lazy("somebody loses the tag “%(name)s”")),
}
# effect → the key of its value, the kind of thing that is, and its words.
EFFECTS: Final[Mapping[str, tuple[str, str, Any]]] = {
    "tag": ("tag", "tag", gettext_lazy("give the tag “%(name)s”")),
    "untag": ("tag", "tag", gettext_lazy("take the tag “%(name)s” away")),
    "enter": ("sequence", "sequence", gettext_lazy("enter the sequence “%(name)s”")),
    "leave": ("sequence", "sequence", gettext_lazy("leave the sequence “%(name)s”")),
    "field": ("key", "field", gettext_lazy("set the field “%(name)s” to “%(value)s”")),
    "notify": ("", "", gettext_lazy("tell the studio")),
}


def ref_of(kind: str, thing: Any) -> str:
    """The subject of an event of that kind about a thing: "offer:12"; "" for any."""
    return f"{KINDS[kind][0]}:{thing}" if thing and KINDS[kind][0] else ""


def thing_of(ref: str) -> int | None:
    """The id in a subject such as "offer:12"."""
    return int(ref.partition(":")[2]) if ref else None


def shaped(kind: str, ref: str, effects: object) -> tuple[str, str, list[Effect]]:
    """A rule whose parts have the right form; whether its things are there the action sees. Raises Invalid."""
    if kind not in KINDS:
        raise Invalid("unknown_event", _("Please choose what has to happen."), "kind")
    thing, colon, number = ref.partition(":")
    if ref and not (colon and thing == KINDS[kind][0] and number.isascii() and number.isdigit()):
        raise Invalid("unknown_thing", _("Please choose with what it has to happen."), "ref")
    if not isinstance(effects, Sequence) or isinstance(effects, str) or not effects:
        raise Invalid("effects_needed", _("Please say what is to be done."), "effects")
    if len(effects) > MOST_EFFECTS:
        raise Invalid("too_many_effects", _("A rule can do eight things at most."), "effects")
    return kind, ref, [_effect(each) for each in effects]


def _effect(given: object) -> Effect:
    wrong = Invalid("effect_wrong", _("Please complete what is to be done."), "effects")
    if not isinstance(given, dict) or given.get("do") not in EFFECTS:
        raise wrong
    key, thing, _words = EFFECTS[given["do"]]
    made: Effect = {"do": given["do"]}
    if thing == "field":
        name, value = given.get("key"), given.get("value")
        if not isinstance(name, str) or not isinstance(value, (str, int, float)) or value == "":
            raise wrong
        if len(str(value)) > LONGEST_VALUE:
            raise wrong
        return made | {"key": name, "value": value}
    if thing:
        number = str(given.get(key) or "")
        if not (number.isascii() and number.isdigit()) or len(number) > 18:
            raise wrong
        made[key] = int(number)
    return made


def things_of(kind: str, ref: str, effects: Sequence[Effect]) -> dict[str, set[Any]]:
    """What a rule names, by kind of thing."""
    named: dict[str, set[Any]] = {}
    if ref:
        named.setdefault(KINDS[kind][0], set()).add(thing_of(ref))
    for effect in effects:
        key, thing, _words = EFFECTS[effect["do"]]
        if thing:
            named.setdefault(thing, set()).add(effect[key])
    return named


def when_in_words(kind: str, ref: str, names: Mapping[tuple[str, Any], str]) -> str:
    thing, anything, one = KINDS[kind]
    name = names.get((thing, thing_of(ref))) or _("(deleted)")
    return str(one) % {"name": name} if ref else str(anything)


def effects_in_words(effects: Sequence[Effect], names: Mapping[tuple[str, Any], str]) -> list[str]:
    said = []
    for effect in effects:
        key, thing, words = EFFECTS[effect["do"]]
        name = names.get((thing, effect.get(key))) or _("(deleted)")
        said.append(str(words) % {"name": name, "value": effect.get("value", "")} if thing else str(words))
    return said


def in_words(kind: str, ref: str, effects: Sequence[Effect], names: Mapping[tuple[str, Any], str]) -> str:
    """ "When somebody buys “Guide”: give the tag “buyer”, leave the sequence “Launch”." """
    when, then = when_in_words(kind, ref, names), ", ".join(effects_in_words(effects, names))
    return _("When %(when)s: %(then)s.") % {"when": when, "then": then}
