"""One conversation: read it, write, see what is new, and what one can do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.files.links import read
from dhara.kit.files.ranges import picture_response, ranged_response
from dhara.kit.refusal import Refused
from dhara.people.conversations import actions, queries, rules
from dhara.people.conversations.rules import limits
from dhara.people.models import MessageFile, Party
from dhara.web.messages.offers import may_offer
from dhara.web.messages.said import PURPOSE, said
from dhara.web.messages.seats import Seat
from dhara.work.proposals.queries import changed_in, held_back

MOST = 100
REACH = 1000


def thread(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """The conversation. Looking at it marks it as read; a POST writes."""
    at = clock.now()
    if request.method == "POST":
        return _write(request, seat, at)
    return _page(request, seat, at)


def _page(
    request: HttpRequest, seat: Seat, at: datetime, refusal: Refused | None = None, waiting: Sequence[MessageFile] = ()
) -> HttpResponse:
    other = queries.other_side(seat.party)
    most = REACH if "all" in request.GET else MOST
    shown = list(queries.seen_by(seat.party).reverse()[: most + 1])
    if request.method == "GET":
        newest = max((each.shown_at for each in shown if each.shown_at), default=None)
        actions.mark_read(seat.party.pk, upto=newest, by=seat.by, at=at)
    offers = may_offer(seat, other)
    context = seat.context(
        other=other,
        told=said(reversed(shown[:most]), seat, other, at, whole=len(shown) <= most),
        may_offer=offers,
        offer_held=held_back(seat.party.conversation_id, "worker", mine=True) if offers else "",
        earlier=len(shown) > most and most == MOST,
        kind=rules.KINDS.get(seat.party.conversation.kind, ""),
        reasons=rules.REASONS.items(),
        refusal=refusal,
        body=request.POST.get("body", ""),
        waiting=waiting,
        key=request.POST.get("key") or uuid4().hex,
        mark=_mark(seat, other),
    )
    return render(request, "messages/thread.html", context, status=refusal.status if refusal else 200)


def _mark(seat: Seat, other: Party) -> str:
    """What changes with all that can be seen to change: a new message, the other side looking, an answered offer."""
    seen = other.read_to.isoformat() if other.read_to else ""
    offers = changed_in(seat.party.conversation_id)
    return f"{seat.party.conversation.last_at.isoformat()}|{seen}|{offers.isoformat() if offers else ''}"


def _write(request: HttpRequest, seat: Seat, at: datetime) -> HttpResponseBase:
    """What was typed and uploaded stays on the page when it is refused."""
    typed = request.POST.get("key", "")[:64]
    waiting: list[MessageFile] = []
    try:
        take_in(request, seat, waiting, at)
        made = actions.write(
            party_id=seat.party.pk,
            body=request.POST.get("body", ""),
            files=[each.pk for each in waiting],
            by=seat.by,
            at=at,
            key=f"page:{seat.party.pk}:{typed}" if typed else "",
        )
    except Refused as refusal:
        return _page(request, seat, at, refusal, waiting)
    if made.waits:
        messages.warning(request, _("Your message waits for a look by the operator. Below it stands why."))
    return redirect(f"{seat.base}#m{made.pk}")


def take_in(request: HttpRequest, seat: Seat, waiting: list[MessageFile], at: datetime) -> None:
    """Add to `waiting` what an earlier try had uploaded, and what comes with this one. Raises Refused."""
    ids = [int(each) for each in request.POST.getlist("waiting")[:20] if each.isdecimal() and len(each) < 19]
    kept = MessageFile.objects.select_related("file").filter(pk__in=ids, party=seat.party, message=None)
    waiting.extend(kept)
    come = request.FILES.getlist("file")
    limits.check_files([*(each.file.name for each in waiting), *(each.name or "" for each in come)])
    for each in come:
        content: Any = each
        waiting.append(actions.upload(seat.party.pk, content, name=each.name or "", by=seat.by, at=at))


def news(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """What is new since the page was drawn, as a part of it; 204 and nothing else when nothing is."""
    at, other = clock.now(), queries.other_side(seat.party)
    mark = _mark(seat, other)
    if request.GET.get("mark") == mark:
        return HttpResponse(status=204)
    shown = list(queries.seen_by(seat.party).reverse()[: MOST + 1])
    newest = max((each.shown_at for each in shown if each.shown_at), default=None)
    actions.mark_read(seat.party.pk, upto=newest, by=seat.by, at=at)
    context = {
        "told": said(reversed(shown[:MOST]), seat, other, at, whole=len(shown) <= MOST),
        "mark": mark,
        "seat": seat,
        "other": other,
    }
    return render(request, "messages/said.html", context)


def file(request: HttpRequest, seat: Seat, link: str) -> HttpResponseBase:
    """A file of this conversation. The link says which, the seat that one is still in it."""
    return ranged_response(request, _file(seat, link).file)


def small(request: HttpRequest, seat: Seat, link: str) -> HttpResponseBase:
    """A small picture of it."""
    found = _file(seat, link)
    if found.picture is None:
        raise Http404
    response = picture_response(request, found.picture, 320)
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _file(seat: Seat, link: str) -> MessageFile:
    try:
        payload = read(link, clock.now(), purpose=PURPOSE)
    except Refused as refusal:
        raise Http404 from refusal
    shown = queries.seen_by(seat.party).filter(removed_at__isnull=True)
    files = MessageFile.objects.select_related("file", "picture__file").filter(message__in=shown.values("pk"))
    found = files.filter(pk=int(payload["file"])).first()
    if found is None:
        raise Http404
    return found


def report(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    def act(at: datetime) -> str:
        reason, text = request.POST.get("reason", ""), request.POST.get("text", "")
        actions.report(seat.party.pk, reason=reason, text=text, by=seat.by, at=at)
        return _("Thank you. The operator will look at this conversation.")

    return _done(request, seat, act)


def muting(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    def act(_at: datetime) -> str:
        on = request.POST.get("on") == "1"
        actions.mute(seat.party.pk, muted=on, by=seat.by)
        return _("No e-mails about this conversation.") if on else _("You get e-mails about this conversation again.")

    return _done(request, seat, act)


def blocking(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    def act(at: datetime) -> str:
        if request.POST.get("on") == "1":
            actions.block(seat.party.pk, by=seat.by, at=at)
            return _("Blocked. No more messages come from there.")
        actions.unblock(seat.party.pk, by=seat.by)
        return _("You can write to each other again.")

    return _done(request, seat, act)


def archiving(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    def act(at: datetime) -> str:
        on = request.POST.get("on") == "1"
        actions.archive(seat.party.pk, put_away=on, by=seat.by, at=at)
        return _("Archived. It comes back when something new arrives.") if on else _("It is in your list again.")

    return _done(request, seat, act)


def _done(request: HttpRequest, seat: Seat, act: Callable[[datetime], str]) -> HttpResponseBase:
    try:
        messages.success(request, act(clock.now()))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect(seat.base)
