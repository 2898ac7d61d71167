"""How long a story waits for what must happen: far longer than it takes, as a busy machine is no reason to break."""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 240.0  # seconds
# What looks inside of its Dhara says what it found before whoever asked it gives up.
INSIDE: Final = 180.0
