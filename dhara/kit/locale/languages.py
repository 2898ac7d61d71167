"""The languages of Dhara."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def in_language(lang: str) -> Iterator[None]:
    """Translate to `lang` inside the block (letters, receipts, jobs)."""
    with translation.override(known(lang)):
        yield
