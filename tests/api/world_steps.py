"""What the examples of rules and sequences speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from tests.make import audience, segments
from tests.make.catalog import Shop

_NAMES: Final = ("rule", "rule_tag")
ID: Final = {name: 7_700_101 + place for place, name in enumerate(_NAMES)}
ADDRESS: Final = {"rule": ID["rule"]}
ONLY: Final[dict[str, dict[str, int]]] = {}
BODIES: Final[dict[str, Any]] = {
    "RuleIn": {"kind": "bought", "about": None, "effects": [{"do": "tag", "tag": ID["rule_tag"]}, {"do": "notify"}]},
}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """A rule that names a tag."""
    tag = audience.tag(shop.studio, "Rule")
    rule = segments.rule(shop.studio, "tagged", {"do": "tag", "tag": tag.pk}, {"do": "notify"}, by=shop.by, at=now)
    return {"rule": rule.pk, "rule_tag": tag.pk}
