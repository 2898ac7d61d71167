"""What a public event is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Public:
    """A kind of event: what it means, and an example of its data. Amounts are minor units."""

    words: Any
    example: dict[str, Any]


def alike(noun: str, example: dict[str, Any], **words: Any) -> dict[str, Public]:
    """Events of one noun that tell the same: {"noun.verb": …}, by what each verb means."""
    return {f"{noun}.{verb}": Public(meaning, example) for verb, meaning in words.items()}
