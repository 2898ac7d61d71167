"""The sections of an offer that are texts and dates: about, schedule, search engines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from dhara.catalog.offers import actions
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, member
from dhara.web.studio.forms.offers import About, Schedule, Seo


@require_POST
@member("edit_offers")
def about(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    return _save(request, desk, offer_id, "about", About(request.POST))


@require_POST
@member("edit_offers")
def schedule(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    return _save(request, desk, offer_id, "schedule", Schedule(request.POST, offer=editor.offer_of(desk, offer_id)))


@require_POST
@member("edit_offers")
def seo(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    return _save(request, desk, offer_id, "seo", Seo(request.POST))


def _save(request: HttpRequest, desk: Desk, offer_id: int, section: str, form: Any) -> HttpResponse:
    offer = editor.offer_of(desk, offer_id)
    if form.is_valid():
        try:
            actions.edit(offer, **form.cleaned_data, by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return editor.saved(request, desk, offer_id, section)
    return editor.refused(request, desk, offer_id, section, **{section: form})
