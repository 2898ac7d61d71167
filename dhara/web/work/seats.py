"""Doors to the room of one engagement: an account on one of its sides, a guest with the secret of the order.

Each lets in whoever may be there and hands a Seat to the view, so that every view serves both sides and guests. A
project has a page for all of it, and behind it a room for each of its milestones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from dhara.checkout.models import Order
from dhara.checkout.orders.queries import by_token
from dhara.kit.actor import GUEST, Actor
from dhara.kit.refusal import NotAllowed, NotFoundHere
from dhara.people.access.queries import Viewer
from dhara.people.models import Member, Studio
from dhara.people.studios.rules import role_may
from dhara.web.studio.doors import Desk, frame
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.web.work.weeks import called
from dhara.work.engagements import queries
from dhara.work.engagements.modes import FIXED, HOURLY
from dhara.work.engagements.returned import NOTHING, Returned
from dhara.work.engagements.rules import BUYER, MODES, Mode, Role
from dhara.work.funding import queries as payments
from dhara.work.funding.shares import if_unit_ended
from dhara.work.models import Engagement, Unit


@dataclass(frozen=True)
class Seat:
    """From which side somebody looks at an engagement. `base` is the room's own address.

    `acts` is False for members of the studio who may look, but not do the work. `order` is where it was bought.
    `whole` is the page of a project with several milestones; then `unit` is the one that goes on.
    """

    engagement: Engagement
    unit: Unit
    side: Role
    by: Actor
    base: str
    acts: bool = True
    order: Order | None = None
    desk: Desk | None = None
    whole: bool = False

    @property
    def parted(self) -> bool:
        """Whether it has milestones or weeks, which have pages of their own."""
        return self.hourly or self.engagement.mode == FIXED.code

    @property
    def hourly(self) -> bool:
        """Whether it is paid by the hour, in weeks."""
        return self.engagement.mode == HOURLY.code

    @property
    def home(self) -> str:
        """The page of the whole agreement."""
        return f"/work/{self.engagement.pk}/" if self.parted else self.base

    @property
    def mode(self) -> Mode:
        return MODES[self.unit.mode]

    @property
    def studio(self) -> Studio:
        assert self.engagement.worker is not None
        return self.engagement.worker

    @cached_property
    def gone(self) -> Returned:
        """Where what came back of the unit is; asked once for a page, which tells it in several places."""
        return payments.returned(self.unit, self.unit.returned)

    @cached_property
    def ahead(self) -> list[str]:
        """What would come back to the buyer now, in words; nothing where no bank has to do with it."""
        held = queries.left(self.unit) if self.side == BUYER and self.order is None else 0
        found = if_unit_ended(self.unit, held) if held else NOTHING
        return [] if found.plain else found.foretold(self.engagement.currency)

    @property
    def guest(self) -> bool:
        return self.by.kind == "guest"

    @property
    def back(self) -> str:
        """The list that this is in, or the project that it is a part of; none for guests."""
        if self.parted and not self.whole:
            return self.home
        return f"/studio/{self.desk.studio.handle}/work/" if self.desk else "" if self.guest else "/work/"

    def may(self, verb: str) -> bool:
        """Whether a member of the studio may; the buyer is asked nothing of this sort."""
        return self.desk is None or self.desk.may(verb)

    def at(self, unit: Unit) -> Seat:
        """The same side, looking at another milestone of the project."""
        unit.engagement = self.engagement
        unit.title = called(unit)
        return replace(self, unit=unit, base=f"{self.home}milestones/{unit.position}/", whole=False)

    def again(self) -> Seat:
        """The same seat, with the unit as it is now."""
        unit = Unit.objects.get(pk=self.unit.pk)
        unit.engagement = self.engagement
        unit.title = called(unit)
        return replace(self, unit=unit)

    def context(self, **more: Any) -> dict[str, Any]:
        """What the frame of the page needs."""
        own = {"seat": self, "engagement": self.engagement, "unit": self.unit, **more}
        if self.desk is not None:
            return frame(self.desk, "work", outline="base_studio.html", **own)
        return {"outline": "base.html", **own}


View = Callable[..., HttpResponseBase]


def of_account(view: View) -> View:
    @private
    @login_required
    @wraps(view)
    def seated(request: HttpRequest, engagement_id: int, position: int | None = None, **rest: Any) -> HttpResponseBase:
        viewer = Viewer(request.user)
        mine = queries.visible_to(viewer).select_related("worker__picture__file", "worker__cover__file", "buyer")
        found = mine.filter(pk=engagement_id).first() if engagement_id < 2**63 else None
        unit = _unit(found, position)
        base = f"/work/{engagement_id}/"
        if unit.engagement.buyer_id == viewer.account_id:
            order = queries.order_of(unit.engagement)
            seat = Seat(unit.engagement, unit, "buyer", viewer.actor, base, order=order)
        else:
            seat = _at_desk(viewer, unit, base)
        if position is not None or seat.parted:
            seat = replace(seat, base=f"{base}milestones/{unit.position}/", whole=position is None)
        return view(request, seat, **rest)

    return refusing(seated)


def of_guest(view: View) -> View:
    @private
    @limited("guest-work", 240, 60)
    @wraps(view)
    def seated(request: HttpRequest, token: str, engagement_id: int, **rest: Any) -> HttpResponseBase:
        order = by_token(token)
        subjects = [f"line:{line.pk}" for line in order.lines.all()] if order else []
        mine = Engagement.objects.filter(subject__in=subjects).select_related("worker__picture__file")
        found = mine.filter(pk=engagement_id).first() if subjects and engagement_id < 2**63 else None
        unit = _unit(found)
        if unit.engagement.buyer_id is not None:
            return redirect(f"/work/{engagement_id}/")
        return view(
            request,
            Seat(unit.engagement, unit, "buyer", GUEST, f"/work/guest/{token}/{engagement_id}/", order=order),
            **rest,
        )

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
            return render(request, "work/refused.html", {"refusal": refusal}, status=refusal.status)

    return door


def _unit(found: Engagement | None, position: int | None = None) -> Unit:
    """The unit at a position, or the one that goes on: the first one that has not ended, else the last.

    Campaigns have pages of their own.
    """
    if found is None or found.worker_id is None or MODES[found.mode].pooled:
        raise Http404
    ends = MODES[found.mode].lifecycle.finals()
    units = list(found.units.order_by("position"))
    if position is None:
        unit = next((each for each in units if each.status not in ends), units[-1])
    elif any(each.position == position for each in units):
        unit = next(each for each in units if each.position == position)
    else:
        raise Http404
    unit.engagement = found
    unit.title = called(unit)
    return unit


def _at_desk(viewer: Viewer, unit: Unit, base: str) -> Seat:
    studio = unit.engagement.worker
    assert studio is not None
    role = Member.objects.filter(studio=studio, account=viewer.account_id).values_list("role", flat=True).first()
    viewer.knows(studio, role)
    desk = Desk(studio, viewer, str(role))
    acts = role_may(role, "do_work")
    return Seat(unit.engagement, unit, "worker", viewer.actor, base, acts, queries.order_of(unit.engagement), desk)


# The doors by the addresses behind which a room is.
DOORS: Final = (
    ("", "work/<int:engagement_id>/", of_account),
    ("milestone-", "work/<int:engagement_id>/milestones/<int:position>/", of_account),
    ("guest-", "work/guest/<secret:token>/<int:engagement_id>/", of_guest),
)


def patterns(views: dict[str, tuple[str, View, list[str]]]) -> list[URLPattern]:
    """An address for each view (by its tail, such as `changes/`) behind each door: (name, view, methods)."""
    return [
        path(f"{base}{tail}", require_http_methods(methods)(door(view)), name=f"{before}{name}")
        for before, base, door in DOORS
        for tail, (name, view, methods) in views.items()
    ]
