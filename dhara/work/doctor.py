"""The examination of paid work: what must hold at any moment between agreements, payments and what is set aside."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.money.doctor import Finding, finding


def check() -> list[Finding]:
    """Every proof of the work; each of them is ok where all is well."""
    return [
        finding("fundings", _("What was paid for work is what it set aside."), _FUNDINGS),
        finding("hours", _("The bill of a closed week is its time at its rate."), _HOURS),
        finding("parts", _("A funding that is for single units is the sum of them."), _PARTS),
        finding("pools", _("What campaigns set aside is enough for every slot that is open."), _POOLS),
        finding("slots", _("Every taken slot has a worker's task under way, and each of these a slot."), _SLOTS),
        finding("units", _("What work paid out and gave back is what left its money set aside."), _UNITS),
    ]


_FUNDINGS = """
SELECT format('funding %%s (%%s): %%s %%s, paid %%s, set aside %%s', f.id, f.status, f.amount, f.currency,
              coalesce(p.amount, 0), coalesce(h.sum, 0))
  FROM work_funding f LEFT JOIN money_payment p ON p.id = f.payment_id
  LEFT JOIN (SELECT subject, sum(amount) AS sum FROM money_hold GROUP BY subject) h ON h.subject = 'funding:' || f.id
 WHERE coalesce(h.sum, 0) <> CASE WHEN f.status = 'paid' THEN f.amount ELSE 0 END
    OR (f.status = 'paid' AND (p.amount, p.currency) IS DISTINCT FROM (f.amount, f.currency))
"""

# What goes back when a week is closed leaves the bill, whatever becomes of that.
_HOURS = """
SELECT format('week %%s: billed %%s for %%s minutes at %%s an hour', u.id, u.amount - d.returned, t.minutes,
              u.terms->>'rate')
  FROM work_unit u JOIN work_decision d ON d.unit_id = u.id AND d.verb = 'close'
  CROSS JOIN LATERAL (SELECT coalesce(sum(extract(epoch FROM ends_at - begins_at)), 0)::bigint / 60 AS minutes
                        FROM work_timeentry WHERE unit_id = u.id) t
 WHERE u.mode = 'hourly' AND u.amount - d.returned <> (u.terms->>'rate')::bigint * t.minutes / 60
"""

_PARTS = """
SELECT format('funding %%s: %%s, its parts %%s', f.id, f.amount, p.sum)
  FROM work_funding f JOIN (SELECT funding_id, sum(amount) AS sum FROM work_fundingpart GROUP BY funding_id) p
    ON p.funding_id = f.id WHERE p.sum <> f.amount
"""

# Drafts have no slots yet, however much of them is paid.
_POOLS = """
SELECT format('campaign %%s (%%s): %%s set aside, %%s needed', c.id, c.status, coalesce(h.sum, 0), c.reward * s.count)
  FROM work_campaign c
  JOIN LATERAL (SELECT count(*) FROM work_slot WHERE campaign_id = c.id AND state <> 'done') s ON s.count > 0
  LEFT JOIN LATERAL (SELECT sum(amount - released - returned) FROM money_hold
                      WHERE key LIKE 'engagement:' || c.engagement_id || ':%%') h ON true
 WHERE coalesce(h.sum, 0) < c.reward * s.count
"""

_SLOTS = """
SELECT format('slot %%s (%%s): task %%s is %%s', s.id, s.state, u.id, u.status)
  FROM work_slot s FULL JOIN (SELECT * FROM work_unit WHERE mode = 'micro') u ON u.id = s.unit_id
 WHERE (s.id IS NOT NULL AND s.state = 'taken' AND (u.id IS NULL OR u.status NOT IN ('reserved', 'submitted')))
    OR (s.id IS NOT NULL AND s.state = 'free' AND u.id IS NOT NULL)
    OR (s.id IS NOT NULL AND s.state = 'done' AND u.status IS DISTINCT FROM 'accepted')
    OR (s.id IS NULL AND u.status IN ('reserved', 'submitted'))
"""

_UNITS = """
SELECT format('unit %%s: paid %%s, returned %%s; of its hold %%s left, of %%s', u.id, u.paid, u.returned,
              h.amount - h.released - h.returned, h.amount)
  FROM work_unit u JOIN money_hold h ON h.id = u.hold_id
 WHERE u.paid + u.returned <> h.released + h.returned OR h.amount <> u.amount
"""
