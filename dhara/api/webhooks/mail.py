"""The letter about an endpoint that was switched off, and the notice that goes with it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from dhara.api.webhooks.models import Endpoint
from dhara.kit.actor import Actor
from dhara.kit.mail.letters import post
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may


def tell_disabled(endpoint: Endpoint, reason: str, *, by: Actor, at: datetime) -> None:
    """Everybody who may put it right. Needs the studio loaded."""
    studio, key = endpoint.studio, f"webhook_off:{by.cause}"
    path = f"/studio/{studio.handle}/webhooks/{endpoint.pk}/"
    for member in Member.objects.filter(studio=studio, account__is_active=True).select_related("account"):
        if not role_may(member.role, "edit_webhooks"):
            continue
        account = member.account
        told = {"webhook": endpoint.name or endpoint.url, "studio": studio.name}
        tell(
            account_id=account.pk,
            topic="studio",
            kind="webhook_off",
            data=told,
            key=f"{key}:{account.pk}",
            url=path,
            studio_id=studio.pk,
            at=at,
        )
        post(
            key=f"{key}:{account.pk}",
            name="webhook_off",
            to=account.email,
            to_name=account.name,
            language=account.language,
            template="api/mail/webhook_off",
            context={
                "name": account.get_short_name(),
                "address": endpoint.url,
                "gone": reason == "gone",
                "url": settings.PUBLIC_URL + path,
                **told,
            },
            account_ref=account.pk,
            studio_ref=studio.pk,
            by=by,
            at=at,
        )
