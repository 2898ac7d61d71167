"""The receiver's side of a gift: wrapped until it is opened, then everything in it. Never a price, never the order."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dhara.checkout.gifts import actions
from dhara.checkout.gifts.queries import by_token
from dhara.checkout.gifts.rules import SENT, WITHDRAWN
from dhara.checkout.models import Gift
from dhara.checkout.preorders.queries import awaited_in
from dhara.delivery.downloads.queries import files_for_all
from dhara.delivery.gifts.queries import things
from dhara.delivery.models import Licence
from dhara.kit import clock
from dhara.kit.actor import GUEST
from dhara.people.access.queries import Viewer
from dhara.web.library.endings import endings
from dhara.web.library.keys import licences_of
from dhara.web.library.views.machines import take_off
from dhara.web.ui.downloads import rows
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


@require_safe
@private
@limited("order", 120, 60)
def gift(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it does not open it: programs that read letters look at every link."""
    found = _found(token)
    context = {"gift": found, "giver": found.order.name}
    if found.status == SENT:
        return render(request, "library/gift_wrapped.html", context)
    if found.status == WITHDRAWN:
        return render(request, "library/gift_over.html", context, status=410)
    at = clock.now()
    grants = list(things(found))
    files = files_for_all(grants) if grants else {}
    keys, why = licences_of(grants), endings(grants)
    context["items"] = [
        {
            "grant": each,
            "files": rows(each, files[each.pk], at),
            "licences": keys.get(each.pk, []),
            "ending": why.get(each.pk),
        }
        for each in grants
    ]
    context["coming"] = awaited_in(found.order_id)
    context["guest"] = not any(each.account_id for each in grants)
    context["machines_base"] = f"/library/g/{token}/"
    return render(request, "library/gift.html", context)


@require_POST
@private
@limited("order", 120, 60)
def opening(request: HttpRequest, token: str) -> HttpResponse:
    actions.open_it(_found(token).pk, by=Viewer(request.user).actor, at=clock.now())
    return redirect("library-gift", token)


@require_POST
@private
@limited("order", 120, 60)
def machine(request: HttpRequest, token: str, activation_id: int) -> HttpResponse:
    """Take a machine off a licence key of the gift."""
    grants = things(_found(token)).values("pk")
    found = Licence.objects.filter(grant__in=grants, activations=activation_id).first()
    take_off(request, found, activation_id, GUEST)
    return redirect("library-gift", token)


def _found(token: str) -> Gift:
    found = by_token(token)
    if found is None:
        raise Http404
    return found
