"""The page that explains the API, and its schema."""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from dhara.api.keys.rules import SCOPES
from dhara.api.pages.explained import Chapter, chapters
from dhara.api.v1 import limits
from dhara.api.v1.openapi import PREFIX, schema
from dhara.api.webhooks.rules import CATALOGUE, PERSONAL
from dhara.kit.locale.languages import current

WEBHOOKS: Final = "webhooks"


@cache
def _chapters(_language: str) -> list[Chapter]:
    """In a reader's language they are always the same; explaining two hundred endpoints takes a while."""
    return chapters(schema())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {
        "chapters": _chapters(current()),
        "scopes": list(SCOPES.items()),
        "prefix": PREFIX,
        "base": settings.PUBLIC_URL,
        "limits": limits,
    }
    return render(request, "api/docs.html", context)


@require_safe
def chapter(request: HttpRequest, chapter_slug: str) -> HttpResponse:
    """One chapter; all of them in one page would be too much for a phone. The one of webhooks has their events, too."""
    found = _chapters(current())
    place = next((place for place, each in enumerate(found) if each.slug == chapter_slug), None)
    if place is None:
        raise Http404
    context = {
        "trail": [(gettext("Dhara for programs"), reverse("api"))],
        "chapter": found[place],
        "before": found[place - 1] if place else None,
        "after": found[place + 1] if place + 1 < len(found) else None,
        "events": _events() if chapter_slug == WEBHOOKS else [],
        "own_url": reverse("account-webhooks"),
    }
    return render(request, "api/chapter.html", context)


def _events() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Name, words and example of each event that webhooks tell: a studio's, and a person's."""
    shown = {gettext("What a studio is told"): CATALOGUE, gettext("What a buyer is told"): PERSONAL}
    return [
        (title, [(name, each.words, json.dumps(each.example, indent=1)) for name, each in known.items()])
        for title, known in shown.items()
    ]


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django gives it
    response = HttpResponse(json.dumps(schema(), ensure_ascii=False), content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
