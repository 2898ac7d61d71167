"""What a public event is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Public:
    """A kind of event: what it means, and an example of its data. Amounts are minor units."""

    words: Any
    example: dict[str, Any]
