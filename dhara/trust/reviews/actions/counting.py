"""Count the numbers of a studio, an offer, a buyer: when a review appears or goes, and all of them every night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F, Sum

from dhara.kit.actor import SYSTEM
from dhara.kit.facts.actions import record
from dhara.trust.reviews import rules
from dhara.trust.reviews.facts import LevelFact, LevelLost, LevelReached, LevelShakes
from dhara.trust.reviews.models import Reputation, Review
from dhara.trust.reviews.rules import levels, numbers

# What one buyer says on one day counts as one vote: their mean. `spread` and `marks` show every review.
_VOTES: Final = """
WITH r AS (
  SELECT stars, marks, studio_id, buyer_key, (written_at AT TIME ZONE 'UTC')::date AS day
    FROM trust_review WHERE {column} = %s AND side = %s AND status = 'published'
), d AS (
  SELECT sum(stars)::bigint AS stars, count(*) AS many FROM r GROUP BY studio_id, buyer_key, day
)
SELECT (SELECT count(*) FROM r), (SELECT coalesce(json_agg(json_build_array(stars, many, times)), '[]') FROM (
         SELECT stars, many, count(*) AS times FROM d GROUP BY stars, many) v),
       (SELECT coalesce(json_object_agg(stars, many), '{{}}') FROM (
         SELECT stars, count(*) AS many FROM r GROUP BY stars) s),
       (SELECT coalesce(json_object_agg(key, mean), '{{}}') FROM (
         SELECT key, round(avg(value::int) * 100)::int AS mean FROM r, jsonb_each_text(r.marks) GROUP BY key) m)
"""

# What was decided: accepted work, and work that ended because of whoever did it. What both agreed to end, what was
# divided, and what is not decided yet counts for nobody; nor does what one ordered from oneself.
_WORK: Final = """
SELECT count(*) FILTER (WHERE u.status = 'accepted'),
       count(*) FILTER (WHERE u.status = 'cancelled' AND EXISTS (
         SELECT 1 FROM work_decision x WHERE x.unit_id = u.id AND x.verb IN ('give_up', 'cancel_late', 'rule_for_buyer')
       ))
  FROM work_unit u JOIN work_engagement e ON e.id = u.engagement_id
 WHERE u.worker_id = %s AND u.mode <> 'micro' AND u.status IN ('accepted', 'cancelled')
   AND NOT EXISTS (SELECT 1 FROM people_member m WHERE m.studio_id = u.worker_id AND m.account_id = e.buyer_id)
"""


def recount(review: Review, *, at: datetime) -> None:
    """Those whom a review is about, in the transaction of whoever changed it. The studio before the offer.

    Both sides' reviews appear together, so the studio's side and the buyer's are counted both.
    """
    common = prior()
    _counted({"studio_id": review.studio_id}, common, at)
    if review.offer_id is not None:
        _counted({"offer_id": review.offer_id}, common, at)
    if review.buyer_id is not None:
        _counted({"buyer_id": review.buyer_id}, common, at)


@transaction.atomic
def claim(account_id: int, *, at: datetime) -> int:
    """A guest has an account now: what studios said of the guest is said of the account. How many."""
    mine = Review.objects.filter(buyer=None, exchange__engagement__buyer=account_id)
    changed = mine.update(buyer=account_id)
    if changed:
        _counted({"buyer_id": account_id}, prior(), at)
    return changed


def count(*, at: datetime) -> int:
    """Every studio that did work: its numbers, and what becomes of its level. How many; each in its own transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT worker_id FROM work_unit WHERE worker_id IS NOT NULL AND mode <> 'micro'")
        studios = sorted(row[0] for row in cursor.fetchall())
    common = prior()
    for studio_id in studios:
        _look(studio_id, common, at)
    return len(studios)


@transaction.atomic
def _look(studio_id: int, common: int, at: datetime) -> None:
    row = _counted({"studio_id": studio_id}, common, at)
    now = levels.Numbers(row.done, row.reviews, row.score, row.success)
    standing, what = levels.step(levels.Standing(row.level, row.falls_at), now, at)
    if not what:
        return
    changes: dict[str, Any] = {"level": standing.level, "falls_at": standing.falls_at}
    if standing.level != row.level:
        changes["level_at"] = at
    Reputation.objects.filter(pk=row.pk).update(**changes)
    if what in _TOLD:
        record(_TOLD[what](studio_id, standing.level), by=SYSTEM, at=at, studio_id=studio_id)


_TOLD: Final[Mapping[str, type[LevelFact]]] = {"reached": LevelReached, "shakes": LevelShakes, "lost": LevelLost}


def prior() -> int:
    """Everybody's mean, hundredths of a star."""
    whole = Reputation.objects.filter(studio__isnull=False, reviews__gt=0)
    sums = whole.aggregate(total=Sum(F("mean") * F("reviews")), votes=Sum("reviews"))
    return numbers.prior(sums["total"] or 0, sums["votes"] or 0)


def _counted(who: Mapping[str, int], common: int, at: datetime) -> Reputation:
    """Its row is locked before anything is read, so that of two at the same moment the second one sees both."""
    Reputation.objects.bulk_create([Reputation(**who, counted_at=at)], ignore_conflicts=True)
    row = Reputation.objects.select_for_update().get(**who)
    ((column, key),) = who.items()
    side = rules.WORKER if column == "buyer_id" else rules.BUYER
    with connection.cursor() as cursor:
        cursor.execute(_VOTES.format(column=column), [key, side])
        row.reviews, votes, spread, marks = cursor.fetchone()
        if column == "studio_id":
            cursor.execute(_WORK, [key])
            row.done, row.failed = cursor.fetchone()
    many = sum(times for _stars, _many, times in votes)
    total = sum((Fraction(stars, each) * times for stars, each, times in votes), Fraction())
    row.mean, row.score = numbers.mean(total, many), numbers.score(total, many, common)
    row.spread = [spread.get(str(stars), 0) for stars in range(1, rules.MOST_STARS + 1)]
    row.marks, row.success, row.counted_at = marks, numbers.success(row.done, row.failed), at
    row.save(update_fields=["reviews", "mean", "score", "spread", "marks", "done", "failed", "success", "counted_at"])
    return row
