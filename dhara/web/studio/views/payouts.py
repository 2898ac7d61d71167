"""Payouts: ask for one, look at it, take it back; how often they are made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.kit import clock
from dhara.kit.currency import CODES
from dhara.kit.refusal import Refused
from dhara.money.models import Payout
from dhara.money.payouts import actions, queries, rules
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.payouts import Ask, Rhythm
from dhara.web.studio.fresh import fresh

PAGE = 30


def asking(desk: Desk, currency: str, *, ask: Ask | None = None, rhythm: Rhythm | None = None) -> dict[str, Any]:
    """What a page needs that offers to ask for a payout of a currency."""
    studio, at = desk.studio, clock.now()
    standings, methods = queries.standings(studio.pk), queries.usable(studio.pk, currency)
    standing = standings.get(currency) or queries.standing(studio.pk, currency)
    plan, least = queries.plans_of(studio.pk).get(currency), queries.least(currency, at=at)
    may, enough = desk.may("ask_payouts"), standing.payable >= least
    offered = bool(methods) and may and enough
    return {
        "standings": standings,
        "standing": standing,
        "least": least,
        "fee": queries.cost(standing.payable, at=at) if standing.payable else None,
        "methods": methods,
        "unproven": [each for each in queries.methods_of(studio.pk) if each.status == rules.NEW],
        "plan": plan,
        "may_ask": may,
        "may_edit": desk.may("edit_payouts"),
        "enough": enough,
        "ask": ask or (Ask(currency=currency, most=standing.payable, methods=methods) if offered else None),
        "rhythm": rhythm or Rhythm(currency=currency, least=least, plan=plan, methods=methods),
        "waiting": list(queries.visible_to(desk.by, studio).filter(status__in=rules.UNDER_WAY)[:10]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@member("see_money")
def payouts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list; a new one by POST."""
    if request.method == "POST":
        desk.viewer.require(desk.studio, "ask_payouts")
        return _ask(request, desk)
    return _page(request, desk, _currency(request.GET.get("currency", ""), desk))


def _page(request: HttpRequest, desk: Desk, currency: str, *, status: int = 200, **filled: Any) -> HttpResponse:
    found = queries.visible_to(desk.by, desk.studio)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE + 1])
    context = {
        "currency": currency,
        "payouts": rows[:PAGE],
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        **asking(desk, currency, **filled),
    }
    return render(request, "studio/payouts.html", frame(desk, "money", **context), status=status)


def _currency(code: str, desk: Desk) -> str:
    return code if code in CODES else desk.studio.currency


def _ask(request: HttpRequest, desk: Desk) -> HttpResponse:
    currency = _currency(request.POST.get("currency", ""), desk)
    most = queries.standing(desk.studio.pk, currency).payable
    form = Ask(request.POST, currency=currency, most=most, methods=queries.usable(desk.studio.pk, currency))
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = actions.request(
                studio=desk.studio,
                currency=currency,
                amount=told["amount"],
                method_id=told["method"],
                key=f"page:{desk.studio.pk}:{told['key']}",
                by=desk.by,
                at=clock.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("studio-payout", desk.studio.handle, made.number)
    return _page(request, desk, currency, status=422, ask=form)


def _payout(desk: Desk, number: str) -> Payout:
    found = queries.visible_to(desk.by, desk.studio).filter(number=number.upper()).first()
    if found is None:
        raise Http404
    return found


STEPS = {rules.HELD: 2, rules.CREATED: 2, rules.PROCESSING: 3, rules.PAID: 4, rules.RETURNED: 4}


@require_GET
@member("see_money")
def payout(request: HttpRequest, desk: Desk, payout_number: str) -> HttpResponse:
    found = _payout(desk, payout_number)
    context = {
        "payout": found,
        "reasons": [rules.REASONS[code].words for code in found.held_for if code in rules.REASONS],
        "appeal": rules.APPEAL,
        "rested": found.method.usable_from if "cooling" in found.held_for else None,
        "story": queries.story(found),
        "steps": [_("Asked for"), _("Looked at"), _("On its way"), _("Arrived")],
        "step": STEPS.get(found.status),
        "over": found.status in (rules.FAILED, rules.CANCELLED, rules.RETURNED),
        "may_cancel": found.status in (rules.CREATED, rules.HELD) and desk.may("ask_payouts"),
    }
    return render(request, "studio/payout.html", frame(desk, "money", **context))


@require_POST
@member("ask_payouts")
def cancellation(request: HttpRequest, desk: Desk, payout_number: str) -> HttpResponse:
    found = _payout(desk, payout_number)
    try:
        actions.cancel(found.pk, by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The payout is cancelled, and the money is on your balance again."))
    return redirect("studio-payout", desk.studio.handle, found.number)


@require_POST
@member("edit_payouts")
@fresh("studio-payouts")
def plan(request: HttpRequest, desk: Desk) -> HttpResponse:
    currency = _currency(request.POST.get("currency", ""), desk)
    at, methods = clock.now(), queries.usable(desk.studio.pk, currency)
    least = queries.least(currency, at=at)
    form = Rhythm(request.POST, currency=currency, least=least, plan=None, methods=methods)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.plan(
                studio=desk.studio,
                currency=currency,
                rhythm=told["rhythm"],
                minimum=told["minimum"],
                method_id=told["method"],
                by=desk.by,
                at=at,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. That is how your money will be paid out."))
            return redirect("studio-payouts", desk.studio.handle)
    return _page(request, desk, currency, status=422, rhythm=form)
