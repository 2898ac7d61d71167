"""What can have happened to a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class KeyMade(Fact):
    subject: ClassVar[str] = "account_id"
    words: ClassVar[object] = _("The API key “%(name)s” was made")

    account_id: int
    key_id: int
    name: str


@dataclass(frozen=True)
class KeyRevoked(Fact):
    subject: ClassVar[str] = "account_id"
    words: ClassVar[object] = _("The API key “%(name)s” was revoked")

    account_id: int
    key_id: int
    name: str
