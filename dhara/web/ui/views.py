"""The living page of the design system, and the switches of language and theme."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from dhara.kit.currency import CODES
from dhara.web.ui import samples
from dhara.web.ui.origin import from_here, is_ours
from dhara.web.ui.preferences import CURRENCY_COOKIE, LANGUAGE_COOKIE, LANGUAGES, THEME_COOKIE, THEMES, remember


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every token and component, in the reader's language; each section in light and in dark."""
    return render(request, "ui/gallery.html", samples.everything())


# The switches are in the header of every page. They change nothing but a cookie of the visitor's own, so they need no
# token (and no page a cookie for it); a form on another site is refused by its origin all the same.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    return _switch(request, LANGUAGE_COOKIE, request.POST.get("language", ""), LANGUAGES)


@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    return _switch(request, THEME_COOKIE, request.POST.get("theme", ""), THEMES)


@csrf_exempt
@require_POST
def currency(request: HttpRequest) -> HttpResponse:
    return _switch(request, CURRENCY_COOKIE, request.POST.get("currency", ""), dict.fromkeys(CODES, ""))


def _switch(request: HttpRequest, cookie: str, value: str, known: dict[str, str]) -> HttpResponse:
    if not from_here(request):
        return HttpResponseForbidden()
    response = HttpResponseRedirect(_back(request))
    if value in known:
        remember(response, cookie, value)
    return response


# An address with a language of its own would win over the language that was just chosen.
_LANG = re.compile(r"(?<=[?&])lang=[^&#]*&?|[?&]lang=[^&#]*$")


def _back(request: HttpRequest) -> str:
    """The page the switch was used on, as long as it is one of ours."""
    there = request.POST.get("next", "")
    return _LANG.sub("", there) if is_ours(request, there) else "/"
