"""Reads of grants: what an account owns, what an order gave, whether it may be used now."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from dhara.checkout.gifts import queries as gifts
from dhara.checkout.gifts.mail import gift_url
from dhara.checkout.models import Order
from dhara.checkout.orders.mail import library_url
from dhara.delivery.grants.models import Grant
from dhara.delivery.grants.rules import ACTIVE
from dhara.people.access.queries import Somebody, Viewer
from dhara.people.accounts.queries import proven_emails


def visible_to(account: Somebody) -> QuerySet[Grant]:
    """What belongs to an account, or to an address that it has proven; newest first, whatever its state."""
    mine = Viewer(account).account_id
    if mine is None:
        return Grant.objects.none()
    unclaimed = Q(account__isnull=True, email__in=proven_emails(mine))
    return Grant.objects.filter(Q(account_id=mine) | unclaimed).order_by("-id")


def library(account: Somebody) -> QuerySet[Grant]:
    """What an account may use now, with what its library shows of each, newest first: one query."""
    related = ("offer__studio", "offer__cover__file", "tier", "order")
    return (
        visible_to(account).filter(status=ACTIVE).select_related(*related).defer("offer__search", "offer__description")
    )


def of_order(order: Order) -> QuerySet[Grant]:
    """What an order gave its buyer, in the order of its lines, whatever its state. Of a gift that is nothing."""
    return with_all(Grant.objects.none() if order.gifted else Grant.objects.filter(order=order))


def with_all(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    """With what a page of one order shows of each, in the order of its lines."""
    related = ("offer__studio", "offer__cover__file", "tier", "line", "order")
    return grants.select_related(*related).defer("offer__search", "offer__description").order_by("line_id", "id")


@dataclass(frozen=True)
class Holder:
    """To whom letters about a grant go; `url` is where the things are."""

    email: str
    name: str
    short_name: str
    language: str
    url: str


def holder_of(grant: Grant) -> Holder:
    """The account that has it, or else whoever received it. Needs order and account; of a guest's gift one query."""
    account, order = grant.account, grant.order
    if account is not None:
        url = f"{settings.PUBLIC_URL}/library/{grant.pk}/"
        return Holder(account.email, account.get_full_name(), account.get_short_name(), account.language, url)
    gift = gifts.of_order(order)
    if gift is not None:
        return Holder(grant.email, gift.name, gift.name, gift.language, gift_url(gift))
    return Holder(grant.email, order.name, order.name, order.language, library_url(order))


def may_use(grant: Grant) -> bool:
    """Whether the grant, as it is loaded, opens anything. Load it anew for each request for bytes."""
    return grant.status == ACTIVE


def same_access(grant: Grant) -> QuerySet[Grant]:
    """Other grants that give the same tier to the same person."""
    person = Q(email=grant.email)
    if grant.account_id is not None:
        person |= Q(account_id=grant.account_id)
    return Grant.objects.filter(person, tier_id=grant.tier_id, status=ACTIVE).exclude(pk=grant.pk)


def count_holders(offer_id: int) -> int:
    """How many purchases of an offer are in force."""
    return Grant.objects.filter(offer_id=offer_id, status=ACTIVE).count()
