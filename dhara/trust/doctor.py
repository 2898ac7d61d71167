"""The examination of trust: what must hold at any moment between paid work and cases."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.money.doctor import Finding, finding
from dhara.trust.disputes.rules import LIVE


def check() -> list[Finding]:
    """Every proof of it; each of them is ok where all is well."""
    return [
        finding(
            "cases", _("Every disputed work has one open case, and every open case a disputed work."), _CASES, _live()
        ),
        finding("rulings", _("What a case ended with is what its work was paid."), _PARTS),
    ]


def _live() -> list[list[str]]:
    return [list(LIVE)]


_CASES = """
SELECT format('unit %%s is %%s, its case %%s %%s', u.id, u.status, c.id, c.status)
  FROM (SELECT * FROM trust_case WHERE status = ANY(%s)) c FULL JOIN work_unit u ON u.id = c.unit_id
 WHERE (c.id IS NOT NULL AND u.status IS DISTINCT FROM 'disputed') OR (c.id IS NULL AND u.status = 'disputed')
"""

_PARTS = """
SELECT format('case %%s: to the worker %%s, paid %%s', c.id, c.to_worker, u.paid)
  FROM trust_case c JOIN work_unit u ON u.id = c.unit_id
 WHERE c.status IN ('settled', 'closed') AND c.to_worker IS DISTINCT FROM u.paid
"""
