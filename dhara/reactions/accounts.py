"""A person proved an address: what was bought with it is theirs."""

from __future__ import annotations

from datetime import datetime

from dhara.checkout.orders import actions as orders
from dhara.delivery.grants import actions as grants
from dhara.kit.actor import Actor
from dhara.people.accounts.facts import AccountConfirmed
from dhara.people.accounts.queries import proven_emails


def claim_purchases(fact: AccountConfirmed, *, by: Actor, at: datetime) -> None:
    for email in proven_emails(fact.account_id):
        orders.attach(fact.account_id, email, by=by, at=at)
        grants.claim(fact.account_id, email, by=by, at=at)
