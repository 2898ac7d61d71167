"""French studios that charge Germans tax, orders from Germany, and what comes of a tax id that is added later."""

from __future__ import annotations

from datetime import datetime, timedelta

from dhara.catalog.models import Collaborator, Tier
from dhara.checkout.models import Cart, Order, Paper, Refund
from dhara.checkout.papers import queries
from dhara.checkout.papers.pdf import pdf
from dhara.checkout.refunds import actions
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.queue import drain
from dhara.money.tax import actions as tax
from dhara.people.models import Studio
from tests.checkout.pdf import pages
from tests.make import checkout as make

GERMAN = "DE136695976"
FRENCH = "FR40303265045"


def charging(studio: Studio, *, at: datetime, countries: tuple[str, ...] = ("DE", "FR", "GB")) -> Studio:
    """A studio in France whose prices contain the tax of the buyer's country."""
    tax.ensure_rates()
    tax.set_profile(
        studio.pk, registered=True, country="FR", tax_id=FRENCH, inclusive=True, countries=countries, by=SYSTEM, at=at
    )
    return studio


def tier(studio: Studio) -> Tier:
    """119 euros: in Germany 19 of them are tax."""
    return make.tier(studio, prices={"EUR": 11_900})


def sold_to(country: str, *tiers: Tier, at: datetime) -> Order:
    """A paid order of somebody in that country, in euros."""
    cart = make.cart_with(*tiers, at=at, currency="EUR")
    Cart.objects.filter(pk=cart.pk).update(country=country)
    cart.refresh_from_db()
    order = make.chosen(make.placed(cart=cart, at=at, currency="EUR"), "pay", at=at)
    drain(at)
    order.refresh_from_db()
    return order


def add(order: Order, tax_id: str = GERMAN, *, at: datetime) -> Refund:
    return actions.add_tax_id(order.pk, tax_id=tax_id, by=GUEST, at=at)


def shared(tier: Tier, studio: Studio, *, at: datetime) -> None:
    """The studio gets a third of what the tier's offer brings."""
    owner = studio.members.get().account
    since = at - timedelta(days=1)
    moments = {"starts_at": since, "invited_at": since, "expires_at": at, "status_at": since}
    named = {"email": owner.email, "token": f"shared-{studio.pk}", "invited_by": owner, "status": "accepted"}
    Collaborator.objects.create(offer=tier.offer, studio=studio, bp=3_333, **named, **moments)
    type(tier.offer).objects.filter(pk=tier.offer_id).update(shared=True)


def papers_of(order: Order) -> list[Paper]:
    return list(Paper.objects.filter(order=order).select_related("studio").order_by("id"))


def text_of(paper: Paper) -> str:
    return "\n".join(pages(pdf(paper, "en")))


def report(studio: Studio, year: int) -> list[queries.Row]:
    return queries.report(studio, year)
