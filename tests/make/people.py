"""Accounts and studios for tests, and the small fixed cast.

Nadia owns the studio @nadia, Rafi edits it, Mitu answers its buyers; Karim buys and is an outsider.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress

from dhara.kit.actor import person
from dhara.people.models import Account, Member, Studio
from dhara.people.studios import actions, rules

LONG_AGO = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
PASSWORD = "seven boats on the Padma"


def account(
    email: str = "karim@example.com",
    *,
    name: str = "",
    proven: bool = True,
    password: str | None = None,
    language: str = "en",
    at: datetime = LONG_AGO,
    **fields: Any,
) -> Account:
    """An account whose address is proven; without a password unless one is given (hashing costs time)."""
    name = name or email.split("@")[0].capitalize()
    made = Account.objects.create_user(email, password, name=name, language=language, joined_at=at, **fields)
    EmailAddress.objects.create(user=made, email=made.email, verified=proven, primary=True)
    return made


def studio(
    owner: Account | None = None, *, handle: str = "nadia", name: str = "", at: datetime = LONG_AGO, **details: Any
) -> Studio:
    """A studio, opened as its owner would (Nadia by default)."""
    owner = owner or Account.objects.filter(email="nadia@example.com").first() or account("nadia@example.com")
    return actions.open_studio(
        account_id=owner.pk, handle=handle, name=name or handle.capitalize(), by=person(owner.pk), at=at, **details
    )


def member(
    of: Studio, who: Account | None = None, *, role: str = rules.VIEWER, email: str = "", at: datetime = LONG_AGO
) -> Member:
    """A member without invitation."""
    who = who or account(email or f"{role}@example.com")
    return Member.objects.create(studio=of, account=who, role=role, since=at)


@dataclass(frozen=True)
class Cast:
    nadia: Account
    rafi: Account
    mitu: Account
    karim: Account
    studio: Studio


def cast(password: str | None = None) -> Cast:
    nadia, rafi, mitu, karim = (
        account(f"{name.lower()}@example.com", name=name, password=password)
        for name in ("Nadia", "Rafi", "Mitu", "Karim")
    )
    place = studio(nadia, handle="nadia", name="Nadia's studio")
    member(place, rafi, role=rules.EDITOR)
    member(place, mitu, role=rules.SUPPORT)
    return Cast(nadia, rafi, mitu, karim, place)
