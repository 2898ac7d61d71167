"""What a form was told, as a table for a spreadsheet, streamed: memory stays the same however many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from dhara.audience.forms import queries, rules
from dhara.audience.forms.models import Form
from dhara.kit.sheets import csv_text

CHUNK: Final = 2_000


def export_csv(form: Form, *, state: str = "") -> Iterator[str]:
    """CSV text (UTF-8 with a byte order mark, for Excel), the latest first; `state` "" for all.

    What a spreadsheet would run as a formula is kept text. The headings are names for programs; times are RFC 3339.
    """
    keys = [each["field"] for each in form.questions]
    head = ["email", "state", "at", "confirmed", "page", *(f"utm_{part}" for part in rules.UTM), *keys]
    yield "\ufeff" + csv_text([head])
    for each in queries.submissions(form, state=state).iterator(chunk_size=CHUNK):
        marks = [_plain(each.utm.get(part)) for part in rules.UTM]
        answers = [_plain(each.data.get(key)) for key in keys]
        times = [_when(each.created_at), _when(each.confirmed_at)]
        yield csv_text([[each.email, each.status, *times, each.page, *marks, *answers]])


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _when(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
