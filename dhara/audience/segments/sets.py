"""Rules as SQL: conditions on the row of a contact, and sets of contact ids.

What lies in other tables (tags, events, passages of sequences) is a set, asked by EXISTS: PostgreSQL makes hash
semi-joins and anti-joins of it. An OR over sets would be run contact by contact, so "any" is the union of sets instead.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, Count, F, Func, Q, QuerySet, Sum, TextField, Value

from dhara.audience.contacts.models import Contact, ContactEvent, ContactTag
from dhara.audience.contacts.rules import ERASED
from dhara.audience.segments.rules import ANY, Rule, head_of

# The leaf, the kind of event that tells of it, and how a subject of it begins.
_EVENTS = {
    "form": ("confirmed", "form"),
    "bought": ("bought", "offer"),
    "refunded": ("refunded", "offer"),
    "opened": ("opened", "message"),
    "clicked": ("clicked", "message"),
}


@dataclass(frozen=True)
class Asked:
    """Whose contacts are meant, and when: `at` is a moment or Now(), `zone` where the studio's days begin."""

    studio_id: int
    at: Any
    zone: tzinfo


class InSets(Func):
    """Whether the contact is in one of the sets (queries with contact ids as their only column)."""

    output_field = BooleanField()
    template = "EXISTS (SELECT 1 FROM (%(sets)s) AS members (contact_id) WHERE members.contact_id = %(expressions)s)"

    def __init__(self, *sets: Any) -> None:
        self.sets = sets
        super().__init__(F("pk"))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        parts = [each.query.sql_with_params() for each in self.sets]
        # Not UNION ALL: how many different ids are in one of these PostgreSQL would guess as 200, and join one by one.
        union = " UNION ".join(f"({sql})" for sql, _params in parts)
        sql, params = super().as_sql(compiler, connection, *args, sets=union, **context)
        return sql, (*(value for _sql, values in parts for value in values), *params)


class Path(Func):
    template = "%(expressions)s::jsonpath"
    output_field = TextField()


class FieldAnswers(Func):
    """Whether the contact's fields answer a jsonpath; what is missing or of another type does not."""

    output_field = BooleanField()
    template = "COALESCE(%(expressions)s, false)"
    arg_joiner = " @? "


def condition(rule: Rule, asked: Asked) -> Q:
    """Clean rules as a condition on contacts."""
    if "all" in rule:
        made = Q()
        for each in rule["all"]:
            made &= condition(each, asked)
        return made
    if "not" in rule:
        inner = condition(rule["not"], asked)
        return ~inner if inner else Q(pk=None)
    if "any" in rule:
        return _any(rule["any"], asked)
    plain = _plain(rule, asked)
    return Q(InSets(_set(rule, asked))) if plain is None else plain


def _any(rules: list[Rule], asked: Asked) -> Q:
    """Of nothing nobody; conditions on the contact itself are one OR, and all that is in other tables one union."""
    own, sets = Q(), []
    for each in rules:
        if not _is_own(each):
            sets.append(_members(each, asked))
            continue
        made = condition(each, asked)
        if not made:
            return made
        own |= made
    if sets and own:
        sets.append(_contacts(asked).filter(own).values("pk"))
    return Q(InSets(*sets)) if sets else own or Q(pk=None)


def _is_own(rule: Rule) -> bool:
    """Whether a rule asks nothing but the row of the contact."""
    if "not" in rule:
        return _is_own(rule["not"])
    if "all" in rule or "any" in rule:
        return all(_is_own(each) for each in rule.get("all") or rule.get("any") or ())
    return head_of(rule) in _OWN


def _members(rule: Rule, asked: Asked) -> Any:
    """Contact ids of a rule of any kind."""
    if {"all", "any", "not"} & set(rule):
        return _contacts(asked).filter(condition(rule, asked)).values("pk")
    return _set(rule, asked)


def _contacts(asked: Asked) -> QuerySet[Contact]:
    return Contact.objects.filter(studio_id=asked.studio_id)


_OWN = frozenset({"status", "language", "source", "field", "subscribed", "active"})


def _plain(leaf: Rule, asked: Asked) -> Q | None:
    """A leaf about the contact's own row; None for one that other tables know."""
    match head_of(leaf):
        case "status":
            return Q(status=leaf["status"])
        case "language":
            return Q(language=leaf["language"])
        case "source":
            return Q(source=leaf["source"]) | Q(source__startswith=f"{leaf['source']}:")
        case "field":
            return _field(leaf)
        case "subscribed":
            return Q(subscribed_at__isnull=False) & _when(leaf, "subscribed_at", asked)
        case "active":
            return Q(active_at__isnull=False) & _when(leaf, "active_at", asked)
    return None


def _field(leaf: Rule) -> Q:
    key = leaf["field"]
    if "known" in leaf:
        test = '@.type() != "null" && (@.type() != "string" || @ != "")'  # nothing but strings can be told from ""
        known = Q(FieldAnswers(F("fields"), Path(Value(f"$.{json.dumps(key)} ? ({test})"))))
        return known if leaf["known"] else ~known
    if "is" in leaf:
        return Q(fields__contains={key: leaf["is"]})
    how = next(how for how in ("contains", "greater", "less") if how in leaf)
    value = json.dumps(leaf[how], ensure_ascii=False)
    test = {"contains": f'like_regex {value} flag "iq"', "greater": f"> {value}", "less": f"< {value}"}[how]
    return Q(FieldAnswers(F("fields"), Path(Value(f"$.{json.dumps(key)} ? (@ {test})"))))


def _set(leaf: Rule, asked: Asked) -> Any:
    """Contact ids of a leaf that other tables know."""
    head = head_of(leaf)
    if head == "tag":
        return ContactTag.objects.filter(tag_id=leaf["tag"]).values("contact_id")
    if head in _EVENTS:
        return _events(head, leaf, asked)
    passages = apps.get_model("audience.Enrolment")._default_manager.filter(studio_id=asked.studio_id)
    if leaf[head] != ANY:
        passages = passages.filter(sequence_id=leaf[head])
    if head == "in_sequence":
        passages = passages.filter(state__in=["active", "held"])
    return passages.values("contact_id")


def _events(head: str, leaf: Rule, asked: Asked) -> Any:
    kind, thing = _EVENTS[head]
    events = ContactEvent.objects.filter(_when(leaf, "at", asked), studio_id=asked.studio_id, kind=kind)
    if leaf[head] != ANY:
        events = events.filter(subject=f"{thing}:{leaf[head]}")
    elif head == "form":
        events = events.filter(subject__startswith=f"{thing}:")
    least = leaf.get("times", 1)
    if least == 1 and "amount" not in leaf:
        return events.values("contact_id")
    grouped = events.values("contact_id").order_by()
    if least > 1:
        grouped = grouped.annotate(times=Count("*")).filter(times__gte=least)
    if "amount" in leaf:
        spent = Sum("amount", filter=Q(currency=leaf["currency"]))
        grouped = grouped.annotate(spent=spent).filter(spent__gte=leaf["amount"])
    return grouped.values("contact_id")


def _when(leaf: Rule, column: str, asked: Asked) -> Q:
    made = Q()
    if "within_days" in leaf:
        made &= Q(**{f"{column}__gte": asked.at - timedelta(days=leaf["within_days"])})
    if "since" in leaf:
        made &= Q(**{f"{column}__gte": _begin(leaf["since"], asked)})
    if "before" in leaf:
        made &= Q(**{f"{column}__lt": _begin(leaf["before"], asked)})
    return made


def _begin(day: str, asked: Asked) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), asked.zone)


def of(asked: Asked, rules: Rule) -> QuerySet[Contact]:
    return _contacts(asked).exclude(status=ERASED).filter(condition(rules, asked))
