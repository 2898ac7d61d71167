"""The account itself and what it owns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from pydantic import Field

from dhara.api.v1.schemas.base import Out, StudioRef, absolute, offer_url, studio_ref
from dhara.delivery.downloads.queries import Owned, link_for
from dhara.delivery.downloads.rules import LINK_SECONDS
from dhara.delivery.models import Grant
from dhara.people.models import Account, Member


class Membership(StudioRef):
    role: str
    status: str


class MeOut(Out):
    id: int
    email: str
    name: str
    language: str
    time_zone: str
    joined_at: datetime
    studios: list[Membership]


class OwnedFile(Out):
    title: str
    name: str
    size: int = Field(description="In bytes.")
    type: str
    sha256: str
    version: int
    released_at: datetime
    url: str = Field(description="Fetches the file, in ranges too; good until `expires_at`, then ask again.")
    expires_at: datetime


class LibraryItem(Out):
    id: int
    offer: int
    title: str
    tier_name: str
    url: str
    studio: StudioRef
    order: str = Field(description="The number of the order.")
    since: datetime
    files: list[OwnedFile]


class LibraryPage(Out):
    items: list[LibraryItem]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def me_out(account: Account, members: Iterable[Member]) -> MeOut:
    return MeOut(
        id=account.pk,
        email=account.email,
        name=account.name,
        language=account.language,
        time_zone=account.time_zone,
        joined_at=account.joined_at,
        studios=[
            Membership(
                **dict(studio_ref(each.studio.handle, each.studio.name)), role=each.role, status=each.studio.status
            )
            for each in members
        ],
    )


def item_out(grant: Grant, files: Iterable[Owned], at: datetime) -> LibraryItem:
    """`grant` as `queries.library` loads it."""
    offer = grant.offer
    return LibraryItem(
        id=grant.pk,
        offer=offer.pk,
        title=offer.title,
        tier_name=grant.tier.name,
        url=offer_url(offer.studio.handle, offer.slug),
        studio=studio_ref(offer.studio.handle, offer.studio.name),
        order="" if grant.order.gifted else grant.order.number,
        since=grant.granted_at,
        files=[_file(grant, each, at) for each in files],
    )


def _file(grant: Grant, owned: Owned, at: datetime) -> OwnedFile:
    version, stored = owned.newest, owned.newest.stored
    return OwnedFile(
        title=owned.file.title,
        name=stored.name,
        size=stored.size,
        type=stored.mime,
        sha256=stored.sha256,
        version=version.number,
        released_at=version.released_at,
        url=absolute(reverse("download", args=[link_for(grant, version, at)])),
        expires_at=at + timedelta(seconds=LINK_SECONDS),
    )
