"""A table with contacts on its way in: take the file, name its columns, and let workers carry it in step by step."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO, Final, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import lines, mapping, rules
from dhara.audience.contacts.facts import ContactsImported
from dhara.audience.contacts.models import ContactImport, Field, Tag
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.files.actions import discard, store_bytes
from dhara.kit.files.models import StoredFile
from dhara.kit.locale.languages import LANGS
from dhara.kit.locale.text import clean_text
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

JOB: Final = "audience.contacts.tasks.carry_in"


def receive(studio: Studio, content: BinaryIO, name: str, *, by: Actor, at: datetime) -> ContactImport:
    """Keep the file, and guess what its columns mean. Raises Invalid (import_file, file_too_large, file_empty).

    Not inside a transaction: files are large.
    """
    require_actor(by, studio, "edit_contacts")
    head = content.read(lines.HEAD)
    content.seek(0)
    _check_table(head)
    return _begin(studio, _keep(studio, content, head, name, by, at), by=by, at=at)


def receive_uploaded(studio: Studio, file: StoredFile, *, by: Actor, at: datetime) -> ContactImport:
    """The same for a file that has arrived in pieces; again the same import for the same file."""
    require_actor(by, studio, "edit_contacts")
    if before := ContactImport.objects.filter(studio=studio, file=file).first():
        return before
    with file.open() as content:
        head = content.read(lines.HEAD)
        try:
            _check_table(head)
        except Invalid:
            discard(file.pk)
            raise
        if not lines.needs_rewriting(head):
            return _begin(studio, file, by=by, at=at)
        content.seek(0)
        plain = _keep(studio, cast(BinaryIO, content), head, file.name, by, at)
    discard(file.pk)
    return _begin(studio, plain, by=by, at=at)


def _check_table(head: bytes) -> None:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Invalid("import_file", _("This is not a CSV file. In your spreadsheet, save it as CSV."), "file")


def _keep(studio: Studio, content: BinaryIO, head: bytes, name: str, by: Actor, at: datetime) -> StoredFile:
    with tempfile.TemporaryFile() as rewritten:
        if lines.needs_rewriting(head):
            lines.plain(content, rewritten, lines.wide(head))
            rewritten.seek(0)
            content = rewritten
        return store_bytes(content, name=name, at=at, purpose="document", studio_ref=studio.pk, owner_ref=by.id)


def _begin(studio: Studio, file: StoredFile, *, by: Actor, at: datetime) -> ContactImport:
    with file.open() as kept:
        shape = lines.sniff(kept.read(lines.HEAD))
        read = lines.read(kept, shape, shape.start)
        first = [line for _n, line in zip(range(6), read, strict=False)]
    if not first or not any(line.cells for line in first):
        discard(file.pk)
        raise Invalid("import_file", _("There are no lines in this file that can be read."), "file")
    labels = dict(Field.objects.filter(studio=studio).values_list("key", "label"))
    heading = mapping.has_heading(first[0].cells)
    options = {"encoding": shape.encoding, "delimiter": shape.delimiter, "start": shape.start, "heading": heading}
    return ContactImport.objects.create(
        studio=studio,
        file=file,
        made_by_id=by.id if by.kind == "person" else None,
        mapping=mapping.guess(first[0].cells, [line.cells for line in first[1:]], labels),
        options={**options, "begins": first[0].end if heading else shape.start},
        size=file.size,
        status=rules.MAPPING,
        status_at=at,
        created_at=at,
    )


@transaction.atomic
def start(
    studio: Studio, import_id: int, columns: Mapping[str, str], options: Mapping[str, Any], *, by: Actor, at: datetime
) -> ContactImport:
    """Say what the columns mean, and let it run. `options`: tag_ids, agreed, words, update, language.

    Raises Invalid (no_email_column, column_twice, consent_words), NotFoundHere, Conflict when it runs already.
    """
    require_actor(by, studio, "edit_contacts")
    found = _locked(studio, import_id)
    words = clean_text(str(options.get("words", "")), lines=True)[:1000]
    if options.get("agreed") and not words:
        raise Invalid("consent_words", _("Please say when and how they agreed to letters."), "words")
    own = Tag.objects.filter(studio=studio, pk__in=options.get("tag_ids") or [])
    chosen = {
        "agreed": bool(options.get("agreed")),
        "words": words,
        "update": bool(options.get("update")),
        "language": options.get("language") if options.get("language") in LANGS else studio.language,
        "tag_ids": list(own.values_list("pk", flat=True)),
    }
    found.become(
        rules.RUNNING,
        by=by,
        at=at,
        studio_id=studio.pk,
        mapping=_columns(studio, columns),
        options={**found.options, **chosen},
        position=found.options["begins"],
    )
    defer_named(JOB, queue="upkeep", import_id=found.pk)
    return found


@transaction.atomic
def stop(studio: Studio, import_id: int, *, by: Actor, at: datetime) -> ContactImport:
    """What is in stays."""
    require_actor(by, studio, "edit_contacts")
    return _locked(studio, import_id).become(rules.CANCELLED, by=by, at=at, studio_id=studio.pk)


def finish(found: ContactImport, *, at: datetime) -> None:
    """The last line is in; the import is locked."""
    fact = ContactsImported(found.pk, found.added, found.changed)
    found.become(rules.DONE, fact=fact, by=SYSTEM, at=at, studio_id=found.studio_id)


def fail(import_id: int, *, at: datetime) -> None:
    """The file is not there any more."""
    with transaction.atomic():
        found = ContactImport.objects.select_for_update().get(pk=import_id)
        if found.status == rules.RUNNING:
            found.become(rules.FAILED, by=SYSTEM, at=at, studio_id=found.studio_id)


def forget_files(*, before: datetime) -> int:
    """Throw away the files of imports that ended before then: addresses are kept no longer than is of use."""
    ended = ContactImport.objects.filter(status_at__lt=before, file__state="ready").exclude(status=rules.RUNNING)
    for found in ended[:200]:
        discard(found.file_id)
    return ended.count()


def _locked(studio: Studio, import_id: int) -> ContactImport:
    found = ContactImport.objects.select_for_update(of=("self",)).filter(studio=studio, pk=import_id).first()
    if found is None:
        raise NotFoundHere
    return found


def _columns(studio: Studio, columns: Mapping[str, str]) -> dict[str, str]:
    known = {*mapping.TARGETS, *(f"{mapping.FIELD}{key}" for key in _keys(studio))}
    given = {place: target for place, target in columns.items() if target and place.isdecimal()}
    if unknown := set(given.values()) - known:
        raise Invalid("column_unknown", _("Please choose one of the list."), sorted(unknown)[0])
    if mapping.EMAIL not in given.values():
        raise Invalid("no_email_column", _("Please say which column holds the email addresses."), "columns")
    if len(set(given.values())) < len(given):
        raise Conflict("column_twice", _("Two columns can not mean the same. Leave one of them out."), "columns")
    return given


def _keys(studio: Studio) -> list[str]:
    return list(Field.objects.filter(studio=studio).values_list("key", flat=True))
