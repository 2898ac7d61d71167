"""Columns of lists and lines of pages: moments, money, states, links, as the reader's language writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from procrastinate.jobs import Status

from dhara.kit.currency import Money
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.web.operator.desk import page_of as page_of
from dhara.web.ui.templatetags.dhara import localdate, localdatetime

Column = Callable[[Any, Any], Any]

GOOD = frozenset(
    (
        "open",
        "published",
        "paid",
        "captured",
        "succeeded",
        "sent",
        "done",
        "active",
        "released",
        "cleared",
        "won",
        "prevented",
        "accepted",
    )
)
BAD = frozenset(("failed", "review", "suspended", "hidden", "aborted", "revoked", "lost"))
WAITING = frozenset(
    ("pending", "created", "redirected", "queued", "sending", "held", "draft")
    + (Status.TODO.value, Status.DOING.value)  # as the queue calls jobs that wait and that run
    + ("shown", "due", "needs_response", "early_warning")
)


def chip(text: Any, state: str, *, waits: bool = False) -> SafeString:
    """`waits` where this state asks for somebody, whatever it means elsewhere."""
    waiting = waits or state in WAITING
    tone = "waiting" if waiting else "good" if state in GOOD else "bad" if state in BAD else "plain"
    return format_html('<span class="chip chip-{}">{}</span>', tone, text)


def column(label: Any) -> Callable[[Column], Column]:
    """Name a column; `label` is its heading."""

    def name(function: Column) -> Column:
        function.short_description = label  # type: ignore[attr-defined]
        return function

    return name


def when(field: str, label: Any) -> Column:
    @column(label)
    def show(_desk: Any, thing: Any) -> SafeString:
        return format_html('<span class="moment">{}</span>', localdatetime(getattr(thing, field)) or "–")

    return show


def day(field: str, label: Any) -> Column:
    @column(label)
    def show(_desk: Any, thing: Any) -> str:
        return localdate(getattr(thing, field)) or "–"

    return show


def plain(field: str, label: Any) -> Column:
    """A text, a choice or a number as it is; a related thing with the way to its page."""

    @column(label)
    def show(_desk: Any, thing: Any) -> Any:
        value = getattr(thing, field)
        if isinstance(value, Model):
            return linked(value)
        named = getattr(thing, f"get_{field}_display", None)
        if isinstance(value, int):
            return number(value, current())
        return (named() if named else value) or "–"

    return show


def start(field: str, label: Any) -> Column:
    """The first letters of what is too long for a list; its page shows it whole."""

    @column(label)
    def show(_desk: Any, thing: Any) -> str:
        text = str(getattr(thing, field))
        return f"{text[:9]}…" if len(text) > 10 else text

    return show


def money(field: str, label: Any, *, currency: str = "currency") -> Column:
    """Minor units in `field`, their currency in another (`payment.currency` for a related one)."""

    @column(label)
    def show(_desk: Any, thing: Any) -> SafeString:
        code = thing
        for step in currency.split("."):
            code = getattr(code, step)
        return amount(Money(getattr(thing, field), code))

    return show


def amount(value: Money) -> SafeString:
    return format_html('<span class="amount">{}</span>', value.display(current()))


def state(label: Any, *, waits: str = "") -> Column:
    """`waits` is a state that asks for somebody, whatever it means elsewhere."""

    @column(label)
    def show(_desk: Any, thing: Any) -> SafeString:
        return chip(thing.state_words, thing.status, waits=thing.status == waits)

    return show


def link(field: str, label: Any) -> Column:
    """A related thing, with the way to its page."""

    @column(label)
    def show(_desk: Any, thing: Any) -> SafeString | str:
        return linked(getattr(thing, field))

    return show


def linked(thing: Any) -> SafeString | str:
    return "–" if thing is None else linked_as(thing, thing)


def linked_as(thing: Any, words: Any) -> SafeString:
    """The way to its page under other words than its own name."""
    return format_html('<a class="link" href="{}">{}</a>', page_of(thing), words)


def pretty(value: Any) -> SafeString:
    """Data as it is kept."""
    return format_html('<pre class="data">{}</pre>', json.dumps(value, ensure_ascii=False, indent=2)[:20_000])


def data(field: str, label: Any) -> Column:
    @column(label)
    def show(_desk: Any, thing: Any) -> SafeString:
        return pretty(getattr(thing, field))

    return show
