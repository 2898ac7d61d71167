"""What a way to send is, once it is read. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

SMTP, OUTBOX = "smtp", "outbox"
# `Way.name` of the instance's own way where no `Provider` row says anything.
INSTANCE: Final = "instance"
NONE, STARTTLS, TLS = "", "starttls", "tls"


@dataclass(frozen=True)
class Way:
    """`kind` is "smtp", "outbox" (letters stay here to be read) or a name of Anymail's, whose keys are in `keys`.

    `name` is "provider:<id>" or "instance". 0 is no limit. `paused_for` is why nothing may leave, "" for nothing.
    """

    name: str
    kind: str
    from_email: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = NONE
    per_minute: int = 0
    per_day: int = 0
    connections: int = 4
    warm_up: date | None = None
    paused_for: str = ""
    keys: dict[str, str] = field(default_factory=dict, repr=False, hash=False)

    @property
    def domain(self) -> str:
        """What SPF, DKIM and DMARC are about; stands in our Message-IDs, too."""
        return self.from_email.rpartition("@")[2] or "localhost"

    @property
    def provider_id(self) -> int | None:
        return int(self.name.partition(":")[2]) if self.name != INSTANCE else None


def name_of(provider_id: int | None) -> str:
    return f"provider:{provider_id}" if provider_id else INSTANCE
