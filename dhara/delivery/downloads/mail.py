"""The letters about files, one named function each."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings

from dhara.delivery.downloads.models import FileVersion
from dhara.delivery.grants.models import Grant
from dhara.delivery.grants.queries import holder_of
from dhara.kit.actor import Actor
from dhara.kit.mail.letters import post


def new_version(grant: Grant, version: FileVersion, *, by: Actor, at: datetime) -> bool:
    """Something that was bought has a newer version; False when this address was told of it before.

    Needs order and account of the grant, and file, offer and studio of the version.
    """
    offer, to = version.file.offer, holder_of(grant)
    once = hashlib.sha256(to.email.lower().encode()).hexdigest()[:32]
    letter = post(
        key=f"new_version:{version.pk}:{once}",
        name="new_version",
        to=to.email,
        to_name=to.name,
        language=to.language,
        template="delivery/mail/new_version",
        context={
            "name": to.short_name,
            "offer": offer,
            "studio": offer.studio,
            "version": version,
            "url": to.url,
            "settings_url": f"{settings.PUBLIC_URL}/account/mail/" if grant.account_id else "",
        },
        account_ref=grant.account_id,
        studio_ref=grant.studio_id,
        by=by,
        at=at,
    )
    return letter is not None


def library_path(grant: Grant) -> str:
    """The purchase in its account's library."""
    return f"/library/{grant.pk}/"
