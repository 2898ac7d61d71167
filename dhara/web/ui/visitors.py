"""Readers who followed a link of a letter are known again on the studio's pages, by one signed cookie.

It holds a sign for each of the last few studios whose letters were clicked, so that none learns of another's readers.
Browsers without it cost no query.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from dhara.kit.queue import defer_named
from dhara.kit.signed import read, sign
from dhara.web.ui.preferences import YEAR

COOKIE: Final = "reader"
MOST: Final = 6
AGAIN: Final = 3600
_PURPOSE: Final = "reader"
_SIGN: Final = re.compile(r"(\d{1,18})-([0-9a-f]{32})_")


def known(request: HttpRequest, studio_id: int) -> UUID | None:
    """The sign of this browser's reader with a studio."""
    return _signs(request).get(studio_id)


def remember(request: HttpRequest, response: HttpResponseBase, studio_id: int, visitor: UUID) -> None:
    signs = {studio: each for studio, each in _signs(request).items() if studio != studio_id}
    signs[studio_id] = visitor
    latest = list(signs.items())[-MOST:]
    text = sign(_PURPOSE, "".join(f"{studio}-{each.hex}_" for studio, each in latest))
    response.set_cookie(
        COOKIE, text, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def seen(request: HttpRequest, studio_id: int, subject: str, *, at: datetime) -> None:
    """A page of a studio was looked at: told to the reader's timeline once an hour."""
    if COOKIE not in request.COOKIES:
        return
    visitor = known(request, studio_id)
    if visitor is None or not cache.add(f"seen:{visitor.hex}:{subject}", 1, AGAIN):
        return
    told: dict[str, Any] = {"studio_id": studio_id, "visitor": str(visitor), "subject": subject, "at": at.isoformat()}
    defer_named("audience.tracking.tasks.visit", queue="reactions", **told)


def _signs(request: HttpRequest) -> dict[int, UUID]:
    text = read(_PURPOSE, request.COOKIES.get(COOKIE, "")[:600])
    return {int(studio): UUID(each) for studio, each in _SIGN.findall(text)} if text else {}
