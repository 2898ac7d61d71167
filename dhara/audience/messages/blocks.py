"""The blocks of a letter, each cleaned so that it can be stored and drawn. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from dhara.audience.messages import placeholders
from dhara.kit.html import sanitise
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

HEADING, TEXT, BUTTON, IMAGE, OFFER, QUOTE, LIST, DIVIDER, SPACER = (
    "heading",
    "text",
    "button",
    "image",
    "offer",
    "quote",
    "list",
    "divider",
    "spacer",
)
KINDS: Final = {
    HEADING: _("Heading"),
    TEXT: _("Text"),
    BUTTON: _("Button"),
    IMAGE: _("Picture"),
    OFFER: _("Offer"),
    QUOTE: _("Quote"),
    LIST: _("List"),
    DIVIDER: _("Line"),
    SPACER: _("Space"),
}
SIZES: Final = {"s": _("small"), "m": _("medium"), "l": _("large")}
MOST_ITEMS: Final = 40
LONGEST_TEXT: Final = 20_000
LONGEST_URL: Final = 2000
_HREF: Final = re.compile(r'href="([^"]*)"')

Block = dict[str, Any]
Fields = Collection[str] | None


def clean_block(block: Any, place: str, fields: Fields) -> Block:
    """A block as it is stored. Raises Invalid at `place` (`bn.blocks.3.text`)."""
    kind = block.get("kind") if isinstance(block, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise Invalid("block_unknown", _("There is no such block."), place)
    return {"kind": kind, **_CLEANERS[kind](block, place, fields)}


def line(value: Any, place: str, most: int, fields: Fields) -> str:
    """One line of words with personal fields in them."""
    text = clean_text(value if isinstance(value, str) else "")
    return _checked(text, place, most, fields)


def clean_url(value: Any, place: str) -> str:
    """A whole address (http, https, mailto), `{link:…}`, or "" where there is none yet."""
    url = "".join((value if isinstance(value, str) else "").split())
    if not url or placeholders.link_of(url):
        return url
    if "{" in url or "}" in url:
        words = _("A personal field can not stand in an address: it would be seen by others.")
        raise Invalid("field_in_address", words, place)
    if "://" not in url and not url.startswith("mailto:"):
        url = f"https://{url}"
    if not _sound(url):
        raise Invalid("bad_link", _("“%(url)s” is not a complete web address.") % {"url": url[:80]}, place)
    return url


def _sound(url: str) -> bool:
    if len(url) > LONGEST_URL or not url.isprintable() or set(url) & set('"<>\\^`'):
        return False
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username


def _checked(text: str, place: str, most: int, fields: Fields, *, markup: bool = False) -> str:
    if len(text) > most:
        raise Invalid("too_long", _("This text is too long. Please shorten it."), place)
    placeholders.parse(text, place=place, fields=fields, markup=markup)
    return text


def _heading(block: Block, place: str, fields: Fields) -> Block:
    level = 2 if block.get("level") in (2, "2") else 1
    return {"text": line(block.get("text"), f"{place}.text", 200, fields), "level": level}


def _text(block: Block, place: str, fields: Fields) -> Block:
    value = block.get("html")
    try:
        html = sanitise(value if isinstance(value, str) else "")
    except Invalid as problem:
        raise Invalid(problem.code, problem.message, f"{place}.html") from problem
    for url in _HREF.findall(html):
        clean_url(url.replace("&amp;", "&"), f"{place}.html")
    # Addresses hold no personal fields, and what looks like one there was refused above.
    _checked(_HREF.sub("", html), f"{place}.html", LONGEST_TEXT, fields, markup=True)
    return {"html": html}


def _button(block: Block, place: str, fields: Fields) -> Block:
    label = line(block.get("label"), f"{place}.label", 80, fields)
    return {"label": label, "url": clean_url(block.get("url"), f"{place}.url")}


def _image(block: Block, place: str, _fields: Fields) -> Block:
    alt = clean_text(str(block.get("alt") or ""))[:200]
    url = clean_url(block.get("url"), f"{place}.url")
    return {"picture": _ident(block.get("picture"), f"{place}.picture"), "alt": alt, "url": url}


def _offer(block: Block, place: str, fields: Fields) -> Block:
    label = line(block.get("label"), f"{place}.label", 60, fields)
    return {"offer": _ident(block.get("offer"), f"{place}.offer"), "label": label}


def _quote(block: Block, place: str, fields: Fields) -> Block:
    text = _checked(_lines(block.get("text")), f"{place}.text", 2000, fields)
    return {"text": text, "by": line(block.get("by"), f"{place}.by", 120, fields)}


def _list(block: Block, place: str, fields: Fields) -> Block:
    given = block.get("items")
    items = [clean_text(each) for each in given if isinstance(each, str)] if isinstance(given, list) else []
    items = [each for each in items if each]
    if len(items) > MOST_ITEMS:
        raise Invalid("too_many", _("A list has forty lines at most."), f"{place}.items")
    checked = [_checked(each, f"{place}.items", 500, fields) for each in items]
    return {"items": checked, "ordered": bool(block.get("ordered"))}


def _divider(_block: Block, _place: str, _fields: Fields) -> Block:
    return {}


def _spacer(block: Block, _place: str, _fields: Fields) -> Block:
    size = block.get("size")
    return {"size": size if isinstance(size, str) and size in SIZES else "m"}


def _lines(value: Any) -> str:
    return clean_text(value if isinstance(value, str) else "", lines=True)


def _ident(value: Any, place: str) -> int:
    """A number of ours, 0 while none is chosen."""
    try:
        number = int(value or 0)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number < 2**63 or isinstance(value, (bool, float)):
        raise Invalid("unknown_choice", _("Please choose one of the list."), place)
    return number


_CLEANERS: Final[dict[str, Callable[[Block, str, Fields], Block]]] = {
    HEADING: _heading,
    TEXT: _text,
    BUTTON: _button,
    IMAGE: _image,
    OFFER: _offer,
    QUOTE: _quote,
    LIST: _list,
    DIVIDER: _divider,
    SPACER: _spacer,
}
