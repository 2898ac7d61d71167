"""What a letter is made of besides its words: the studio's letterhead, pictures, offers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Colour:
    """Of buttons and headings: by day with its words, by night with its words. All pairs are readable (4.5 : 1)."""

    name: object
    day: str
    on_day: str
    night: str
    on_night: str


RIVER: Final = "river"
COLOURS: Final = {
    RIVER: Colour(_("River"), "#0b5661", "#ffffff", "#63c5c4", "#04262a"),
    "leaf": Colour(_("Leaf"), "#1d6b3d", "#ffffff", "#7fcf97", "#06280f"),
    "indigo": Colour(_("Indigo"), "#2f3f8f", "#ffffff", "#a9b6f5", "#0d1440"),
    "brick": Colour(_("Brick"), "#9c3a1e", "#ffffff", "#f3a98f", "#3a0f03"),
    "rose": Colour(_("Rose"), "#98275a", "#ffffff", "#f2a3c5", "#3d0620"),
    "ink": Colour(_("Ink"), "#22313a", "#ffffff", "#c9d6dd", "#10191e"),
}


@dataclass(frozen=True, slots=True)
class Image:
    """A picture's whole address, its size in pixels as it is drawn at most."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Card:
    """An offer as a letter shows it; `price` is in the letter's language, "" where it has none."""

    url: str
    title: str
    summary: str
    price: str
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """`sender` are the lines that say who writes (postal address …); `logo` is the studio's picture."""

    studio_id: int
    name: str
    handle: str
    url: str
    sender: str = ""
    colour: Colour = COLOURS[RIVER]
    logo: str = ""
    images: Mapping[int, Image] = field(default_factory=dict)
    cards: Mapping[int, Card] = field(default_factory=dict)
