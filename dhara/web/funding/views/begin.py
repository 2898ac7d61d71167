"""The buyer's button at the work: pay for one milestone, or for several at once."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dhara.kit import clock
from dhara.kit.refusal import Conflict, NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.web.checkout.forms import INTENT, new_intent
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.work.engagements.queries import visible_to
from dhara.work.funding import actions, queries
from dhara.work.models import Engagement, Funding

# More milestones than anybody agrees on.
MOST = 200


@require_POST
@private
@login_required
@limited("funding", 60, 600)
def fund(request: HttpRequest, engagement_id: int) -> HttpResponse:
    """Fields: `unit` (one or several ids), `intent` (a random word of the form). On to where it is paid.

    The same button pressed again, in this window or another, leads to the same payment.
    """
    viewer = Viewer(request.user)
    mine = visible_to(viewer).filter(buyer_id=viewer.account_id, pk=engagement_id)
    engagement = mine.first() if engagement_id < 2**63 else None
    if engagement is None:
        raise Http404
    chosen = _chosen(request, engagement)
    try:
        made = _funding(request, engagement, chosen, viewer) if chosen else None
    except NotFoundHere as unknown:
        raise Http404 from unknown
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("work:room", engagement_id)
    if made is None:
        messages.error(request, _("Please choose what you want to pay for."))
        return redirect("work:room", engagement_id)
    return redirect("funding:pay", made.token)


def _chosen(request: HttpRequest, engagement: Engagement) -> list[int]:
    """The ids of the form. Raises Http404 where one is not a unit of this engagement."""
    typed = request.POST.getlist("unit")[:MOST]
    if not all(each.isascii() and each.isdecimal() and len(each) < 18 for each in typed):
        raise Http404
    ids = sorted({int(each) for each in typed})
    if engagement.units.filter(pk__in=ids).count() != len(ids):
        raise Http404
    return ids


def _funding(request: HttpRequest, engagement: Engagement, chosen: list[int], viewer: Viewer) -> Funding:
    """One that waits for its payment already is taken up again: a second one could be paid besides."""
    known = queries.begun_for(engagement, chosen)
    if known is not None and queries.is_wanted(known, queries.parts_of(known)):
        return known
    try:
        intent = _intent(request, engagement, chosen)
        return actions.fund(chosen, intent=intent, by=viewer.actor, at=clock.now())
    except Conflict:
        if known is not None:
            return known  # its page says what became of it
        raise


def _intent(request: HttpRequest, engagement: Engagement, chosen: list[int]) -> str:
    """The form's word, for these units of this engagement: after the back button others may be chosen."""
    typed = request.POST.get("intent", "")
    word = typed if INTENT.fullmatch(typed) else new_intent()
    return sha256(f"{engagement.pk}:{word}:{chosen}".encode()).hexdigest()
