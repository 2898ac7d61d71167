"""The letters about files, one named function each."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings

from dhara.checkout.orders import mail as orders
from dhara.delivery.downloads.models import FileVersion
from dhara.delivery.grants.models import Grant
from dhara.kit.actor import Actor
from dhara.kit.mail.letters import post


def new_version(grant: Grant, version: FileVersion, *, by: Actor, at: datetime) -> bool:
    """Something that was bought has a newer version; False when this address was told of it before.

    Needs order and account of the grant, and file, offer and studio of the version.
    """
    account, offer = grant.account, version.file.offer
    address = account.email if account else grant.email
    once = hashlib.sha256(address.lower().encode()).hexdigest()[:32]
    letter = post(
        key=f"new_version:{version.pk}:{once}",
        name="new_version",
        to=address,
        to_name=account.get_full_name() if account else grant.order.name,
        language=account.language if account else grant.order.language,
        template="delivery/mail/new_version",
        context={
            "name": account.get_short_name() if account else grant.order.name,
            "offer": offer,
            "studio": offer.studio,
            "version": version,
            "url": library_url(grant),
            "settings_url": f"{settings.PUBLIC_URL}/account/mail/" if account else "",
        },
        account_ref=grant.account_id,
        studio_ref=grant.studio_id,
        by=by,
        at=at,
    )
    return letter is not None


def library_url(grant: Grant) -> str:
    """Where the buyer finds the files: by the account's library, or by the secret of the guest's order."""
    if grant.account_id:
        return settings.PUBLIC_URL + library_path(grant)
    return orders.library_url(grant.order)


def library_path(grant: Grant) -> str:
    """The purchase in its account's library."""
    return f"/library/{grant.pk}/"
