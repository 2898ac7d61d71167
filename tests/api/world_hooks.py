"""What the examples of one's own webhooks speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from dhara.api.webhooks import actions
from tests.make.catalog import Shop

_NAMES: Final = ("own_webhook", "own_message")
ID: Final = {name: 7_700_901 + place for place, name in enumerate(_NAMES)}
_ONE: Final = {"webhook": ID["own_webhook"]}
ONLY: Final[dict[str, dict[str, int]]] = {
    **dict.fromkeys(
        (
            "get_my_webhook", "change_my_webhook", "rotate_my_webhook_secret", "switch_my_webhook", "test_my_webhook",
            "remove_my_webhook", "list_my_webhook_messages",
        ),
        _ONE,
    ),
    "replay_my_webhook_message": {**_ONE, "message": ID["own_message"]},
}  # fmt: skip


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """One of Nadia's own, as a buyer, and a test that was sent to it."""
    url = "https://example.com/mine"
    hook, _secret = actions.add(shop.owner, url=url, name="My jobs", events=["proposal.made"], by=shop.by, at=now)
    return {"own_webhook": hook.pk, "own_message": actions.send_test(hook.pk, by=shop.by, at=now).pk}
