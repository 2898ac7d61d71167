"""What an examination finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `ok`, and in `text` what was seen, with the way on where it is not."""

    text: str
    ok: bool = True
