"""The prices of an offer, all saved together."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from dhara.catalog.prices import rules
from dhara.delivery.downloads import actions
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, member
from dhara.web.studio.forms import prices as forms
from dhara.web.studio.forms.rows import pressed


@require_POST
@member("edit_offers")
def prices(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """Save them; or with `add`, `up`, `down` or `more` (a currency) show them changed so, not saved yet."""
    offer = editor.offer_of(desk, offer_id)
    more = [request.POST.get("more", "")] if "more_asked" in request.POST else []
    asked = [*request.POST.getlist("currencies"), *more]
    codes = forms.currencies_for(offer, offer.tiers.all(), asked)
    files = [(file.pk, file.title) for file in editor.files_of(offer)]
    told: Any = {"zone": offer.studio.time_zone, "listed": editor.listed(offer)}
    if changed := _changed(request.POST):
        formset = forms.formset(codes, files, **told, rows=changed)
        return editor.page(
            request, desk, offer, section="prices", unsaved=True, **editor.price_context(formset, codes, files)
        )
    formset = forms.formset(codes, files, **told, data=request.POST)
    if formset.is_valid():
        rows = formset.kept()
        drafts, given = [row.draft() for row in rows], [row.given() for row in rows]
        try:
            actions.set_prices(offer, drafts, given, by=desk.by, at=clock.now())
        except Refused as refusal:
            formset.blame(refusal)
        else:
            return editor.saved(request, desk, offer_id, "prices")
    return editor.refused(request, desk, offer_id, "prices", **editor.price_context(formset, codes, files))


def _changed(post: Any) -> list[dict[str, Any]]:
    """The rows as typed after a button other than "save"; nothing when it was that one."""
    if "more_asked" in post:
        return forms.typed_rows(post)
    fresh = {"pricing": rules.FIXED, "gives": "all"}
    return pressed(post, lambda: forms.typed_rows(post), rules.MAX_TIERS, fresh) or []
