"""Files for sale, and buyers who paid for them."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from dhara.catalog.models import Offer, Tier
from dhara.checkout.models import Order, OrderLine
from dhara.delivery.downloads import actions as downloads
from dhara.delivery.grants import actions as grants
from dhara.delivery.models import DownloadFile, Grant
from dhara.kit.actor import SYSTEM
from dhara.kit.files.actions import store_bytes
from dhara.kit.files.models import StoredFile
from dhara.people.models import Account, Studio
from tests.make.catalog import Shop

_numbers = itertools.count(1)


def stored(studio: Studio, at: datetime, content: bytes = b"", name: str = "") -> StoredFile:
    """A ready file of the studio with real bytes in the storage."""
    number = next(_numbers)
    return store_bytes(
        content or f"contents {number}\n".encode(), name=name or f"card-{number}.txt", at=at, studio_ref=studio.pk
    )


def file(offer: Offer, of: Shop, at: datetime, title: str = "", content: bytes = b"") -> DownloadFile:
    """A file of the offer, version 1."""
    return downloads.add_file(offer, stored(of.studio, at, content), title=title, by=of.by, at=at)


def paid_order(
    at: datetime, *tiers: Tier, email: str = "rahim@example.com", account: Account | None = None, **fields: Any
) -> Order:
    """A paid order with one line for each tier, of which nothing is delivered yet."""
    number = next(_numbers)
    order = Order.objects.create(
        status="paid",
        status_at=at,
        number=f"D-TEST-{number}",
        token=f"token-{number}",
        intent=f"intent-{number}",
        account=account,
        email=email,
        name=fields.pop("name", "Rahim Uddin"),
        language=fields.pop("language", "bn"),
        currency="BDT",
        total=450_00 * len(tiers),
        created_at=at,
        paid_at=at,
    )
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            studio_id=tier.offer.studio_id,
            offer=tier.offer,
            tier=tier,
            title=tier.offer.title,
            unit_price=450_00,
            gross=450_00,
            created_at=at,
            paid_at=at,
        )
        for tier in tiers
    )
    return order


def bought(at: datetime, offer: Offer, *, tier: Tier | None = None, **fields: Any) -> Grant:
    """Somebody bought the offer (its first tier) and has it."""
    order = paid_order(at, tier or offer.tiers.all()[0], **fields)
    (grant_id,) = grants.deliver(order.pk, by=SYSTEM, at=at)
    return Grant.objects.get(pk=grant_id)
