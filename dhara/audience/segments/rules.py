"""The grammar of segments, and how rules are made clean.

A rule is {"all": [rule, …]}, {"any": [rule, …]}, {"not": rule} or a leaf. A leaf has exactly one key of `LEAVES`, and
what that allows beside it: {"tag": 3}, {"bought": 12, "within_days": 30}, {"field": "city", "is": "Dhaka"}. Where a
leaf names a thing, "any" may stand for all of them if the leaf says so. Times are `within_days` (back from now), or
`since` and `before` (days of the studio's zone, as 2026-03-26). `times` and `amount` are "at least", the amount in
minor units of `currency`. {"all": []} is everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.rules import CHOICE, DATE, ERASED, LIFECYCLE, NUMBER, TEXT, YES_NO
from dhara.audience.segments import things
from dhara.audience.segments.words import in_words
from dhara.kit.currency import CODES
from dhara.kit.locale.digits import to_latin
from dhara.kit.locale.languages import LANGS
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.people.models import Studio

__all__ = ["ANY", "LEAVES", "Rule", "clean", "in_words", "leaves", "things_of"]

Rule = dict[str, Any]
ANY: Final = "any"
MOST_LEAVES, DEEPEST, LONGEST_DAYS, MOST_MONEY = 40, 5, 3660, 10**15
COMPARISONS: Final = ("is", "contains", "greater", "less", "known")
STATES: Final = tuple(state for state in LIFECYCLE.states if state != ERASED)


def states_in_words() -> list[tuple[str, str]]:
    return [(state, str(LIFECYCLE.states[state])) for state in STATES]


@dataclass(frozen=True)
class Leaf:
    """`of` is the kind of thing whose id is the value, `values` what the value may be, else it is True.

    `anything`: "any" may stand for the id; `timed`, `summed`: which conditions may stand beside it.
    """

    of: str = ""
    values: tuple[str, ...] = ()
    anything: bool = False
    timed: bool = False
    summed: bool = False


LEAVES: Final[dict[str, Leaf]] = {
    "status": Leaf(values=STATES),
    "language": Leaf(values=LANGS),
    "tag": Leaf(of="tag"),
    "field": Leaf(of="field"),
    "source": Leaf(),
    "subscribed": Leaf(timed=True),
    "active": Leaf(timed=True),
    "form": Leaf(of="form", anything=True, timed=True),
    "bought": Leaf(of="offer", anything=True, timed=True, summed=True),
    "refunded": Leaf(of="offer", anything=True, timed=True),
    "opened": Leaf(of="message", anything=True, timed=True),
    "clicked": Leaf(of="message", anything=True, timed=True),
    "in_sequence": Leaf(of="sequence", anything=True),
    "was_in_sequence": Leaf(of="sequence", anything=True),
}

# What a field of each kind can be asked.
ASKED_OF: Final[Mapping[str, tuple[str, ...]]] = {
    TEXT: ("is", "contains", "known"),
    NUMBER: ("is", "greater", "less", "known"),
    DATE: ("is", "greater", "less", "known"),
    CHOICE: ("is", "known"),
    YES_NO: ("is", "known"),
}


def clean(rules: object, studio: Studio) -> Rule:
    """The rules as they are kept: nothing superfluous, values of their types, all things the studio's own.

    Raises Invalid with what is wrong. {} and None are everybody.
    """
    made = _rule({"all": []} if rules is None or rules == {} else rules, 1)
    if len(list(leaves(made))) > MOST_LEAVES:
        raise Invalid("too_many_rules", _("These are too many conditions. Please make two segments of them."))
    _check_things(made, studio)
    return made


def leaves(rules: Rule) -> Iterator[Rule]:
    """All leaves of clean rules."""
    if "not" in rules:
        yield from leaves(rules["not"])
    elif "all" in rules or "any" in rules:
        for each in rules.get("all") or rules.get("any") or ():
            yield from leaves(each)
    else:
        yield rules


def head_of(leaf: Rule) -> str:
    """What a leaf is about: the one key that is in LEAVES."""
    return next(key for key in leaf if key in LEAVES)


def things_of(rules: Rule) -> dict[str, set[Any]]:
    """The ids (for fields: keys) of what clean rules name, by kind of thing."""
    named: dict[str, set[Any]] = {}
    for leaf in leaves(rules):
        head = head_of(leaf)
        if LEAVES[head].of and leaf[head] != ANY:
            named.setdefault(LEAVES[head].of, set()).add(leaf[head])
    return named


def _rule(given: object, depth: int) -> Rule:
    if depth > DEEPEST:
        raise Invalid("rules_too_deep", _("The groups are nested too deeply."))
    if not isinstance(given, dict) or not given:
        raise _wrong()
    if "not" in given:
        _only(given, {"not"})
        inner = _rule(given["not"], depth + 1)
        return inner["not"] if set(inner) == {"not"} else {"not": inner}
    for group in ("all", "any"):
        if group in given:
            _only(given, {group})
            if not isinstance(given[group], list) or len(given[group]) > MOST_LEAVES:
                raise _wrong()
            return {group: [_rule(each, depth + 1) for each in given[group]]}
    return _leaf(given)


def _leaf(given: Rule) -> Rule:
    heads = [key for key in given if key in LEAVES]
    if len(heads) != 1:
        raise _wrong()
    head, leaf = heads[0], LEAVES[heads[0]]
    rest = {key: value for key, value in given.items() if key != head and value not in (None, "")}
    made: Rule = {head: _value(head, leaf, given[head])}
    if head == "field":
        return made | _comparison(rest)
    _only(rest, {*(_TIMES if leaf.timed else ()), *(_SUMS if leaf.summed else ())})
    return made | _times(rest) | _sums(rest)


def _value(head: str, leaf: Leaf, value: Any) -> Any:
    if leaf.values:
        if value not in leaf.values:
            raise _wrong()
        return value
    if head == "source":
        source = clean_text(value) if isinstance(value, str) else ""
        if not source or len(source) > 40:
            raise Invalid("source_needed", _("Please say where they came from."))
        return source
    if leaf.of == "field":
        if not isinstance(value, str):
            raise _wrong()
        return value
    if leaf.of:
        if leaf.anything and value == ANY:
            return ANY
        return _whole(value, 1, 2**62)
    if value is not True:
        raise _wrong()
    return True


_TIMES: Final = ("within_days", "since", "before")
_SUMS: Final = ("times", "amount", "currency")


def _times(rest: Rule) -> Rule:
    made: Rule = {}
    if "within_days" in rest:
        made["within_days"] = _whole(rest["within_days"], 1, LONGEST_DAYS)
    for name in ("since", "before"):
        if name in rest:
            made[name] = _day(rest[name])
    return made


def _sums(rest: Rule) -> Rule:
    made: Rule = {}
    if "times" in rest:
        made["times"] = _whole(rest["times"], 1, 10_000)
    if "amount" in rest:
        if rest.get("currency") not in CODES:
            raise Invalid("currency_needed", _("Please say in which currency."))
        made |= {"amount": _whole(rest["amount"], 1, MOST_MONEY), "currency": rest["currency"]}
    return made


def _comparison(rest: Rule) -> Rule:
    if len(rest) != 1 or not set(rest) <= set(COMPARISONS):
        raise _wrong()
    return rest


def _check_things(made: Rule, studio: Studio) -> None:
    named = things_of(made)
    fields = things.fields(studio.pk) if "field" in named else {}
    names = things.names(studio.pk, named)
    for kind, wanted in named.items():
        if any((kind, each) not in names for each in wanted):
            raise Invalid("thing_unknown", _("Something that the conditions name is not there any more."))
    for leaf in leaves(made):
        if "field" in leaf:
            field = fields[leaf["field"]]
            how = next(key for key in leaf if key != "field")
            if how not in ASKED_OF[field.kind]:
                raise Invalid("field_not_so", _("This field can not be compared that way."))
            leaf[how] = _field_value(field.kind, how, leaf[how])


def _field_value(kind: str, how: str, value: Any) -> Any:
    if how == "known" or kind == YES_NO:
        if value not in (True, False):
            raise _wrong()
        return bool(value)
    if kind == NUMBER:
        return _number(value)
    if kind == DATE:
        return _day(value)
    text = clean_text(value) if isinstance(value, str) else ""
    if not text or len(text) > 200:
        raise Invalid("value_needed", _("Please enter what to compare with."))
    return text


def _number(value: Any) -> int | float:
    try:
        number = float(to_latin(value).replace(",", "")) if not isinstance(value, bool) else float("nan")
    except ValueError:
        number = float("nan")
    if not abs(number) < 10**15:
        raise Invalid("number_needed", _("Please enter a number."))
    return int(number) if number == int(number) else number


def _whole(value: Any, least: int, most: int) -> int:
    try:
        number = int(to_latin(value)) if isinstance(value, (int, str)) and not isinstance(value, bool) else least - 1
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise Invalid("number_needed", _("Please enter a number."))
    return number


def _day(value: Any) -> str:
    try:
        day = date.fromisoformat(to_latin(value)) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None:
        raise Invalid("day_needed", _("Please enter a day."))
    return day.isoformat()


def _only(given: Mapping[str, Any], allowed: Iterable[str]) -> None:
    if not set(given) <= set(allowed):
        raise _wrong()


def _wrong() -> Invalid:
    return Invalid("rules_wrong", _("These conditions can not be understood."))
