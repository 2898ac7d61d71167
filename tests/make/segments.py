"""Segments and rules of a studio."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.automations import actions as automations
from dhara.audience.models import AutomationRule, Segment
from dhara.audience.segments import actions
from dhara.kit.actor import SYSTEM, Actor
from dhara.people.models import Studio


def segment(
    studio: Studio, rules: Any = None, *, at: datetime, name: str = "Readers of Bengali", by: Actor = SYSTEM
) -> Segment:
    return actions.make(studio, name=name, given={"language": "bn"} if rules is None else rules, by=by, at=at)


def rule(
    studio: Studio, kind: str = "bought", *effects: dict[str, Any], at: datetime, ref: str = "", by: Actor = SYSTEM
) -> AutomationRule:
    given = list(effects) or [{"do": "notify"}]
    return automations.make(studio, kind=kind, ref=ref, effects=given, by=by, at=at)


def blanks(studio: Studio, at: datetime) -> dict[str, Any]:
    """What addresses of pages and doors of programs name."""
    made, told = segment(studio, at=at), rule(studio, "unsubscribed", at=at)
    return {"segment_id": made.pk, "segment": made.pk, "rule_id": told.pk, "rule": told.pk}
