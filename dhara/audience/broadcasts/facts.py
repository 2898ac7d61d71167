"""What can have happened to a broadcast."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class BroadcastStarted(Fact):
    subject = "broadcast_id"
    words = _("A broadcast began: %(audience)s letters.")
    broadcast_id: int
    audience: int


@dataclass(frozen=True)
class BroadcastDone(Fact):
    subject = "broadcast_id"
    words = _("A broadcast is sent.")
    broadcast_id: int
    sent: int
    not_reached: int


@dataclass(frozen=True)
class BroadcastNotBegun(Fact):
    """Its moment came, and the checks refused it; `reason` is theirs, in the studio's language."""

    subject = "broadcast_id"
    words = _("A broadcast could not begin: %(reason)s")
    broadcast_id: int
    reason: str


@dataclass(frozen=True)
class BroadcastStopped(Fact):
    """A breaker paused it; `reason` is "bounces", "complaints" or "provider"."""

    subject = "broadcast_id"
    words = _("A broadcast was paused to protect the sender's name.")
    broadcast_id: int
    reason: str
