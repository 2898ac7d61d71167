"""The one door to a studio's pages: loads the studio, asks the right, and shows a refusal as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dhara.catalog.models import Offer
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.people.conversations.queries import of_studio, unread
from dhara.people.models import Member, RetiredHandle, Studio
from dhara.work.engagements.queries import needed
from dhara.work.models import Proposal, Unit
from dhara.work.proposals.queries import waits_for


@dataclass(frozen=True)
class Desk:
    """What every view of the workplace gets: the studio, who looks, and with which role."""

    studio: Studio
    viewer: Viewer
    role: str

    @property
    def by(self) -> Actor:
        return self.viewer.actor

    def may(self, verb: str) -> bool:
        return self.viewer.may(self.studio, verb)


View = Callable[..., HttpResponseBase]
WHERE_ANY = ("work", "proposals")  # links that are of no use to a studio that has none
BAR = 5  # so many links fit the bar on a phone, and one more where there is work: the head has no room for three


def member(verb: str) -> Callable[[View], View]:
    """For members whose role includes `verb`: outsiders get 404, others 403 with the reason, a stopped studio 409.

    The view is called as view(request, desk, …); a `Refused` that it raises becomes a page that says why.
    """

    def guard(view: View) -> View:
        @wraps(view)
        @never_cache
        def door(request: HttpRequest, handle: str, **rest: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _signed_out(request)
            viewer = Viewer(request.user)
            studio = at_handle(handle, viewer)
            if studio is None:
                return _moved(request, handle)
            try:
                desk = Desk(studio, viewer, viewer.require(studio, verb))
                return view(request, desk, **rest)
            except Refused as refusal:
                return _refused(request, refusal)

        return door

    return guard


def at_handle(handle: str, viewer: Viewer) -> Studio | None:
    """The studio, in whatever state it is, by the index of handles; the viewer knows their role in it then."""
    role = Member.objects.filter(studio=OuterRef("pk"), account=viewer.account_id).values("role")
    studios = Studio.objects.select_related("picture__file", "cover__file").alias(known_as=Lower("handle"))
    found = studios.filter(known_as=handle.lower()).annotate(seen_as=Subquery(role[:1])).first()
    if found is not None:
        viewer.knows(found, found.seen_as)
    return found


def _signed_out(request: HttpRequest) -> HttpResponse:
    """To the sign-in; a part of a page says so instead, so that what was typed there is not lost."""
    if getattr(request, "htmx", False):
        words = _("You are signed out. Sign in again in another tab, then save here once more: nothing is lost.")
        return _trouble(request, words, 401)
    return redirect_to_login(request.get_full_path())


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if getattr(request, "htmx", False):
        return _trouble(request, refusal.message, refusal.status)
    if isinstance(refusal, NotFoundHere):
        raise Http404 from refusal
    return render(request, "studio/refused.html", {"refusal": refusal}, status=refusal.status)


def _trouble(request: HttpRequest, words: Any, status: int) -> HttpResponse:
    """A notice for the place that pages with parts keep for it."""
    response = render(request, "studio/trouble.html", {"words": words}, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#trouble", "innerHTML show:#trouble:top"
    return response


def _moved(request: HttpRequest, handle: str) -> HttpResponseBase:
    """A member who kept an address from before the studio was renamed."""
    retired = RetiredHandle.objects.select_related("studio").filter(handle__iexact=handle).first()
    if retired is None or request.method != "GET":
        raise Http404
    return redirect(request.path.replace(f"/studio/{handle}/", f"/studio/{retired.studio.handle}/", 1))


def frame(desk: Desk, current: str, **context: Any) -> dict[str, Any]:
    """The context of a workplace page: the navigation (only what the role may see) and the page's own."""
    base = f"/studio/{desk.studio.handle}/"
    links = [
        ("dashboard", "see_studio", "", "layout-dashboard", _("Dashboard")),
        ("offers", "see_offers", "offers/", "package", _("Offers")),
        ("orders", "see_orders", "orders/", "receipt", _("Orders")),
        ("work", "see_studio", "work/", "briefcase", _("Work")),
        ("proposals", "do_work", "proposals/", "file-signature", _("Proposals")),
        ("audience", "see_audience", "audience/", "users", _("Audience")),
        ("money", "see_money", "money/", "wallet", _("Money")),
        ("messages", "see_messages", "messages/", "mail", _("Messages")),
        ("settings", "see_studio", "settings/", "settings", _("Settings")),
    ]
    counts = waiting(desk)
    studio_links: list[dict[str, Any]] = [
        {"url": base + path, "icon": icon, "label": label, "current": name == current, "count": counts.get(name, 0)}
        for name, verb, path, icon, label in links
        if desk.may(verb) and (name not in WHERE_ANY or name in counts)
    ]
    for link in studio_links:
        link["wide"] = link["url"] == f"{base}proposals/"  # on a phone the page of work leads there
    for link in [each for each in studio_links if not each["wide"]][BAR + ("work" in counts) :]:
        link["aside"] = True  # on a phone it stands in the head
    return {"studio": desk.studio, "desk": desk, "studio_links": studio_links, "base": base, **context}


def waiting(desk: Desk) -> dict[str, int]:
    """What somebody should look at, by the link that leads there, up to 99 each: one query, whatever there is.

    `work` is named only where work is sold or was done, `proposals` where there is one.
    """
    mine = desk.studio.pk
    known = {"messages": unread(of_studio(desk.studio))} if desk.may("see_messages") else {}
    parts = [
        _named("work", needed("worker", studio_id=mine))[:99],
        _named("any", Unit.objects.filter(worker=mine))[:1],
        _named("any", Offer.objects.filter(studio=mine, kind="gig"))[:1],
        _named("bids", Proposal.objects.filter(studio=mine))[:1],
        _named("proposals", waits_for("worker").filter(studio=mine))[:99],
        *(_named(name, found)[:99] for name, found in known.items()),
    ]
    found = Counter(parts[0].union(*parts[1:], all=True))
    counts = {"messages": found["messages"]}
    if found["any"] or found["bids"]:
        counts["work"] = found["work"]
    if found["bids"]:
        counts["proposals"] = found["proposals"]
    return counts


def _named(name: str, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    named: QuerySet[Any, Any] = rows.order_by().annotate(where=Value(name)).values_list("where", flat=True)
    return named
