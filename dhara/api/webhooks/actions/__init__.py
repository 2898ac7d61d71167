"""The verbs of webhooks: add, change, switch, rotate, remove; write messages; send them."""

from dhara.api.webhooks.actions.endpoints import add, change, remove, rotate, secret_of, switch
from dhara.api.webhooks.actions.messages import forget_old, replay, send_test, write
from dhara.api.webhooks.actions.sending import deliver_next, send_once

__all__ = [
    "add",
    "change",
    "deliver_next",
    "forget_old",
    "remove",
    "replay",
    "rotate",
    "secret_of",
    "send_once",
    "send_test",
    "switch",
    "write",
]
