"""Finding work among 1,000 and among 100,000 open jobs: the newest, by words, by skill, by both, by a rare word.

Both markets stand in one database, in schemas of their own, and are asked in turns. The value is the time of the large
one, the reference that of the small one; the ratio is small / large.
"""

from __future__ import annotations

import time
from statistics import median
from typing import Any, Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.cli.own_database import own_database
from dhara.kit import clock
from dhara.people.models import Account
from dhara.work.jobs import queries
from dhara.work.jobs.actions import ensure_skills
from dhara.work.jobs.rules import Asked
from dhara.work.models import Skill

SIZES: Final = (1_000, 100_000)
BAR: Final = 0.85
# A few milliseconds against a few: on a busy machine that swings. A walk over all jobs would cost tens of times more.
FLOOR: Final = 0.5
MOST_QUERIES: Final = 3
# The small market stands in a schema of its own in the same database.
MARKETS: Final = ("small, public", "public")


def run(*, sizes: tuple[int, int] = SIZES, rounds: int = 100) -> list[dict[str, Any]]:
    """A result for each way to ask; `ok` also asks for three queries, however many there are."""
    with own_database():
        ensure_skills()
        _second_market()
        for market, size in zip(MARKETS, sizes, strict=True):
            _enter(market)
            _fill(size)
        return [_compare(name, asked, rounds) for name, asked in _ways().items()]


def _second_market() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA small")
        for table in ("work_job", "work_job_skill"):
            cursor.execute(f"CREATE TABLE small.{table} (LIKE public.{table} INCLUDING ALL)")


def _enter(market: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {market}")


def _compare(name: str, asked: Asked, rounds: int) -> dict[str, Any]:
    """In turns, so that whatever else this machine does weighs on both alike."""
    times: dict[str, list[float]] = {market: [] for market in MARKETS}
    counts = []
    for market in MARKETS:
        _enter(market)
        _read(asked)
        with CaptureQueriesContext(connection) as captured:
            _read(asked)
        counts.append(len(captured.captured_queries))
    for _round in range(rounds):
        for market in MARKETS:
            _enter(market)
            start = time.perf_counter()
            _read(asked)
            times[market].append((time.perf_counter() - start) * 1000)
    reference, value = (median(times[market]) for market in MARKETS)
    ratio = reference / value
    return {
        "bench": f"jobs.{name}",
        "value": round(value, 2),
        "unit": "ms",
        "reference": round(reference, 2),
        "ratio": round(ratio, 3),
        "bar": BAR,
        **({"floor": FLOOR} if max(counts) <= MOST_QUERIES else {}),
        "ok": ratio >= BAR and max(counts) <= MOST_QUERIES,
        "queries": max(counts),
    }


def _ways() -> dict[str, Asked]:
    skill = Skill.objects.order_by("pk")[0].pk
    return {
        "newest": Asked(),
        "words": Asked(text="লোগো design"),
        "skill": Asked(skills=(skill,)),
        "both": Asked(text="logo", skills=(skill,), level="expert", language="bn"),
        "budget": Asked(text="logo", currency="BDT", least=300_000),
        "rare": Asked(text="rare7"),
    }


def _read(asked: Asked) -> int:
    found = queries.search(asked)
    if not found.jobs:
        raise RuntimeError(f"nothing found: {asked}")
    return sum(len(job.skills.all()) for job in found.jobs)


def _fill(size: int) -> None:
    """Open jobs, one a minute back from now; every word is as frequent among many as among few, `rare…` is not."""
    owner = Account.objects.create_user(f"owner{size}@example.com", name="Owner", joined_at=clock.now())
    skills = list(Skill.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"size": size, "owner": owner.pk, "skills": skills})
        cursor.execute("VACUUM ANALYZE work_job, work_job_skill")
        cursor.execute("CHECKPOINT")


# `rare0` to `rare…` stand in 20 jobs each.
_FILL = """
WITH jobs AS (
  INSERT INTO work_job (status, status_at, version, account_id, slug, title, description, pay, currency, budget_most,
                        level, length, language, wanted, questions, by_invitation, proposals, held_for, created_at,
                        posted_at, idle_at, search)
  SELECT 'open', at, 1, %(owner)s, 'job-' || n, 'Logo লোগো ' || n, repeat('Work that is described. ', 20), 'fixed',
         'BDT', CASE WHEN n %% 3 = 0 THEN NULL ELSE 1000 * (n %% 900) END,
         (ARRAY['new','skilled','expert'])[1 + n %% 3],
         'days', (ARRAY['bn','en'])[1 + n %% 2], 1, '[]', false, 0, '', at, at, at + interval '30 days',
         array_to_tsvector(ARRAY['logo', 'job', n::text, 'rare' || n %% (%(size)s / 20),
           CASE WHEN n %% 5 = 0 THEN 'লোগো' ELSE 'ছবি' END, CASE WHEN n %% 2 = 0 THEN 'design' ELSE 'draw' END,
           '#s' || (%(skills)s::bigint[])[1 + n %% 10], '#l' || (ARRAY['new','skilled','expert'])[1 + n %% 3],
           '#g' || (ARRAY['bn','en'])[1 + n %% 2]])
    FROM (SELECT n, now() - n * interval '1 minute' AS at FROM generate_series(1, %(size)s) n) each
  RETURNING id, substr(slug, 5)::int AS n
)
INSERT INTO work_job_skill (job_id, skill_id) SELECT id, (%(skills)s::bigint[])[1 + n %% 10] FROM jobs
"""
