"""Which browsers an account was seen in: a signed cookie in the browser itself, so that nothing about it is stored.

Beside it a random word, by which two accounts of one browser are found (`people.ties`): of it a hash is stored.
"""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dhara.people.ties.rules import KEPT

COOKIE = "device"
SALT = "account.device"
YEAR = 365 * 24 * 3600
MAX_ACCOUNTS = 5
MARK = "mark"
_MARK = re.compile(r"[A-Za-z0-9_-]{43}")

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
             ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip


def _accounts(request: HttpRequest) -> list[int]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return []
    return [each for each in found if isinstance(each, int)] if isinstance(found, list) else []


def is_known(request: HttpRequest, account_id: int) -> bool:
    return account_id in _accounts(request)


def remember(request: HttpRequest, response: HttpResponse, account_id: int) -> None:
    """Mark this browser as one of the account's, for a year."""
    others = [each for each in _accounts(request) if each != account_id]
    response.set_cookie(
        COOKIE,
        signing.dumps([account_id, *others][:MAX_ACCOUNTS], salt=SALT),
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def mark(request: HttpRequest, response: HttpResponse) -> str:
    """The browser's random word, given to it where it has none; kept for as long as we remember its hash."""
    word = request.COOKIES.get(MARK, "")
    if not _MARK.fullmatch(word):
        word = secrets.token_urlsafe(32)
    response.set_cookie(
        MARK,
        word,
        max_age=int(KEPT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return word


def name_of(user_agent: str) -> str:
    """`Chrome, Android`: what a person calls the device, from the User-Agent header."""
    browser = next((name for mark, name in _BROWSERS if re.search(rf"{mark}/", user_agent)), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system))) or _("An unknown device")
