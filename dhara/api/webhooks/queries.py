"""Reads: the endpoints of a studio or a person, their log, who listens, what is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from dhara.api.webhooks import rules
from dhara.api.webhooks.models import Attempt, Endpoint, Message, Owner
from dhara.kit import rows
from dhara.people.models import Studio

PAGE = 50


# Programs of an account that was closed are told nothing: neither what happens, nor what waits.
IN_FORCE: Final = Q(account__isnull=True) | Q(account__is_active=True)


def kept_by(owner: Owner) -> QuerySet[Endpoint]:
    """Those that were not removed."""
    mine = {"studio": owner} if isinstance(owner, Studio) else {"account": owner}
    return Endpoint.objects.filter(removed_at__isnull=True, **mine)


def of_owner(owner: Owner) -> QuerySet[Endpoint]:
    """Those that were not removed, the oldest first, each with how many messages wait."""
    waiting = Count("messages", filter=Q(messages__state=rules.WAITING))
    return kept_by(owner).annotate(waiting=waiting).order_by("id")


def one_of_owner(owner: Owner, endpoint_id: int) -> Endpoint | None:
    return of_owner(owner).filter(pk=endpoint_id).first()


def log_of(endpoint: Endpoint) -> QuerySet[Message]:
    """Its messages, the latest first, with their tries."""
    tries = Prefetch("attempts", Attempt.objects.order_by("-id"))
    return Message.objects.filter(endpoint=endpoint).prefetch_related(tries).order_by("-id")


def listening(studio_ids: Iterable[int], account_id: int | None = None) -> list[Endpoint]:
    """The endpoints in use of these studios and of this account: one query that is planned once, for every sale."""
    ids = sorted(studio_ids)
    if not ids and account_id is None:
        return []
    return rows.load(Endpoint, _LISTENING, [ids, account_id], tail="ORDER BY t.id")


_LISTENING: Final = """
(t.studio_id = ANY(%s) OR t.account_id = (SELECT a.id FROM people_account a WHERE a.id = %s::bigint AND a.is_active))
AND t.active AND t.removed_at IS NULL
"""


def first_waiting(endpoint_id: int) -> Message | None:
    """The message whose turn it is."""
    return Message.objects.filter(endpoint_id=endpoint_id, state=rules.WAITING).order_by("id").first()


def overdue(at: datetime) -> list[int]:
    """Endpoints that nobody sends to, though the message whose turn it is is due: a worker died, or a job was lost."""
    first = Message.objects.filter(endpoint=OuterRef("pk"), state=rules.WAITING).order_by("id")
    due = Endpoint.objects.filter(IN_FORCE, Q(leased_until__isnull=True) | Q(leased_until__lte=at), active=True)
    due = due.filter(removed_at__isnull=True).annotate(turn=first.values("next_at")[:1])
    return list(due.filter(Exists(first), turn__lte=at).order_by(F("turn")).values_list("pk", flat=True))


def old_messages(at: datetime) -> QuerySet[Message]:
    """Those that are kept no longer."""
    return Message.objects.filter(ended_at__lt=at - rules.KEPT)
