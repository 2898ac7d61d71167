"""The letters about licence keys, one named function each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from dhara.delivery.grants.queries import holder_of
from dhara.delivery.licences.models import Licence
from dhara.kit.actor import Actor
from dhara.kit.mail.letters import post
from dhara.people.models import Account, Studio


def key_came(licence: Licence, *, new: bool, by: Actor, at: datetime) -> None:
    """A key that was waited for is there; or (`new`) it takes the place of an older one.

    Needs offer, grant, its order and account of the licence.
    """
    name = "licence_rotated" if new else "licence_came"
    _to_buyer(name, f"{name}:{licence.pk}:{licence.folded}"[:190], licence, {"key": licence.key}, by=by, at=at)


def key_stopped(licence: Licence, reason: str, *, by: Actor, at: datetime) -> None:
    _to_buyer(
        "licence_stopped", f"licence_stopped:{licence.pk}:{licence.version}", licence, {"reason": reason}, by=by, at=at
    )


def keys_run_low(studio: Studio, to: Account, *, title: str, left: int, offer_id: int, by: Actor, at: datetime) -> None:
    """To a member of the studio who can enter more keys."""
    post(
        key=f"keys_run_low:{by.cause}:{to.pk}",
        name="keys_run_low",
        to=to.email,
        to_name=to.name,
        language=to.language,
        template="delivery/mail/keys_run_low",
        context={
            "name": to.get_short_name(),
            "title": title,
            "left": left,
            "url": f"{settings.PUBLIC_URL}/studio/{studio.handle}/offers/{offer_id}/#licences",
        },
        account_ref=to.pk,
        studio_ref=studio.pk,
        by=by,
        at=at,
    )


def _to_buyer(name: str, key: str, licence: Licence, told: dict[str, Any], *, by: Actor, at: datetime) -> None:
    grant, holder = licence.grant, holder_of(licence.grant)
    post(
        key=key,
        name=name,
        to=holder.email,
        to_name=holder.name,
        language=holder.language,
        template=f"delivery/mail/{name}",
        context={
            "name": holder.short_name,
            "title": licence.offer.title,
            "url": holder.url,
            **told,
        },
        account_ref=grant.account_id,
        studio_ref=licence.studio_id,
        by=by,
        at=at,
    )
