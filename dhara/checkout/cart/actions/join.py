"""After signing in, and after paying."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dhara.checkout.cart import queries, rules
from dhara.checkout.cart.actions.held import touched
from dhara.checkout.cart.held import added_sums
from dhara.checkout.cart.models import Cart, CartLine
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotAllowed


@transaction.atomic
def merge(token: str | None, account_id: int, *, by: Actor, at: datetime) -> Cart | None:
    """After signing in (`by` is who signed in): one cart out of the guest's and the account's; None without any.

    The cart that was just being filled keeps its token (orders under way know it) and its currency; lines of the
    other that are not sold in it stay, marked, until the buyer decides.
    """
    if by.id != account_id:
        raise NotAllowed()
    filled = Cart.objects.select_for_update().filter(token=token, account=None).first() if token else None
    kept = list(Cart.objects.select_for_update().filter(account_id=account_id).order_by("-changed_at", "-id"))
    if filled is None:
        return kept[0] if kept else None
    asked = next((each.reminder_id for each in (filled, *kept) if each.reminder_id), None)
    if kept and not filled.lines.exists():
        filled.delete()
        if asked and not kept[0].reminder_id:
            Cart.objects.filter(pk=kept[0].pk).update(reminder=asked)
        return kept[0]
    known = set(filled.lines.values_list("tier_id", flat=True))
    lines = [
        line for cart in kept[:1] for line in cart.lines.select_related("tier__offer") if line.tier_id not in known
    ]
    lines = lines[: max(0, rules.MOST_LINES - len(known))]
    prices = queries.prices_of([line.tier_id for line in lines])
    besides = added_sums([(line.tier, line.answers) for line in lines], filled.currency)
    for line, more in zip(lines, besides, strict=True):
        chosen = line.shown if kept[0].currency == filled.currency else None
        line.cart = filled
        price = rules.now(line.tier, prices[line.tier_id], filled.currency, line.quantity, at, chosen) or 0
        line.shown = price + more
    CartLine.objects.bulk_update(lines, ["cart", "shown"])
    Cart.objects.filter(pk__in=[cart.pk for cart in kept]).delete()
    filled.account_id, filled.reminder_id = account_id, asked
    filled.codes = list(dict.fromkeys([*(code for cart in kept[:1] for code in cart.codes), *filled.codes]))
    filled.codes = filled.codes[-rules.MOST_CODES :]
    return touched(filled, at)


def forget(order_id: int) -> list[int]:
    """Take out what was bought: from the cart it was bought with, and from the buyer's other carts; one statement.

    Returns the reminders (see checkout.abandoned) that these carts name.
    """
    with rows.cursor() as cursor:
        cursor.execute(_FORGET, [order_id, order_id])
        return [int(key) for (key,) in cursor.fetchall()]


_FORGET = """
WITH gone AS (
DELETE FROM checkout_cartline line USING checkout_orderline bought, checkout_order o, checkout_cart cart
 WHERE o.id = %s AND bought.order_id = o.id AND line.tier_id = bought.tier_id
   AND line.cart_id = cart.id AND (cart.id = o.cart_id OR cart.account_id = o.account_id)
)
SELECT DISTINCT cart.reminder_id FROM checkout_order o JOIN checkout_cart cart ON cart.id = o.cart_id
 WHERE o.id = %s AND cart.reminder_id IS NOT NULL
"""
