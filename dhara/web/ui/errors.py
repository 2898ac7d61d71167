"""Pages for what went wrong: what happened, that nothing was lost, and the way on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from dhara.kit.locale.languages import site_name
from dhara.web.ui.places import PLACES


def _page(request: HttpRequest, name: str, status: int, **extra: Any) -> HttpResponse:
    return HttpResponse(render_to_string(f"errors/{name}.html", extra, request), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return _page(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return _page(request, "404", 404)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """The form was too old, or the browser keeps no cookies."""
    return _page(request, "csrf", 403)


def too_many(request: HttpRequest, *, retry_after: int = 60) -> HttpResponse:
    """For rate limits: `retry_after` in seconds."""
    response = _page(request, "429", 429, retry_after=retry_after, minutes=max(1, -(-retry_after // 60)))
    response.headers["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django names it
    """Whatever broke may break the context processors too: this page is made without them."""
    language = get_language() or "en"
    context = {"language": language, "site_name": site_name(language), "places": PLACES}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)
