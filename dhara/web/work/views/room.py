"""The room: what was agreed, where it stands, what to do next, and everything that happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.checkout.forms import new_intent
from dhara.web.reviews.box import Box, box
from dhara.web.work import now as nows
from dhara.web.work import project, terms, weekly
from dhara.web.work.offered import offered
from dhara.web.work.proposed import proposed
from dhara.web.work.seats import Seat
from dhara.web.work.talk import talk
from dhara.web.work.told import buyer_name, latest_delivery, money, story
from dhara.web.work.weeks import state_of
from dhara.web.work.words import rail
from dhara.work.changes import queries as changes
from dhara.work.changes import rules as change_rules
from dhara.work.engagements.modes.common import SUBMITTED
from dhara.work.engagements.rules import BUYER
from dhara.work.funding import queries as payments


def room(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """Of a gig, or of one milestone; a project as a whole has a page of its own."""
    return whole(request, seat, clock.now()) if seat.whole else page(request, seat, clock.now())


def whole(
    request: HttpRequest, seat: Seat, at: datetime, refusal: Refused | None = None, typed: str = ""
) -> HttpResponse:
    """All milestones, the money of each, and what is next; with a refusal as `page`."""
    seat = replace(seat, whole=True)
    wallet = f"/studio/{seat.studio.handle}/money/" if seat.desk and seat.may("see_money") else ""
    other = seat.studio.name if seat.desk is None else buyer_name(seat)
    context = seat.context(
        **project.looks(seat, at),
        hours=weekly.diary_of(seat, at),
        talk=talk(seat),
        other=other,
        wallet=wallet,
        reviews=_reviews(seat, at),
        proposed=proposed(seat, at),
        bank=payments.asked_by_bank(seat.engagement),
        refusal=refusal,
        typed=typed,
    )
    return render(request, "work/project.html", context, status=refusal.status if refusal else 200)


def page(
    request: HttpRequest, seat: Seat, at: datetime, refusal: Refused | None = None, typed: str = ""
) -> HttpResponse:
    """With a refusal: why it was not done, how it stands now, and what was typed."""
    seat = replace(seat, whole=False)
    hours = weekly.diary(seat, at) if seat.hourly else None
    bank = seat.parted and payments.asked_by_bank(seat.engagement)
    context = seat.context(**_looks(seat, at), **_payment(seat), hours=hours, bank=bank, refusal=refusal, typed=typed)
    return render(request, "work/room.html", context, status=refusal.status if refusal else 200)


def _reviews(seat: Seat, at: datetime) -> Box | None:
    """Of the whole agreement, when all of it has ended."""
    if seat.engagement.ended_at is None:
        return None
    return box(seat.engagement.pk, seat.side, seat.home, at, acts=seat.acts)


def _payment(seat: Seat) -> dict[str, Any]:
    """Whether the buyer can pay for it now, or has begun to."""
    if seat.side != BUYER or not seat.parted or not payments.can_be_funded(seat.unit):
        return {}
    begun = payments.under_way(seat.engagement).get(seat.unit.pk)
    if begun is not None:
        return {"paying": f"/pay/{begun.token}/"}
    return {"pays": True, "intent": new_intent(), "price": money(seat, seat.unit.amount)}


def _looks(seat: Seat, at: datetime) -> dict[str, Any]:
    asked = changes.of_unit(seat.unit)
    about_it = (each for each in asked if each.sort in change_rules.OF_UNIT)
    open_one = next((each for each in about_it if each.status == change_rules.OPEN), None)
    now = weekly.now(seat, at) if seat.hourly else nows.now(seat, open_one, at)
    steps = offered(seat, asked, at)
    events = story(seat, asked)
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
        "proposed": proposed(seat, at),
        "rail": rail(seat.unit.mode, seat.unit.status),
        "state": state_of(seat.unit),
        "delivery": latest_delivery(events) if seat.unit.status == SUBMITTED else None,
        "events": events,
        "agreed": terms.agreement(seat),
        "purse": terms.purse(seat),
        "talk": talk(seat),
        "reviews": _reviews(seat, at) if not seat.parted else None,
        "other": seat.studio.name if seat.desk is None else buyer_name(seat),
    }
