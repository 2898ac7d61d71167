"""What offers suggest, as a studio says it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.catalog.models import Suggestion, Tier
from dhara.catalog.suggestions import actions
from dhara.catalog.suggestions.rules import Draft
from dhara.kit.actor import SYSTEM
from tests.make.people import LONG_AGO


def suggestion(beside: Tier, tier: Tier, kind: str = "bump", *, at: datetime = LONG_AGO, **draft: Any) -> Suggestion:
    """`tier` is suggested to those who buy the offer of `beside`; at no discount unless `draft` says so."""
    return actions.suggest(beside.offer, Draft(kind, tier.pk, **draft), by=SYSTEM, at=at)
