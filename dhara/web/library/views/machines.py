"""Take a machine off a licence key: by its owner's account, or by the secret of the order."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dhara.checkout.orders.queries import by_token
from dhara.delivery.licences import actions
from dhara.delivery.licences.queries import visible_to
from dhara.delivery.models import Licence
from dhara.kit import clock
from dhara.kit.actor import GUEST, Actor
from dhara.people.access.queries import Viewer
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


@require_POST
@private
@login_required
def own(request: HttpRequest, grant_id: int, activation_id: int) -> HttpResponse:
    found = visible_to(request.user).filter(grant_id=grant_id, activations=activation_id).first()
    take_off(request, found, activation_id, Viewer(request.user).actor)
    return redirect("library-item", grant_id)


@require_POST
@private
@limited("order", 120, 60)
def of_order(request: HttpRequest, token: str, activation_id: int) -> HttpResponse:
    order = by_token(token)
    own = order is not None and not order.gifted
    found = Licence.objects.filter(grant__order=order, activations=activation_id).first() if own else None
    take_off(request, found, activation_id, GUEST)
    return redirect("library-order", token)


def take_off(request: HttpRequest, licence: Licence | None, activation_id: int, by: Actor) -> None:
    """Raises Http404 for no licence."""
    if licence is None:
        raise Http404
    actions.take_off(licence.pk, activation_id, by=by, at=clock.now())
    messages.success(request, _("The machine was taken off. The key can be used on another one now."))
