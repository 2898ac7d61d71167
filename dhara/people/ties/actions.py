"""Note what an account was seen with, tie whom it was seen with before; note what a tie refused; allow or leave it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record, record_all
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid, NotAllowed, NotFoundHere
from dhara.people.ties import rules
from dhara.people.ties.facts import TieAllowanceEnded, TieAllowed, TieFound, TieLeft
from dhara.people.ties.models import Mark, Tie
from dhara.people.ties.queries import SameHands

P = ParamSpec("P")
T = TypeVar("T")

# In a statement of its own, before the other: of two who come at once the second one sees the first one's mark.
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7315))"
_SEEN = """
WITH mine AS (SELECT unnest(%(accounts)s::bigint[]) AS id), marked AS (
  INSERT INTO people_mark AS m (account_id, kind, hash, first_seen, last_seen)
  SELECT id, %(kind)s, %(hash)s, %(at)s, %(at)s FROM mine
  ON CONFLICT (kind, hash, account_id) DO UPDATE SET last_seen = greatest(m.last_seen, excluded.last_seen)
)
INSERT INTO people_tie (one_id, other_id, reason, since, why)
SELECT least(mine.id, met.account_id), greatest(mine.id, met.account_id), %(kind)s, %(at)s, ''
  FROM mine, people_mark met
 WHERE met.kind = %(kind)s AND met.hash = %(hash)s AND met.last_seen > %(since)s
   AND met.account_id <> ALL(%(accounts)s::bigint[])
 ORDER BY 1, 2
ON CONFLICT (one_id, other_id, reason) DO NOTHING RETURNING id, one_id, other_id
"""


@transaction.atomic
def see(reason: str, said: str, account_ids: Collection[int], *, by: Actor, at: datetime) -> None:
    """The accounts, of one studio or a single one, were seen with `said`: a browser's mark or a place of payouts.

    Whoever else was seen with it lately is tied to each of them; among themselves they are not. Two statements, and a
    third one where a tie is new.
    """
    kept = rules.hashed(reason, said)
    values: dict[str, Any] = {
        "accounts": sorted(account_ids),
        "kind": reason,
        "hash": kept,
        "at": at,
        "since": at - (rules.COUNTS if reason == rules.DEVICE else rules.KEPT),
    }
    with rows.cursor() as cursor:
        cursor.execute(_ALONE, [kept])
        cursor.execute(_SEEN, values)
        found = cursor.fetchall()
    record_all([(TieFound(tie, one, other, reason), None) for tie, one, other in found], by=by, at=at)


def note(*tie_ids: int, at: datetime) -> None:
    """Somebody was told that these ties refuse work. One small statement, none without ties."""
    long_ago = Q(refused_at=None) | Q(refused_at__lt=at - rules.TOLD_AGAIN)
    Tie.objects.filter(long_ago, pk__in=tie_ids).update(refused_at=at)


def noted(action: Callable[P, T]) -> Callable[P, T]:
    """For an action that a tie can refuse, outside of its transaction: what is undone there stays noted here."""

    @wraps(action)
    def acting(*given: P.args, **named: P.kwargs) -> T:
        try:
            return action(*given, **named)
        except SameHands as refusal:
            at = named["at"]
            assert isinstance(at, datetime)
            note(refusal.tie_id, at=at)
            raise

    return acting


@transaction.atomic
def leave(tie_id: int, *, by: Actor, at: datetime) -> Tie:
    """An operator has looked at it: it goes on refusing, and waits for nobody. Raises NotFoundHere, NotAllowed."""
    tie = _locked(tie_id, by)
    if tie.looked_at is None and tie.allowed_at is None:
        tie.looked_at = at
        tie.save(update_fields=["looked_at"])
        record(TieLeft(tie.pk), by=by, at=at)
    return tie


@transaction.atomic
def allow(tie_id: int, *, reason: str, by: Actor, at: datetime) -> Tie:
    """They are two people: paid work between them is possible. Raises NotFoundHere, NotAllowed, Invalid on `reason`."""
    tie = _locked(tie_id, by)
    why = clean_text(reason)
    if len(why) < rules.LEAST_WHY:
        raise Invalid("reason_missing", _("Say how you made sure, so that others can follow it."), "reason")
    if tie.allowed_at is None:
        tie.allowed_at, tie.allowed_by_id, tie.why = at, by.id, why
        tie.save(update_fields=["allowed_at", "allowed_by", "why"])
        record(TieAllowed(tie.pk, why), by=by, at=at)
    return tie


@transaction.atomic
def disallow(tie_id: int, *, by: Actor, at: datetime) -> Tie:
    """From now on no more work may be agreed on between them; what runs goes on."""
    tie = _locked(tie_id, by)
    if tie.allowed_at is not None:
        tie.allowed_at = tie.allowed_by = None
        tie.why = ""
        tie.looked_at = tie.looked_at or at
        tie.save(update_fields=["allowed_at", "allowed_by", "why", "looked_at"])
        record(TieAllowanceEnded(tie.pk), by=by, at=at)
    return tie


def forget(*, before: datetime) -> int:
    """Marks that were not seen since. The ties that were found by them stay."""
    return Mark.objects.filter(last_seen__lt=before).delete()[0]


def _locked(tie_id: int, by: Actor) -> Tie:
    if by.kind not in ("operator", "system"):
        raise NotAllowed()
    tie = Tie.objects.select_for_update().filter(pk=tie_id).first()
    if tie is None:
        raise NotFoundHere()
    return tie
