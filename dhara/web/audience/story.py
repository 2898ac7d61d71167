"""A timeline in words: days with what happened on each, links to what it was about. A few queries, however long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from dhara.audience.automations import causes as causing
from dhara.audience.automations.causes import Cause, causes
from dhara.audience.contacts import rules
from dhara.audience.models import ContactEvent, Field, Form, Message, Sequence, Tag
from dhara.catalog.models import Offer
from dhara.kit.currency import Money
from dhara.people.models import Studio

# kind → icon, tone, words with what it was about.
SAID: Final[dict[str, tuple[str, str, Any]]] = {
    "visited": ("eye", "muted", _("Looked at %(what)s")),
    "submitted": ("clipboard-check", "", _("Filled in the form “%(what)s”")),
    "confirmed": ("badge-check", "success", _("Confirmed the address in “%(what)s”")),
    "subscribed": ("bell", "success", _("Subscribed")),
    "unsubscribed": ("log-out", "error", _("Unsubscribed")),
    "given": ("gift", "success", _("Got access to %(what)s")),
    "bought": ("shopping-bag", "success", _("Bought %(what)s")),
    "refunded": ("undo-2", "error", _("Got money back for %(what)s")),
    "left_cart": ("shopping-bag", "marigold", _("Left %(what)s in the cart")),
    "sent": ("send", "muted", _("Was sent “%(what)s”")),
    "opened": ("mail", "", _("Opened “%(what)s”")),
    "clicked": ("link", "", _("Followed a link in “%(what)s”")),
    "bounced": ("triangle-alert", "error", _("A letter came back")),
    "complained": ("ban", "error", _("Marked “%(what)s” as spam")),
    "tagged": ("tag", "muted", _("Got the tag “%(what)s”")),
    "untagged": ("tag", "muted", _("Lost the tag “%(what)s”")),
    "field": ("pencil", "muted", _("%(what)s was changed")),
    "entered": ("log-in", "", _("Entered the sequence “%(what)s”")),
    "left": ("log-out", "muted", _("Left the sequence “%(what)s”")),
    "goal": ("target", "success", _("Reached the goal of “%(what)s”")),
    "imported": ("upload", "muted", _("Was imported")),
    "merged": ("users", "muted", _("Another contact was merged with this one")),
    "noted": ("notebook-pen", "marigold", _("A note")),
}


@dataclass(frozen=True)
class Told:
    icon: str
    tone: str
    text: str
    at: datetime
    url: str = ""
    detail: str = ""
    amount: Money | None = None


Days = list[tuple[date, list[Told]]]
Names = dict[str, tuple[str, str]]


def tell(events: Iterable[ContactEvent], studio: Studio) -> Days:
    """The latest day first, in the studio's time zone."""
    events = list(events)
    names, zone = _names(events, studio), ZoneInfo(studio.time_zone)
    who = causes(events, studio)
    told = [_told(event, names, who[event.pk], studio) for event in events]
    return [(day, list(each)) for day, each in groupby(told, key=lambda one: one.at.astimezone(zone).date())]


def _told(event: ContactEvent, names: Names, who: Cause, studio: Studio) -> Told:
    icon, tone, words = SAID[event.kind]
    what, url = names.get(event.subject, ("", ""))
    plain = str(words)
    if "%(what)s" in plain:
        text = plain % {"what": what} if what else str(rules.EVENTS[event.kind]).capitalize()
    else:
        text = plain
    if number := event.data.get("order"):
        url = f"/studio/{studio.handle}/orders/{number}/"
    amount = Money(event.amount, event.currency) if event.currency else None
    by = cause_words(who) if event.kind in _TAGS or who.kind == causing.MEMBER else ""
    detail = " · ".join(part for part in ("" if event.kind in _TAGS else _detail(event), by) if part)
    return Told(icon, tone, text, event.at, url, detail, amount)


def cause_words(cause: Cause) -> str:
    """Who or what it was, as a line below what was done; "" where nobody wrote it down."""
    if cause.kind == causing.MEMBER:
        return cause.name
    words = _NAMED_CAUSES.get(cause.kind) if cause.name else None
    return str(words % {"name": cause.name} if words else SOURCES.get(cause.kind, ""))


def _detail(event: ContactEvent) -> str:
    data = event.data
    if event.kind == "field" and "value" in data:
        return "—" if data["value"] is None else _plain(data["value"])
    parts = [data.get(name) for name in ("words", "detail", "url", "reason")]
    source = data.get("source")
    return " · ".join(str(part) for part in [*parts, SOURCES.get(str(source).partition(":")[0])] if part)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return str(value)


_TAGS: Final = ("tagged", "untagged")
_NAMED_CAUSES: Final = {
    causing.RULE: _("by the rule: %(name)s"),
    causing.SEQUENCE: _("by the sequence “%(name)s”"),
    causing.FORM: _("in the form “%(name)s”"),
}
SOURCES: Final = {
    "rule": _("by a rule"),
    "sequence": _("by a sequence"),
    "form": _("in a form"),
    "import": _("by an import"),
    "order": _("at a purchase"),
    "api": _("by a program"),
    "hand": _("by a member's hand"),
    "preferences": _("on their own page"),
    "link": _("by the link in a letter"),
    "one_click": _("by the mail program's button"),
    "merge": _("by merging"),
    "complaint": _("as they marked a letter as spam"),
}


def source_words(source: str) -> str:
    return str(SOURCES.get(source.partition(":")[0], source))


def _names(events: list[ContactEvent], studio: Studio) -> Names:
    """What the subjects are called, and where they are: one query for each kind of thing that comes up."""
    wanted: dict[str, set[int]] = {}
    keys = {event.subject.removeprefix("field:") for event in events if event.subject.startswith("field:")}
    for event in events:
        kind, _colon, number = event.subject.partition(":")
        if kind in _NAMED and number.isdecimal():
            wanted.setdefault(kind, set()).add(int(number))
    found: Names = {}
    for kind, ids in wanted.items():
        model, name, path = _NAMED[kind]
        for each in model._default_manager.filter(studio=studio, pk__in=ids):
            url = f"/studio/{studio.handle}/{path.format(each.pk)}" if path else ""
            found[f"{kind}:{each.pk}"] = (name(each), url)
    if keys:
        labels = Field.objects.filter(studio=studio, key__in=keys).values_list("key", "label")
        found |= {f"field:{key}": (label, "") for key, label in labels}
    return found


def _subject(message: Message) -> str:
    return next((str(part["subject"]) for part in message.content.values() if part.get("subject")), "")


_NAMED: Final[dict[str, tuple[Any, Callable[[Any], str], str]]] = {
    "offer": (Offer, lambda offer: str(offer.title), "offers/{}/"),
    "form": (Form, lambda form: str(form.name), ""),
    "tag": (Tag, lambda tag: str(tag.name), "audience/tags/{}/"),
    "message": (Message, _subject, ""),
    "sequence": (Sequence, lambda sequence: str(sequence.name), ""),
}
