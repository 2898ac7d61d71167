"""Examples to begin with: what most campaigns ask for. The buyer changes what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.work.campaigns.rules import proof
from dhara.work.campaigns.rules.proof import Field


@dataclass(frozen=True)
class Start:
    """`fields` are (key, words, sort, choices); `minutes` how long one task may take."""

    code: str
    label: Any
    about: Any
    icon: str
    minutes: int
    fields: tuple[tuple[str, Any, str, tuple[Any, ...]], ...]

    def proof(self) -> list[Field]:
        """In the language of who writes it."""
        return [
            Field(key, str(words), sort, choices=tuple(str(each) for each in choices))
            for key, words, sort, choices in self.fields
        ]


STARTS: Final = (
    Start(
        "choose",
        _("Sort or check"),
        _("Each worker looks at one thing of your list and chooses an answer: pictures, shops, sentences."),
        "list-filter",
        5,
        (("answer", _("What do you see?"), proof.CHOICE, (_("Yes"), _("No"), _("I can not tell"))),),
    ),
    Start(
        "survey",
        _("Ask people"),
        _("A survey: choices, a number, a few words of their own."),
        "clipboard-check",
        10,
        (
            ("often", _("How often do you do this?"), proof.CHOICE, (_("Every day"), _("Sometimes"), _("Never"))),
            ("why", _("Why? Write two sentences."), proof.TEXT, ()),
        ),
    ),
    Start(
        "visit",
        _("Look and show"),
        _("Workers go somewhere on the web, find something, and show it with a link and a picture of the screen."),
        "camera",
        15,
        (
            ("link", _("The address where you found it"), proof.LINK, ()),
            ("screen", _("A picture of your screen that shows it"), proof.SCREENSHOT, ()),
        ),
    ),
    Start(
        "write",
        _("Type or write"),
        _("Workers type what stands in a picture, or write, translate, describe something."),
        "pencil",
        20,
        (("text", _("What you wrote"), proof.TEXT, ()),),
    ),
)


def start(code: str) -> Start:
    return next((each for each in STARTS if each.code == code), STARTS[0])
