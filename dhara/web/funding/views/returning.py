"""The payer comes back from the gateway: what the gateway's server says counts, not how they came."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.money.payments.queries import by_token
from dhara.money.payments.rules import OPEN
from dhara.people.access.queries import Viewer
from dhara.web.checkout.ways import brought_back, pause
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.work.funding import actions, queries, rules
from dhara.work.models import Funding


@csrf_exempt  # some gateways send the payer back by a form of their own; nothing that it says is believed
@require_http_methods(["GET", "POST"])
@private
@limited("return", 120, 60)
def back(request: HttpRequest, token: str, ref: str) -> HttpResponse:
    """`ref` is the token of the payment: a funding that was tried several times has several."""
    known, payment = queries.by_token(token), by_token(ref)
    if known is None or payment is None or payment.subject != rules.subject(known.pk):
        raise Http404
    told = brought_back(request)
    try:
        funding = actions.confirm(ref, by=Viewer(request.user).actor, at=clock.now(), returned=told)
    except NotFoundHere as unknown:
        raise Http404 from unknown
    payment = by_token(ref)
    if funding.status == rules.PENDING and payment and payment.status in OPEN and "order" not in request.GET:
        if payment.redirect_url.startswith("/checkout/"):
            return redirect(payment.redirect_url)  # our own page says what is waited for
        if request.method == "POST":
            # To an address that can be loaded again; and another site's form brings no cookies, a link does.
            return redirect("funding:return", token, ref)
        return _wait(request, funding)
    return redirect("funding:pay", token)


def _wait(request: HttpRequest, funding: Funding) -> HttpResponse:
    """Nothing is known yet: the page looks again by itself, ever more slowly."""
    typed = request.GET.get("looked", "0")
    looked = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
    context = {"funding": funding, "pause": pause(looked), "looked": looked + 1}
    return render(request, "funding/waiting.html", context)
