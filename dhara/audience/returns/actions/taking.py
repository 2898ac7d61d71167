"""Store what came back, once; a job looks into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from dhara.audience.returns import dsn, rules
from dhara.audience.returns.events import Incoming
from dhara.audience.returns.queries import letter_of
from dhara.audience.sending.models import Returned
from dhara.kit import rows
from dhara.kit.queue import defer_named


@transaction.atomic
def take(source: str, incoming: Sequence[Incoming], *, studio_id: int | None, trusted: bool = True) -> int:
    """How many were new and are about letters of ours. `studio_id` None: of whichever studio."""
    found = [(each, letter_of(each, studio_id=studio_id, trusted=trusted)) for each in incoming]
    new = [
        Returned(
            source=source,
            event_id=each.event_id,
            delivery=letter,
            kind=_kind(each, letter.contact.email),
            status_code=each.report.status,
            detail=each.report.detail,
            at=each.at,
        )
        for each, letter in found
        if letter is not None
    ]
    stored = len(rows.insert_new(new))
    if stored:
        defer_named("audience.returns.tasks.handle", queue="reactions")
    return stored


def take_mail(raw: bytes, *, at: datetime, studio_id: int | None = None) -> int:
    """A message from the mailbox to which letters come back; 0 for what is none, or is not about a letter of ours."""
    name = sha256(raw).hexdigest()[:60]
    found = [Incoming(f"{name}:{number}", report, at) for number, report in enumerate(dsn.parse(raw))]
    return take("mail", found, studio_id=studio_id, trusted=False)


def _kind(incoming: Incoming, email: str) -> str:
    """That a letter was sent on to a dead mailbox says nothing about the address it was sent to."""
    whom = incoming.report.recipient
    foreign = bool(whom) and whom != email
    return rules.SOFT if foreign and incoming.report.kind == rules.HARD else incoming.report.kind
