"""What is paid for work, how the money is held, how to pay; and afterwards what became of the payment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.money.gateways import queries as gateways
from dhara.people.access.queries import Viewer
from dhara.web.checkout.forms import Way
from dhara.web.checkout.ways import lets_go
from dhara.web.funding import held
from dhara.web.funding.stands import Stand, events, stand
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.work.funding import actions, queries
from dhara.work.models import Funding

_STAND_IN = "the-payments-token"


@require_safe
@private
@login_required
def page(request: HttpRequest, token: str) -> HttpResponse:
    """For who pays only: others who do the work see at the work whether it is paid."""
    return _page(request, _mine(request, token), clock.now())


@require_POST
@private
@login_required
@limited("funding", 60, 600)
def payment(request: HttpRequest, token: str) -> HttpResponse:
    """On to the gateway that was chosen (`gateway`). Pressed twice, it is the same payment."""
    funding, at = _mine(request, token), clock.now()
    form = Way(request.POST, gateways=gateways.offered(_amount(funding), at=at))
    if not form.is_valid():
        return _page(request, funding, at, form)
    try:
        chosen = form.cleaned_data["gateway"]
        by = Viewer(request.user).actor
        return redirect(actions.pay(funding.pk, chosen, _return_url(request, token), by=by, at=at))
    except NotFoundHere as unknown:
        raise Http404 from unknown
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("funding:pay", token)


def _mine(request: HttpRequest, token: str) -> Funding:
    mine = queries.visible_to(Viewer(request.user)).select_related("engagement__worker")
    found = mine.filter(token=token).first()
    if found is None:
        raise Http404
    return found


def _amount(funding: Funding) -> Money:
    return Money(funding.amount, funding.currency)


def _return_url(request: HttpRequest, token: str) -> str:
    """Where the gateway sends the payer back to; `{token}` becomes the payment's token."""
    place = reverse("funding:return", args=[token, _STAND_IN])
    return request.build_absolute_uri(place).replace(_STAND_IN, "{token}")


def _page(request: HttpRequest, funding: Funding, at: datetime, form: Way | None = None) -> HttpResponse:
    parts = queries.parts_of(funding)
    stands = stand(funding, parts)
    ways = gateways.offered(_amount(funding), at=at) if stands.payable else []
    context = {
        "funding": funding,
        "engagement": funding.engagement,
        "amount": _amount(funding),
        "stands": stands,
        "ways": ways,
        "form": (form or Way(gateways=ways)) if ways else None,
        "errors": form.errors.get("gateway", []) if form else [],
        "chosen": form.data.get("gateway", "") if form else "",
        "parts": held.parts(funding, parts),
        "promises": held.promises(funding),
        "events": events(funding),
        **_around(funding, stands),
    }
    return lets_go(render(request, "funding/pay.html", context, status=422 if form else 200), ways)


def _around(funding: Funding, stands: Stand) -> dict[str, Any]:
    """Where it belongs, and what the payment itself says."""
    made = funding.payment
    return {
        "place": held.place(funding.engagement),
        "gateway": gateways.name_of(made.gateway) if made and stands.paid else "",
        "back": Money(made.refunded, made.currency) if made and made.refunded else None,
    }
