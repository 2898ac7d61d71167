"""Reads of letters: those of a studio, what one is made of, compiled, previewed."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from dhara.audience.contacts.models import Contact, Field
from dhara.audience.messages import blocks, rules
from dhara.audience.messages import checks as checking
from dhara.audience.messages.compile import About, Compiled, compile_letter
from dhara.audience.messages.material import COLOURS, RIVER, Card, Image, Material
from dhara.audience.messages.models import OFF, Letterhead, Message
from dhara.audience.messages.reaching import PROBLEMS
from dhara.audience.messages.rules import LEVELS, WARNING, Finding, Person
from dhara.catalog.models import Offer
from dhara.catalog.offers.rules import PUBLISHED
from dhara.kit.files.models import Picture, StoredFile
from dhara.people.access.queries import Somebody, Viewer
from dhara.people.models import Studio

MOST_KEPT: Final = 256
WIDE: Final = 1200
SHARED: Final = (1200, 630)
_kept: OrderedDict[tuple[int, str, str, int], Compiled] = OrderedDict()
_lock = Lock()


def visible_to(viewer: Viewer | Somebody, studio: Studio) -> QuerySet[Message]:
    """The studio's letters, for whoever may see its audience."""
    seen = viewer if isinstance(viewer, Viewer) else Viewer(viewer)
    letters = Message.objects.select_related("studio__picture__file")
    return letters.filter(studio=studio) if seen.may(studio, "see_audience") else letters.none()


def field_keys(studio_id: int) -> set[str]:
    """The keys of the fields that the studio keeps of its contacts."""
    return set(Field.objects.filter(studio=studio_id).values_list("key", flat=True))


def compiled(message: Message, language: str, variant: int = 0, *, tracking: str = "") -> Compiled:
    """The letter in the reader's `language`, or else in one that it is written in.

    A frozen one is compiled once in each process, with the letterhead and offers of that moment. Raises KeyError for
    a letter without words.
    """
    found = rules.language_for(message.content, language, message.studio.language)
    tracking = tracking or message.tracking
    if message.frozen_at is None:
        return _compile(message, found, variant, tracking)
    key = (message.pk, _digest(message, tracking), found, variant)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _compile(message, found, variant, tracking)
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _digest(message: Message, tracking: str) -> str:
    said = [message.content, message.from_name, message.reply_to, message.purpose, tracking, settings.PUBLIC_URL]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _compile(message: Message, language: str, variant: int, tracking: str) -> Compiled:
    head = letterhead(message.studio)
    made = material(message.studio, message.content[language], language, head)
    return _compile_with(message, language, variant, tracking, head, made)


def _compile_with(
    message: Message, language: str, variant: int, tracking: str, head: Letterhead, made: Material
) -> Compiled:
    about = About(
        message_id=message.pk or 0,
        purpose=message.purpose,
        language=language,
        variant=variant,
        tracking=tracking,
        from_name=message.from_name or head.from_name,
        reply_to=message.reply_to or head.reply_to,
    )
    return compile_letter(message.content[language], about, made)


def letterhead(studio: Studio) -> Letterhead:
    """As the studio set it, or else as every studio's is."""
    return Letterhead.objects.filter(studio=studio).first() or Letterhead(studio=studio)


def material(studio: Studio, words: Mapping[str, Any], language: str, head: Letterhead) -> Material:
    """All that a letter in one language shows besides its words; pictures and offers of other studios are not there."""
    pictures = {block["picture"] for block in words["blocks"] if block["kind"] == blocks.IMAGE}
    offers = {block["offer"] for block in words["blocks"] if block["kind"] == blocks.OFFER}
    return Material(
        studio_id=studio.pk,
        name=studio.name,
        handle=studio.handle,
        url=f"{settings.PUBLIC_URL}/@{studio.handle}",
        sender=head.sender,
        colour=COLOURS.get(head.colour, COLOURS[RIVER]),
        logo=_logo(studio.picture) if studio.picture else "",
        images={found.pk: image_of(found) for found in pictures_of(studio).filter(pk__in=pictures - {0})}
        if pictures - {0}
        else {},
        cards=_cards(studio, offers - {0}, language) if offers - {0} else {},
    )


def pictures_of(studio: Studio) -> QuerySet[Picture]:
    """The pictures that the studio has here, the newest first."""
    own = Picture.objects.filter(file__studio_ref=studio.pk, file__state=StoredFile.READY)
    return own.select_related("file").order_by("-id")


def image_of(picture: Picture) -> Image:
    """As JPEG: some mail programs show no WEBP."""
    url = f"{settings.PUBLIC_URL}/media/letter/{picture.pk}-{picture.token}.jpg"
    return Image(url, min(picture.width, WIDE), picture.height)


def _logo(picture: Picture) -> str:
    return f"{settings.PUBLIC_URL}/media/letter/{picture.pk}-{picture.token}.jpg"


def offers_of(studio: Studio) -> QuerySet[Offer]:
    """What a letter can show: what is on the market."""
    return Offer.objects.filter(studio=studio, status=PUBLISHED).select_related("cover__file").order_by("title", "id")


def _cards(studio: Studio, offers: set[int], language: str) -> dict[int, Card]:
    with translation.override(language):
        return {found.pk: _card(studio, found, language) for found in offers_of(studio).filter(pk__in=offers)}


def _card(studio: Studio, offer: Offer, language: str) -> Card:
    least = offer.price_from(studio.currency)
    price = "" if least is None else (least.display(language) if least else str(_("Free")))
    if price and offer.prices_vary:
        price = _("%(price)s and up") % {"price": price}
    cover = offer.cover
    image = None
    if cover is not None:
        image = Image(f"{settings.PUBLIC_URL}/media/share/{cover.pk}-{cover.token}.jpg", *SHARED)
    url = f"{settings.PUBLIC_URL}/@{studio.handle}/{offer.slug}"
    return Card(url, offer.title, offer.summary, price, image)


def preview(message: Message, contact: Contact | None, language: str, variant: int = 0) -> tuple[str, str, str]:
    """Subject, text and HTML as `contact` would get them, or somebody of whom nothing is known; nothing is tracked."""
    return compiled(message, language, variant, tracking=OFF).shown(reader(contact))


def reader(contact: Contact | None) -> Person:
    """A contact as the reader of a preview or a test: nobody is unsubscribed by its links."""
    return Person(
        contact_id=0,
        delivery_id=0,
        email=contact.email if contact else "reader@example.com",
        name=contact.name if contact else "",
        fields=contact.fields if contact else {},
        message_id="<preview@localhost>",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        from_email="preview@example.com",
    )


def checks(message: Message, *, language: str = "") -> list[Finding]:
    """What should be looked at before the letter is sent, the gravest first; in all its languages, or in one.

    No address is asked for whether it answers.
    """
    head = letterhead(message.studio)
    found: list[Finding] = []
    for each in [lang for lang in message.content if language in ("", lang)]:
        words = message.content[each]
        made = material(message.studio, words, each, head)
        found += checking.of_words(words, each, made)
        found += checking.of_letter(_compile_with(message, each, 0, OFF, head, made), reader(None))
    if not head.sender:
        found.append(checking.no_sender())
    return sorted(found, key=lambda finding: LEVELS.index(finding.level))


def addresses(message: Message) -> list[str]:
    """Every address that the letter leads to, for `reaching.unreachable`."""
    return [url for each in message.content for url in compiled(message, each, tracking=OFF).links if url]


def unreached(problems: Mapping[str, str]) -> list[Finding]:
    """What `reaching.unreachable` found, as findings."""
    return [Finding(WARNING, f"link_{problem}", PROBLEMS[problem] % {"url": url}) for url, problem in problems.items()]
