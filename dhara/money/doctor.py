"""The examination of the books: what must hold at any moment, proven from the legs up, each by one statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from dhara.money.disputes import rules as disputes
from dhara.money.ledger import rules
from dhara.money.payments import rules as payments
from dhara.money.payouts import rules as payouts

UNUSED_FOR = timedelta(hours=1)
SHOWN = 20


@dataclass(frozen=True)
class Finding:
    """`message` says in the reader's language what was looked at; `details` names what is wrong, at most SHOWN."""

    section: str
    ok: bool
    message: str
    details: tuple[str, ...] = ()


def check(*, at: datetime) -> list[Finding]:
    """Every proof of the books; the list is never empty, and each of them is ok in sound books."""
    return [
        finding("entries", _("Every entry balances and has at least two legs."), _UNBALANCED),
        finding("sums", _("All accounts of a currency sum to zero."), _SUMS),
        finding("balances", _("Stored balances equal the sum of their legs."), _BALANCES),
        finding("snapshots", _("Snapshots equal the sum of their legs."), _SNAPSHOTS),
        finding("escrow", _("What is set aside equals the escrow account."), _HOLDS, [rules.ESCROW]),
        finding("clearing", _("What waits to clear equals the pending balances."), _CLEARINGS, [rules.SELLER_PENDING]),
        finding("payments", _("Every captured payment is booked once, in full."), _CAPTURES, [list(payments.PAID)]),
        finding("refunds", _("What is on its way back equals the refunds under way."), _REFUNDS, [rules.REFUNDS_DUE]),
        finding("payouts", _("What is on its way to sellers equals the payouts under way."), _PAYOUTS, _due()),
        finding("disputes", _("What banks hold equals the disputes that are open."), _DISPUTES, _held()),
        finding("batches", _("Every list of payouts is the sum of its lines."), _BATCHES),
        finding("gateways", _("The gateways' accounts equal payments less refunds."), _GATEWAYS, _gateway_parameters()),
        finding("sandbox", _("The sandbox's own books agree with ours."), _SANDBOX, [list(payments.PAID)]),
        finding(
            "unapplied",
            _("No captured money waits unused for more than an hour."),
            _UNAPPLIED,
            [rules.UNAPPLIED, at - UNUSED_FOR, list(disputes.HELD)],
        ),
    ]


def _held() -> list[Any]:
    return [list(disputes.HELD), rules.DISPUTED]


def _due() -> list[Any]:
    return [list(payouts.UNDER_WAY), rules.PAYOUTS_DUE]


def _gateway_parameters() -> list[Any]:
    return [payments.SUCCEEDED, list(payments.PAID), rules.GATEWAY, ["capture", "refund_done", "refund_lost"]]


def finding(section: str, message: str, query: str, parameters: Sequence[Any] = ()) -> Finding:
    """`query` gives a row of one text for each thing that is wrong."""
    wrong = tuple(_rows(query, parameters))
    return Finding(section, not wrong, message, wrong)


def _rows(query: str, parameters: Sequence[Any]) -> Iterator[str]:
    """Each query gives rows of one text that names what is wrong."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({query}) wrong LIMIT {SHOWN}", list(parameters))  # noqa: S608 - constants
        for row in cursor.fetchall():
            yield str(row[0])


_UNBALANCED = """
SELECT format('entry %%s: sum %%s %%s', entry_id, sum(amount), currency) FROM money_leg
 GROUP BY entry_id, currency HAVING sum(amount) <> 0
UNION ALL
SELECT format('entry %%s: no legs', id) FROM money_entry e
 WHERE NOT EXISTS (SELECT 1 FROM money_leg l WHERE l.entry_id = e.id)
"""

_SUMS = "SELECT format('%%s: %%s', currency, sum(amount)) FROM money_leg GROUP BY currency HAVING sum(amount) <> 0"

_BALANCES = """
SELECT format('account %%s (%%s %%s): balance %%s, legs %%s', a.id, a.purpose, a.currency, a.balance,
              coalesce(l.sum, 0))
  FROM money_account a LEFT JOIN (SELECT account_id, sum(amount) AS sum FROM money_leg GROUP BY account_id) l
    ON l.account_id = a.id
 WHERE a.stored AND a.balance <> coalesce(l.sum, 0) OR NOT a.stored AND a.balance <> 0
"""

# Only the latest snapshot of an account is read, and it was made from the one before.
_SNAPSHOTS = """
SELECT format('account %%s: snapshot %%s, legs %%s', s.account_id, s.balance, l.sum)
  FROM (SELECT DISTINCT ON (account_id) * FROM money_snapshot ORDER BY account_id, leg_ref DESC) s
  CROSS JOIN LATERAL (SELECT sum(amount) AS sum FROM money_leg
                       WHERE account_id = s.account_id AND id <= s.leg_ref) l
 WHERE l.sum IS DISTINCT FROM s.balance
"""

_HOLDS = """
SELECT format('%%s: held %%s, escrow account %%s', currency, coalesce(h.sum, 0), coalesce(e.sum, 0))
  FROM (SELECT currency, sum(amount - released - returned) AS sum FROM money_hold GROUP BY currency) h
  FULL JOIN (SELECT l.currency, sum(l.amount) AS sum FROM money_leg l JOIN money_account a ON a.id = l.account_id
              WHERE a.purpose = %s GROUP BY l.currency) e USING (currency)
 WHERE coalesce(h.sum, 0) <> coalesce(e.sum, 0)
"""

_CLEARINGS = """
SELECT format('studio %%s, %%s: to clear %%s, pending balance %%s', studio_id, currency, coalesce(c.sum, 0),
              coalesce(a.balance, 0))
  FROM (SELECT studio_id, currency, sum(amount - taken_back) AS sum FROM money_clearing
         WHERE cleared_at IS NULL GROUP BY studio_id, currency) c
  FULL JOIN (SELECT studio_id, currency, balance FROM money_account WHERE purpose = %s) a USING (studio_id, currency)
 WHERE coalesce(c.sum, 0) <> coalesce(a.balance, 0)
"""

_CAPTURES = """
SELECT format('payment %%s: %%s %%s captured, %%s booked', p.id, p.amount, p.currency, coalesce(b.sum, 0))
  FROM money_payment p
  LEFT JOIN money_entry e ON e.key = 'payment:' || p.id || ':capture'
  LEFT JOIN LATERAL (SELECT sum(l.amount) AS sum FROM money_leg l WHERE l.entry_id = e.id AND l.amount > 0
                        AND l.currency = p.currency) b ON true
 WHERE (p.status = ANY(%s)) <> (e.id IS NOT NULL) OR (e.id IS NOT NULL AND b.sum IS DISTINCT FROM p.amount)
"""

_REFUNDS = """
SELECT format('%%s: refunds under way %%s, account %%s', currency, coalesce(r.sum, 0), coalesce(d.sum, 0))
  FROM (SELECT p.currency, sum(r.amount) AS sum FROM money_refund r JOIN money_payment p ON p.id = r.payment_id
         WHERE r.status = 'pending' GROUP BY p.currency) r
  FULL JOIN (SELECT l.currency, sum(l.amount) AS sum FROM money_leg l JOIN money_account a ON a.id = l.account_id
              WHERE a.purpose = %s GROUP BY l.currency) d USING (currency)
 WHERE coalesce(r.sum, 0) <> coalesce(d.sum, 0)
"""

# What gateways handed over (settlements) is booked against their accounts too, so only payments' entries are summed.
_GATEWAYS = """
SELECT format('%%s, %%s: payments say %%s, account %%s', gateway, currency, coalesce(p.sum, 0), coalesce(g.sum, 0))
  FROM (SELECT p.gateway || coalesce(':' || o.studio_id, '') AS gateway, p.currency,
               sum(p.fee - p.amount + coalesce(r.sum, 0)) AS sum
          FROM money_payment p LEFT JOIN money_gatewayaccount o ON o.id = p.account_id
          LEFT JOIN (SELECT payment_id, sum(amount) AS sum FROM money_refund WHERE status = %s
                      GROUP BY payment_id) r ON r.payment_id = p.id
         WHERE p.status = ANY(%s) GROUP BY 1, p.currency) p
  FULL JOIN (SELECT a.detail AS gateway, l.currency, sum(l.amount) AS sum
               FROM money_leg l JOIN money_account a ON a.id = l.account_id JOIN money_entry e ON e.id = l.entry_id
              WHERE a.purpose = %s AND e.memo = ANY(%s) GROUP BY a.detail, l.currency) g USING (gateway, currency)
 WHERE coalesce(p.sum, 0) <> coalesce(g.sum, 0)
"""

# A charge that was just paid, and of which we have not heard yet, is no contradiction.
_SANDBOX = """
SELECT format('payment %%s: ours %%s, refunded %%s; sandbox %%s, refunded %%s', p.id, p.amount, r.sum, c.amount,
              c.refunded)
  FROM money_payment p JOIN money_sandboxcharge c ON c.token = p.token
  CROSS JOIN LATERAL (SELECT coalesce(sum(amount) FILTER (WHERE status = 'succeeded'), 0) AS sum,
                             coalesce(sum(amount), 0) AS most FROM money_refund WHERE payment_id = p.id) r
 WHERE p.gateway = 'sandbox' AND p.status = ANY(%s)
   AND (c.state <> 'paid' OR c.amount <> p.amount OR c.currency <> p.currency
        OR c.refunded NOT BETWEEN r.sum AND r.most)
"""

# What a bank asks about may wait for its decision, as long as that takes.
_UNAPPLIED = """
SELECT format('%%s: %%s %%s since %%s', e.subject, sum(l.amount), l.currency, max(e.at))
  FROM money_leg l JOIN money_account a ON a.id = l.account_id JOIN money_entry e ON e.id = l.entry_id
 WHERE a.purpose = %s GROUP BY e.subject, l.currency HAVING sum(l.amount) <> 0 AND max(e.at) < %s
   AND sum(l.amount) NOT BETWEEN 1 AND
       (SELECT coalesce(sum(d.amount), 0) FROM money_dispute d JOIN money_payment p ON p.id = d.payment_id
         WHERE p.subject = e.subject AND d.status = ANY(%s) AND d.taken > 0)
"""

_PAYOUTS = """
SELECT format('%%s: payouts under way %%s, account %%s', currency, coalesce(p.sum, 0), coalesce(d.sum, 0))
  FROM (SELECT currency, sum(amount - fee) AS sum FROM money_payout WHERE status = ANY(%s) GROUP BY currency) p
  FULL JOIN (SELECT l.currency, sum(l.amount) AS sum FROM money_leg l JOIN money_account a ON a.id = l.account_id
              WHERE a.purpose = %s GROUP BY l.currency) d USING (currency)
 WHERE coalesce(p.sum, 0) <> coalesce(d.sum, 0)
"""

_DISPUTES = """
SELECT format('%%s: disputes hold %%s, account %%s', currency, coalesce(p.sum, 0), coalesce(d.sum, 0))
  FROM (SELECT currency, -sum(taken) AS sum FROM money_dispute WHERE status = ANY(%s) GROUP BY currency) p
  FULL JOIN (SELECT l.currency, sum(l.amount) AS sum FROM money_leg l JOIN money_account a ON a.id = l.account_id
              WHERE a.purpose = %s GROUP BY l.currency) d USING (currency)
 WHERE coalesce(p.sum, 0) <> coalesce(d.sum, 0)
"""

_BATCHES = """
SELECT format('batch %%s: %%s of %%s, its lines %%s of %%s', b.number, b.count, b.total, l.count, l.sum)
  FROM money_payoutbatch b
  CROSS JOIN LATERAL (SELECT count(*) AS count, coalesce(sum(n.amount), 0) AS sum,
                             count(*) FILTER (WHERE n.amount <> p.amount - p.fee) AS wrong
                        FROM money_payoutline n JOIN money_payout p ON p.id = n.payout_id WHERE n.batch_id = b.id) l
 WHERE b.count <> l.count OR b.total <> l.sum OR l.wrong > 0
"""
