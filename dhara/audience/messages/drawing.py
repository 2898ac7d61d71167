"""Draws each block twice: on the sheet, and as plain text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final

from django.utils.translation import gettext as _

from dhara.audience.messages import blocks
from dhara.audience.messages.blocks import Block
from dhara.audience.messages.design import INK, LINE, SOFT, Sheet
from dhara.audience.messages.material import Card
from dhara.audience.messages.places import Places
from dhara.audience.messages.plain import as_plain
from dhara.kit.locale.digits import in_script

_ANCHOR: Final = re.compile(r'<a href="([^"]*)"[^>]*>')
_HEIGHTS: Final = {"s": 12, "m": 28, "l": 56}
WIDEST: Final = 524
_STYLES: Final = {
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding-left:24px",
    "ol": "margin:0 0 16px;padding-left:24px",
    "li": "margin:0 0 6px",
    "h2": "margin:8px 0 10px;font-size:21px;line-height:1.4",
    "h3": "margin:8px 0 8px;font-size:18px;line-height:1.4",
    "h4": "margin:8px 0 8px;font-size:16px;line-height:1.4",
    "blockquote": f"margin:0 0 16px;padding-left:16px;border-left:3px solid {LINE}",
    "pre": "margin:0 0 16px;white-space:pre-wrap;font-family:monospace",
    "hr": f"border:0;border-top:1px solid {LINE};margin:20px 0",
}


def draw(block: Block, sheet: Sheet, places: Places) -> str:
    """Adds the block to the sheet and returns it as plain text, "" where there is nothing to say."""
    return _DRAWN[block["kind"]](block, sheet, places)


def _heading(block: Block, sheet: Sheet, places: Places) -> str:
    words = places.words(block["text"])
    if not words.text:
        return ""
    level = block["level"]
    html = f'<h{level} style="margin:0;font-size:inherit;line-height:inherit">{words.html}</h{level}>'
    size, below = ("28px", "14px") if level == 1 else ("21px", "10px")
    padding = f"4px 24px {below}"
    sheet.rows.append(
        sheet.words(
            html,
            "title",
            font_size=size,
            line_height="1.35",
            color=sheet.colour.day,
            font_weight="700",
            padding=padding,
        )
    )
    return f"{words.text}\n{'=' * 24}" if level == 1 else f"{words.text}\n{'-' * 24}"


def _text(block: Block, sheet: Sheet, places: Places) -> str:
    plain: list[str] = []

    def anchor(found: re.Match[str]) -> str:
        link = places.link(unescape(found[1]))
        plain.append(link.text)
        return f'<a href="{link.html}" style="color:{sheet.colour.day}">'

    html = _ANCHOR.sub(anchor, block["html"])
    if not html:
        return ""
    told = iter(plain)
    text = as_plain(_ANCHOR.sub(lambda _found: f'<a href="{escape(next(told))}">', block["html"]))
    for tag, style in _STYLES.items():
        html = html.replace(f"<{tag}>", f'<{tag} style="{style}">')
    sheet.rows.append(sheet.words(places.markup(html)))
    return places.words(text).text


def _button(block: Block, sheet: Sheet, places: Places) -> str:
    label = places.words(block["label"])
    if not label.text or not block["url"]:
        return ""
    link = places.link(block["url"])
    sheet.rows.append(sheet.button(label.html, link.html))
    return f"{label.text}: {link.text}"


def _image(block: Block, sheet: Sheet, places: Places) -> str:
    image = sheet.material.images.get(block["picture"])
    link = places.link(block["url"]) if block["url"] else None
    if image is None:
        return ""
    width = min(WIDEST, image.width)
    sheet.rows.append(sheet.picture(image.url, block["alt"], width, link.html if link else "", align="left"))
    alt = f"[{block['alt']}]" if block["alt"] else ""
    return f"{alt} {link.text}".strip() if link else alt


def _offer(block: Block, sheet: Sheet, places: Places) -> str:
    """An offer that is no longer there leaves its number to nothing, so that the others keep theirs."""
    card = sheet.material.cards.get(block["offer"])
    if card is None:
        places.skip()
        return ""
    link = places.link(card.url)
    label = places.words(block["label"] or _("Have a look"))
    if card.image:
        width = min(WIDEST, card.image.width)
        sheet.rows.append(sheet.picture(card.image.url, card.title, width, link.html, padding="8px 24px 14px"))
    title = f'<a href="{link.html}" style="color:{sheet.colour.day};text-decoration:none">{escape(card.title)}</a>'
    sheet.rows.append(
        sheet.words(title, "offer-title", font_size="20px", line_height="1.4", font_weight="700", padding="0 24px 4px")
    )
    if card.summary:
        sheet.rows.append(sheet.words(escape(card.summary), "words", padding="0 24px 6px", color=INK))
    if card.price:
        sheet.rows.append(sheet.words(escape(card.price), "price", font_weight="700", padding="0 24px 8px"))
    sheet.rows.append(sheet.button(label.html, link.html))
    return _offer_as_text(card, label.text, link.text)


def _offer_as_text(card: Card, label: str, address: str) -> str:
    head = f"{card.title} – {card.price}" if card.price else card.title
    return "\n".join(part for part in (head, card.summary, f"{label}: {address}") if part)


def _quote(block: Block, sheet: Sheet, places: Places) -> str:
    words, by = places.words(block["text"]), places.words(block["by"])
    if not words.text:
        return ""
    html = words.html.replace("\n", "<br>")
    html = (
        f'<div style="border-left:4px solid {sheet.colour.day};padding-left:18px;font-size:18px;line-height:1.6">'
        f"{html}</div>"
    )
    sheet.rows.append(sheet.words(html, "words quote", padding="4px 24px 8px" if by.text else "4px 24px 20px"))
    if by.text:
        sheet.rows.append(sheet.words(f"— {by.html}", "soft by", color=SOFT, padding="0 24px 20px 46px"))
    quoted = "\n".join(f"> {each}" for each in words.text.split("\n"))
    return f"{quoted}\n> — {by.text}" if by.text else quoted


def _list(block: Block, sheet: Sheet, places: Places) -> str:
    items = [places.words(each) for each in block["items"]]
    if not items:
        return ""
    tag = "ol" if block["ordered"] else "ul"
    rows = "".join(f'<li style="margin:0 0 8px">{item.html}</li>' for item in items)
    digits = ";list-style-type:bengali" if block["ordered"] and sheet.language == "bn" else ""
    sheet.rows.append(sheet.words(f'<{tag} style="margin:0;padding-left:24px{digits}">{rows}</{tag}>'))
    marks = [f"{in_script(n + 1, sheet.language)}." if block["ordered"] else "•" for n in range(len(items))]
    return "\n".join(f"{mark} {item.text}" for mark, item in zip(marks, items, strict=True))


def _divider(_block: Block, sheet: Sheet, _places: Places) -> str:
    sheet.rows.append('<mj-divider css-class="rule" />')
    return "———"


def _spacer(block: Block, sheet: Sheet, _places: Places) -> str:
    sheet.rows.append(f'<mj-spacer height="{_HEIGHTS[block["size"]]}px" />')
    return ""


_DRAWN: Final[dict[str, Callable[[Block, Sheet, Places], str]]] = {
    blocks.HEADING: _heading,
    blocks.TEXT: _text,
    blocks.BUTTON: _button,
    blocks.IMAGE: _image,
    blocks.OFFER: _offer,
    blocks.QUOTE: _quote,
    blocks.LIST: _list,
    blocks.DIVIDER: _divider,
    blocks.SPACER: _spacer,
}
