"""The HTML of a letter for a frame: it can load nothing but its own pictures, and run nothing."""

from __future__ import annotations

from typing import Final

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from dhara.kit.mail.models import Letter

SECRET: Final = frozenset({"confirm_address", "reset_password", "invitation", "payout_code"})

# The frame may open what its reader clicks on in the window around it, and nothing more.
_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


def framed(letter: Letter) -> HttpResponse:
    return in_frame(letter.html)


def in_frame(html: str) -> HttpResponse:
    """Links in it lead the whole window."""
    response = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    response._csp_config = _POLICY  # type: ignore[attr-defined]  # what django-csp's decorators leave as well
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def is_secret(letter: Letter) -> bool:
    """Letters that hold a key to somebody's account: nobody but the addressee reads them, unless all is play."""
    return letter.name in SECRET and not settings.SANDBOX


@require_safe
def html(request: HttpRequest, letter_id: int) -> HttpResponse:  # noqa: ARG001 - views are called alike
    letter = get_object_or_404(Letter, pk=letter_id)
    if is_secret(letter):
        raise Http404
    return framed(letter)
