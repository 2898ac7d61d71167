"""An agreement of the demo world with both of its sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dhara.kit.actor import Actor
from dhara.work.models import Engagement


@dataclass(frozen=True)
class Hired:
    """`plan` is the project of projects.toml; `anchor` the present of the world, `others` whose jobs are not ours."""

    plan: dict[str, Any]
    engagement: Engagement
    seller: Actor
    buyer: Actor
    agreed_at: datetime
    anchor: datetime
    others: Sequence[int]
