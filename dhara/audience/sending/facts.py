"""What can have happened to a stream of letters."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class SendingStopped(Fact):
    """A breaker paused a message's letters. `reason` is "bounces" or "complaints", `source` "broadcast:<id>" or ""."""

    subject = "message_id"
    words = _("Sending was paused to protect the sender's name.")
    message_id: int
    source: str
    reason: str


@dataclass(frozen=True)
class SendingFinished(Fact):
    """Nothing of a broadcast is left to send: each of its deliveries has come to an end."""

    subject = "message_id"
    words = _("All letters of a message have left.")
    message_id: int
    source: str
