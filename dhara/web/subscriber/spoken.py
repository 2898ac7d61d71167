"""In which language a reader is spoken to: what they chose in this browser, else the one they are written in."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import translation

from dhara.kit.locale.languages import LANGS, known
from dhara.web.ui.preferences import LANGUAGE_COOKIE, asked_language


def speak(request: HttpRequest, language: str) -> None:
    """Go on in `language`, unless the browser was told another. The middleware has chosen by the browser's wishes."""
    if asked_language(request) is None and request.COOKIES.get(LANGUAGE_COOKIE) not in LANGS:
        translation.activate(known(language))
        request.LANGUAGE_CODE = known(language)
