"""The sections of an offer about licence keys and about the parts of a bundle."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dhara.catalog.bundles import actions as bundles
from dhara.catalog.models import Offer, Tier
from dhara.delivery.licences import actions
from dhara.kit import clock
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, member
from dhara.web.studio.forms.licences import Keys, Terms


@require_POST
@member("edit_offers")
def terms(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    offer = editor.offer_of(desk, offer_id)
    form = Terms(request.POST, tiers=offer.tiers.all())
    if form.is_valid():
        try:
            actions.set_terms(offer, **form.told(), by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return editor.saved(request, desk, offer_id, "licences")
    return editor.refused(request, desk, offer_id, "licences", licence_terms=form)


@require_POST
@member("edit_offers")
def keys(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """More keys for the list of one tier."""
    offer = editor.offer_of(desk, offer_id)
    form = Keys(request.POST, request.FILES)
    if form.is_valid():
        try:
            tier = _tier(offer, form.cleaned_data["tier"])
            new, known = actions.add_keys(tier, form.text(), by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return editor.saved(request, desk, offer_id, "licences", _counted(new, known))
    return editor.refused(request, desk, offer_id, "licences", key_form=form)


@require_POST
@member("edit_offers")
def removal(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """Take the unsold keys out of a tier's list."""
    offer = editor.offer_of(desk, offer_id)
    tier_id = request.POST.get("tier", "")
    try:
        tier = _tier(offer, int(tier_id) if tier_id.isdecimal() and len(tier_id) < 19 else 0)
        gone = actions.remove_keys(tier, by=desk.by, at=clock.now())
    except Refused as refusal:
        return editor.refused(request, desk, offer_id, "licences", key_problem=str(refusal))
    shown = {"shown": number(gone, current())}
    said = ngettext("%(shown)s key was taken out.", "%(shown)s keys were taken out.", gone) % shown
    return editor.saved(request, desk, offer_id, "licences", said)


@require_POST
@member("edit_offers")
def parts(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """What a bundle consists of."""
    offer = editor.offer_of(desk, offer_id)
    ids = [int(each) for each in request.POST.getlist("part") if each.isdecimal() and len(each) < 19]
    try:
        bundles.set_parts(offer, ids, by=desk.by, at=clock.now())
    except Refused as refusal:
        return editor.refused(request, desk, offer_id, "parts", part_problem=str(refusal), chosen_parts=set(ids))
    return editor.saved(request, desk, offer_id, "parts")


def _tier(offer: Offer, tier_id: int) -> Tier:
    tier = Tier.objects.select_related("offer__studio").filter(pk=tier_id, offer=offer, retired=False).first()
    if tier is None:
        raise NotFoundHere("tier_gone", _("This price is not there any more."))
    return tier


def _counted(new: int, known: int) -> str:
    shown = {"new": number(new, current()), "known": number(known, current())}
    said = ngettext("%(new)s key was added.", "%(new)s keys were added.", new) % shown
    if known:
        more = ngettext("%(known)s was known already.", "%(known)s were known already.", known) % shown
        said = f"{said} {more}"
    return said
