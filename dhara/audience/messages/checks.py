"""What is looked at before a letter is sent. Pure: whoever asks has compiled the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from dhara.audience.messages import blocks, placeholders
from dhara.audience.messages.compile import Compiled
from dhara.audience.messages.material import Material
from dhara.audience.messages.rules import ERROR, NOTE, WARNING, Finding, Person, Words
from dhara.kit.html import plain
from dhara.kit.locale.digits import number
from dhara.kit.locale.text import graphemes
from dhara.kit.outward import is_public_name

# Gmail cuts a letter off there, and the ways out with it.
MOST_BYTES: Final = 102 * 1024
LONG_SUBJECT: Final = 60
SHORTENERS: Final = frozenset(
    (
        *("bit.ly", "bitly.com", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd", "buff.ly", "cutt.ly", "v.gd"),
        *("rebrand.ly", "rb.gy", "shorturl.at", "tiny.cc", "s.id", "t.ly", "lnkd.in", "bl.ink"),
    )
)
_ANCHOR: Final = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.S)
_LOOKS_LIKE_HOST: Final = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#]\S*)?", re.I)
_MISSING: Final = {
    blocks.HEADING: ("text", _("This heading is empty.")),
    blocks.TEXT: ("html", _("This text is empty.")),
    blocks.QUOTE: ("text", _("This quote is empty.")),
    blocks.LIST: ("items", _("This list is empty.")),
}


def of_words(words: Words, language: str, material: Material) -> Iterator[Finding]:
    """What can be said of the words in one language alone."""
    yield from _subjects(words, language)
    if not any(_says_something(block, material) for block in words["blocks"]):
        yield Finding(ERROR, "empty", _("This letter says nothing yet."), f"{language}.blocks")
    for n, block in enumerate(words["blocks"]):
        place = f"{language}.blocks.{n}"
        yield from _block(block, place, material)
        for field, text in _texts(block):
            yield from _fallbacks(text, f"{place}.{field}")
    yield from _fallbacks(words["preheader"], f"{language}.preheader")


def of_letter(compiled: Compiled, reader: Person) -> Iterator[Finding]:
    """What can only be said of the finished letter."""
    _subject, text, html = compiled.shown(reader)
    language = compiled.about.language
    size, place = len(html.encode()), f"{language}.blocks"
    if size > MOST_BYTES:
        words = _("The letter has %(size)s KB; Gmail cuts it off after 102. Make it shorter.")
        yield Finding(ERROR, "too_big", words % {"size": number(size // 1024, language)}, place)
    elif size > MOST_BYTES * 8 // 10:
        words = _("The letter has %(size)s KB. Gmail cuts off what is longer than 102.")
        yield Finding(NOTE, "big", words % {"size": number(size // 1024, language)}, place)
    way = compiled.places.index(f"link:{placeholders.UNSUBSCRIBE}")
    if way not in compiled.html or way not in compiled.text:
        yield Finding(ERROR, "no_way_out", _("There is no link to unsubscribe."), place)
    if not text.strip():
        yield Finding(ERROR, "no_text", _("The letter has no plain text."), place)


def no_sender() -> Finding:
    words = _("The letter does not say from where you write. Many countries ask for a postal address.")
    return Finding(WARNING, "no_sender", words, "letterhead")


def _subjects(words: Words, language: str) -> Iterator[Finding]:
    if not words["subject"]:
        yield Finding(ERROR, "no_subject", _("The letter has no subject."), f"{language}.subject")
    subjects = [("subject", words["subject"]), *((f"subjects.{n}", each) for n, each in enumerate(words["subjects"]))]
    for name, subject in subjects:
        place = f"{language}.{name}"
        if len(graphemes(subject)) > LONG_SUBJECT:
            yield Finding(NOTE, "long_subject", _("Phones show about 40 signs of a subject; the rest is cut."), place)
        latin = [c for c in subject if c.isascii() and c.isalpha()]
        if len(latin) >= 8 and sum(c.isupper() for c in latin) > len(latin) * 0.8:
            yield Finding(WARNING, "shouting", _("A subject in capital letters looks like spam."), place)
        if re.search(r"[!?]{3}|[$৳]{3}", subject):
            yield Finding(WARNING, "exclaiming", _("So many signs in a row look like spam."), place)
        yield from _fallbacks(subject, place)
    if len({each for _name, each in subjects}) < len(subjects):
        yield Finding(WARNING, "same_subject", _("Two of the subjects are the same."), f"{language}.subjects")


def _fallbacks(text: str, place: str) -> Iterator[Finding]:
    for part in placeholders.personal(text):
        if part.what not in (placeholders.EMAIL, placeholders.STUDIO) and not part.fallback:
            words = _("%(field)s has no words for readers of whom it is not known.") % {"field": str(part)}
            yield Finding(WARNING, "no_fallback", words, place)


def _texts(block: blocks.Block) -> Iterator[tuple[str, str]]:
    """What is said in a block, as words without markup."""
    for field in ("text", "label", "by"):
        if isinstance(block.get(field), str):
            yield field, block[field]
    if block["kind"] == blocks.TEXT:
        yield "html", plain(block["html"])
    for item in block.get("items", ()):
        yield "items", item


def _says_something(block: blocks.Block, material: Material) -> bool:
    if block["kind"] == blocks.OFFER:
        return block["offer"] in material.cards
    if block["kind"] == blocks.IMAGE:
        return block["picture"] in material.images
    return any(text.strip() for _field, text in _texts(block))


def _block(block: blocks.Block, place: str, material: Material) -> Iterator[Finding]:
    kind = block["kind"]
    if kind in _MISSING:
        field, words = _MISSING[kind]
        if not block[field]:
            yield Finding(WARNING, "empty_block", words, f"{place}.{field}")
    elif kind == blocks.BUTTON:
        if not block["label"]:
            yield Finding(ERROR, "no_label", _("This button has no words."), f"{place}.label")
        if not block["url"]:
            yield Finding(ERROR, "no_url", _("This button leads nowhere."), f"{place}.url")
    elif kind == blocks.IMAGE:
        if block["picture"] not in material.images:
            yield Finding(ERROR, "no_picture", _("No picture is chosen."), f"{place}.picture")
        elif not block["alt"]:
            words = _("Say what the picture shows: many readers see no pictures.")
            yield Finding(WARNING, "no_alt", words, f"{place}.alt")
    elif kind == blocks.OFFER and block["offer"] not in material.cards:
        yield Finding(ERROR, "no_offer", _("This offer is not on sale."), f"{place}.offer")
    yield from _addresses(block, place)


def _addresses(block: blocks.Block, place: str) -> Iterator[Finding]:
    if block.get("url"):
        yield from address(block["url"], f"{place}.url")
    if block["kind"] != blocks.TEXT:
        return
    for href, inside in _ANCHOR.findall(block["html"]):
        url = unescape(href)
        yield from address(url, f"{place}.html")
        shown = _LOOKS_LIKE_HOST.fullmatch(plain(inside))
        if shown and _bare(shown[1]) != _bare(_host(url)):
            words = _("A link shows %(shown)s, but leads to %(host)s: it looks like fraud.")
            yield Finding(ERROR, "other_host", words % {"shown": shown[1], "host": _host(url)}, f"{place}.html")


def address(url: str, place: str) -> Iterator[Finding]:
    """What can be said of an address by looking at it."""
    host = _host(url)
    if placeholders.link_of(url) or url.startswith("mailto:"):
        return
    if not is_public_name(host):
        words = _("%(host)s can only be reached from your own network.") % {"host": host}
        yield Finding(ERROR, "private_host", words, place)
    elif _bare(host) in SHORTENERS:
        words = _("%(host)s hides where a link leads; spam filters distrust it. Use the whole address.") % {
            "host": host
        }
        yield Finding(WARNING, "shortener", words, place)
    elif "{" in url or "%7B" in url.upper() or "example.com" in host:
        yield Finding(WARNING, "left_over", _("This address looks like one that was meant to be replaced."), place)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")
