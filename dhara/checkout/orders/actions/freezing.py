"""What an order keeps as it stands when it is made: who buys, the numbers in force, what speaks for the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dhara.catalog.bundles import queries as bundles
from dhara.catalog.bundles.rules import BUNDLE
from dhara.catalog.collaborators import queries as collaborators
from dhara.catalog.kinds import is_held, promised
from dhara.checkout.cart import queries as carts
from dhara.checkout.cart.models import Cart
from dhara.checkout.orders import rules
from dhara.kit.locale.phones import region_of
from dhara.money.policies import queries as policies
from dhara.money.tax.rules import HOME_OF


@dataclass(frozen=True)
class Buyer:
    """Who buys, checked: a lower-case address, a clean name, an E.164 phone or none."""

    email: str
    name: str
    phone: str
    language: str


def terms(view: carts.CartView, at: datetime) -> dict[str, Any]:
    """The numbers in force; what bundles consist of; and who shares the income of what, where offers are shared."""
    studios = {group.studio.pk for group in view.groups}
    whole = [line.offer.pk for line in view.lines if line.offer.kind == BUNDLE]
    bought: dict[str, Any] = {}
    if whole:
        bought[rules.PARTS] = {str(key): tiers for key, tiers in bundles.tiers_in(whole).items()}
    limited = {str(line.tier.pk): line.launched for line in view.lines if line.launch and line.launch.left is not None}
    if limited:
        bought[rules.LAUNCHED] = limited
    held = [line for line in view.lines if is_held(line.offer)]
    if held:
        bought[rules.HELD] = [line.offer.pk for line in held]
        bought[rules.PROMISED] = promised(line.tier for line in held)
    shared = [line.offer.pk for line in view.lines if line.offer.shared]
    if not shared:
        return {**policies.frozen(studios, at=at), **bought}
    parts = collaborators.parts_of(shared, at)
    partners = {studio_id for each in parts.values() for studio_id, _bp in each}
    kept = policies.frozen(studios | partners, at=at)
    return {**kept, **bought, rules.SHARES: {str(offer_id): each for offer_id, each in parts.items()}}


def evidence(cart: Cart, buyer: Buyer, seen_in: str, region: str) -> dict[str, str]:
    """What speaks for the buyer's country: their own word (and for the region), the network's, phone's, currency's."""
    said = {"declared": cart.country, "region": region}
    known = said | {
        "network": seen_in,
        "phone": region_of(buyer.phone) if buyer.phone else "",
        "currency": HOME_OF.get(cart.currency, ""),
    }
    return {kind: value for kind, value in known.items() if value}
