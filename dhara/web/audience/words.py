"""What can happen and what can be done, as lists to choose from say it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

HAPPENS: Final[dict[str, Any]] = {
    "bought": _("somebody buys"),
    "refunded": _("somebody gets money back"),
    "given": _("somebody gets access"),
    "left_cart": _("a subscriber leaves in the cart"),
    "confirmed": _("somebody confirms a form"),
    "subscribed": _("somebody subscribes"),
    "unsubscribed": _("somebody unsubscribes"),
    "tagged": _("somebody gets a tag"),
    "untagged": _("somebody loses a tag"),
}
DOES: Final[dict[str, Any]] = {
    "tag": _("Give a tag"),
    "untag": _("Take a tag away"),
    "enter": _("Enter a sequence"),
    "leave": _("Leave a sequence"),
    "field": _("Set a field"),
    "notify": _("Tell the studio"),
}
