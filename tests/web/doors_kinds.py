"""The doors of what only offers of one kind have: licence keys, parts of a bundle, packages of a gig."""

from __future__ import annotations

from typing import Final

from tests.web.rights import NOBODY, Rights

_PARTS = (
    *("licences/", "licences/keys/", "licences/keys/removal/", "parts/"),
    *(f"gig/{part}/" for part in ("packages", "extras", "questions", "faq", "queue", "start")),
)

KINDS: Final[dict[str, Rights]] = {
    f"studio/<str:handle>/offers/<int:offer_id>/{part}": (NOBODY, "edit_offers") for part in _PARTS
}
