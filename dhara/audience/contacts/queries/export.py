"""The contacts as a table for a spreadsheet, streamed: memory stays the same however many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dhara.audience.contacts import rules
from dhara.audience.contacts.models import Contact, Field
from dhara.audience.contacts.queries.contacts import Filters, fields_of, found, tags_on
from dhara.kit.locale.languages import in_language
from dhara.kit.sheets import csv_text
from dhara.people.models import Studio

CHUNK: Final = 1_000


def export_csv(studio: Studio, filters: Filters, *, lang: str = "en") -> Iterator[str]:
    """CSV text (UTF-8 with a byte order mark, for Excel) in pieces of CHUNK contacts, the latest first.

    What a spreadsheet would run as a formula is kept text. The headings are those that an import knows again.
    """
    fields = list(fields_of(studio))
    with in_language(lang):
        head = [_("Email address"), _("Name"), _("State"), _("Language"), _("Tags"), _("Subscribed"), _("Since")]
        states = {code: str(words) for code, words in rules.LIFECYCLE.states.items()}
    yield "\ufeff" + csv_text([[*head, *(field.label for field in fields)]])
    zone, contacts, last = ZoneInfo(studio.time_zone), found(studio, filters).order_by("-pk"), 0
    while True:
        step = list((contacts.filter(pk__lt=last) if last else contacts)[:CHUNK])
        if not step:
            return
        tags = tags_on([contact.pk for contact in step])
        yield csv_text([_row(each, [tag.name for tag in tags.get(each.pk, [])], states, fields, zone) for each in step])
        last = step[-1].pk


def _row(
    contact: Contact, tags: Sequence[str], states: dict[str, str], fields: Sequence[Field], zone: ZoneInfo
) -> list[str]:
    return [
        contact.email,
        contact.name,
        states[contact.status],
        contact.language,
        ", ".join(tags),
        _moment(contact.subscribed_at, zone),
        _moment(contact.created_at, zone),
        *(_plain(contact.fields.get(field.key)) for field in fields),
    ]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _moment(value: datetime | None, zone: ZoneInfo) -> str:
    return value.astimezone(zone).strftime("%Y-%m-%d %H:%M") if value else ""
