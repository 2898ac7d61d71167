"""Buying over HTTP, as a browser without scripts does."""

from __future__ import annotations

import re
from datetime import datetime

from django.test import Client

from dhara.checkout.models import Order
from tests.make import catalog as make

BUYER = {"name": "Karim Uddin", "email": "karim@example.com", "phone": "", "language": "en", "gateway": "sandbox"}


def field(page: str, name: str) -> str:
    """The value of a hidden field of the page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def details(client: Client, **told: str) -> dict[str, str]:
    page = client.get("/checkout/").content.decode()
    hidden = {name: field(page, name) for name in ("intent", "total", "currency")}
    return {**BUYER, **hidden, **told}


def ordered(client: Client, now: datetime, choice: str = "pay") -> Order:
    """From the offer to the gateway and back."""
    offer = make.offer(now)
    client.post("/cart/lines/", {"tier": offer.tiers.get().pk})
    sent = client.post("/checkout/", details(client))
    assert sent.status_code == 302
    back = client.post(sent["Location"], {"choice": choice})
    client.get(back["Location"])
    return Order.objects.get()
