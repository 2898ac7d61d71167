"""What a template is, and how its letters are written down.

A letter is plain text for each language: the subject, the line behind it in the inbox, then blocks
with an empty line
between them. A block is a paragraph, "## heading", lines that begin with "* ", or "@offer what the
button says".
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

OFFER, FORM = "offer", "form"


@dataclass(frozen=True)
class Template:
    """`steps` are the nodes one after the other, but where one says where it leads; "send" ones name a letter by key.

    `trigger` is the kind of event, `about` (OFFER or FORM, "" for any) what it is about: what the studio chooses when
    it takes the template. `goal`: buying that offer ends it.
    """

    key: str
    words: Any
    says: Any
    trigger: str
    steps: tuple[dict[str, Any], ...]
    letters: dict[str, dict[str, str]]
    about: str = ""
    goal: bool = False
    reentry: str = "never"
    cooldown_days: int = 0
    window: dict[str, Any] = field(default_factory=dict)


def send(letter: str) -> dict[str, Any]:
    return {"kind": "send", "letter": letter}


def wait(**parts: int) -> dict[str, Any]:
    return {"kind": "wait", "for": parts}


def content(letter: dict[str, str], offer_id: int) -> dict[str, Any]:
    """A letter as `messages` takes it; `offer_id` is 0 while none is chosen."""
    return {language: _words(text, offer_id) for language, text in letter.items()}


def _words(text: str, offer_id: int) -> dict[str, Any]:
    head, *parts = text.strip().split("\n\n")
    subject, preheader = head.split("\n")
    blocks = [_block(" ".join(part.split()) if part[:2] != "* " else part, offer_id) for part in parts]
    return {"subject": subject, "subjects": [], "preheader": preheader, "blocks": blocks}


def _block(part: str, offer_id: int) -> dict[str, Any]:
    if part.startswith("## "):
        return {"kind": "heading", "text": part[3:], "level": 1}
    if part.startswith("* "):
        return {
            "kind": "list",
            "items": [line.removeprefix("* ").strip() for line in part.split("\n")],
            "ordered": False,
        }
    if part.startswith("@offer "):
        return {"kind": "offer", "offer": offer_id, "label": part[7:]}
    return {"kind": "text", "html": f"<p>{html.escape(part, quote=False)}</p>"}
