"""Say how it was; answer what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from dhara.kit import clock
from dhara.kit.refusal import Conflict, NotFoundHere, Refused
from dhara.trust.reviews import actions, queries, rules
from dhara.web.reviews.doors import Chair

STARS: Final = range(1, rules.MOST_STARS + 1)


@dataclass(frozen=True)
class Mark:
    """A question with one to five; `given` is what was chosen."""

    name: str
    label: Any
    given: int


def write(request: HttpRequest, chair: Chair) -> HttpResponseBase:
    """The form while it may be written; else the room says how it stands."""
    at = clock.now()
    seen = queries.seen(chair.engagement.pk, chair.side)
    if seen is None or not seen.may_write(at):
        return redirect(f"{chair.room}#reviews")
    if request.method != "POST":
        return _form(request, chair, seen)
    try:
        actions.write(
            chair.engagement.pk,
            stars=_number(request.POST.get("stars", "")),
            marks={name: _number(given) for name in rules.MARKS[chair.side] if (given := request.POST.get(name))},
            text=request.POST.get("text", ""),
            language=get_language() or chair.engagement.language,
            by=chair.by,
            at=at,
        )
    except Conflict:
        return redirect(f"{chair.room}#reviews")
    except NotFoundHere:
        raise
    except Refused as refusal:
        return _form(request, chair, seen, refusal)
    messages.success(request, gettext("Thank you. Your review is kept."))
    return redirect(f"{chair.room}#reviews")


def answer(request: HttpRequest, chair: Chair) -> HttpResponseBase:
    """Back in the room; what was refused is said there, and what was typed is kept."""
    at = clock.now()
    seen = queries.seen(chair.engagement.pk, chair.side)
    if seen is None or seen.theirs is None:
        return redirect(chair.room)
    text = request.POST.get("answer", "")
    try:
        actions.answer(seen.theirs.pk, text=text, by=chair.by, at=at)
    except Conflict as refusal:
        messages.warning(request, str(refusal.message))
        return redirect(f"{chair.room}#reviews")
    except NotFoundHere:
        raise
    except Refused as refusal:
        context = {"chair": chair, "review": seen.theirs, "refusal": refusal, "typed": text, "most": rules.MOST_ANSWER}
        return render(request, "reviews/answer.html", context, status=refusal.status)
    messages.success(request, gettext("Your answer is published."))
    return redirect(f"{chair.room}#reviews")


def _form(request: HttpRequest, chair: Chair, seen: queries.Seen, refusal: Refused | None = None) -> HttpResponse:
    given = {name: _number(request.POST.get(name, "")) for name in ("stars", *rules.MARKS[chair.side])}
    context = {
        "chair": chair,
        "engagement": chair.engagement,
        "until": seen.exchange.until,
        "refusal": refusal,
        "wrong": refusal.field if refusal else "",
        "numbers": STARS,
        "stars": given["stars"],
        "marks": [Mark(name, label, given[name]) for name, label in rules.MARKS[chair.side].items()],
        "text": request.POST.get("text", ""),
        "most": rules.MOST_TEXT,
    }
    return render(request, "reviews/write.html", context, status=refusal.status if refusal else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
