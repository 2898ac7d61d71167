"""Two doors to cases: an account on one of the sides, a guest with the secret of the order; one for whoever acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from dhara.checkout.orders.queries import by_token
from dhara.kit.actor import GUEST, Actor
from dhara.kit.refusal import NotAllowed, NotFoundHere
from dhara.people.access.queries import Viewer
from dhara.people.models import Member, Studio
from dhara.people.studios.rules import role_may
from dhara.trust.disputes import queries
from dhara.trust.models import Case
from dhara.web.studio.doors import Desk, frame
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.work.engagements import queries as work
from dhara.work.engagements.rules import Role
from dhara.work.models import Engagement, Unit


@dataclass(frozen=True)
class Seat:
    """From which side somebody looks. `base` is what the addresses of cases begin with, `room` the work's own page.

    `case` is None where one is about to be opened; `acts` is False for members who may look, but not do the work.
    """

    unit: Unit
    side: Role
    by: Actor
    base: str
    room: str
    acts: bool = True
    case: Case | None = None
    desk: Desk | None = None

    @property
    def engagement(self) -> Engagement:
        return self.unit.engagement

    @property
    def studio(self) -> Studio:
        assert self.engagement.worker is not None
        return self.engagement.worker

    @property
    def home(self) -> str:
        """The page of the case."""
        assert self.case is not None
        return f"{self.base}{self.case.pk}/"

    @property
    def mine(self) -> bool:
        """Whether this side opened it."""
        return self.case is not None and self.case.role == self.side

    def may(self, verb: str) -> bool:
        return self.desk is None or self.desk.may(verb)

    def again(self) -> Seat:
        """The same seat, with the case as it is now."""
        assert self.case is not None
        case = Case.objects.get(pk=self.case.pk)
        case.unit = self.unit
        return replace(self, case=case)

    def context(self, **more: Any) -> dict[str, Any]:
        """What the frame of the page needs."""
        own = {"seat": self, "case": self.case, "engagement": self.engagement, "unit": self.unit, **more}
        if self.desk is not None:
            return frame(self.desk, "work", outline="base_studio.html", **own)
        return {"outline": "base.html", **own}


View = Callable[..., HttpResponseBase]


def of_account(view: View) -> View:
    @private
    @login_required
    @wraps(view)
    def seated(request: HttpRequest, case_id: int = 0, unit_id: int = 0, **rest: Any) -> HttpResponseBase:
        viewer = Viewer(request.user)
        mine = work.visible_to(viewer)
        unit, case = _found(case_id, unit_id, mine.values_list("pk", flat=True))
        room = f"/work/{unit.engagement_id}/"
        if unit.engagement.buyer_id == viewer.account_id:
            return view(request, Seat(unit, "buyer", viewer.actor, "/cases/", room, case=case), **rest)
        return view(request, _at_desk(viewer, unit, case, room), **rest)

    return refusing(seated)


def of_guest(view: View) -> View:
    @private
    @limited("guest-case", 240, 60)
    @wraps(view)
    def seated(request: HttpRequest, token: str, case_id: int = 0, unit_id: int = 0, **rest: Any) -> HttpResponseBase:
        order = by_token(token)
        subjects = [f"line:{line.pk}" for line in order.lines.all()] if order else []
        mine = Engagement.objects.filter(subject__in=subjects).values_list("pk", flat=True)
        unit, case = _found(case_id, unit_id, mine)
        if unit.engagement.buyer_id is not None:
            return redirect("disputes:case", case_id) if case_id else redirect("disputes:open", unit_id)
        room = f"/work/guest/{token}/{unit.engagement_id}/"
        return view(request, Seat(unit, "buyer", GUEST, f"/cases/guest/{token}/", room, case=case), **rest)

    return refusing(seated)


def refusing(view: View) -> View:
    """A member who may only look is told so on a page."""

    @wraps(view)
    def door(request: HttpRequest, **rest: Any) -> HttpResponseBase:
        try:
            return view(request, **rest)
        except NotFoundHere as refusal:
            raise Http404 from refusal
        except NotAllowed as refusal:
            return render(request, "disputes/refused.html", {"refusal": refusal}, status=refusal.status)

    return door


def _found(case_id: int, unit_id: int, mine: Any) -> tuple[Unit, Case | None]:
    """The case by its id, or the unit with the case that is open; both of the engagements that are theirs."""
    if case_id:
        case = queries.of_engagements(mine).filter(pk=case_id).first() if case_id < 2**63 else None
        if case is None or case.unit.worker_id is None:
            raise Http404
        return case.unit, case
    related = ("engagement__worker__picture__file", "engagement__worker__cover__file", "engagement__buyer")
    known = Unit.objects.select_related(*related).filter(engagement__in=list(mine), engagement__worker__isnull=False)
    unit = known.filter(pk=unit_id).first() if unit_id < 2**63 else None
    if unit is None:
        raise Http404
    return unit, queries.open_of(unit.pk)


def _at_desk(viewer: Viewer, unit: Unit, case: Case | None, room: str) -> Seat:
    studio = unit.engagement.worker
    assert studio is not None
    role = Member.objects.filter(studio=studio, account=viewer.account_id).values_list("role", flat=True).first()
    viewer.knows(studio, role)
    desk = Desk(studio, viewer, str(role))
    return Seat(unit, "worker", viewer.actor, "/cases/", room, role_may(role, "do_work"), case, desk)


def patterns(views: dict[str, tuple[str, View, list[str]]]) -> list[URLPattern]:
    """An address for each view (by its tail) behind each door: (name, view, methods)."""
    doors = (("", "cases/", of_account), ("guest-", "cases/guest/<secret:token>/", of_guest))
    return [
        path(f"{base}{tail}", require_http_methods(methods)(door(view)), name=f"{before}{name}")
        for before, base, door in doors
        for tail, (name, view, methods) in views.items()
    ]
