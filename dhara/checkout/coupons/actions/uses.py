"""What an order does with coupons. All of it inside the order's transaction, coupons by their ids, before any tier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dhara.checkout.coupons import rules
from dhara.checkout.coupons.models import CouponUse
from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.people.accounts.queries import proven_emails


@dataclass(frozen=True)
class Wanted:
    """A use to be: what the coupon takes off, and what the buyer pays for the studio's lines all the same."""

    coupon_id: int
    studio_id: int
    amount: Money
    gross: Money


def lock(coupon_ids: Iterable[int], order_ids: Iterable[int]) -> None:
    """Lock coupons, and those that waiting orders use, in one order: for who gives some back and takes others."""
    with rows.cursor() as cursor:
        cursor.execute(_LOCK, [list(coupon_ids), list(order_ids)])


_LOCK = """
SELECT id FROM checkout_coupon
 WHERE id = ANY(%s) OR id IN (SELECT coupon_id FROM checkout_couponuse WHERE order_id = ANY(%s))
 ORDER BY id FOR UPDATE
"""


def take(wanted: Sequence[Wanted], *, order_id: int, email: str, account_id: int | None, at: datetime) -> None:
    """Count a use of each. Raises Refused `coupon_used_up`, `coupon_used_before` or `coupon_first_only`."""
    known = {email, *(proven_emails(account_id) if account_id else ())}
    for each in sorted(wanted, key=lambda each: each.coupon_id):
        with rows.cursor() as cursor:
            cursor.execute(_TAKE, [each.coupon_id])
            row = cursor.fetchone()
            if row is None:
                raise rules.used_up()
            cap_each, first_only = row
            cursor.execute(_BEFORE, [each.coupon_id, account_id, sorted(known)])
            if cap_each is not None and cursor.fetchone()[0] >= cap_each:
                raise rules.used_by_you()
            if first_only:
                cursor.execute(_BOUGHT, [each.studio_id, account_id, sorted(known)])
                if cursor.fetchone() is not None:
                    raise rules.not_first()
    rows.insert_all(
        [
            CouponUse(
                coupon_id=each.coupon_id,
                order_id=order_id,
                account_id=account_id,
                email=email,
                currency=each.amount.currency,
                amount=each.amount.minor,
                gross=each.gross.minor,
                at=at,
            )
            for each in wanted
        ]
    )


# The row stays locked until the order is made, so the buyers' own uses are counted one buyer after the other, too.
_TAKE = """
UPDATE checkout_coupon SET used = used + 1 WHERE id = %s AND (cap IS NULL OR used < cap)
RETURNING cap_each, first_only
"""
_BEFORE = """
SELECT count(*) FROM checkout_couponuse
 WHERE coupon_id = %s AND counts AND (account_id = %s::bigint OR email = ANY(%s))
"""
_BOUGHT = """
SELECT 1 FROM checkout_orderline l JOIN checkout_order o ON o.id = l.order_id
 WHERE l.studio_id = %s AND l.paid_at IS NOT NULL AND (o.account_id = %s::bigint OR o.email = ANY(%s)) LIMIT 1
"""


def give_back(order_id: int) -> None:
    """The order is given up: its uses count no more."""
    with rows.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [order_id])


_GIVE_BACK = """
WITH held AS (
  SELECT c.id AS coupon_id, u.id FROM checkout_coupon c JOIN checkout_couponuse u ON u.coupon_id = c.id
   WHERE u.order_id = %s AND u.counts ORDER BY c.id FOR UPDATE OF c
), freed AS (
  UPDATE checkout_coupon c SET used = c.used - 1 FROM held WHERE c.id = held.coupon_id
)
UPDATE checkout_couponuse u SET counts = false FROM held WHERE u.id = held.id
"""


def take_again(order_id: int) -> None:
    """The buyer of a given-up order pays after all: its uses count again, at the agreed price.

    Nothing happens to uses that still count. Raises Refused `coupon_used_up` with nothing taken when another buyer
    took the last one.
    """
    with rows.cursor() as cursor:
        cursor.execute(_LOCK, [[], [order_id]])
        cursor.execute(_TAKE_AGAIN, [order_id])
        cursor.execute(_MISSING, [order_id])
        missing = cursor.fetchone()[0]
        if missing:
            give_back(order_id)
            raise rules.used_up()


_TAKE_AGAIN = """
WITH wanted AS (
  SELECT u.id, u.coupon_id FROM checkout_couponuse u JOIN checkout_coupon c ON c.id = u.coupon_id
   WHERE u.order_id = %s AND NOT u.counts AND (c.cap IS NULL OR c.used < c.cap)
), taken AS (
  UPDATE checkout_coupon c SET used = c.used + 1 FROM wanted WHERE c.id = wanted.coupon_id RETURNING c.id
)
UPDATE checkout_couponuse u SET counts = true FROM wanted JOIN taken ON taken.id = wanted.coupon_id
 WHERE u.id = wanted.id
"""
_MISSING = "SELECT count(*) FROM checkout_couponuse WHERE order_id = %s AND NOT counts"


def finish(order_id: int, at: datetime) -> None:
    """The order is paid: its uses are for good."""
    with rows.cursor() as cursor:
        cursor.execute(
            "UPDATE checkout_couponuse SET paid_at = %s WHERE order_id = %s AND paid_at IS NULL", [at, order_id]
        )
