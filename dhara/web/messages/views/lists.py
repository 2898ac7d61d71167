"""The studio's inbox and a buyer's messages: unread first, with search and filters."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dhara.kit.locale.text import clean_text, shorten
from dhara.people.conversations import queries, rules
from dhara.people.conversations.rules import contacts
from dhara.people.models import Party
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.offered import offers_link
from dhara.web.ui.secrecy import own, private
from dhara.web.ui.tabs import tabs
from dhara.work.models import Proposal
from dhara.work.proposals.queries import OWN, newest_in, title_for

SIZE: Final = 30
SNIPPET: Final = 90


@require_safe
@member("see_messages")
@private
def inbox(request: HttpRequest, desk: Desk) -> HttpResponse:
    base = f"/studio/{desk.studio.handle}/messages/"
    found = _found(request, queries.of_studio(desk.studio), base)
    if desk.may("do_work"):
        found["offers"] = {"url": f"/studio/{desk.studio.handle}/proposals/?show={OWN}", "label": _("Offers I made")}
    return render(request, "messages/list.html", frame(desk, "messages", outline="base_studio.html", **found))


@own
def mine(request: HttpRequest, account_id: int) -> HttpResponse:
    found = _found(request, queries.of_account(account_id), "/messages/")
    found["offers"] = offers_link(account_id)
    return render(request, "messages/list.html", {"outline": "base.html", **found})


def _found(request: HttpRequest, parties: QuerySet[Party], base: str) -> dict[str, Any]:
    show, kind = request.GET.get("show", ""), request.GET.get("about", "")
    show, kind = show if show in queries.SHOWS else "", kind if kind in rules.KINDS else ""
    text = clean_text(request.GET.get("q", ""))[:80]
    page = Paginator(queries.narrowed(parties, show=show, kind=kind, text=text), SIZE).get_page(request.GET.get("page"))
    rows = queries.rows(page)
    offers = newest_in(row.conversation.pk for row in rows)
    return {
        "page": page,
        "rows": [(row, _last(row, offers.get(row.conversation.pk))) for row in rows],
        "list_base": base,
        "tabs": _tabs(base, show, queries.unread_conversations(parties)),
        "show": show,
        "about": kind,
        "kinds": rules.KINDS.items(),
        "text": text,
        "narrowed": bool(text or kind or show),
    }


def _tabs(base: str, show: str, unread: int) -> list[dict[str, Any]]:
    labels = {"": _("All"), "unread": _("Unread"), "archived": _("Archived")}
    return tabs(base, labels, show, {"unread": unread})


def _last(row: queries.Row, offer: Proposal | None) -> str:
    """The beginning of the last message as this side may read it, or the offer of work that came after it."""
    if offer is not None and (row.last is None or offer.created_at >= row.last.at):
        reader = "buyer" if row.mine.role == rules.CUSTOMER else "worker"
        return _("Offer of work: %(title)s") % {"title": title_for(offer, reader)}
    if row.last is None:
        return ""
    if row.last.removed_at is not None:
        return _("Removed by the operator")
    text = " ".join(row.last.body.split())
    hidden = row.conversation.agreed_at is None and row.last.party_id != row.mine.pk
    return shorten(contacts.masked(text) if hidden else text, SNIPPET) or _("A file")
