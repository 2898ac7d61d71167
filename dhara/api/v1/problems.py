"""Answers that say no: RFC 9457 problem+json, always, in the caller's language."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja.errors import HttpError, ValidationError

from dhara.kit.refusal import Conflict, Invalid, NotFoundHere, Refused, TooMany

MEDIA_TYPE: Final = "application/problem+json"
log = logging.getLogger(__name__)

# What the checks of shapes say, by the name that pydantic gives them; anything else is "not valid".
_WORDS: Final = {
    "missing": gettext_noop("This is missing."),
    "extra_forbidden": gettext_noop("We do not know this field."),
    "string_too_long": gettext_noop("At most %(max_length)s characters fit here."),
    "string_too_short": gettext_noop("At least %(min_length)s characters are needed here."),
    "string_pattern_mismatch": gettext_noop("This does not have the right form."),
    "string_type": gettext_noop("A text is expected here."),
    "int_type": gettext_noop("A whole number is expected here."),
    "greater_than_equal": gettext_noop("The least that is possible is %(ge)s."),
    "less_than_equal": gettext_noop("The most that is possible is %(le)s."),
    "literal_error": gettext_noop("Possible are: %(expected)s."),
    "too_short": gettext_noop("There are too few of them."),
    "too_long": gettext_noop("There are too many of them."),
}


class Several(Refused):
    """`refusal`, with all that is to blame: each a name of a field and what is wrong with it."""

    def __init__(self, refusal: Refused, blamed: Iterable[tuple[str, str]]) -> None:
        super().__init__(refusal.code, refusal.message, status=refusal.status)
        self.blamed = list(blamed)


def problem(
    status: int, code: str, detail: str, *, errors: Iterable[dict[str, str]] = (), **headers: str
) -> HttpResponse:
    """`code` is a stable name for programs; `detail` is for people; `errors` names fields: {field, code, message}."""
    title = HTTPStatus(status).phrase
    content: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    if given := list(errors):
        content["errors"] = given
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if status == 401:
        named["WWW-Authenticate"] = 'Bearer realm="Dhara"'
    return HttpResponse(json.dumps(content, ensure_ascii=False), status=status, content_type=MEDIA_TYPE, headers=named)


def refused(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    errors = []
    if refusal.field:
        errors = [{"field": refusal.field, "code": refusal.code, "message": str(refusal.message)}]
    if isinstance(refusal, Several):
        errors = [{"field": field, "code": refusal.code, "message": words} for field, words in refusal.blamed]
    headers = {"Retry_After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else {}
    return problem(refusal.status, refusal.code, str(refusal.message), errors=errors, **headers)


def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """All fields that have not the shape that the schema gives them."""
    errors = [
        {"field": _field(each["loc"]), "code": str(each["type"]), "message": _message(each)} for each in error.errors
    ]
    return problem(422, Invalid.default_code, str(Invalid.default_message), errors=errors)


def not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(404, NotFoundHere.default_code, str(NotFoundHere.default_message))


def http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """The one that ninja raises itself: a body that is no JSON."""
    return problem(error.status_code, "json_invalid", _("The body is not valid JSON."))


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(500, "broken", _("Something broke on our side. Nothing was changed; please try again later."))


def busy(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Two requests wanted the same rows at once."""
    return problem(409, Conflict.default_code, str(Conflict.default_message))


def wrong_method(allowed: Iterable[str]) -> HttpResponse:
    named = sorted(allowed)
    words = _("Possible here: %(methods)s.") % {"methods": ", ".join(named)}
    return problem(405, "method", words, Allow=", ".join(named))


def _field(place: tuple[Any, ...]) -> str:
    """`("body", "wanted", "lines", 0, "tier")` → `lines.0.tier`: without where it was sent and how we call it."""
    skipped = 2 if place and place[0] in ("body", "query", "path") and len(place) > 2 else 1
    return ".".join(str(part) for part in place[skipped:])


def _message(error: dict[str, Any]) -> str:
    words = _WORDS.get(error["type"])
    return _(words) % error.get("ctx", {}) if words else _("This is not valid.")
