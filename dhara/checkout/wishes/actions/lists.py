"""Put an offer on a list, take it off; one list out of a guest's and an account's."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer
from dhara.catalog.offers.queries import on_market
from dhara.checkout.wishes import queries, rules
from dhara.checkout.wishes.models import Wish, WishList
from dhara.kit.actor import Actor
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.refusal import NotAllowed, NotFoundHere, Refused


@transaction.atomic
def put(token: str | None, *, offer_id: int, currency: str, by: Actor, at: datetime) -> WishList:
    """Put an offer on the list of whoever acts (for a guest the one that the token names, or a new one). Twice is once.

    `currency` is the one the visitor reads prices in: what the offer costs now is remembered in it, or in the studio's.
    Raises NotFoundHere for what is not on the market, Refused where the list is full.
    """
    offer = on_market(at).select_related("studio").filter(pk=offer_id).first()
    if offer is None:
        raise NotFoundHere("offer_gone", _("This is not sold any more."))
    wishlist = _locked(token, by) or _new(by, at)
    if wishlist.wishes.filter(offer=offer).exists():
        return wishlist
    if wishlist.wishes.count() >= rules.MOST_WISHES:
        text = _("Your wish list holds %(most)s things; please take something off first.")
        raise Refused("wishlist_full", text % {"most": number(rules.MOST_WISHES, current())})
    Wish.objects.bulk_create([_wish(wishlist, offer, currency, at)], ignore_conflicts=True)
    return _touched(wishlist, at)


def _wish(wishlist: WishList, offer: Offer, currency: str, at: datetime) -> Wish:
    now = queries.standings([offer], at)[offer.pk]
    code = next((each for each in (currency, offer.studio.currency, *now.prices) if each in now.prices), currency)
    amount = now.prices.get(code)
    return Wish(
        wishlist=wishlist,
        offer=offer,
        currency=code,
        amount=amount,
        low=amount,
        out=not now.buyable,
        awaited=now.awaited,
        added_at=at,
    )


@transaction.atomic
def remove(token: str | None, *, offer_id: int, by: Actor, at: datetime) -> WishList | None:
    """Take an offer off; one that is not on the list is no error. None where there is no list."""
    wishlist = _locked(token, by)
    if wishlist is None or not wishlist.wishes.filter(offer_id=offer_id).delete()[0]:
        return wishlist
    return _touched(wishlist, at)


@transaction.atomic
def merge(token: str, account_id: int, *, by: Actor, at: datetime) -> WishList | None:
    """After signing in (`by` is who signed in): what the guest's list holds joins the account's, each offer once.

    The account's own wishes, and whether it is shared, count before the guest's. None without any list.
    """
    if by.id != account_id:
        raise NotAllowed()
    guests = WishList.objects.select_for_update().filter(token=token, account=None).first()
    own = WishList.objects.select_for_update().filter(account_id=account_id).first()
    if guests is None:
        return own
    if own is None:
        guests.account_id = account_id
        return _touched(guests, at)
    known = set(own.wishes.values_list("offer_id", flat=True))
    room = max(0, rules.MOST_WISHES - len(known))
    coming = [wish.pk for wish in guests.wishes.exclude(offer_id__in=known)[:room]]
    Wish.objects.filter(pk__in=coming).update(wishlist=own)
    shared, name = guests.shared_token, guests.shared_name
    guests.delete()
    if own.shared_token is None and shared is not None:
        own.shared_token, own.shared_name = shared, name
    return _touched(own, at)


def _locked(token: str | None, by: Actor) -> WishList | None:
    lists = WishList.objects.select_for_update()
    if by.kind == "person" and by.id is not None:
        return lists.filter(account_id=by.id).first()
    return lists.filter(token=token, account=None).first() if token else None


def _new(by: Actor, at: datetime) -> WishList:
    """Two tabs of one account that begin at once begin one list."""
    fresh = WishList(token=secrets.token_urlsafe(24), created_at=at, changed_at=at)
    if by.kind != "person" or by.id is None:
        fresh.save()
        return fresh
    fresh.account_id = by.id
    WishList.objects.bulk_create([fresh], ignore_conflicts=True)
    return WishList.objects.select_for_update().get(account_id=by.id)


def _touched(wishlist: WishList, at: datetime) -> WishList:
    wishlist.changed_at = at
    wishlist.save(update_fields=["account", "shared_token", "shared_name", "changed_at"])
    return wishlist
