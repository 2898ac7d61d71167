"""What the examples of rules and sequences speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dhara.audience.models import Enrolment, Sequence
from dhara.audience.sequences import actions
from dhara.audience.sequences.rules import HELD
from tests.make import audience, segments, sequences
from tests.make.catalog import Shop

_NAMES: Final = (
    "rule", "rule_tag", "sequence", "empty", "ready", "filling", "person", "intake", "comer", "meant",
)  # fmt: skip
ID: Final = {name: 7_700_101 + place for place, name in enumerate(_NAMES)}
ADDRESS: Final = {
    **{name: ID[name] for name in ("rule", "sequence", "person", "intake")},
    "version": 1,
}
ONLY: Final[dict[str, dict[str, int]]] = {
    "draft_sequence": {"sequence": ID["empty"]},
    "publish_sequence": {"sequence": ID["ready"]},
    **dict.fromkeys(("get_intake", "stop_intake", "list_intakes"), {"sequence": ID["filling"]}),
}
BODIES: Final[dict[str, Any]] = {
    "RuleIn": {"kind": "bought", "about": None, "effects": [{"do": "tag", "tag": ID["rule_tag"]}, {"do": "notify"}]},
    "DraftIn": {"seen": 0},
    "PublicationIn": {"seen": 1},
    "RestorationIn": {"seen": 1},
    "EnrolIn": {"contact": ID["comer"]},
    "IntakeIn": {"segment": ID["meant"]},
}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """A rule that names a tag; a sequence with people, one into which a segment is coming, and two drafts."""
    tag = audience.tag(shop.studio, "Rule")
    rule = segments.rule(shop.studio, "tagged", {"do": "tag", "tag": tag.pk}, {"do": "notify"}, by=shop.by, at=now)
    running = _running(shop, "Welcome", now)
    inside, held = (
        sequences.enrolled(running, by=shop.by, at=now, email=f"{name}@example.com") for name in ("inside", "held")
    )
    Enrolment.objects.filter(pk=held.pk).update(state=HELD, exit_reason="The letter is empty.", next_run_at=None)
    filling = _running(shop, "Launch", now)
    comer = audience.contact(shop.studio, "comer@example.com", at=now)
    return {
        "rule": rule.pk,
        "rule_tag": tag.pk,
        "sequence": running.pk,
        "empty": actions.make(shop.studio, "Empty", by=shop.by, at=now).pk,
        "ready": sequences.sequence(shop.studio, by=shop.by, at=now, name="Ready").pk,
        "filling": filling.pk,
        "person": inside.pk,
        "intake": sequences.intake(filling, by=shop.by, at=now, name="Everybody").pk,
        "comer": comer.pk,
        "meant": segments.segment(shop.studio, {"all": []}, at=now, name="All", by=shop.by).pk,
    }


def _running(shop: Shop, name: str, now: datetime) -> Sequence:
    made = sequences.published(shop.studio, by=shop.by, at=now, name=name)
    return actions.settle(made, triggers=[("bought", "")], goal={"kind": "bought"}, by=shop.by, at=now)
