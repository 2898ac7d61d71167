"""What becomes of an offer: published, taken down, copied, put away, taken out again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dhara.catalog.offers import actions, rules
from dhara.catalog.suggestions import actions as suggestions
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, member


@require_POST
@member("publish_offers")
def publication(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    return _do(request, desk, offer_id, actions.publish, _("It is published. Everybody can find and buy it now."))


@require_POST
@member("publish_offers")
def withdrawal(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    said = _("It is off the market. Buyers keep what they bought.")
    return _do(request, desk, offer_id, actions.unpublish, said)


@require_POST
@member("edit_offers")
def copy(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    return _do(request, desk, offer_id, suggestions.duplicate, _("This is the copy, a draft that nobody sees yet."))


@require_POST
@member("edit_offers")
def archiving(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    said = _("It is in the archive. Buyers keep what they bought.")
    return _do(request, desk, offer_id, actions.archive, said)


@require_POST
@member("edit_offers")
def restoration(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    said = _("It is back. Publish it when you want to sell it again.")
    return _do(request, desk, offer_id, actions.restore, said)


def _do(request: HttpRequest, desk: Desk, offer_id: int, act: Callable[..., Any], message: str) -> HttpResponse:
    """Do it and show the offer (or its copy); a refusal is told on the offer's own page."""
    offer = editor.offer_of(desk, offer_id)
    try:
        result = act(offer, by=desk.by, at=clock.now())
    except Refused as refusal:
        lacks = editor.lacks(offer, refusal.missing if isinstance(refusal, rules.Incomplete) else ())
        offer = editor.offer_of(desk, offer_id)
        return editor.page(request, desk, offer, status=refusal.status, refusal=refusal, lacks=lacks)
    messages.success(request, message)
    return editor.to_editor(desk, result.pk)
