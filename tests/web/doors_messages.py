"""The doors of conversations: the studio's inbox, an account's messages, a guest's secret page."""

from __future__ import annotations

from typing import Final

from tests.web.rights import ACCOUNT, BUYER, NOBODY, SECRET, Rights


def _one(base: str, right: str) -> dict[str, Rights]:
    """Everything behind one conversation."""
    return {
        base: (right, right),
        f"{base}news/": (right, NOBODY),
        f"{base}reports/": (NOBODY, right),
        f"{base}muting/": (NOBODY, right),
        f"{base}blocking/": (NOBODY, right),
        f"{base}archiving/": (NOBODY, right),
        f"{base}files/<str:link>/": (right, NOBODY),
        f"{base}files/<str:link>/small/": (right, NOBODY),
    }


MESSAGES: Final[dict[str, Rights]] = {
    "studio/<str:handle>/messages/": ("see_messages", NOBODY),
    "studio/<str:handle>/orders/<str:number>/message/": ("answer_messages", "answer_messages"),
    "messages/": (ACCOUNT, NOBODY),
    "messages/about/offer/<int:offer_id>/": (ACCOUNT, ACCOUNT),
    "messages/about/studio/<str:handle>/": (ACCOUNT, ACCOUNT),
    "messages/about/order/<secret:token>/<str:handle>/": (BUYER, BUYER),
    **_one("studio/<str:handle>/messages/<int:conversation_id>/", "answer_messages"),
    **_one("messages/<int:conversation_id>/", BUYER),
    **_one("messages/g/<secret:token>/", SECRET),
}
