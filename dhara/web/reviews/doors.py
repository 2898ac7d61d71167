"""Two doors to what is said about one engagement: an account on one of its sides, a guest with the order's secret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from dhara.checkout.orders.queries import by_token
from dhara.kit.actor import GUEST, Actor
from dhara.kit.refusal import NotAllowed, NotFoundHere
from dhara.people.access.queries import Viewer
from dhara.trust.reviews.queries import side_of
from dhara.trust.reviews.rules import BUYER
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.work.engagements.queries import visible_to
from dhara.work.models import Engagement


@dataclass(frozen=True)
class Chair:
    """From which side somebody writes; `room` is where the work is, `base` where it is reviewed."""

    engagement: Engagement
    side: str
    by: Actor
    room: str

    @property
    def base(self) -> str:
        return base_of(self.room)

    @property
    def other(self) -> str:
        """The studio that the review is about; empty for the buyer, whose name is not for every member."""
        worker = self.engagement.worker
        return worker.name if self.side == BUYER and worker else ""


View = Callable[..., HttpResponseBase]


def base_of(room: str) -> str:
    """`/reviews/work/12/` of the room `/work/12/`; the same for guests."""
    return f"/reviews{room}"


def of_account(view: View) -> View:
    @private
    @login_required
    @wraps(view)
    def seated(request: HttpRequest, engagement_id: int, **rest: Any) -> HttpResponseBase:
        viewer = Viewer(request.user)
        mine = visible_to(viewer).select_related("worker", "buyer")
        found = mine.filter(pk=engagement_id).first() if engagement_id < 2**63 else None
        if found is None:
            raise Http404
        side = side_of(found, viewer.actor)
        if side is None:
            return render(request, "reviews/refused.html", {"room": f"/work/{engagement_id}/"}, status=403)
        return view(request, Chair(found, side, viewer.actor, f"/work/{engagement_id}/"), **rest)

    return refusing(seated)


def of_guest(view: View) -> View:
    @private
    @limited("guest-reviews", 120, 60)
    @wraps(view)
    def seated(request: HttpRequest, token: str, engagement_id: int, **rest: Any) -> HttpResponseBase:
        order = by_token(token)
        subjects = [f"line:{line.pk}" for line in order.lines.all()] if order else []
        mine = Engagement.objects.filter(subject__in=subjects).select_related("worker")
        found = mine.filter(pk=engagement_id).first() if subjects and engagement_id < 2**63 else None
        if found is None:
            raise Http404
        if found.buyer_id is not None:
            return redirect(base_of(f"/work/{engagement_id}/"))
        return view(request, Chair(found, BUYER, GUEST, f"/work/guest/{token}/{engagement_id}/"), **rest)

    return refusing(seated)


def refusing(view: View) -> View:
    @wraps(view)
    def door(request: HttpRequest, **rest: Any) -> HttpResponseBase:
        try:
            return view(request, **rest)
        except NotFoundHere as refusal:
            raise Http404 from refusal
        except NotAllowed as refusal:
            return render(request, "reviews/refused.html", {"refusal": refusal}, status=refusal.status)

    return door


# The doors by the addresses behind which reviews are written.
DOORS: Final = (
    ("", "reviews/work/<int:engagement_id>/", of_account),
    ("guest-", "reviews/work/guest/<secret:token>/<int:engagement_id>/", of_guest),
)
