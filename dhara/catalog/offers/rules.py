"""The lifecycle of an offer, what its fields may hold, and what it needs before it can be sold. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.catalog.kinds import Lack, is_held
from dhara.kit import html
from dhara.kit.lifecycle.rules import Lifecycle, Move
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import LANGS, current
from dhara.kit.locale.slugs import slugify
from dhara.kit.locale.text import clean_text, search_key
from dhara.kit.refusal import Invalid, Refused

if TYPE_CHECKING:
    from dhara.catalog.offers.models import Offer
    from dhara.catalog.prices.models import Tier

DRAFT, PUBLISHED, UNPUBLISHED, HIDDEN, ARCHIVED = "draft", "published", "unpublished", "hidden", "archived"

LIFECYCLE = Lifecycle(
    name="offer",
    initial=DRAFT,
    about="Something that a studio sells.",
    states={
        DRAFT: _("draft"),
        PUBLISHED: _("published"),
        UNPUBLISHED: _("unpublished"),
        HIDDEN: _("hidden by the operator"),
        ARCHIVED: _("archived"),
    },
    moves=(
        Move(DRAFT, PUBLISHED, ("person", "system"), "it is complete and a member publishes it, or its date comes"),
        Move(PUBLISHED, UNPUBLISHED, ("person", "system"), "a member takes it down, or its last day passes"),
        Move(UNPUBLISHED, PUBLISHED, ("person", "system"), "a member puts it up again"),
        Move(PUBLISHED, HIDDEN, ("operator",), "the operator hides it, with a reason"),
        Move(HIDDEN, UNPUBLISHED, ("operator",), "the operator lifts it; the studio decides when to publish again"),
        Move(DRAFT, ARCHIVED, ("person",), "a member puts it away"),
        Move(PUBLISHED, ARCHIVED, ("person",), "a member puts it away"),
        Move(UNPUBLISHED, ARCHIVED, ("person",), "a member puts it away"),
        Move(ARCHIVED, UNPUBLISHED, ("person",), "a member takes it out again"),
    ),
)

TITLE_LENGTH: Final = 120
MAX_TAGS: Final = 12
TAG_LENGTH: Final = 30
MAX_PICTURES: Final = 12
ALT_LENGTH: Final = 200
# Part of a studio's own addresses (`/@nadia/feed`), so no offer's.
RESERVED_SLUGS: Final = frozenset({"about", "feed", "new", "rss", "offers", "search"})


class Incomplete(Refused):
    """The offer can not be sold yet; `missing` says in sentences what it lacks, and where that is asked for."""

    status = 422

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = [Lack(each, getattr(each, "place", "")) for each in missing]
        super().__init__(
            "incomplete", _("Something is still missing: %(missing)s") % {"missing": " ".join(self.missing)}
        )


def missing(offer: Offer, tiers: Iterable[Tier]) -> list[str]:
    """What every kind of offer needs, as sentences in the reader's language; empty when it is complete.

    `tiers` are those for sale, with their prices loaded.
    """
    tiers = list(tiers)
    lacks: list[str] = []
    if not offer.title:
        lacks.append(Lack(_("Give it a title."), "id_title"))
    if not html.plain(offer.description):
        lacks.append(Lack(_("Describe it: what is it, for whom, what is inside?"), "id_description"))
    if offer.category_id is None:
        lacks.append(Lack(_("Choose a category, so that buyers can find it."), "id_category"))
    if not tiers:
        words = _("Add a package with its price.") if is_held(offer) else _("Add a price, or make it free.")
        lacks.append(Lack(words, "prices"))
    for tier in tiers:
        if tier.pricing != "free" and not tier.prices.all():
            named = _("Enter the price of “%(tier)s”.") % {"tier": tier.name}
            lacks.append(Lack(named if tier.name else _("Enter its price."), "prices"))
    return lacks


def _line(name: str, limit: int) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        text = clean_text(str(value or ""))
        if len(text) > limit:
            raise Invalid("text_too_long", _("This text is too long. Please shorten it."), name)
        return text

    return clean


def title(value: Any) -> str:
    text = _line("title", TITLE_LENGTH)(value)
    if not text:
        raise Invalid("title_missing", _("Please enter a title."), "title")
    return text


def slug(value: Any) -> str:
    """The address as typed, made fit; raises Invalid when nothing is left of it or it is kept for the studio itself."""
    text = slugify(str(value or ""))
    if not text:
        raise Invalid("slug_unclear", _("Please use letters or digits for the address."), "slug")
    if text in RESERVED_SLUGS:
        raise Invalid("slug_taken", _("This address is already in use. Please choose another."), "slug")
    return text


def description(value: Any) -> str:
    try:
        return html.sanitise(str(value or ""))
    except Invalid as refusal:
        raise Invalid(refusal.code, refusal.message, "description") from refusal


def language(value: Any) -> str:
    if value not in LANGS:
        raise Invalid("language_unknown", _("Please choose a language."), "language")
    return str(value)


def tags(value: Any) -> list[str]:
    """A list of words, or one text with commas between them; the same word in another spelling counts once."""
    parts = value.replace("،", ",").replace(";", ",").split(",") if isinstance(value, str) else list(value or [])
    found: dict[str, str] = {}
    for part in parts:
        tag = clean_text(str(part)).lstrip("#").strip()
        key = search_key(tag)
        if len(tag) > TAG_LENGTH:
            raise Invalid("tag_too_long", _("“%(tag)s” is too long for a tag.") % {"tag": tag[:TAG_LENGTH]}, "tags")
        if key:
            found.setdefault(key, tag)
    if len(found) > MAX_TAGS:
        raise Invalid(
            "too_many_tags", _("At most %(most)s tags, please.") % {"most": number(MAX_TAGS, current())}, "tags"
        )
    return list(found.values())


def _moment(name: str) -> Callable[[Any], datetime | None]:
    def clean(value: Any) -> datetime | None:
        if value is not None and (not isinstance(value, datetime) or value.tzinfo is None):
            raise Invalid("time_unclear", _("Please enter a date and a time."), name)
        return value

    return clean


# Every field that a studio may edit, and how its value is made clean. `category` is checked by the action.
FIELDS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "title": title,
    "slug": slug,
    "summary": _line("summary", 200),
    "description": description,
    "language": language,
    "tags": tags,
    "seo_title": _line("seo_title", 70),
    "seo_description": _line("seo_description", 160),
    "publish_at": _moment("publish_at"),
    "unpublish_at": _moment("unpublish_at"),
    "releases_at": _moment("releases_at"),
    "category": lambda category: category,
}


def clean(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields made clean; an empty address means none was given.

    Raises Invalid with the field; TypeError for one that may not be edited.
    """
    unknown = changes.keys() - FIELDS.keys()
    if unknown:
        raise TypeError(f"no such field of an offer: {', '.join(sorted(unknown))}")
    return {name: FIELDS[name](value) for name, value in changes.items() if value or name != "slug"}


def check_schedule(publish_at: datetime | None, unpublish_at: datetime | None, at: datetime) -> None:
    """Raises Invalid where the take-down would come before the publication, or has passed."""
    if unpublish_at is not None and unpublish_at <= max(at, publish_at or at):
        raise Invalid(
            "schedule_backwards", _("The last day must come after the first, and not be over."), "unpublish_at"
        )
