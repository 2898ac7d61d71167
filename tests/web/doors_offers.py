"""The doors of offers of work in a conversation; what both sides do with one are the doors of proposals."""

from __future__ import annotations

from typing import Final

from tests.web.rights import Rights

OFFERS: Final[dict[str, Rights]] = {
    "studio/<str:handle>/messages/<int:conversation_id>/offer/": ("answer_messages", "answer_messages"),
}
