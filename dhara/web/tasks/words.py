"""What things are called on a worker's pages: the tones of states, hints in lists, what each side did."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.work.engagements.modes import micro
from dhara.work.engagements.rules import OPERATOR, SYSTEM, WORKER

TONES: Final[dict[str, str]] = {
    micro.RESERVED: "marigold",
    micro.SUBMITTED: "info",
    micro.REJECTED: "error",
    micro.APPEALED: "info",
    micro.ACCEPTED: "success",
    micro.REFUSED: "error",
}
HINTS: Final[dict[str, Any]] = {
    micro.RESERVED: gettext_lazy("Do it and hand in the proof"),
    micro.REJECTED: gettext_lazy("Read why, then do it again or appeal"),
}
# verb: (icon, tone, the worker's own deed).
_MINE: Final[dict[str, tuple[str, str, Any]]] = {
    "submit": ("send", "success", gettext_lazy("You handed in your proof")),
    "withdraw": ("undo-2", "muted", gettext_lazy("You took it back to change it")),
    "give_back": ("undo-2", "muted", gettext_lazy("You gave the task back")),
    "again": ("rotate-ccw", "marigold", gettext_lazy("You began it again")),
    "appeal": ("flag", "marigold", gettext_lazy("You appealed")),
    "rest": ("circle-x", "muted", gettext_lazy("You left it as it is")),
}
# The same for whoever else did it.
_THEIRS: Final[dict[str, tuple[str, str, Any]]] = {
    "accept": ("circle-check", "success", gettext_lazy("%(who)s accepted it")),
    "reject": ("circle-x", "error", gettext_lazy("%(who)s did not accept it")),
    "overturn": ("shield-check", "success", gettext_lazy("%(who)s agreed with your appeal")),
    "uphold": ("shield-check", "error", gettext_lazy("%(who)s looked at your appeal: the rejection stands")),
}
# And where nobody did: time was over.
_ITSELF: Final[dict[str, tuple[str, str, Any]]] = {
    "accept": ("circle-check", "success", gettext_lazy("Nobody looked in time: it was accepted by itself")),
    "overturn": ("circle-check", "success", gettext_lazy("Nobody answered your appeal in time: it counts as right")),
    "rest": ("circle-x", "muted", gettext_lazy("Nobody appealed in time: it stays not accepted")),
    "lapse": ("clock", "muted", gettext_lazy("The time was over: the task is free for others")),
}


def did(verb: str, role: str) -> tuple[str, str, str]:
    """(icon, tone, sentence) of a step."""
    named = {WORKER: _MINE, SYSTEM: _ITSELF}.get(role, _THEIRS)
    icon, tone, words = named.get(verb, ("circle-dot", "", _("The task went on")))
    who = _("The operator") if role == OPERATOR else _("The buyer")
    return icon, tone, str(words) % {"who": who}
