"""A studio's rules, and which of them an event sets off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from dhara.audience.automations import rules
from dhara.audience.automations.models import AutomationRule
from dhara.audience.segments import things
from dhara.kit import rows
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio


def visible_to(viewer: Viewer, studio: Studio) -> QuerySet[AutomationRule]:
    """The studio's rules, newest first, for members who may see its audience."""
    found = AutomationRule.objects.filter(studio=studio).order_by("-id")
    return found if viewer.may(studio, "see_audience") else found.none()


def set_off_by(studio_id: int, kind: str, subject: str) -> list[AutomationRule]:
    """The rules that wait for such an event, oldest first."""
    where = "t.studio_id = %s AND t.kind = %s AND t.ref IN ('', %s) AND t.active"
    return rows.load(AutomationRule, where, [studio_id, kind, subject], tail="ORDER BY t.id")


def names_for(studio_id: int, found: Iterable[AutomationRule]) -> dict[tuple[str, Any], str]:
    """How everything that the rules name is called, with one read for each kind of thing."""
    wanted: dict[str, set[Any]] = {}
    for rule in found:
        for kind, ids in rules.things_of(rule.kind, rule.ref, rule.effects).items():
            wanted.setdefault(kind, set()).update(ids)
    return things.names(studio_id, wanted)


def sentence(rule: AutomationRule) -> str:
    return rules.in_words(rule.kind, rule.ref, rule.effects, names_for(rule.studio_id, [rule]))


def depth_of(fact_id: int | None) -> int:
    """How many effects of rules, one following from the other, led to a fact: 0 for what people do themselves."""
    if fact_id is None:
        return 0
    with rows.cursor() as cursor:
        cursor.execute(_DEPTH, [fact_id, 4 * rules.DEEPEST])
        return int(cursor.fetchone()[0])


# What happens to a contact because of another fact was done by a rule, a form or a sequence.
_DEPTH = """
WITH RECURSIVE path AS (
  SELECT name, cause_id, 1 AS steps FROM kit_fact WHERE id = %s
  UNION ALL SELECT f.name, f.cause_id, steps + 1 FROM path JOIN kit_fact f ON f.id = path.cause_id WHERE steps < %s
)
SELECT count(*) FROM path WHERE cause_id IS NOT NULL AND name LIKE 'audience.Contact%%'
"""
