"""Files for messages: kept before the message is written, forgotten when it never is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from dhara.kit.actor import Actor
from dhara.kit.files.actions import discard, store_bytes, store_picture
from dhara.kit.files.models import Picture, StoredFile
from dhara.kit.files.queries import arrived_of
from dhara.kit.files.rules import check_length, purpose_named
from dhara.kit.files.taking import claim
from dhara.kit.limits import use
from dhara.kit.refusal import Invalid, TooMany
from dhara.people.conversations.actions.sides import lock
from dhara.people.conversations.models import MessageFile, Party
from dhara.people.conversations.rules import limits

_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
_MOST_UPLOADS = 60


def upload(party_id: int, content: bytes | BinaryIO, *, name: str, by: Actor, at: datetime) -> MessageFile:
    """Keep a file for a message of this side. Not inside a transaction: it writes to the storage.

    Raises as `write` does, and Invalid: file_empty, file_too_large, file_runs; TooMany.
    """
    with transaction.atomic():
        _conversation, mine, other = lock(party_id, by=by)
        limits.unblocked(mine.blocked_at, other.blocked_at)
    limits.check_files([name])
    if not use("message-files", str(party_id), _MOST_UPLOADS, 3600, at=at).allowed:
        raise TooMany(retry_after=3600)
    stored = store_bytes(
        content, name=name, at=at, purpose="message", studio_ref=mine.studio_id, owner_ref=mine.account_id
    )
    if stored.mime in limits.RUNNABLE_TYPES:
        discard(stored.pk)
        limits.check_files([f"{stored.name}.exe"])
    return MessageFile.objects.create(party=mine, file=stored, picture=_small(stored, at), at=at)


@transaction.atomic
def take(party_id: int, uploads: Iterable[str], *, by: Actor, at: datetime) -> list[MessageFile]:
    """Files that came in pieces (tus, purpose `delivery`; one's own, or the studio's) for a message of this side.

    Raises as `write` does, and Invalid on `files`: file_gone, file_too_large, file_runs.
    """
    _conversation, mine, _other = lock(party_id, by=by)
    found = [_arrived(each, mine, by, at) for each in dict.fromkeys(uploads)]
    return [MessageFile.objects.create(party=mine, file=each, at=at) for each in found]


def _arrived(upload: str, mine: Party, by: Actor, at: datetime) -> StoredFile:
    person = by.id if by.kind == "person" else None
    file = claim(arrived_of(upload, purpose="delivery", owner_ref=person, studio_ref=mine.studio_id, at=at))
    check_length(file.size, purpose_named("message"))
    limits.check_files([f"{file.name}.exe" if file.mime in limits.RUNNABLE_TYPES else file.name])
    return file


def _small(stored: StoredFile, at: datetime) -> Picture | None:
    """A picture to show, without what a camera tells of place and time; None for what only says that it is one."""
    if stored.mime not in _SHOWN:
        return None
    try:
        with stored.open() as content:
            return store_picture(content.read(), name=stored.name, at=at)
    except Invalid:
        return None


def forget_unsent(*, before: datetime) -> int:
    """Throw away what was uploaded for messages that were never written; returns how many."""
    left = list(MessageFile.objects.filter(message=None, at__lt=before).select_related("picture")[:500])
    for each in left:
        with transaction.atomic():
            for file_id in (each.file_id, each.picture.file_id if each.picture else None):
                if file_id:
                    discard(file_id)
            each.delete()
    return len(left)
