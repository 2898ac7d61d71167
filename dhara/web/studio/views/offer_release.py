"""An offer that comes out later: let it out now, or promise another day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dhara.catalog.offers.rules import Incomplete
from dhara.catalog.releases import actions
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, member
from dhara.web.studio.forms.offers import NewDate


@require_POST
@member("publish_offers")
def release(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    offer = editor.offer_of(desk, offer_id)
    try:
        actions.release(offer, by=desk.by, at=clock.now())
    except Refused as refusal:
        lacks = editor.lacks(offer, refusal.missing if isinstance(refusal, Incomplete) else ())
        return editor.page(request, desk, offer, status=refusal.status, refusal=refusal, lacks=lacks)
    messages.success(request, _("It is out. Everybody who ordered it before gets it now, with a letter."))
    return editor.to_editor(desk, offer_id)


@require_POST
@member("publish_offers")
def date(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    offer = editor.offer_of(desk, offer_id)
    form = NewDate(request.POST, offer=offer)
    if form.is_valid():
        try:
            actions.postpone(offer, to=form.cleaned_data["releases_at"], by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The new day is promised. Everybody who waits is told."))
            return editor.to_editor(desk, offer_id)
    return editor.page(request, desk, offer, status=422, new_date=form)
