"""The letters of studios, one named function each."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from dhara.kit.mail.letters import post
from dhara.people.accounts.models import Account
from dhara.people.accounts.queries import by_any_email
from dhara.people.studios import rules
from dhara.people.studios.models import Invitation, Studio


def invitation(found: Invitation, *, at: datetime) -> None:
    """To the invited address, in the language of its account, else of the studio."""
    known = by_any_email(found.email)
    context = {
        "studio": found.studio,
        "email": found.email,
        "role": rules.ROLES[found.role],
        "inviter": found.invited_by.get_full_name(),
        "url": settings.PUBLIC_URL + reverse("studio-invitation", args=[found.token]),
        "expires_at": found.expires_at,
    }
    post(
        key=f"invitation:{found.token}",
        name="invitation",
        to=found.email,
        to_name=known.get_full_name() if known else "",
        language=known.language if known else found.studio.language,
        template="people/mail/invitation",
        context=context,
        studio_ref=found.studio_id,
        at=at,
    )


def suspended(studio: Studio, owner: Account, *, reason: str, at: datetime) -> None:
    _to_owner("studio_suspended", studio, owner, {"reason": reason}, at)


def reinstated(studio: Studio, owner: Account, *, at: datetime) -> None:
    _to_owner("studio_reinstated", studio, owner, {}, at)


def _to_owner(name: str, studio: Studio, owner: Account, context: dict[str, str], at: datetime) -> None:
    post(
        key=f"{name}:{studio.pk}:{studio.version}:{owner.pk}",
        name=name,
        to=owner.email,
        to_name=owner.get_full_name(),
        language=owner.language,
        template=f"people/mail/{name}",
        context={"studio": studio, "url": f"{settings.PUBLIC_URL}/studio/", **context},
        account_ref=owner.pk,
        studio_ref=studio.pk,
        at=at,
    )
