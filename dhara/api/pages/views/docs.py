"""The page that explains the API, and its schema."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dhara.api.keys.rules import SCOPES
from dhara.api.pages.explained import Chapter, chapters
from dhara.api.v1 import limits
from dhara.api.v1.openapi import PREFIX, schema
from dhara.api.webhooks.rules import CATALOGUE
from dhara.kit.locale.languages import current


@cache
def _chapters(_language: str) -> list[Chapter]:
    """In a reader's language they are always the same; explaining two hundred endpoints takes a while."""
    return chapters(schema())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "chapters": _chapters(current()),
        "scopes": list(SCOPES.items()),
        "prefix": PREFIX,
        "base": settings.PUBLIC_URL,
        "limits": limits,
        "events": [(name, each.words, json.dumps(each.example, indent=1)) for name, each in CATALOGUE.items()],
    }
    return render(request, "api/docs.html", context)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django gives it
    response = HttpResponse(json.dumps(schema(), ensure_ascii=False), content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
