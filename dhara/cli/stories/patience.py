"""How long a story waits for what must happen: far longer than it takes, as a busy machine is no reason to break."""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 240.0  # seconds
