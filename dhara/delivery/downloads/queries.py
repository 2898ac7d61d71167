"""Reads of files: what an offer has, what a tier gives, what a buyer may fetch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Prefetch, QuerySet

from dhara.catalog.models import Tier
from dhara.delivery.downloads import rules
from dhara.delivery.downloads.models import Download, DownloadFile, FileVersion, TierFile
from dhara.delivery.downloads.rules import Given
from dhara.delivery.grants.models import Grant
from dhara.delivery.grants.queries import may_use
from dhara.kit.files.links import LinkInvalid, read, sign

PURPOSE = "download"


@dataclass(frozen=True)
class Owned:
    """A file that a buyer may fetch, with its versions (and their stored files), the newest first."""

    file: DownloadFile
    versions: list[FileVersion]

    @property
    def newest(self) -> FileVersion:
        return self.versions[0]


def files_of_offer(offer_id: int, *, retired: bool = False) -> QuerySet[DownloadFile]:
    """The files of an offer in order, with all versions and their stored files: two queries."""
    versions = FileVersion.objects.select_related("stored").order_by("-number")
    files = DownloadFile.objects.filter(offer_id=offer_id).prefetch_related(Prefetch("versions", versions))
    return files if retired else files.filter(retired=False)


@dataclass(frozen=True)
class Shown:
    """A file as a visitor may know of it before buying. `tiers` are the ids of those that chose it."""

    title: str
    name: str
    size: int
    mime: str
    version: int
    released_at: datetime
    tiers: frozenset[int]


_SHOWN = """
    SELECT DISTINCT ON (f.position, f.id) f.title, s.name, s.size, s.mime, v.number, v.released_at,
        ARRAY(SELECT t.tier_id FROM delivery_tierfile t WHERE t.file_id = f.id AND t.ended_at IS NULL)
    FROM delivery_downloadfile f
    JOIN delivery_fileversion v ON v.file_id = f.id
    JOIN kit_storedfile s ON s.id = v.stored_id
    WHERE f.offer_id = %s AND NOT f.retired
    ORDER BY f.position, f.id, v.number DESC
"""


def shown_files(offer_id: int) -> list[Shown]:
    """The newest version of each file that the offer gives now, in order: one query, by hand for a page that is hot."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, [offer_id])
        rows = cursor.fetchall()
    return [
        Shown(title, name, size, mime, number, at, frozenset(tiers))
        for title, name, size, mime, number, at, tiers in rows
    ]


def tier_files(offer_id: int) -> dict[int, list[int] | None]:
    """For each tier for sale: the ids of the files that it has chosen and still gives, or None when it gives all."""
    found: dict[int, list[int] | None] = dict.fromkeys(
        Tier.objects.filter(offer_id=offer_id, retired=False).values_list("pk", flat=True)
    )
    rows = TierFile.objects.filter(tier__in=found, ended_at__isnull=True).order_by("file__position", "file_id")
    for tier_id, file_id, retired in rows.values_list("tier_id", "file_id", "file__retired"):
        found[tier_id] = [*(found[tier_id] or []), *([] if retired else [file_id])]
    return found


def files_for(grant: Grant) -> list[Owned]:
    """What a grant gives, in the studio's order: three queries. Nothing when the grant is over."""
    return files_for_all([grant])[grant.pk]


def files_for_all(grants: Sequence[Grant]) -> dict[int, list[Owned]]:
    """The same for many grants at once, also three queries."""
    files = _files_of({grant.offer_id for grant in grants})
    chosen = _chosen({grant.tier_id for grant in grants})
    found: dict[int, list[Owned]] = {}
    for grant in grants:
        of_offer = files.get(grant.offer_id, {})
        given = given_by(grant.tier_id, of_offer.values(), chosen)
        ids = rules.files_of(given, grant.granted_at) if may_use(grant) else []
        found[grant.pk] = [Owned(of_offer[each], list(of_offer[each].versions.all())) for each in ids]
    return found


def _files_of(offer_ids: Iterable[int]) -> dict[int, dict[int, DownloadFile]]:
    versions = FileVersion.objects.select_related("stored").order_by("-number")
    files = DownloadFile.objects.filter(offer_id__in=offer_ids).prefetch_related(Prefetch("versions", versions))
    found: dict[int, dict[int, DownloadFile]] = {}
    for file in files:
        found.setdefault(file.offer_id, {})[file.pk] = file
    return found


def _chosen(tier_ids: Iterable[int]) -> dict[tuple[int, int], TierFile]:
    return {(row.tier_id, row.file_id): row for row in TierFile.objects.filter(tier_id__in=tier_ids)}


def given_by(tier_id: int, files: Iterable[DownloadFile], chosen: dict[tuple[int, int], TierFile]) -> list[Given]:
    """The files of an offer as one of its tiers sees them."""
    found = []
    for file in files:
        row = chosen.get((tier_id, file.pk))
        in_force = row is not None and row.ended_at is None
        found.append(Given(file.pk, in_force, file.retired_at, row.ended_at if row else None))
    return found


def empty_tiers(offer_id: int, tier_ids: Sequence[int]) -> list[int]:
    """Those of the tiers from which a buyer would get no file now."""
    files, chosen = list(DownloadFile.objects.filter(offer_id=offer_id)), _chosen(tier_ids)
    return [tier_id for tier_id in tier_ids if not rules.files_of(given_by(tier_id, files, chosen))]


def holders_of(version: FileVersion) -> QuerySet[Grant]:
    """Active grants of the version's offer, given before it was released, by id. `gives` says which include it."""
    offer_id = version.file.offer_id
    before = Grant.objects.filter(offer_id=offer_id, status="active", granted_at__lt=version.released_at)
    return before.select_related("account", "order").order_by("pk")


def gives(file: DownloadFile, grants: Sequence[Grant]) -> list[Grant]:
    """Those of the grants (of the file's offer) that give the file: two queries."""
    files = list(DownloadFile.objects.filter(offer_id=file.offer_id))
    chosen = _chosen({grant.tier_id for grant in grants})
    return [g for g in grants if file.pk in rules.files_of(given_by(g.tier_id, files, chosen), g.granted_at)]


def version_for(grant: Grant, version_id: int) -> FileVersion | None:
    """A version that the grant gives, with its file and stored file."""
    if not may_use(grant):
        return None
    version = FileVersion.objects.select_related("file", "stored").filter(pk=version_id).first()
    if version is None or version.file.offer_id != grant.offer_id or not gives(version.file, [grant]):
        return None
    return version


def link_for(grant: Grant, version: FileVersion, at: datetime) -> str:
    """A token for the address of a download, good for an hour and only as long as the grant is."""
    return sign({"grant": grant.pk, "version": version.pk}, rules.LINK_SECONDS, at, purpose=PURPOSE)


def open_link(token: str, at: datetime) -> tuple[Grant, FileVersion]:
    """What a token leads to, asked anew of the grant: at every request for bytes.

    Raises LinkExpired (its payload names grant and version), LinkInvalid: not ours, access over, file not given.
    """
    payload = read(token, at, purpose=PURPOSE)
    grant = Grant.objects.filter(pk=payload.get("grant", 0)).first()
    version = version_for(grant, payload.get("version", 0)) if grant else None
    if grant is None or version is None:
        raise LinkInvalid
    return grant, version


def downloads_of(grant_ids: Iterable[int]) -> QuerySet[Download]:
    """Who fetched what and when, newest first: evidence of delivery."""
    return Download.objects.filter(grant_id__in=grant_ids).select_related("version__file").order_by("-at", "-id")
