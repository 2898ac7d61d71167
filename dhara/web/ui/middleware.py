"""Thin layers around every page: its headers, its size on the wire, its language."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from dhara.web.ui.preferences import LANGUAGE_COOKIE, asked_language, language_of, remember

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def headers(get_response: Handler) -> Handler:
    """Say which powers of the browser no page of ours uses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


SQUEEZABLE = ("text/html", "application/json", "text/csv", "application/problem+json")
SMALLEST = 800
# Half a millisecond for a listing; the highest level makes it a sixth smaller and takes thirty times as long.
QUALITY = 4


def squeeze(get_response: Handler) -> Handler:
    """Compress pages on the way out, for browsers that read brotli (all of today's do).

    The padding hides by how much a page shrank, so that its size says nothing about what is in it (BREACH); Django
    masks its tokens anew for every page besides.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get("Content-Type", "").split(";")[0] not in SQUEEZABLE:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        asked = request.headers.get("Accept-Encoding", "")
        if "br" not in asked or response.streaming or response.has_header("Content-Encoding"):
            return response
        if len(response.content) < SMALLEST:
            return response
        response.content = brotli.compress(response.content, quality=QUALITY)
        response.headers["Content-Encoding"] = "br"
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["X-Padding"] = "x" * (1 + secrets.randbelow(64))
        return response

    return middleware


def language(get_response: Handler) -> Handler:
    """Speak the reader's language; it stands after the authentication, whose account may name one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        code = language_of(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        # Who came to a page by a link in a language of its own goes on in it.
        page = response.headers.get("Content-Type", "").startswith("text/html")
        if page and code == asked_language(request) and request.COOKIES.get(LANGUAGE_COOKIE) != code:
            remember(response, LANGUAGE_COOKIE, code)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    return middleware
