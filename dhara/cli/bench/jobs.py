"""Finding work among 1,000 and among 100,000 open jobs: the newest, by words, by skill, by both, by a rare word.

See alike.py for how both are asked.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.db import connection

from dhara.cli.bench.alike import SIZES, compare, two_markets
from dhara.cli.own_database import own_database
from dhara.kit import clock
from dhara.people.models import Account
from dhara.work.jobs import queries
from dhara.work.jobs.actions import ensure_skills
from dhara.work.jobs.rules import Asked
from dhara.work.models import Skill

MOST_QUERIES: Final = 3


def run(*, sizes: tuple[int, int] = SIZES, rounds: int = 100) -> list[dict[str, Any]]:
    """A result for each way to ask."""
    with own_database():
        ensure_skills()
        two_markets(("work_job", "work_job_skill"), _fill, sizes)
        ways = {name: partial(_read, asked) for name, asked in _ways().items()}
        return [compare(f"jobs.{name}", read, rounds, most_queries=MOST_QUERIES) for name, read in ways.items()]


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
