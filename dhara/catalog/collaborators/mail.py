"""The letters between an offer's owner and its collaborators, one named function each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from dhara.catalog.collaborators.models import Collaborator
from dhara.catalog.offers.models import Offer
from dhara.kit.mail.letters import post
from dhara.people.accounts.queries import by_any_email
from dhara.people.studios.queries import owners_of


def invitation(found: Collaborator, *, at: datetime) -> None:
    """To the invited address, in the language of its account, else of the studio."""
    context = {
        "inviter": found.invited_by.get_full_name(),
        "role": found.role,
        "before": _percent(found.replaces) if found.replaces else "",
        "expires_at": found.expires_at,
        "url": settings.PUBLIC_URL + reverse("collaboration", args=[found.token]),
    }
    _to_collaborator("collaboration", found, found.offer, context, at)


def accepted(found: Collaborator, offer: Offer, *, at: datetime) -> None:
    _to_owners("collaboration_accepted", found, offer, at)


def declined(found: Collaborator, offer: Offer, *, at: datetime) -> None:
    _to_owners("collaboration_declined", found, offer, at)


def ended(found: Collaborator, offer: Offer, *, by_owner: bool, at: datetime) -> None:
    """To the other side."""
    if by_owner:
        url = f"{settings.PUBLIC_URL}/studio/{found.studio.handle}/collaborations/" if found.studio else ""
        _to_collaborator("collaboration_ended", found, offer, {"url": url, "by_owner": True}, at)
    else:
        _to_owners("collaboration_ended", found, offer, at)


def _to_collaborator(name: str, found: Collaborator, offer: Offer, context: dict[str, Any], at: datetime) -> None:
    known = by_any_email(found.email)
    post(
        key=f"{name}:{found.pk}",
        name=name,
        to=found.email,
        to_name=known.get_full_name() if known else "",
        language=known.language if known else offer.studio.language,
        template=f"catalog/mail/{name}",
        context={"title": offer.title, "studio": offer.studio, "percent": _percent(found), **context},
        studio_ref=offer.studio_id,
        at=at,
    )


def _to_owners(name: str, found: Collaborator, offer: Offer, at: datetime) -> None:
    url = f"{settings.PUBLIC_URL}/studio/{offer.studio.handle}/offers/{offer.pk}/#collaborators"
    for owner in owners_of(offer.studio_id):
        post(
            key=f"{name}:{found.pk}:{owner.account_id}",
            name=name,
            to=owner.account.email,
            to_name=owner.account.get_full_name(),
            language=owner.account.language,
            template=f"catalog/mail/{name}",
            context={"title": offer.title, "email": found.email, "percent": _percent(found), "url": url},
            account_ref=owner.account_id,
            studio_ref=offer.studio_id,
            at=at,
        )


def _percent(found: Collaborator) -> str:
    return f"{found.bp / 100:g}"
