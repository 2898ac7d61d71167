"""Is the money of paid work where the work says that it is?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from dhara.insights.health.rules import Finding
from dhara.work.engagements.rules import MODES, Mode
from dhara.work.engagements.soundness import reached


def examine() -> Iterator[Finding]:
    """Units that are paid out of one pool have no hold of their own: the pool's is in the books."""
    alone = [mode for mode in MODES.values() if not mode.pooled]
    held = [(mode.code, state) for mode in alone for state in holding(mode)]
    ended = [(mode.code, state) for mode in alone for state in mode.lifecycle.finals()]
    names = [mode.code for mode in alone]
    yield _finding(_("Work that is paid and not ended has exactly its money set aside."), _HELD, held)
    yield _finding(_("Other work has no money set aside."), _NOT_HELD, held, names)
    yield _finding(_("What was set aside for work that ended was paid out or went back, all of it."), _SPENT, ended)
    yield _finding(
        _("What two sides agreed on has ended when all of its work has, and not before."), _ENDED, ended, names
    )


def holding(mode: Mode) -> list[str]:
    """The states in which money is set aside, by the mode's own table."""
    return sorted(state for state, held in reached(mode) if held)


def _finding(said: str, query: str, pairs: Sequence[tuple[str, str]], names: Sequence[str] = ()) -> Finding:
    values: list[Any] = [[mode for mode, _state in pairs], [state for _mode, state in pairs]]
    with connection.cursor() as cursor:
        cursor.execute(query, [*values, *([list(names)] if names else [])])
        wrong = [str(row[0]) for row in cursor.fetchall()]
    return Finding("; ".join([said, *wrong]), not wrong)


_HELD = """
WITH state(mode, status) AS (SELECT * FROM unnest(%s::text[], %s::text[]))
SELECT format('unit %%s (%%s): %%s of %%s left, set aside %%s', u.id, u.status, u.amount - u.paid - u.returned,
              u.amount, coalesce(h.amount - h.released - h.returned, 0))
  FROM work_unit u JOIN state USING (mode, status) LEFT JOIN money_hold h ON h.id = u.hold_id
 WHERE h.id IS NULL OR h.amount <> u.amount
    OR h.amount - h.released - h.returned <> u.amount - u.paid - u.returned LIMIT 20
"""

_NOT_HELD = """
WITH state(mode, status) AS (SELECT * FROM unnest(%s::text[], %s::text[]))
SELECT format('unit %%s (%%s): set aside %%s', u.id, u.status, h.amount - h.released - h.returned)
  FROM work_unit u LEFT JOIN state s USING (mode, status) JOIN money_hold h ON h.id = u.hold_id
 WHERE s.mode IS NULL AND u.mode = ANY(%s) AND h.amount > h.released + h.returned LIMIT 20
"""

_SPENT = """
WITH state(mode, status) AS (SELECT * FROM unnest(%s::text[], %s::text[]))
SELECT format('unit %%s (%%s): %%s paid and %%s returned of %%s', u.id, u.status, u.paid, u.returned, u.amount)
  FROM work_unit u JOIN state USING (mode, status)
 WHERE u.paid + u.returned <> CASE WHEN u.hold_id IS NULL THEN 0 ELSE u.amount END LIMIT 20
"""

_ENDED = """
WITH state(mode, status) AS (SELECT * FROM unnest(%s::text[], %s::text[]))
SELECT format('engagement %%s: ended %%s, units that go on %%s', e.id, coalesce(e.ended_at::text, 'not'), u.open)
  FROM work_engagement e
 CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE s.mode IS NULL) AS open
                       FROM work_unit w LEFT JOIN state s USING (mode, status) WHERE w.engagement_id = e.id) u
 WHERE e.mode = ANY(%s) AND (e.ended_at IS NOT NULL) <> (u.open = 0) LIMIT 20
"""
