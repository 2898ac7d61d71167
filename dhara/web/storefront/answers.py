"""How public pages may be kept by browsers."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let a visitor who is not signed in keep the page and ask whether it is still the same: then nothing is sent.

    For pages without a form's token only, as that is another each time.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response.headers["Cache-Control"] = "private, no-cache"
        return response
    tag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    answer = get_conditional_response(request, etag=tag, response=response)
    assert isinstance(answer, HttpResponse)
    return answer


def signed_in(request: HttpRequest) -> bool:
    """Whether somebody is; costs nothing where there is no session."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(request.user.is_authenticated)
