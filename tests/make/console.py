"""An operator at work, and a small world to look at."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client

from dhara.catalog.models import Offer
from dhara.checkout.models import Order
from dhara.people.models import Account, Studio
from tests.make import checkout as make_checkout
from tests.make import people


def signed_in(account: Account, *, factor: str = "", used: bool = True) -> Client:
    """A browser; `factor` is one that the account has, `used` whether it was used in this session."""
    client = Client()
    client.force_login(account)
    if factor:
        mine = Authenticator.objects.create(user=account, type=factor, data={})
        if used:
            session = client.session
            record = {"method": "mfa", "at": time.time(), "id": mine.pk, "type": factor}
            session[AUTHENTICATION_METHODS_SESSION_KEY] = [record]
            session["account_authentication_methods_user"] = str(account.pk)
            session.save()
    return client


@dataclass
class World:
    boss: Account
    cast: people.Cast
    offer: Offer
    order: Order

    @property
    def studio(self) -> Studio:
        return self.cast.studio


def world(now: datetime) -> World:
    cast = people.cast()
    tier = make_checkout.tier(cast.studio, at=now, title="Wedding cards")
    order = make_checkout.paid_order(tier, at=now)
    return World(people.account("boss@example.com", is_staff=True), cast, tier.offer, order)
