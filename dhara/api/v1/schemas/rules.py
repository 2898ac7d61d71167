"""Rules of an audience: when somebody does this, that is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from dhara.api.v1.schemas.base import BIGGEST, LINE, Id, In, Out
from dhara.audience.automations import rules as grammar
from dhara.audience.models import AutomationRule

Happens = Literal[
    "bought", "refunded", "given", "left_cart", "confirmed", "subscribed", "unsubscribed", "tagged", "untagged"
]
Does = Literal["tag", "untag", "enter", "leave", "field", "notify"]
Text = Annotated[str, Field(max_length=200, pattern=LINE)]
Number = Annotated[int, Field(ge=-BIGGEST, le=BIGGEST)]
_ABOUT: Final = "The id of the offer, form or tag it is about; null for any."
_EFFECTS: Final[list[Any]] = [{"do": "tag", "tag": 8}, {"do": "leave", "sequence": 3}, {"do": "notify"}]
_EXAMPLE: Final[JsonDict] = {"kind": "bought", "about": 12, "effects": _EFFECTS}


class EffectIn(In):
    """`tag` and `untag` name a `tag`; `enter` and `leave` a `sequence`; `field` a `key` and its `value`."""

    do: Does
    tag: Id | None = None
    sequence: Id | None = None
    key: Annotated[str, Field(min_length=1, max_length=40, pattern=LINE)] | None = Field(
        None, description="The key of a field, from /contact-fields."
    )
    value: Text | Number | None = None


class RuleIn(In):
    kind: Happens = Field(description="What has to happen.")
    about: Id | None = Field(None, description=_ABOUT)
    effects: list[EffectIn] = Field(
        min_length=1, max_length=grammar.MOST_EFFECTS, description="What is done, one after the other."
    )

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})


class RuleSwitchIn(In):
    on: bool

    model_config = ConfigDict(json_schema_extra={"example": {"on": False}})


class EffectOut(Out):
    do: Does
    tag: int | None
    sequence: int | None
    key: str | None
    value: str | int | float | None


class RuleOut(Out):
    id: int
    on: bool
    sentence: str = Field(description="For people, in the language of the answer.")
    kind: Happens = Field(description="What has to happen.")
    about: int | None = Field(description=_ABOUT)
    effects: list[EffectOut] = Field(description="What is done, one after the other.")
    missing: bool = Field(description="Something that it names is gone: it can not be switched on.")
    used: int = Field(description="How often it was carried out.")
    created_at: datetime
    changed_at: datetime


class RulePage(Out):
    items: list[RuleOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def effects_of(given: RuleIn) -> list[dict[str, Any]]:
    """As `automations.actions` take them."""
    return [each.model_dump(exclude_none=True) for each in given.effects]


def ref_of(given: RuleIn) -> str:
    """The subject of its event; a thing that this kind of event is not about is passed on, and refused."""
    if given.about is None:
        return ""
    return grammar.ref_of(given.kind, given.about) or f"unknown:{given.about}"


def rule_out(rule: AutomationRule, names: Mapping[tuple[str, Any], str]) -> RuleOut:
    named = grammar.things_of(rule.kind, rule.ref, rule.effects)
    return RuleOut.model_validate(
        {
            "id": rule.pk,
            "on": rule.active,
            "sentence": grammar.in_words(rule.kind, rule.ref, rule.effects, names),
            "kind": rule.kind,
            "about": grammar.thing_of(rule.ref),
            "effects": [{**dict.fromkeys(("tag", "sequence", "key", "value")), **each} for each in rule.effects],
            "missing": any((kind, one) not in names for kind, ids in named.items() for one in ids),
            "used": rule.used,
            "created_at": rule.created_at,
            "changed_at": rule.changed_at,
        }
    )
