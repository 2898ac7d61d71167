"""What is said of a studio or of one of its offers, for everybody; and reporting what breaks the rules."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from dhara.catalog.models import Offer
from dhara.catalog.offers.rules import PUBLISHED
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio
from dhara.people.studios.queries import by_handle
from dhara.trust.models import Review
from dhara.trust.reviews import actions, queries, rules
from dhara.trust.reviews.rules.levels import LEVELS
from dhara.web.ui.secrecy import private


@require_safe
def of_studio(request: HttpRequest, handle: str) -> HttpResponse:
    """`?offer=12` shows those of one offer, `?after=` is the cursor of a page."""
    studio, moved = (None, None) if "\x00" in handle else by_handle(handle[:40])
    if studio is None:
        raise Http404
    if moved or studio.handle != handle:
        return redirect(f"/reviews/of/{studio.handle}/", permanent=True)
    offer = _offer(request, studio)
    one, whole = queries.of_offer(offer.pk if offer else 0, studio.pk)
    found = queries.about_studio(studio.pk, offer_id=offer.pk if offer else None).select_related("studio")
    after = number(request.GET.get("after", ""))
    context = {
        "studio": studio,
        "offer": offer,
        "numbers": one if offer else whole,
        "level": LEVELS[whole.level] if whole and whole.level else None,
        "page": queries.page(found, after=after),
        "after": after,
        "back": f"/@{studio.handle}/{offer.slug}" if offer else f"/@{studio.handle}",
    }
    return render(request, "reviews/all.html", context)


def _offer(request: HttpRequest, studio: Studio) -> Offer | None:
    wanted = number(request.GET.get("offer", ""))
    return Offer.objects.filter(pk=wanted, studio=studio, status=PUBLISHED).first() if wanted else None


@require_http_methods(["GET", "HEAD", "POST"])
@private
@login_required
def report(request: HttpRequest, review_id: int) -> HttpResponseBase:
    found = Review.objects.select_related("studio").filter(pk=review_id, status=rules.PUBLISHED)
    review = found.first() if review_id < 2**63 else None
    if review is None:
        raise Http404
    back, refusal = f"/reviews/of/{review.studio.handle}/", None
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("reason", "text")}
        try:
            actions.report(review.pk, **given, by=Viewer(request.user).actor, at=clock.now())
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, gettext("Thank you. The operator looks at it."))
            return redirect(back)
    context = {
        "review": review,
        "back": back,
        "reasons": rules.REPORTS.items(),
        "chosen": request.POST.get("reason", ""),
        "typed": request.POST.get("text", ""),
        "refusal": refusal,
    }
    return render(request, "reviews/report.html", context, status=refusal.status if refusal else 200)


def number(text: str) -> int:
    """0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
