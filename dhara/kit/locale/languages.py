"""The languages of Dhara."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

LANGS = ("bn", "en")
NAMES = {"bn": "বাংলা", "en": "English"}


def known(lang: str | None, default: str = "en") -> str:
    """One of LANGS: `lang` or its base (`en-gb` → `en`), else the default."""
    base = (lang or "").lower().replace("_", "-").split("-")[0]
    return base if base in LANGS else default


def current() -> str:
    """The language that texts are being translated to here and now."""
    return known(translation.get_language())


def site_name(language: str = "") -> str:
    """The host's name for the site, for readers of `language` (by default the current one).

    Dhara's own is written in the reader's script.
    """
    name: str = settings.SITE_NAME
    return "ধারা" if name == "Dhara" and (language or current()) == "bn" else name


@contextmanager
def in_language(lang: str) -> Iterator[None]:
    """Translate to `lang` inside the block (letters, receipts, jobs)."""
    with translation.override(known(lang)):
        yield
