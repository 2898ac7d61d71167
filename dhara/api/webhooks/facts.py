"""What can have happened to endpoints. Addresses and secrets are in no fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class _EndpointFact(Fact):
    subject: ClassVar[str] = "endpoint_id"

    endpoint_id: int


@dataclass(frozen=True)
class EndpointAdded(_EndpointFact):
    words = _("A webhook was added.")


@dataclass(frozen=True)
class EndpointChanged(_EndpointFact):
    words = _("A webhook was changed.")


@dataclass(frozen=True)
class EndpointSecretRotated(_EndpointFact):
    words = _("A webhook got a new secret.")


@dataclass(frozen=True)
class EndpointDisabled(_EndpointFact):
    """`reason` is failing, gone or asked."""

    words = _("A webhook was switched off.")

    reason: str = ""


@dataclass(frozen=True)
class EndpointEnabled(_EndpointFact):
    words = _("A webhook was switched on.")


@dataclass(frozen=True)
class EndpointRemoved(_EndpointFact):
    words = _("A webhook was removed.")
