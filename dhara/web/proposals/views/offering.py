"""A studio offers work of its own inside a conversation with somebody who asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.currency import currency
from dhara.kit.locale.digits import in_script
from dhara.kit.refusal import NotAllowed, NotFoundHere, Refused
from dhara.money.policies import queries as policies
from dhara.people.conversations.queries import other_side
from dhara.web.messages.seats import Seat
from dhara.web.proposals import agreeing, forms
from dhara.web.work.parts import Part, read_number
from dhara.work.proposals import actions, rules
from dhara.work.proposals.queries import held_back


def offering(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """What is offered, for how much, until when; sent, it stands as a card in the conversation."""
    if request.method != "POST":
        if held_back(seat.party.conversation_id, "worker", mine=True):
            return redirect(seat.base)
        days = min(policies.value("work.offer_days", at=clock.now()), rules.MOST_VALID_DAYS)
        shown = in_script(days, get_language() or "en")
        return _form(request, seat, forms.Typed(parts=[Part()], valid_days=shown))
    given = forms.typed(request.POST)
    if "more" in request.POST:
        return _form(request, seat, given.more())
    try:
        made = _send(seat, given)
    except (NotFoundHere, NotAllowed):
        raise
    except Refused as refusal:
        return _form(request, seat, given, refusal)
    messages.success(request, _("Your offer is sent. You are told as soon as it is answered."))
    return redirect(f"{seat.base}#o{made}")


def _send(seat: Seat, given: forms.Typed) -> int:
    """The number of the offer. A single part without a name is the whole of it."""
    title, studio = given.heading.strip(), seat.party.conversation.studio
    terms = forms.terms(given, studio.currency, title)
    days = read_number(given.valid_days)
    return actions.offer_in(seat.party.pk, title, terms, valid_days=days, by=seat.by, at=clock.now()).pk


def _form(request: HttpRequest, seat: Seat, given: forms.Typed, refusal: Refused | None = None) -> HttpResponse:
    studio, at = seat.party.conversation.studio, clock.now()
    context: dict[str, Any] = {
        "other": other_side(seat.party),
        "given": given,
        "alone": True,
        "symbol": currency(studio.currency).symbol.strip(),
        "says": [
            agreeing.binding(),
            _("You can take it back as long as nobody has agreed."),
            agreeing.fee(studio.pk, at),
        ],
        "refusal": refusal,
        "wrong": refusal.field if refusal else "",
        "most_parts": rules.MOST_MILESTONES,
        "most_text": rules.MOST_TEXT,
        "most_title": rules.MOST_TITLE,
        "most_days": rules.MOST_VALID_DAYS,
    }
    status = refusal.status if refusal else 200
    return render(request, "proposals/offering.html", seat.context(**context), status=status)
