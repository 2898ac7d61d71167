"""The letter about an endpoint that was switched off, and the notice that goes with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from dhara.api.webhooks.models import Endpoint
from dhara.kit.actor import Actor
from dhara.kit.mail.letters import post
from dhara.people.models import Account, Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may


def tell_disabled(endpoint: Endpoint, reason: str, *, by: Actor, at: datetime) -> None:
    """Everybody who may put it right. Needs the owner loaded."""
    studio, webhook = endpoint.studio, endpoint.name or endpoint.url
    place, studio_id = (f"/studio/{studio.handle}", studio.pk) if studio else ("/account", None)
    path = f"{place}/webhooks/{endpoint.pk}/"
    for account in _keepers(endpoint):
        key = f"webhook_off:{by.cause}:{account.pk}"
        tell(
            account_id=account.pk,
            topic="studio" if studio else "work",
            kind="webhook_off" if studio else "own_webhook_off",
            data={"webhook": webhook} | ({"studio": studio.name} if studio else {}),
            key=key,
            url=path,
            studio_id=studio_id,
            at=at,
        )
        post(
            key=key,
            name="webhook_off",
            to=account.email,
            to_name=account.name,
            language=account.language,
            template="api/mail/webhook_off",
            context={
                "name": account.get_short_name(),
                "address": endpoint.url,
                "webhook": webhook,
                "gone": reason == "gone",
                "url": settings.PUBLIC_URL + path,
            },
            account_ref=account.pk,
            studio_ref=studio_id,
            by=by,
            at=at,
        )


def _keepers(endpoint: Endpoint) -> Iterable[Account]:
    if endpoint.account is not None:
        return [endpoint.account]
    members = Member.objects.filter(studio=endpoint.studio_id, account__is_active=True).select_related("account")
    return [each.account for each in members if role_may(each.role, "edit_webhooks")]
