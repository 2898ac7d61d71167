"""The doors of the audience: the seller's pages, and what subscribers see."""

from __future__ import annotations

from typing import Final

from tests.web.rights import Rights

AUDIENCE: Final[dict[str, Rights]] = {}
