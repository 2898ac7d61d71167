"""The sandbox gateway's own page: a bank that is none, where the payer chooses what shall happen."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.money.gateways.sandbox import actions, queries
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private

# Two buttons that everybody understands, and the odd things that may happen on a real day.
PLAIN: Final = ("pay", "decline", "cancel")


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("sandbox", 120, 60)
def sandbox(request: HttpRequest, ref: str) -> HttpResponse:
    try:
        page = queries.charge_for_page(ref)
        if request.method == "POST":
            return redirect(actions.choose(ref, request.POST.get("choice", ""), at=clock.now()))
    except NotFoundHere as unknown:
        raise Http404 from unknown
    except Refused as refusal:
        return _page(request, page, str(refusal.message), refusal.status)
    return _page(request, page)


def _page(request: HttpRequest, page: queries.Page, problem: str = "", status: int = 200) -> HttpResponse:
    choices = [{"code": code, "label": label, "about": about} for code, label, about in page.choices]
    context = {
        "page": page,
        "problem": problem,
        "plain": [each for each in choices if each["code"] in PLAIN],
        "odd": [each for each in choices if each["code"] not in PLAIN],
    }
    return render(request, "checkout/sandbox.html", context, status=status)
