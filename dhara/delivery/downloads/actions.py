"""The verbs of files: add, release a version, retire, order, choose per tier; note what buyers fetch; announce."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dhara.catalog.models import Offer, Tier
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.rules import TierDraft
from dhara.delivery.downloads import rules
from dhara.delivery.downloads.facts import FileAdded, FileFetched, FileRetired, VersionReleased
from dhara.delivery.downloads.mail import library_path, new_version
from dhara.delivery.downloads.models import Download, DownloadFile, FileVersion, TierFile
from dhara.delivery.downloads.queries import empty_tiers, gives, holders_of
from dhara.delivery.grants.models import Grant
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.files.models import StoredFile
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import clean_text
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.notices.actions import tell
from dhara.people.notices.models import MailPreference

BATCH = 200


@transaction.atomic
def add_file(
    offer: Offer, stored: StoredFile, *, title: str = "", announce: bool = False, by: Actor, at: datetime
) -> DownloadFile:
    """Put a ready file of the studio last, as version 1. Tiers that give all files give it too, also to earlier buyers.

    Without a title it is called as the file is. Raises Invalid (`file`, `title`), NotAllowed, NotFoundHere.
    """
    _lock(offer, by, at)
    _check_stored(offer, stored)
    present = DownloadFile.objects.filter(offer=offer, retired=False)
    if present.count() >= rules.MAX_FILES:
        raise Invalid(
            "too_many_files",
            _("At most %(most)s files, please.") % _most(rules.MAX_FILES),
            "file",
        )
    last = present.aggregate(last=Max("position"))["last"]
    file = DownloadFile.objects.create(
        offer=offer, title=_title(title or stored.name), position=0 if last is None else last + 1, created_at=at
    )
    version = FileVersion.objects.create(file=file, stored=stored, number=1, released_at=at)
    record(FileAdded(offer.pk, file.pk, file.title), by=by, at=at, studio_id=offer.studio_id)
    if announce:
        fact = VersionReleased(offer.pk, version.pk, 1, True, file.title)
        record(fact, by=by, at=at, studio_id=offer.studio_id)
    return file


@transaction.atomic
def release_version(
    file: DownloadFile, stored: StoredFile, *, notes: str = "", announce: bool = True, by: Actor, at: datetime
) -> FileVersion:
    """Let buyers have a newer version (older ones stay); the fact leads to letters when `announce`."""
    offer = file.offer
    _lock(offer, by, at)
    _check_stored(offer, stored)
    fresh = _file(offer, file.pk)
    notes = clean_text(notes, lines=True)
    if len(notes) > rules.NOTES_LENGTH:
        raise Invalid("text_too_long", _("This text is too long. Please shorten it."), "notes")
    number = (fresh.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = FileVersion.objects.create(file=fresh, stored=stored, number=number, notes=notes, released_at=at)
    fact = VersionReleased(offer.pk, version.pk, number, announce, fresh.title)
    record(fact, by=by, at=at, studio_id=offer.studio_id)
    return version


@transaction.atomic
def rename_file(file: DownloadFile, *, title: str, by: Actor, at: datetime) -> DownloadFile:
    """Raises Invalid (`title`)."""
    _lock(file.offer, by, at)
    fresh = _file(file.offer, file.pk)
    fresh.title = _title(title)
    fresh.save(update_fields=["title"])
    return fresh


@transaction.atomic
def retire_file(file: DownloadFile, *, by: Actor, at: datetime) -> None:
    """Give it to no new buyer; whoever bought before keeps it. Raises Conflict when what is for sale would be empty."""
    offer = file.offer
    _lock(offer, by, at)
    fresh = _file(offer, file.pk)
    fresh.retired, fresh.retired_at = True, at
    fresh.save(update_fields=["retired", "retired_at"])
    _stay_complete(offer)
    record(FileRetired(offer.pk, fresh.pk, fresh.title), by=by, at=at, studio_id=offer.studio_id)


@transaction.atomic
def order_files(offer: Offer, file_ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Put the files in this order; those not named follow in the order they had."""
    _lock(offer, by, at)
    files = {file.pk: file for file in DownloadFile.objects.filter(offer=offer, retired=False)}
    wanted = [*dict.fromkeys(each for each in file_ids if each in files)]
    for place, each in enumerate([*wanted, *(pk for pk in files if pk not in wanted)]):
        files[each].position = place
    DownloadFile.objects.bulk_update(files.values(), ["position"])


@transaction.atomic
def set_tier_files(tier: Tier, file_ids: Sequence[int] | None, *, by: Actor, at: datetime) -> None:
    """Let a tier give these files of its offer; None (or all of them) means every file, future ones too.

    Earlier buyers keep what they had. Raises Invalid (`files`) for none, NotFoundHere for a file of another offer.
    """
    offer = tier.offer
    _lock(offer, by, at)
    every = set(DownloadFile.objects.filter(offer=offer, retired=False).values_list("pk", flat=True))
    wanted = every if file_ids is None else set(file_ids)
    if not wanted <= every:
        raise NotFoundHere("file_gone", _("One of these files is not there any more. Please reload the page."), "files")
    if file_ids is not None and not wanted:
        raise Invalid("files_missing", _("Choose at least one file that buyers get."), "files")
    rows = TierFile.objects.filter(tier=tier)
    gave_every = not rows.filter(ended_at__isnull=True).exists()
    rows.filter(ended_at__isnull=True).exclude(file_id__in=() if wanted == every else wanted).update(ended_at=at)
    if wanted != every:
        # Rows that end at once keep a file for those who had it when the tier still gave everything.
        ended = every - wanted if gave_every else set()
        TierFile.objects.bulk_create(
            [TierFile(tier=tier, file_id=each, ended_at=at if each in ended else None) for each in wanted | ended],
            update_conflicts=True,
            unique_fields=["tier", "file"],
            update_fields=["ended_at"],
        )


class Files(Enum):
    """What a tier gives, where its files are not named."""

    AS_BEFORE = auto()


@transaction.atomic
def set_prices(
    offer: Offer,
    drafts: Sequence[TierDraft],
    files: Sequence[Sequence[int] | Files | None],
    *,
    by: Actor,
    at: datetime,
) -> list[Tier]:
    """`prices.set_tiers`, and for each tier the files that it gives (as in `set_tier_files`), all or nothing.

    Raises what both raise; a refused choice of files names the field `tiers-<n>-files`.
    """
    tiers = prices.set_tiers(offer, drafts, by=by, at=at)
    for place, (tier, chosen) in enumerate(zip(tiers, files, strict=True)):
        if isinstance(chosen, Files):
            continue
        tier.offer = offer
        try:
            set_tier_files(tier, chosen, by=by, at=at)
        except Invalid as refusal:
            refusal.field = f"tiers-{place}-files"
            raise
    return tiers


@transaction.atomic
def note_download(grant: Grant, version: FileVersion, *, ip: str | None, agent: str, by: Actor, at: datetime) -> bool:
    """Write down that the buyer fetched a version; False when this belongs to a fetch of the last hour."""
    Grant.objects.select_for_update(no_key=True).only("pk").get(pk=grant.pk)
    earlier = Download.objects.filter(grant=grant, version=version)
    last = earlier.aggregate(last=Max("at"))["last"]
    if last is not None and at < last + rules.ONE_FETCH:
        return False
    Download.objects.create(grant=grant, version=version, at=at, ip=ip or None, agent=clean_text(agent)[:200])
    if last is None:
        fact = FileFetched(grant.order_id, grant.pk, version.pk, version.file.title)
        record(fact, by=by, at=at, studio_id=grant.studio_id)
    return True


@transaction.atomic
def announce(version_id: int, *, by: Actor, at: datetime, after: int = 0) -> int:
    """Tell everybody who owned the file before this version: one letter per address, one notice per account.

    Works through at most BATCH grants with an id above `after`, then queues the rest; each batch is a transaction, and
    each letter has a key, so that breaking off and beginning again tells nobody twice. Returns how many letters.
    """
    version = FileVersion.objects.select_related("file__offer__studio", "stored").get(pk=version_id)
    if version.announced_at is not None:
        return 0
    batch = list(holders_of(version).filter(pk__gt=after)[:BATCH])
    told = _tell(version, gives(version.file, batch), by=by, at=at)
    if len(batch) == BATCH:
        last, name = batch[-1].pk, "delivery.downloads.tasks.announce"
        defer_named(name, queue="mail", version_id=version_id, after=last, cause=by.cause, chain=by.chain)
    else:
        FileVersion.objects.filter(pk=version_id).update(announced_at=at)
    return told


def _tell(version: FileVersion, grants: Sequence[Grant], *, by: Actor, at: datetime) -> int:
    accounts = {grant.account_id for grant in grants if grant.account_id}
    unwilling = MailPreference.objects.filter(account_id__in=accounts, topic="new_version", by_mail=False)
    silent = set(unwilling.values_list("account_id", flat=True))
    letters = 0
    for grant in grants:
        if grant.account_id:
            tell(
                account_id=grant.account_id,
                topic="new_version",
                kind="new_version",
                data={"offer": version.file.offer.title, "version": version.number},
                key=f"new_version:{version.pk}:{grant.account_id}",
                url=library_path(grant),
                at=at,
            )
        if grant.account_id not in silent:
            letters += new_version(grant, version, by=by, at=at)
    return letters


def _lock(offer: Offer, by: Actor, at: datetime) -> None:
    """Let edits of an offer's files wait for each other; check the actor's right."""
    require_actor(by, offer.studio, "edit_offers")
    Offer.objects.filter(pk=offer.pk).update(changed_at=at)


def _file(offer: Offer, file_id: int) -> DownloadFile:
    file = DownloadFile.objects.filter(pk=file_id, offer=offer, retired=False).first()
    if file is None:
        raise NotFoundHere("file_gone", _("This file is not there any more."))
    return file


def _check_stored(offer: Offer, stored: StoredFile) -> None:
    """Only a whole file of the same studio; nobody sells what another uploaded."""
    if stored.studio_ref != offer.studio_id:
        raise NotFoundHere("file_gone", _("This file is not there any more."))
    if stored.state != StoredFile.READY:
        raise Conflict("upload_incomplete", _("This file has not arrived completely yet."), "file")


def _stay_complete(offer: Offer) -> None:
    """What is for sale keeps giving something. Called after the change; raising undoes it."""
    status = Offer.objects.values_list("status", flat=True).get(pk=offer.pk)
    tiers = list(Tier.objects.filter(offer=offer, retired=False).values_list("pk", flat=True))
    if status == "published" and empty_tiers(offer.pk, tiers):
        raise Conflict(
            "tier_empty", _("Buyers would get nothing then. Add another file first, or take the offer down.")
        )


def _most(limit: int) -> dict[str, str]:
    return {"most": number(limit, current())}


def _title(text: str) -> str:
    text = clean_text(text)
    if not text:
        raise Invalid("title_missing", _("Please enter a title."), "title")
    if len(text) > rules.TITLE_LENGTH:
        raise Invalid("text_too_long", _("This text is too long. Please shorten it."), "title")
    return text
