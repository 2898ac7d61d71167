"""The verbs of a cart. All of them lock the cart, so that two tabs do not undo each other's work."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Suggestion, Tier
from dhara.catalog.suggestions.rules import BUMP, CROSS
from dhara.checkout.cart import queries, rules
from dhara.checkout.cart.entering import checked, first_currency
from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.coupons.rules import key_of
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import CODES, Money
from dhara.kit.refusal import Invalid, NotAllowed, NotFoundHere, Refused
from dhara.money.tax.queries import countries
from dhara.money.tax.regions import is_known
from dhara.money.tax.rules import clean_tax_id
from dhara.people.models import Account


@transaction.atomic
def add(
    token: str | None,
    *,
    tier_id: int,
    quantity: int = 1,
    chosen: int | None = None,
    currency: str | None = None,
    by: Actor,
    at: datetime,
) -> Cart:
    """Put a tier into the cart that the token names (a new one where it names none) and return the cart.

    `chosen` is the amount in minor units where the buyer chooses it; `currency` the one the visitor reads prices in.
    Adding what is there already sets the amount anew and adds up the quantity as far as the kind allows.
    """
    tier = rows.first(Tier, "t.id = %s", [tier_id], along=("offer", "offer__studio"))
    if tier is None:
        raise NotFoundHere()
    prices = queries.prices_of([tier_id])[tier_id]
    kept = _locked(token, by)
    cart = kept or _new(first_currency(tier, prices, currency), by=by, at=at)
    lines = {line.tier_id: line for line in cart.lines.all()} if kept else {}
    if kept and not lines:
        cart.currency = first_currency(tier, prices, currency or cart.currency)
    line = lines.get(tier_id)
    if line is None and len(lines) >= rules.MOST_LINES:
        raise Refused("cart_full", _("Your cart is full. Please pay for what is in it first."))
    wanted = min((line.quantity if line else 0) + max(quantity, 1), rules.most_of(tier.offer))
    unit = checked(tier, prices, cart.currency, wanted, chosen, by=by, at=at)
    if line:
        line.quantity, line.shown = wanted, unit
        line.save(update_fields=["quantity", "shown"])
    else:
        rows.insert(
            CartLine(cart=cart, tier_id=tier_id, offer_id=tier.offer_id, quantity=wanted, shown=unit, added_at=at)
        )
    return _touched(cart, at) if kept else cart


@transaction.atomic
def add_bump(token: str, *, suggestion_id: int, by: Actor, at: datetime) -> Cart:
    """Put in what an offer of the cart suggests, at the price that it has in this company. Twice is once.

    Raises NotFoundHere where it is not suggested (any more), and what `add` raises.
    """
    cart = _locked(token, by)
    bump = Suggestion.objects.filter(pk=suggestion_id, kind=BUMP).first()
    if cart is None or bump is None or not cart.lines.filter(offer_id=bump.offer_id).exists():
        raise NotFoundHere("bump_gone", _("This is not offered any more."))
    return _bring(cart, bump, by=by, at=at)


@transaction.atomic
def add_pair(
    token: str | None, *, suggestion_id: int, tier_id: int, currency: str | None = None, by: Actor, at: datetime
) -> Cart:
    """Put in an offer's tier with what its page suggests, each once; raises NotFoundHere and what `add` raises."""
    pair = Suggestion.objects.filter(pk=suggestion_id, kind=CROSS, offer__tiers=tier_id).first()
    if pair is None:
        raise NotFoundHere("pair_gone", _("This is not offered any more."))
    cart = _locked(token, by)
    if cart is None or not cart.lines.filter(offer_id=pair.offer_id).exists():
        cart = add(cart.token if cart else None, tier_id=tier_id, currency=currency, by=by, at=at)
    return _bring(cart, pair, by=by, at=at)


@transaction.atomic
def change(
    token: str, *, line_id: int, quantity: int | None = None, chosen: int | None = None, by: Actor, at: datetime
) -> Cart:
    """Another quantity (0 removes the line) or another chosen amount, in minor units."""
    cart, line = _line(token, line_id, by)
    if quantity is not None and quantity <= 0:
        line.delete()
        return _touched(cart, at)
    tier, wanted = line.tier, quantity or line.quantity
    if wanted > rules.most_of(tier.offer):
        raise Invalid("too_many_copies", _("You can not buy more of this at once."), "quantity")
    prices = queries.prices_of([tier.pk])[tier.pk]
    line.shown = checked(tier, prices, cart.currency, wanted, line.shown if chosen is None else chosen, by=by, at=at)
    line.quantity = wanted
    line.save(update_fields=["quantity", "shown"])
    return _touched(cart, at)


@transaction.atomic
def remove(token: str, *, line_id: int, by: Actor, at: datetime) -> Cart:
    """Take a line out; one that is gone already is no error."""
    cart = _locked(token, by)
    if cart is None:
        raise NotFoundHere()
    CartLine.objects.filter(cart=cart, pk=line_id).delete()
    return _touched(cart, at)


@transaction.atomic
def switch_currency(token: str, *, currency: str, by: Actor, at: datetime) -> Cart:
    """Price the whole cart in another currency. Refused where a line is not sold in it, naming the line."""
    if currency not in CODES:
        raise Invalid("currency_unknown", _("We do not know this currency."), "currency")
    cart = _locked(token, by)
    if cart is None:
        raise NotFoundHere()
    lines = list(cart.lines.select_related("tier", "offer"))
    prices = queries.prices_of([line.tier_id for line in lines])
    for line in lines:
        unit = rules.now(line.tier, prices[line.tier_id], currency, line.quantity, at)
        if unit is None:
            sold_in = rules.names_of(prices[line.tier_id])
            message = _("“%(title)s” is sold in %(sold)s only.") % {"title": line.offer.title, "sold": sold_in}
            raise Refused("other_currency", message, "currency")
        line.shown = unit
    CartLine.objects.bulk_update(lines, ["shown"])
    cart.currency = currency
    return _touched(cart, at)


@transaction.atomic
def confirm_prices(token: str, *, total: Money, by: Actor, at: datetime, home: str = "") -> Cart:
    """The buyer has seen the changed prices, which sum to `total`, and agrees to them. `home` as in `queries.view`.

    Refused with `price_changed` when they have changed once more since.
    """
    cart = _locked(token, by)
    if cart is None:
        raise NotFoundHere()
    account = Account.objects.filter(pk=by.id).first() if by.kind == "person" and by.id else None
    view = queries.view(cart, account, covers=False, at=at, home=home)
    if view.total != total:
        raise Refused("price_changed", _("A price has changed once more. Please look again."))
    seen = [CartLine(pk=line.id, shown=line.now.minor) for line in view.changes if line.now]
    CartLine.objects.bulk_update(seen, ["shown"])
    return _touched(cart, at)


@transaction.atomic
def enter_code(token: str, *, code: str, by: Actor, at: datetime, strict: bool = True) -> Cart:
    """Remember a coupon's code. With `strict` one that does not count for what is in the cart is refused, saying why.

    A link's code is remembered in any case: what it is for may still come into the cart.
    """
    cart = _locked(token, by)
    if cart is None:
        raise NotFoundHere()
    key = key_of(code)
    if not key:
        raise Invalid("coupon_missing", _("Please enter a code."), "coupon")
    cart.codes = [*(each for each in cart.codes if each != key), key][-rules.MOST_CODES :]
    if strict:
        idle = queries.view(cart, covers=False, at=at).idle
        refusal = next((each.why for each in idle if key_of(each.code) == key), None)
        if refusal is not None:
            raise refusal
    return _touched(cart, at)


@transaction.atomic
def drop_code(token: str, *, code: str, by: Actor, at: datetime) -> Cart:
    """Forget a code; one that is not there is no error."""
    cart = _locked(token, by)
    if cart is None:
        raise NotFoundHere()
    cart.codes = [each for each in cart.codes if each != key_of(code)]
    return _touched(cart, at)


@transaction.atomic
def set_place(token: str, *, country: str, region: str = "", tax_id: str = "", by: Actor, at: datetime) -> Cart:
    """Where the buyer says to be, with the tax id they have there. Raises Invalid on `country`, `region` or `tax_id`.

    `region` is an ISO 3166-2 code of that country; it is kept where rates differ by region.
    """
    cart = _locked(token, by)
    if cart is None:
        raise NotFoundHere()
    country = country.upper()
    if country not in dict(countries()):
        raise Invalid("country_unknown", _("Please choose a country from the list."), "country")
    region = region.upper()
    if region and not is_known(region, country):
        raise Invalid("region_unknown", _("This is no state or province of that country. Please choose one."), "region")
    cart.country, cart.region, cart.tax_id = country, region, clean_tax_id(tax_id, country)
    return _touched(cart, at)


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
    lines = [line for cart in kept[:1] for line in cart.lines.select_related("tier") if line.tier_id not in known]
    lines = lines[: max(0, rules.MOST_LINES - len(known))]
    prices = queries.prices_of([line.tier_id for line in lines])
    for line in lines:
        chosen = line.shown if kept[0].currency == filled.currency else None
        line.cart = filled
        line.shown = rules.now(line.tier, prices[line.tier_id], filled.currency, line.quantity, at, chosen) or 0
    CartLine.objects.bulk_update(lines, ["cart", "shown"])
    Cart.objects.filter(pk__in=[cart.pk for cart in kept]).delete()
    filled.account_id, filled.reminder_id = account_id, asked
    filled.codes = list(dict.fromkeys([*(code for cart in kept[:1] for code in cart.codes), *filled.codes]))
    filled.codes = filled.codes[-rules.MOST_CODES :]
    return _touched(filled, at)


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


def _bring(cart: Cart, suggestion: Suggestion, *, by: Actor, at: datetime) -> Cart:
    if not cart.lines.filter(tier_id=suggestion.tier_id).exists():
        cart = add(cart.token, tier_id=suggestion.tier_id, currency=cart.currency, by=by, at=at)
        cart.lines.filter(tier_id=suggestion.tier_id).update(suggestion=suggestion)
    return cart


def _locked(token: str | None, by: Actor) -> Cart | None:
    cart = rows.first(Cart, "t.token = %s", [token], tail="FOR UPDATE") if token else None
    return cart if cart and cart.account_id in (None, by.id if by.kind == "person" else None) else None


def _new(currency: str, *, by: Actor, at: datetime) -> Cart:
    account_id = by.id if by.kind == "person" else None
    token = secrets.token_urlsafe(24)
    return rows.insert(Cart(token=token, account_id=account_id, currency=currency, created_at=at, changed_at=at))


def _line(token: str, line_id: int, by: Actor) -> tuple[Cart, CartLine]:
    cart = _locked(token, by)
    lines = CartLine.objects.select_related("tier__offer__studio").filter(cart=cart, pk=line_id) if cart else None
    line = lines.first() if lines is not None else None
    if cart is None or line is None:
        raise NotFoundHere("line_gone", _("This is no longer in your cart."))
    return cart, line


def _touched(cart: Cart, at: datetime) -> Cart:
    cart.changed_at = at
    cart.save(update_fields=["currency", "account", "codes", "country", "region", "tax_id", "reminder", "changed_at"])
    return cart
