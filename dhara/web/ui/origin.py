"""Where a form was sent from, for doors that ask for no token: what they change is not worth one."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def from_here(request: HttpRequest) -> bool:
    """Whether no other site sent it, as far as the browser says."""
    origin = request.headers.get("Origin", "")
    return origin in ("", "null") or urlsplit(origin).netloc == request.get_host() or origin == settings.PUBLIC_URL


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address that somebody gave us leads to a page of ours."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def page_before(request: HttpRequest, otherwise: str) -> str:
    """The page of ours whose button was pressed, as an address without a host."""
    back = request.headers.get("Referer", "")
    if not is_ours(request, back):
        return otherwise
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
