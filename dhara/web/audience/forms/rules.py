"""Rules of a segment as rows to be filled in: groups of conditions, one level deep.

Everything lies in the names of the fields (`g0-r1-what`), so that each press of a button is a whole form: rows are
added and taken out by the server, with scripts or without.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from dhara.audience.segments.rules import ANY, LEAVES, Rule, head_of
from dhara.kit.currency import Money, parse_amount

GROUP_KEYS: Final = ("all", "any")
_ROW: Final = re.compile(r"g(\d{1,3})-r(\d{1,3})-what")
MOST_ROWS, MOST_GROUPS = 20, 6
Values = Mapping[str, str]


@dataclass
class Row:
    """One condition as it is being filled in: everything is text, nothing need be right yet."""

    what: str = "bought"
    no: bool = False
    thing: str = ANY
    how: str = "is"
    value: str = ""
    when: str = ""
    days: str = ""
    day: str = ""
    sum: str = ""
    least: str = ""
    currency: str = ""

    def rule(self) -> Rule:
        leaf = self._leaf()
        return {"not": leaf} if self.no else leaf

    def _leaf(self) -> Rule:
        kind = LEAVES.get(self.what)
        if kind is None:
            return {"unknown": True}
        if self.what == "field":
            value: Any = self.value
            if self.how == "known" or self.value in ("true", "false"):
                value = self.value != "false"
            return {"field": self.thing, self.how: value}
        leaf: Rule = {self.what: self._value(kind.of, bool(kind.values or self.what == "source"))}
        if kind.timed and self.when == "within":
            leaf["within_days"] = self.days or "?"
        elif kind.timed and self.when:
            leaf[self.when if self.when in ("since", "before") else "?"] = self.day or "?"
        if kind.summed and self.sum == "times":
            leaf["times"] = self.least or "?"
        elif kind.summed and self.sum == "amount":
            leaf |= {"amount": parse_amount(self.least, self.currency).minor, "currency": self.currency}
        return leaf

    def _value(self, of: str, chosen: bool) -> Any:
        if chosen:
            return self.value
        if not of:
            return True
        return ANY if self.thing == ANY else self.thing or "?"


@dataclass
class Group:
    join: str = "all"
    rows: list[Row] = field(default_factory=list)


@dataclass
class Draft:
    """What stands in the editor."""

    join: str = "all"
    groups: list[Group] = field(default_factory=list)

    def rules(self) -> Rule:
        """To be made clean by `segments.rules.clean`. Raises Invalid where an amount of money can not be read."""
        groups = [{group.join: [row.rule() for row in group.rows]} for group in self.groups if group.rows]
        if not groups:
            return {"all": []}
        return groups[0] if len(groups) == 1 else {self.join: groups}

    def press(self, button: str) -> None:
        """`add-group`, `add-row:<group>` or `drop-row:<group>:<row>`; anything else changes nothing."""
        name, *places = button.split(":")
        numbers = [int(place) for place in places if place.isascii() and place.isdigit()]
        if name == "add-group" and len(self.groups) < MOST_GROUPS:
            self.groups.append(Group("any", [Row()]))
        if name == "add-row" and numbers and numbers[0] < len(self.groups):
            rows = self.groups[numbers[0]].rows
            if len(rows) < MOST_ROWS:
                rows.append(Row())
        if name == "drop-row" and len(numbers) == 2 and numbers[0] < len(self.groups):
            rows = self.groups[numbers[0]].rows
            del rows[numbers[1] : numbers[1] + 1]
        self.groups = [group for group in self.groups if group.rows] or [Group()]

    @classmethod
    def read(cls, posted: Values, currency: str) -> Draft:
        found: dict[int, dict[int, Row]] = {}
        for name in posted:
            if place := _ROW.fullmatch(name):
                rows = found.setdefault(int(place[1]), {})
                rows[int(place[2])] = _row(posted, name.removesuffix("what"), currency)
        groups = [
            Group(_join(posted.get(f"g{number}-join", "")), [rows[each] for each in sorted(rows)][:MOST_ROWS])
            for number, rows in sorted(found.items())[:MOST_GROUPS]
        ]
        return cls(_join(posted.get("join", "")), groups or [Group()])

    @classmethod
    def of(cls, rules: Rule, currency: str) -> Draft | None:
        """Clean rules in the editor; None where a program has made them richer than it shows."""
        join = next((key for key in GROUP_KEYS if key in rules), "all")
        parts = rules.get(join, [rules])
        plain = Group(join)
        groups: list[Group] = []
        for part in parts:
            inner = next((key for key in GROUP_KEYS if key in part), None)
            rows = [_row_of(each, currency) for each in (part[inner] if inner else [part])]
            if any(row is None for row in rows):
                return None
            made = [row for row in rows if row]
            if inner:
                groups.append(Group(inner, made))
            else:
                plain.rows += made
        return cls(join, [plain, *groups] if plain.rows or not groups else groups)


def _join(given: str) -> str:
    return given if given in GROUP_KEYS else "all"


def _row(posted: Values, prefix: str, currency: str) -> Row:
    def text(name: str) -> str:
        return posted.get(prefix + name, "")[:300]

    what = text("what")
    return Row(
        what=what if what in LEAVES else "bought",
        no=text("no") == "1",
        thing=text("thing"),
        how=text("how") or "is",
        value=text("value"),
        when=text("when"),
        days=text("days"),
        day=text("day"),
        sum=text("sum"),
        least=text("least"),
        currency=currency,
    )


def _row_of(rule: Rule, currency: str) -> Row | None:
    no = "not" in rule
    leaf = rule["not"] if no else rule
    if {"all", "any", "not"} & set(leaf):
        return None
    what = head_of(leaf)
    row = Row(what=what, no=no)
    if what == "field":
        row.thing, row.how = leaf["field"], next(key for key in leaf if key != "field")
        value = leaf[row.how]
        row.value = str(value).lower() if isinstance(value, bool) else str(value)
    elif LEAVES[what].of:
        row.thing = str(leaf[what])
    elif leaf[what] is not True:
        row.value = leaf[what]
    if ("since" in leaf and "before" in leaf) or ("within_days" in leaf and ("since" in leaf or "before" in leaf)):
        return None
    row.when = "within" if "within_days" in leaf else next((key for key in ("since", "before") if key in leaf), "")
    row.days = str(leaf.get("within_days", ""))
    row.day = leaf.get("since") or leaf.get("before") or ""
    return _summed(row, leaf, currency)


def _summed(row: Row, leaf: Rule, currency: str) -> Row | None:
    if ("times" in leaf and "amount" in leaf) or leaf.get("currency", currency) != currency:
        return None
    if "times" in leaf:
        row.sum, row.least = "times", str(leaf["times"])
    if "amount" in leaf:
        row.sum, row.currency = "amount", leaf["currency"]
        row.least = str(Money(leaf["amount"], row.currency).decimal())
    return row
