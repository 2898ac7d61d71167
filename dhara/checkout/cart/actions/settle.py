"""What the cart is priced in, which prices and codes count, where the buyer is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.checkout.cart import queries, rules
from dhara.checkout.cart.actions.held import locked, touched
from dhara.checkout.cart.held import added
from dhara.checkout.cart.models import Cart, CartLine
from dhara.checkout.coupons.rules import key_of
from dhara.kit.actor import Actor
from dhara.kit.currency import CODES, Money
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.money.tax.queries import countries
from dhara.money.tax.regions import is_known
from dhara.money.tax.rules import clean_tax_id
from dhara.people.models import Account


@transaction.atomic
def switch_currency(token: str, *, currency: str, by: Actor, at: datetime) -> Cart:
    """Price the whole cart in another currency. Refused where a line is not sold in it, naming the line."""
    if currency not in CODES:
        raise Invalid("currency_unknown", _("We do not know this currency."), "currency")
    cart = locked(token, by)
    if cart is None:
        raise NotFoundHere()
    lines = list(cart.lines.select_related("tier__offer", "offer"))
    prices = queries.prices_of([line.tier_id for line in lines])
    besides = added([(line.tier, line.answers) for line in lines], currency)
    for line, more in zip(lines, besides, strict=True):
        unit = rules.now(line.tier, prices[line.tier_id], currency, line.quantity, at)
        if unit is None:
            sold_in = rules.names_of(prices[line.tier_id])
            message = _("“%(title)s” is sold in %(sold)s only.") % {"title": line.offer.title, "sold": sold_in}
            raise Refused("other_currency", message, "currency")
        if isinstance(more, Refused):
            raise Refused(more.code, f"{line.offer.title}: {more.message}", "currency")
        line.shown = unit + sum(each.amount for each in more)
    CartLine.objects.bulk_update(lines, ["shown"])
    cart.currency = currency
    return touched(cart, at)


@transaction.atomic
def confirm_prices(token: str, *, total: Money, by: Actor, at: datetime, home: str = "") -> Cart:
    """The buyer has seen the changed prices, which sum to `total`, and agrees to them. `home` as in `queries.view`.

    Refused with `price_changed` when they have changed once more since.
    """
    cart = locked(token, by)
    if cart is None:
        raise NotFoundHere()
    account = Account.objects.filter(pk=by.id).first() if by.kind == "person" and by.id else None
    view = queries.view(cart, account, covers=False, at=at, home=home)
    if view.total != total:
        raise Refused("price_changed", _("A price has changed once more. Please look again."))
    seen = [CartLine(pk=line.id, shown=line.now.minor) for line in view.changes if line.now]
    CartLine.objects.bulk_update(seen, ["shown"])
    return touched(cart, at)


@transaction.atomic
def enter_code(token: str, *, code: str, by: Actor, at: datetime, strict: bool = True) -> Cart:
    """Remember a coupon's code. With `strict` one that does not count for what is in the cart is refused, saying why.

    A link's code is remembered in any case: what it is for may still come into the cart.
    """
    cart = locked(token, by)
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
    return touched(cart, at)


@transaction.atomic
def drop_code(token: str, *, code: str, by: Actor, at: datetime) -> Cart:
    """Forget a code; one that is not there is no error."""
    cart = locked(token, by)
    if cart is None:
        raise NotFoundHere()
    cart.codes = [each for each in cart.codes if each != key_of(code)]
    return touched(cart, at)


@transaction.atomic
def set_place(token: str, *, country: str, region: str = "", tax_id: str = "", by: Actor, at: datetime) -> Cart:
    """Where the buyer says to be, with the tax id they have there. Raises Invalid on `country`, `region` or `tax_id`.

    `region` is an ISO 3166-2 code of that country; it is kept where rates differ by region.
    """
    cart = locked(token, by)
    if cart is None:
        raise NotFoundHere()
    country = country.upper()
    if country not in dict(countries()):
        raise Invalid("country_unknown", _("Please choose a country from the list."), "country")
    region = region.upper()
    if region and not is_known(region, country):
        raise Invalid("region_unknown", _("This is no state or province of that country. Please choose one."), "region")
    cart.country, cart.region, cart.tax_id = country, region, clean_tax_id(tax_id, country)
    return touched(cart, at)
