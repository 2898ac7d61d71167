"""What a visitor chose about how Dhara looks and speaks: two cookies that carry nothing about the person."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from dhara.kit.currency import CODES

LANGUAGE_COOKIE: Final = "lang"
THEME_COOKIE: Final = "theme"
CURRENCY_COOKIE: Final = "currency"
HOME_CURRENCY: Final = "BDT"
LANGUAGES: Final = {"bn": "বাংলা", "en": "English"}
THEMES: Final = {"light": "dhara", "dark": "dhara-dark"}
YEAR: Final = 365 * 24 * 3600


def language_of(request: HttpRequest) -> str:
    """What the address asks for (`?lang=bn`), else the cookie, else what the signed-in person chose, else the browser.

    Where the browser names neither of ours, English.
    """
    if (asked := asked_language(request)) is not None:
        return asked
    chosen = request.COOKIES.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    # Without a session there is nobody signed in, and no query to ask.
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        own = getattr(request.user, "language", "")
        if own in LANGUAGES:
            return str(own)
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := code.split("-")[0]) in LANGUAGES:
            return short
    return "en"


def asked_language(request: HttpRequest) -> str | None:
    """Each language of a page has an address of its own, for search engines and for links that are passed on."""
    if "lang=" not in request.META.get("QUERY_STRING", ""):
        return None
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else None


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or nothing: then the device decides."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def currency_of(request: HttpRequest) -> str:
    """The currency in which the visitor reads prices, where things are sold in it."""
    chosen = request.COOKIES.get(CURRENCY_COOKIE, "")
    return chosen if chosen in CODES else HOME_CURRENCY


def remember(response: HttpResponse, cookie: str, value: str) -> None:
    """Keep a choice for a year. The theme must be readable by the page's own script, so neither is httponly."""
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
