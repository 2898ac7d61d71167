"""The list of offers, a new one, the page on which it is made."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dhara.catalog.kinds import KINDS
from dhara.catalog.offers import actions, queries, rules
from dhara.kit import clock
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.offers import NewOffer

PAGE = 20
CURRENT = ""


@require_GET
@member("see_offers")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    account, studio = desk.viewer.account, desk.studio
    counts = queries.counts_by_status(account, studio.pk)
    status = request.GET.get("status", CURRENT)
    status = status if status in rules.LIFECYCLE.states else CURRENT
    text = clean_text(request.GET.get("q", ""))[:100]
    found = queries.in_workplace(account, studio.pk, text=text)
    found = found.filter(status=status) if status else found.exclude(status=rules.ARCHIVED)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(offer, offer.price_from(studio.currency)) for offer in page],
        "tabs": _tabs(counts, status),
        "text": text,
        "status": status,
        "total": sum(counts.values()),
        "may_edit": desk.may("edit_offers"),
        "may_see_coupons": desk.may("see_coupons"),
    }
    return render(request, "studio/offers.html", frame(desk, "offers", **context))


def _tabs(counts: dict[str, int], status: str) -> list[dict[str, Any]]:
    """All current ones, then each state in which there are some."""
    labels = {
        rules.PUBLISHED: _("Published"),
        rules.DRAFT: _("Drafts"),
        rules.UNPUBLISHED: _("Taken down"),
        rules.HIDDEN: _("Hidden by the operator"),
        rules.ARCHIVED: _("In the archive"),
    }
    kept = sum(count for code, count in counts.items() if code != rules.ARCHIVED)
    tabs = [{"url": "?", "label": _("All"), "current": status == CURRENT, "count": kept}]
    for code, label in labels.items():
        if counts.get(code) or code == status:
            tabs.append(
                {"url": f"?status={code}", "label": label, "current": code == status, "count": counts.get(code, 0)}
            )
    return tabs


@require_http_methods(["GET", "POST"])
@member("edit_offers")
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The title first: from then on there is a draft, and nothing is lost."""
    asked = request.GET.get("kind")
    form = NewOffer(request.POST or None, initial={"kind": asked} if asked in KINDS else None)
    if request.method == "POST" and form.is_valid():
        try:
            offer = actions.create(desk.studio, **form.cleaned_data, by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("studio-offer", desk.studio.handle, offer.pk)
    status = 422 if form.errors else 200
    return render(request, "studio/offer_new.html", frame(desk, "offers", form=form), status=status)


@require_GET
@member("see_offers")
def offer(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    return editor.page(request, desk, editor.offer_of(desk, offer_id))
