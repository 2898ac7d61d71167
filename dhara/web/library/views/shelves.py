"""The library: everything that a person owns; one thing of it; one order's things for whoever has its link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dhara.checkout.gifts.actions import open_it
from dhara.checkout.models import Order
from dhara.checkout.orders import rules
from dhara.checkout.orders.queries import by_token
from dhara.checkout.preorders.queries import awaited_by, waits_for
from dhara.delivery.downloads.queries import files_for, files_for_all
from dhara.delivery.gigs.queries import units_of
from dhara.delivery.gigs.rules import GIG
from dhara.delivery.grants import queries
from dhara.delivery.grants.rules import ACTIVE
from dhara.delivery.models import Grant
from dhara.kit import clock
from dhara.kit.locale.text import clean_text
from dhara.people.access.queries import Viewer
from dhara.people.models import Account
from dhara.web.library.endings import ending, endings
from dhara.web.library.keys import licences_of
from dhara.web.library.welcome import newly_joined
from dhara.web.ui.cards import OfferCard
from dhara.web.ui.downloads import rows
from dhara.web.ui.limits import limited
from dhara.web.ui.pictures import src, srcset
from dhara.web.ui.secrecy import private
from dhara.work.engagements.queries import address
from dhara.work.engagements.rules import BUYER

SIZE = 24
SORTS: Final[dict[str, tuple[Any, tuple[str, ...]]]] = {
    "": (_("Newest first"), ("-id",)),
    "title": (_("By title"), ("offer__title", "-id")),
    "studio": (_("By seller"), ("offer__studio__name", "offer__title", "-id")),
}
MOST_LOOKS = 15


@require_safe
@private
@limited("library", 120, 60)
def library(request: HttpRequest) -> HttpResponse:
    """All that the account owns; a visitor is shown the ways in."""
    account = request.user
    if not isinstance(account, Account):
        return render(request, "library/entrance.html")
    ended = request.GET.get("show") == "ended"
    text, sort = clean_text(request.GET.get("q", ""))[:80], request.GET.get("sort", "")
    found = _ended(account) if ended else queries.library(account)
    page = Paginator(_ordered(_named(found, text), sort), SIZE).get_page(request.GET.get("page"))
    plain = not ended and not text and page.number == 1
    context = {
        "page": page,
        "coming": awaited_by(account)[:SIZE] if plain else [],
        "cards": [_card(grant) for grant in page],
        "text": text,
        "sort": sort,
        "sorts": [(code, label) for code, (label, _order) in SORTS.items()],
        "ended": ended,
        "any_ended": ended or _ended(account).exists(),
        "joined": newly_joined(request, account, clock.now()),
    }
    return render(request, "library/library.html", context)


@require_safe
@private
@login_required
def item(request: HttpRequest, grant_id: int) -> HttpResponse:
    """One thing that the account owns, with its files."""
    related = ("offer__studio", "offer__cover__file", "tier", "order")
    mine = queries.visible_to(request.user).select_related(*related)
    grant = mine.filter(pk=grant_id).first() if grant_id < 2**63 else None
    if grant is None:
        raise Http404
    at, order = clock.now(), grant.order
    if order.gifted:
        open_it(order.gift.pk, by=Viewer(request.user).actor, at=at)
    context = {
        "grant": grant,
        "files": rows(grant, files_for(grant), at),
        "licences": licences_of([grant]).get(grant.pk, []),
        "machines_base": f"/library/{grant.pk}/",
        "ending": ending(grant),
        "room": _rooms([grant]).get(grant.pk, ""),
        "giver": order.name if order.gifted and order.account_id != request.user.pk else "",
    }
    return render(request, "library/item.html", context)


@require_safe
@private
@limited("order", 120, 60)
def of_order(request: HttpRequest, token: str) -> HttpResponse:
    """What one order gave, for whoever holds the link from the letter; no account is needed."""
    order = by_token(token)
    if order is None or order.status == rules.DRAFT:
        raise Http404
    if order.paid_at is None or order.gifted:
        return redirect(f"/checkout/o/{token}/")
    return render(request, "library/order.html", _shelf(request, order, clock.now()))


def _shelf(request: HttpRequest, order: Order, at: datetime) -> dict[str, Any]:
    grants = list(queries.of_order(order))
    files = files_for_all(grants) if grants else {}
    keys = licences_of(grants)
    why, rooms = endings(grants), _rooms(grants)
    looked = request.GET.get("looked", "0")
    looks = int(looked) if looked.isascii() and looked.isdecimal() and len(looked) < 3 else 0
    coming = waits_for(order.lines.all()) if order.status in rules.BOUGHT else []
    waiting = not grants and order.status in rules.BOUGHT and len(coming) < len(order.lines.all())
    return {
        "order": order,
        "items": [
            {
                "grant": each,
                "files": rows(each, files[each.pk], at),
                "licences": keys.get(each.pk, []),
                "ending": why.get(each.pk),
                "room": rooms.get(each.pk, ""),
            }
            for each in grants
        ],
        "coming": coming,
        "waiting": waiting,
        "looked": looks + 1 if waiting and looks < MOST_LOOKS else 0,
        "sellers": list(dict.fromkeys(line.studio for line in order.lines.all())),
        "guest": order.account_id is None,
        "machines_base": f"/library/o/{order.token}/",
    }


def _rooms(grants: Sequence[Grant]) -> dict[int, str]:
    """Where the work that was bought goes on, by the grant; no query where nothing of it is work."""
    lines = {grant.line_id: grant.pk for grant in grants if grant.offer.kind == GIG}
    units = units_of(lines) if lines else {}
    return {lines[line]: address(unit.engagement, BUYER) for line, unit in units.items()}


def _ended(account: Account) -> QuerySet[Grant]:
    related = ("offer__studio", "offer__cover__file", "tier", "order")
    return queries.visible_to(account).exclude(status=ACTIVE).select_related(*related)


def _named(grants: QuerySet[Grant], text: str) -> QuerySet[Grant]:
    if not text:
        return grants
    return grants.filter(
        Q(offer__title__icontains=text)
        | Q(offer__studio__name__icontains=text)
        | Q(tier__name__icontains=text)
        | Q(line__title__icontains=text)
    )


def _ordered(grants: QuerySet[Grant], sort: str) -> QuerySet[Grant]:
    return grants.order_by(*SORTS.get(sort, SORTS[""])[1])


def _card(grant: Grant) -> OfferCard:
    offer = grant.offer
    return OfferCard(
        url=f"/library/{grant.pk}/",
        title=offer.title,
        studio=" · ".join(part for part in (offer.studio.name, grant.tier.name) if part),
        price=None,
        picture=src(offer.cover),
        srcset=srcset(offer.cover),
        language=offer.language,
    )
