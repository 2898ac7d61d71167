"""Another version: the studio changes its proposal, or one side makes a binding offer."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.currency import currency
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.money.policies import queries as policies
from dhara.web.proposals import agreeing, forms
from dhara.web.proposals.seats import Seat
from dhara.web.proposals.views.proposal import page
from dhara.web.work.words import many_days
from dhara.work.proposals import actions, rules

REVISION, OFFER = "revision", "offer"
_FITS: Final = {
    REVISION: (rules.SUBMITTED, rules.SHORTLISTED, rules.INTERVIEW),
    OFFER: (rules.SUBMITTED, rules.SHORTLISTED, rules.INTERVIEW, rules.OFFERED),
}


def revision(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    return _write(request, seat, REVISION)


def offer(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """The first offer, or a counter-offer in answer to the other side's."""
    return _write(request, seat, OFFER)


def _write(request: HttpRequest, seat: Seat, verb: str) -> HttpResponseBase:
    possible = seat.proposal.status in _FITS[verb] and seat.version is not None
    if seat.proposal.status == rules.OFFERED:
        possible = possible and seat.offered_to_me
    if request.method != "POST":
        if not possible or (verb == OFFER and not seat.job_open) or seat.version is None:
            return redirect(seat.base)
        return _form(request, seat, verb, forms.of_version(seat.version))
    questions = seat.proposal.job.questions if seat.proposal.job and verb == REVISION else []
    given = forms.typed(request.POST, questions)
    if "more" in request.POST and seat.version is not None:
        return _form(request, seat, verb, given.more())
    try:
        _deed(seat, verb, given)
    except NotFoundHere:
        raise
    except Invalid as refusal:
        return _form(request, seat, verb, given, refusal) if seat.version else page(request, seat, refusal)
    except Refused as refusal:
        return page(request, seat.again(), refusal)
    said = _("The proposal is changed. The client is told.")
    messages.success(request, said if verb == REVISION else _("Your offer is made. The other side is told."))
    return redirect(seat.base)


def _deed(seat: Seat, verb: str, given: forms.Typed) -> None:
    code = seat.version.currency if seat.version else "BDT"
    made = forms.terms(given, code, seat.proposal.subject_title, by_hour=seat.by_hour)
    act = actions.revise if verb == REVISION else actions.offer
    act(seat.proposal.pk, made, by=seat.by, at=clock.now())


def _form(
    request: HttpRequest, seat: Seat, verb: str, given: forms.Typed, refusal: Refused | None = None
) -> HttpResponse:
    assert seat.version is not None
    at = clock.now()
    questions = seat.proposal.job.questions if seat.proposal.job and verb == REVISION else []
    says = [agreeing.fee(seat.proposal.studio_id, at)] if seat.side == "worker" else []
    if verb == OFFER:
        days = many_days(policies.value("work.offer_days", at=at))
        says = [
            agreeing.binding(),
            _("It holds for %(days)s. Until then it can be taken back as long as nobody has agreed.") % {"days": days},
            *says,
        ]
    context: dict[str, Any] = {
        "verb": verb,
        "given": given,
        "asked": forms.asked(questions, given),
        "counter": seat.offered_to_me,
        "alone": seat.proposal.job_id is None,
        "by_hour": seat.by_hour,
        "symbol": currency(seat.version.currency).symbol.strip(),
        "says": says,
        "refusal": refusal,
        "wrong": refusal.field if refusal else "",
        "most_parts": rules.MOST_MILESTONES,
        "most_text": rules.MOST_TEXT,
    }
    status = refusal.status if refusal else 200
    return render(request, "proposals/write.html", seat.context(**context), status=status)
