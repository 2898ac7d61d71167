"""What an offer suggests: on the cart, after the payment, on its page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dhara.catalog.suggestions import actions
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, member


@require_POST
@member("edit_offers")
def suggestions(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """Suggest one more thing."""
    offer = editor.offer_of(desk, offer_id)
    form = editor.propose(offer, request.POST)
    if form.is_valid():
        try:
            actions.suggest(offer, form.draft(), by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return editor.saved(request, desk, offer_id, "suggestions", _("It is suggested from now on."))
    return editor.refused(request, desk, offer_id, "suggestions", suggestion_form=form)


@require_POST
@member("edit_offers")
def removal(request: HttpRequest, desk: Desk, offer_id: int, suggestion_id: int) -> HttpResponse:
    offer = editor.offer_of(desk, offer_id)
    actions.withdraw(offer, suggestion_id, by=desk.by, at=clock.now())
    return editor.saved(request, desk, offer_id, "suggestions", _("It is not suggested any more."))
