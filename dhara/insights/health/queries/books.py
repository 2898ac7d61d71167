"""Are the books right to the last minor unit?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from dhara.insights.health.rules import Finding
from dhara.kit import clock
from dhara.money import doctor
from dhara.trust import doctor as trust_doctor
from dhara.work import doctor as work_doctor


def examine() -> Iterator[Finding]:
    """Every proof of `dhara.money.doctor`, `dhara.work.doctor` and `dhara.trust.doctor`; those that need orders too."""
    for found in [*doctor.check(at=clock.now()), *work_doctor.check(), *trust_doctor.check()]:
        yield Finding("; ".join([found.message, *found.details]), found.ok)
    yield _reserves()


def _reserves() -> Finding:
    """What is kept back of each studio is what its open disputes may cost it."""
    with connection.cursor() as cursor:
        cursor.execute(_RESERVES)
        wrong = [str(row[0]) for row in cursor.fetchall()]
    said = _("What is kept back of studios equals what their open disputes may cost them.")
    return Finding("; ".join([said, *wrong]), not wrong)


# Where the studio collects itself, all of it is in its own account; else its part, and its collaborators' theirs.
_RESERVES = """
WITH open AS (
  SELECT l.*, r.currency, g.studio_id AS direct
    FROM checkout_refund r JOIN checkout_refundline l ON l.refund_id = r.id
    JOIN money_dispute d ON d.id = r.dispute_id JOIN money_payment p ON p.id = d.payment_id
    LEFT JOIN money_gatewayaccount g ON g.id = p.account_id
   WHERE r.status = 'pending'
), due AS (
  SELECT studio_id, currency, net + gateway_kept + platform_kept + dispute_fee AS amount FROM open WHERE direct IS NULL
  UNION ALL
  SELECT (s.share ->> 0)::bigint, currency, (s.share ->> 1)::bigint
    FROM open, jsonb_array_elements(open.shares) s(share) WHERE direct IS NULL
  UNION ALL
  SELECT direct, currency, amount + dispute_fee FROM open WHERE direct IS NOT NULL
)
SELECT format('studio %s, %s: kept back %s, disputes %s', studio_id, currency, coalesce(a.balance, 0),
              coalesce(d.sum, 0))
  FROM (SELECT studio_id, currency, sum(amount) AS sum FROM due GROUP BY studio_id, currency) d
  FULL JOIN (SELECT studio_id, currency, balance FROM money_account WHERE purpose = 'seller_reserve') a
    USING (studio_id, currency)
 WHERE coalesce(a.balance, 0) <> coalesce(d.sum, 0) LIMIT 20
"""
