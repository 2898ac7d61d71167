"""What each side can do with a proposal besides writing another version of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotAllowed, NotFoundHere, Refused
from dhara.people.conversations import rules as talks
from dhara.people.conversations.mail import address_of
from dhara.people.models import Party
from dhara.web.proposals import agreeing
from dhara.web.proposals.seats import Seat
from dhara.web.proposals.views.proposal import page, terms_of
from dhara.work.proposals import actions, rules

MOST_REASON = 1000


def shortlisting(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    def deed(at: datetime) -> None:
        actions.shortlist(seat.proposal.pk, by=seat.by, at=at)

    answer = _do(request, seat, deed, _("It is on your short list. The studio is told."))
    # From the list one goes on in the list.
    return redirect(seat.back) if answer.status_code == 302 and "list" in request.POST else answer


def conversation(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """To the conversation about it, which is opened where there is none."""
    if not seat.may("answer_messages"):
        raise NotAllowed
    try:
        opened = actions.talk(seat.proposal.pk, by=seat.by, at=clock.now())
    except NotFoundHere:
        raise
    except Refused as refusal:
        return page(request, seat.again(), refusal)
    role = talks.STUDIO if seat.side == "worker" else talks.CUSTOMER
    return redirect(
        address_of(Party.objects.select_related("conversation__studio").get(conversation=opened, role=role))
    )


def refusal(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """No to a proposal, an invitation or an offer; or the client takes back what they have asked or offered."""
    # A studio says no to what the other side asks; its own proposal it withdraws.
    possible = seat.side == "buyer" or seat.proposal.status == rules.INVITED or seat.offered_to_me
    if request.method != "POST":
        return _ask(request, seat, "refusal") if seat.live and possible else redirect(seat.base)
    reason = request.POST.get("reason", "")

    def deed(at: datetime) -> None:
        actions.decline(seat.proposal.pk, reason=reason, by=seat.by, at=at)

    return _do(request, seat, deed, _("You have said no. The other side is told."), "refusal")


def withdrawal(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    if request.method != "POST":
        possible = seat.live and seat.proposal.status != rules.INVITED
        return _ask(request, seat, "withdrawal") if possible else redirect(seat.base)

    def deed(at: datetime) -> None:
        actions.withdraw(seat.proposal.pk, by=seat.by, at=at)

    return _do(request, seat, deed, _("The proposal is withdrawn."))


def acceptance(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """What is agreed, and what happens next; then the agreement, to exactly the version that was read."""
    if request.method != "POST":
        if not (seat.offered_to_me and seat.job_open) or seat.held:
            return redirect(seat.base)
        context = seat.context(terms=terms_of(seat), says=agreeing.says(seat, clock.now()))
        return render(request, "proposals/accept.html", context)
    text = request.POST.get("number", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    try:
        made = actions.accept(seat.proposal.pk, number=number, by=seat.by, at=clock.now())
    except NotFoundHere:
        raise
    except Refused as refused:
        return page(request, seat.again(), refused)
    messages.success(request, _("You have an agreement. Nothing is paid yet."))
    return redirect("work:room", made.pk)


def _ask(request: HttpRequest, seat: Seat, verb: str, refused: Refused | None = None) -> HttpResponse:
    """The form of a grave step, with what follows from it."""
    mine = seat.side == "buyer" and seat.proposal.status == rules.OFFERED and not seat.offered_to_me
    context: dict[str, Any] = {
        "verb": verb,
        "takes_back": verb == "withdrawal" or mine or (seat.side == "buyer" and seat.proposal.status == rules.INVITED),
        "needs_reason": seat.side == "worker" and seat.proposal.status == rules.OFFERED,
        "reason": request.POST.get("reason", ""),
        "most": MOST_REASON,
        "refusal": refused,
        "says": agreeing.says_no(seat, verb),
    }
    status = refused.status if refused else 200
    return render(request, "proposals/refuse.html", seat.context(**context), status=status)


def _do(
    request: HttpRequest, seat: Seat, deed: Callable[[datetime], None], said: str, form: str = ""
) -> HttpResponseBase:
    """Do it, or say why not: beside the form where something in it is wrong, else on the page as it is now."""
    try:
        deed(clock.now())
    except NotFoundHere:
        raise
    except Invalid as refused:
        return _ask(request, seat, form, refused) if form else page(request, seat.again(), refused)
    except Refused as refused:
        return page(request, seat.again(), refused)
    messages.success(request, said)
    return redirect(seat.base)
