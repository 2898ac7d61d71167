"""One's own data, behind the link that was sent to the address itself: look, take along, have it erased."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from dhara.audience.contacts.rules import EVENTS
from dhara.audience.preferences import actions, queries
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.kit.sheets import csv_text
from dhara.web.subscriber.spoken import speak
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private

SHOWN: Final = 30


@require_safe
@private
@limited("own-data", 60, 600)
def page(request: HttpRequest, token: str) -> HttpResponse:
    contact = queries.behind_data(token, at=clock.now())
    if contact is None:
        return _outlived(request)
    speak(request, contact.language)
    found = contact.events.order_by("-at", "-id")
    events = [{"text": EVENTS.get(each.kind, each.kind), "at": each.at} for each in found[:SHOWN]]
    return render(
        request,
        "subscriber/data.html",
        {"contact": contact, "token": token, "events": events, "more": found.count() - len(events)},
    )


@require_safe
@private
@limited("own-data", 60, 600)
def as_json(request: HttpRequest, token: str) -> HttpResponse:
    data = _everything(token)
    if data is None:
        return _outlived(request)
    return _file(json.dumps(data, ensure_ascii=False, indent=2), "application/json", "my-data.json")


@require_safe
@private
@limited("own-data", 60, 600)
def as_csv(request: HttpRequest, token: str) -> HttpResponse:
    data = _everything(token)
    if data is None:
        return _outlived(request)
    return _file("\ufeff" + csv_text(queries.as_lines(data)), "text/csv", "my-data.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("erasure", 20, 600)
def erasure(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does it."""
    at = clock.now()
    contact = queries.behind_data(token, at=at)
    if contact is None:
        return _outlived(request)
    speak(request, contact.language)
    context = {"token": token, "studio": contact.studio, "done": request.method == "POST"}
    if request.method == "POST":
        try:
            actions.erase(token, at=at)
        except NotFoundHere:
            return _outlived(request)
    return render(request, "subscriber/erasure.html", context)


def _everything(token: str) -> dict[str, Any] | None:
    contact = queries.behind_data(token, at=clock.now())
    return queries.everything(contact) if contact else None


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _outlived(request: HttpRequest) -> HttpResponse:
    return render(request, "subscriber/outlived.html", status=404)
