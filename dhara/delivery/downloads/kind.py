"""The kind of offer that gives files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.catalog.kinds import Lack, Sold
from dhara.catalog.models import Offer, Tier
from dhara.catalog.prices import actions as prices
from dhara.delivery.downloads.models import DownloadFile, FileVersion, TierFile
from dhara.delivery.downloads.queries import empty_tiers, files_of_offer
from dhara.delivery.grants import actions as grants
from dhara.kit.actor import Actor


class Downloads:
    """Files to fetch, once bought. Stock may be limited (numbered editions); each buyer buys one."""

    code = "download"
    label = gettext_lazy("Files to download")
    about = gettext_lazy("Templates, e-books, presets, tools: buyers pay and have the files at once.")
    icon = "download"
    max_quantity = 1
    held = False

    def missing(self, offer: Offer) -> list[str]:
        if not DownloadFile.objects.filter(offer=offer, retired=False).exists():
            return [Lack(_("Upload at least one file."), "files")]
        tiers = {tier.pk: tier for tier in Tier.objects.filter(offer=offer, retired=False)}
        empty = empty_tiers(offer.pk, list(tiers))
        words = _("Choose the files that “%(tier)s” gives.")
        return [Lack(words % {"tier": tiers[each].name}, "prices") for each in empty]

    def priced(self, offer: Offer, tier_ids: Sequence[int], *, at: datetime) -> None:
        """The studio itself says how many copies there are."""

    def clean(self, offer: Offer, tier: Tier, answers: dict[str, Any]) -> dict[str, Any]:
        return {}

    def hold(self, tier: Tier, quantity: int, *, key: str, at: datetime) -> None:
        prices.reserve(tier.pk, quantity)

    def release(self, tier: Tier, quantity: int, *, key: str, at: datetime) -> None:
        prices.release(tier.pk, quantity)

    def grant(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        return grants.give([sold], by=by, at=at)

    def grant_all(self, sold: Sequence[Sold], *, by: Actor, at: datetime) -> list[int]:
        return grants.give(sold, by=by, at=at)

    def renew(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        """Files never end, so renewing gives what there is."""
        return self.grant(sold, by=by, at=at)

    def revoke(self, key: str, *, reason: str, by: Actor, at: datetime) -> None:
        grants.revoke(key, reason=reason, by=by, at=at)

    def duplicate(self, source: Offer, copy: Offer, tiers: dict[int, int], *, by: Actor, at: datetime) -> None:
        """The newest version of each file, and which tier gives which."""
        copies: dict[int, int] = {}
        for file in files_of_offer(source.pk):
            newest = file.versions.all()[0]
            made = DownloadFile.objects.create(offer=copy, title=file.title, position=file.position, created_at=at)
            FileVersion.objects.create(file=made, stored_id=newest.stored_id, number=1, released_at=at)
            copies[file.pk] = made.pk
        rows = TierFile.objects.filter(tier__in=tiers, ended_at__isnull=True, file__in=copies)
        TierFile.objects.bulk_create(TierFile(tier_id=tiers[row.tier_id], file_id=copies[row.file_id]) for row in rows)
