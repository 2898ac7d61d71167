"""Claimed letters as parcels, and the post office that takes them: SMTP lines, or the local outbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, Protocol

from django.conf import settings

from dhara.audience.messages import queries as messages
from dhara.audience.messages.models import Message
from dhara.audience.messages.rules import Person
from dhara.audience.sending import rules
from dhara.audience.sending.actions.claiming import Claimed
from dhara.audience.sending.actions.outbox import Outbox
from dhara.audience.sending.providers.rules import OUTBOX, Way
from dhara.audience.sending.smtp.postman import Postman
from dhara.audience.sending.smtp.rules import Outcome, Parcel, Server


class Post(Protocol):
    """What takes letters and tells how they ended (see smtp.postman)."""

    trouble: str

    @property
    def outstanding(self) -> int: ...
    def give(self, parcels: Sequence[Parcel]) -> None: ...
    def collect(self, least: int, seconds: float) -> list[Outcome]: ...


def open_post(way: Way) -> AbstractContextManager[Post]:
    return nullcontext(Outbox()) if way.kind == OUTBOX else Postman(server_of(way))


def server_of(way: Way) -> Server:
    return Server(
        host=way.host,
        port=way.port,
        user=way.user,
        password=way.password,
        security=way.security,
        connections=way.connections,
        timeout=float(settings.EMAIL_TIMEOUT),
        hello=way.domain,
        authority=way.keys.get("authority", ""),
    )


@lru_cache(maxsize=4096)
def _fields(text: str) -> dict[str, Any]:
    """Many contacts have the same. Nobody changes what comes out."""
    found: dict[str, Any] = json.loads(text)
    return found


Fill = Callable[[Person], bytes]


class Letters:
    """Makes the letters of one run: each message and language is looked up and compiled once."""

    def __init__(self, way: Way, at: datetime) -> None:
        self.way, self.at, self._domain = way, at, way.domain
        self._messages: dict[int, Message] = {}
        self._fills: dict[tuple[int, str, int], Fill] = {}

    def parcels(self, batch: Sequence[Claimed]) -> list[Parcel]:
        missing = {each.message_id for each in batch} - set(self._messages)
        if missing:
            self._messages |= Message.objects.select_related("studio").in_bulk(missing)
        return [
            Parcel(each, self.way.from_email, each.email, partial(self._make, each, self._fill(each)), ready=True)
            for each in batch
        ]

    def _fill(self, claimed: Claimed) -> Fill | Exception:
        """Compiled here and not where it is sent, as compiling may ask the database."""
        key = (claimed.message_id, claimed.language, claimed.variant)
        found = self._fills.get(key)
        if found is None:
            try:
                found = messages.compiled(self._messages[claimed.message_id], claimed.language, claimed.variant).fill
            except Exception as error:  # whatever it is: these letters fail, with it for a reason, and no others
                return error
            self._fills[key] = found
        return found

    def _make(self, claimed: Claimed, fill: Fill | Exception) -> bytes:
        if isinstance(fill, Exception):
            raise fill
        return fill(self.person(claimed))

    def person(self, claimed: Claimed) -> Person:
        return Person(
            contact_id=claimed.contact_id,
            delivery_id=claimed.delivery_id,
            email=claimed.email,
            name=claimed.name,
            fields=_fields(claimed.fields),
            message_id=rules.message_id(claimed.delivery_id, claimed.rotation, self._domain),
            at=self.at,
            from_email=self.way.from_email,
        )
