"""The letters about merchants' accounts: whoever owns one is told of every change of it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from dhara.kit.mail.letters import post
from dhara.money.gateways import queries
from dhara.money.gateways.models import GatewayAccount
from dhara.people.accounts.queries import operators
from dhara.people.models import Account, Member
from dhara.people.studios.rules import OWNER


def account_changed(account: GatewayAccount, what: str, *, fact_id: int, at: datetime) -> None:
    """`what` is added, changed, on, off or retired. To the studio's owners, or to the operators."""
    studio = account.studio
    place = f"/studio/{studio.handle}/payments/" if studio else "/operator/"
    for person in _owners(account):
        context = {
            "what": what,
            "gateway": queries.known(account.gateway).label,
            "live": account.live,
            "studio": studio.name if studio else "",
            "when": at,
            "url": settings.PUBLIC_URL + place,
        }
        post(
            key=f"gateway_account:{fact_id}:{person.pk}",
            name="gateway_account",
            to=person.email,
            to_name=person.get_full_name(),
            language=person.language,
            template="money/mail/gateway_account",
            context=context,
            account_ref=person.pk,
            studio_ref=account.studio_id,
            at=at,
        )


def _owners(account: GatewayAccount) -> list[Account]:
    if account.studio_id is None:
        return operators()
    members = Member.objects.filter(studio_id=account.studio_id, role=OWNER).select_related("account")
    return [member.account for member in members]
