"""The studio's coupons: what each of them brought, make one, change it, let it rest, end it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.catalog.models import Offer, Price
from dhara.catalog.offers.rules import ARCHIVED
from dhara.checkout.coupons import actions, queries, rules
from dhara.checkout.models import Coupon
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.coupons import CouponForm, initial_of

PAGE = 30
VERBS = {"pause": actions.pause, "resume": actions.resume, "end": actions.end}


@require_GET
@member("see_coupons")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What came of them in money is for those who may see money."""
    page = Paginator(queries.of_studio(desk.studio), PAGE).get_page(request.GET.get("page"))
    coupons = list(page.object_list)
    brought = queries.brought(each.pk for each in coupons) if desk.may("see_money") else {}
    at = clock.now()
    context = {
        "page": page,
        "rows": [(each, _worth(each), _state(each, at), brought.get(each.pk, [])) for each in coupons],
        "may_edit": desk.may("edit_coupons"),
        "with_money": desk.may("see_money"),
        "share": f"{settings.PUBLIC_URL}/@{desk.studio.handle}/?coupon=",
    }
    return render(request, "studio/coupons.html", frame(desk, "offers", **context))


def _worth(coupon: Coupon) -> str:
    return rules.worth_in_words(coupon)


def _state(coupon: Coupon, at: Any) -> tuple[str, str]:
    """(tone, words): the coupon's own state, or what its dates and its cap make of it."""
    if coupon.status == rules.ACTIVE:
        if coupon.ends_at and coupon.ends_at <= at:
            return "", _("expired")
        if coupon.cap is not None and coupon.used >= coupon.cap:
            return "marigold", _("used up")
        if coupon.starts_at and at < coupon.starts_at:
            return "info", _("not yet")
        return "success", coupon.state_words
    return ("marigold" if coupon.status == rules.PAUSED else ""), coupon.state_words


@require_http_methods(["GET", "POST"])
@member("edit_coupons")
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = _form(desk, request.POST) if request.method == "POST" else _form(desk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.make(desk.studio, form.terms(), by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The coupon is ready. Share its link, or tell buyers the code."))
            return redirect("studio-coupons", desk.studio.handle)
    return _page(request, desk, form, None)


@require_http_methods(["GET", "POST"])
@member("edit_coupons")
def coupon(request: HttpRequest, desk: Desk, coupon_id: int) -> HttpResponse:
    found = _found(desk, coupon_id)
    form = _form(desk, request.POST) if request.method == "POST" else _form(desk, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(desk.studio, found.pk, form.terms(), by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. It counts for purchases from now on."))
            return redirect("studio-coupons", desk.studio.handle)
    return _page(request, desk, form, found)


@require_POST
@member("edit_coupons")
def state(request: HttpRequest, desk: Desk, coupon_id: int) -> HttpResponse:
    """`to` is pause, resume or end."""
    verb = VERBS.get(request.POST.get("to", ""))
    try:
        if verb is None:
            raise Invalid("verb_unknown", _("Please choose one of the list."))
        verb(desk.studio, coupon_id, by=desk.by, at=clock.now())
    except NotFoundHere:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
    return redirect("studio-coupons", desk.studio.handle)


def _found(desk: Desk, coupon_id: int) -> Coupon:
    found = queries.of_studio(desk.studio).filter(pk=coupon_id).first()
    if found is None:
        raise NotFoundHere()
    return found


def _form(desk: Desk, *args: Any, **given: Any) -> CouponForm:
    used = Price.objects.filter(tier__offer__studio=desk.studio, tier__retired=False).values_list("currency", flat=True)
    codes = list(dict.fromkeys([desk.studio.currency, *sorted(set(used))]))[:6]
    offers = Offer.objects.filter(studio=desk.studio).exclude(status=ARCHIVED).order_by("title", "id")
    return CouponForm(
        *args, currencies=codes, offers=offers.prefetch_related("tiers"), zone=desk.studio.time_zone, **given
    )


def _page(request: HttpRequest, desk: Desk, form: CouponForm, found: Coupon | None) -> HttpResponse:
    context = {"form": form, "coupon": found, "ended": found is not None and found.status == rules.ENDED}
    status = 422 if form.errors else 200
    return render(request, "studio/coupon.html", frame(desk, "offers", **context), status=status)
