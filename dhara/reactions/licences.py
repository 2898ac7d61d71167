"""Licence keys run out: whoever can enter more is told."""

from __future__ import annotations

from datetime import datetime

from dhara.catalog.models import Offer
from dhara.delivery.licences import mail
from dhara.delivery.licences.facts import KeysRunLow
from dhara.kit.actor import Actor
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may
from dhara.reactions.sale import without_mail


def tell_keys_run_low(fact: KeysRunLow, *, by: Actor, at: datetime) -> None:
    """A notice and a letter to everybody who may edit offers."""
    studio = Offer.objects.select_related("studio").get(pk=fact.offer_id).studio
    members = [
        member
        for member in Member.objects.filter(studio=studio, account__is_active=True).select_related("account")
        if role_may(member.role, "edit_offers")
    ]
    silent = without_mail("sale", [member.account for member in members])
    for member in members:
        tell(
            account_id=member.account_id,
            topic="sale",
            kind="keys_low" if fact.left else "keys_gone",
            data={"offer": fact.title, **({"left": fact.left} if fact.left else {})},
            key=f"keys_low:{by.cause}:{member.account_id}",
            url=f"/studio/{studio.handle}/offers/{fact.offer_id}/#licences",
            studio_id=studio.pk,
            at=at,
        )
        if member.account_id not in silent:
            mail.keys_run_low(
                studio, member.account, title=fact.title, left=fact.left, offer_id=fact.offer_id, by=by, at=at
            )
