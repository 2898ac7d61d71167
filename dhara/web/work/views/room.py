"""The room: what was agreed, where it stands, what to do next, and everything that happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.reviews.box import box
from dhara.web.work import now as nows
from dhara.web.work import terms
from dhara.web.work.offered import offered
from dhara.web.work.seats import Seat
from dhara.web.work.talk import talk
from dhara.web.work.told import buyer_name, latest_delivery, story
from dhara.web.work.words import TONES, rail
from dhara.work.changes import queries as changes
from dhara.work.changes import rules as change_rules
from dhara.work.engagements.modes.common import SUBMITTED


def room(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    return page(request, seat, clock.now())


def page(
    request: HttpRequest, seat: Seat, at: datetime, refusal: Refused | None = None, typed: str = ""
) -> HttpResponse:
    """With a refusal: why it was not done, how it stands now, and what was typed."""
    context = seat.context(**_looks(seat, at), refusal=refusal, typed=typed)
    return render(request, "work/room.html", context, status=refusal.status if refusal else 200)


def _looks(seat: Seat, at: datetime) -> dict[str, Any]:
    asked = changes.of_unit(seat.unit)
    open_one = next((each for each in asked if each.status == change_rules.OPEN), None)
    now = nows.now(seat, open_one, at)
    steps = offered(seat, asked, at)
    events = story(seat, asked)
    ended = seat.engagement.ended_at is not None
    return {
        "now": now,
        "deadline": nows.deadline_words(now),
        "main": next((each for each in steps if each.verb == now.verb and not each.why_not), None),
        "beside": [each for each in steps if each.verb != now.verb and not each.grave],
        "grave": [each for each in steps if each.grave],
        "change": open_one,
        "answer_by": changes.answer_by(open_one) if open_one else None,
        "answers_it": open_one is not None and open_one.role != seat.side and seat.acts,
        "withdraws_it": open_one is not None and open_one.role == seat.side and seat.acts,
        "rail": rail(seat.unit.mode, seat.unit.status),
        "tone": TONES.get(seat.unit.status, ""),
        "delivery": latest_delivery(events) if seat.unit.status == SUBMITTED else None,
        "events": events,
        "agreed": terms.agreement(seat),
        "purse": terms.purse(seat),
        "talk": talk(seat),
        "reviews": box(seat.engagement.pk, seat.side, seat.base, at, acts=seat.acts) if ended else None,
        "other": seat.studio.name if seat.desk is None else buyer_name(seat),
    }
