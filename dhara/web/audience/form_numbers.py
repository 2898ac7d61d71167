"""What a form brought, as its page shows it: by day as curves, by source and by page as tables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.audience.forms import queries
from dhara.audience.forms.models import Form
from dhara.audience.forms.queries import Numbers
from dhara.audience.forms.rules import place_of
from dhara.kit.locale.dates import show_short
from dhara.kit.locale.digits import number

SPANS: Final = (7, 30, 90)
MOST: Final = 12


def numbers_of(form: Form, span: str, at: datetime) -> dict[str, Any]:
    """`span` is the number of days as somebody chose it; 30 for what is not offered."""
    days, lang = int(span) if span in map(str, SPANS) else 30, get_language() or "en"
    every = queries.by_day(form, at, days)
    named = [(show_short(date.fromisoformat(one.name), lang), one) for one in every]
    parts = {_("Seen"): "seen", _("Filled in"): "submitted", _("Confirmed"): "confirmed"}
    some = any(one.seen or one.submitted or one.confirmed for one in every)
    spans = [(each, _("%(shown)s days") % {"shown": number(each, lang)}) for each in SPANS]
    return {
        "spans": [{"url": f"?days={each}", "label": words, "current": each == days} for each, words in spans],
        "series": [(said, [(day, getattr(one, part)) for day, one in named]) for said, part in parts.items()]
        if some
        else [],
        "tables": _tables(form, at, days) if some else [],
    }


def _tables(form: Form, at: datetime, days: int) -> list[tuple[Any, Any, list[tuple[Any, Numbers, int]]]]:
    own = place_of(f"{settings.PUBLIC_URL}/")
    pages = {
        "": _("not known"),
        f"{own}/f/{form.token}": _("its own page"),
        f"{own}/@{form.studio.handle}": _("your studio's page"),
    }
    return [
        (_("By source"), _("Source"), _rows(queries.by_source(form, at, days), {"": _("no mark in the address")})),
        (_("By page"), _("Page"), _rows(queries.by_page(form, at, days), pages)),
    ]


def _rows(found: list[Numbers], words: dict[str, Any]) -> list[tuple[Any, Numbers, int]]:
    """With what it is called, and how many of a hundred who saw it confirmed; what is little counts together."""
    shown, rest = queries.folded(found, MOST)
    rows = [(words.get(one.name, one.name), one) for one in shown]
    if rest:
        rows.append((_("all others"), rest))
    return [(name, one, min(100, round(100 * one.confirmed / one.seen)) if one.seen else 0) for name, one in rows]
