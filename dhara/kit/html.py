"""Rich text from people: a small set of tags and nothing that runs, loads or looks like our own page."""

from __future__ import annotations

import html as entities
import re

import nh3
from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.text import clean_text, shorten
from dhara.kit.refusal import Invalid

MAX_LENGTH = 100_000
TAGS = frozenset(
    ["p", "br", "strong", "em", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"]
)
_SCHEMES = {"http", "https", "mailto"}
_SAME = ((re.compile(r"<(/?)b(?=[\s>])", re.I), r"<\1strong"), (re.compile(r"<(/?)i(?=[\s>])", re.I), r"<\1em"),
         (re.compile(r"<(/?)h1(?=[\s>])", re.I), r"<\1h2"))  # fmt: skip
_BLOCK_END = re.compile(r"<(?:br|hr|/p|/h\d|/li|/blockquote|/pre|/ul|/ol)[^>]*>", re.I)


def sanitise(html: str) -> str:
    """Safe HTML of at most 100 000 characters; raises Invalid (text_too_long). Idempotent."""
    if len(html) > MAX_LENGTH:
        raise Invalid("text_too_long", _("This text is too long. Please shorten it."))
    html = clean_text(html, lines=True)
    for pattern, replacement in _SAME:
        html = pattern.sub(replacement, html)
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow ugc",
        clean_content_tags={"script", "style", "title", "template", "noscript"},
        url_relative="deny",
    ).strip()


def plain(html: str, limit: int = 0) -> str:
    """The words of an HTML text on one line; at most `limit` signs when given."""
    text = nh3.clean(_BLOCK_END.sub(r"\g<0> ", html), tags=set(), clean_content_tags={"script", "style"})
    text = clean_text(entities.unescape(text))
    return shorten(text, limit) if limit else text
