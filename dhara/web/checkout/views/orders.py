"""An order's own page, opened by its secret: what became of it, the files, the receipt, another try to pay."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dhara.checkout.gifts.queries import of_order as of_gifted
from dhara.checkout.models import Order
from dhara.checkout.orders import actions, queries, receipt, rules
from dhara.checkout.preorders import actions as preorder_actions
from dhara.checkout.preorders import queries as preorders
from dhara.checkout.refunds import late
from dhara.checkout.refunds import queries as refunds
from dhara.checkout.upsells import queries as upsells
from dhara.delivery.downloads.queries import files_for_all
from dhara.delivery.grants.queries import may_use, of_order
from dhara.delivery.models import Grant
from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.kit.locale.languages import LANGS, current
from dhara.kit.refusal import Refused
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.bank import queries as transfers
from dhara.money.gateways.bank.rules import SHOWN
from dhara.money.models import BankTransfer
from dhara.money.payments.rules import OPEN, REVIEW
from dhara.people.access.queries import Viewer
from dhara.web.checkout.basket import Basket
from dhara.web.checkout.events import events
from dhara.web.checkout.forms import Way
from dhara.web.checkout.gigs import Work, works
from dhara.web.checkout.views.gifts import card as gift_card
from dhara.web.checkout.views.papers import papers_of
from dhara.web.checkout.views.refunds import askable
from dhara.web.checkout.views.upsells import page as upsell_page
from dhara.web.checkout.ways import lets_go, return_url
from dhara.web.ui.downloads import rows
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private

# Where a page that waits for delivery stops to reload itself.
MOST_LOOKS = 15


@require_safe
@private
@limited("order", 120, 60)
def order(request: HttpRequest, token: str) -> HttpResponse:
    found, at = _found(token), clock.now()
    if found.status in rules.BOUGHT or found.status == rules.REFUNDED:
        offered = upsells.proposal(found, at) if "looked" not in request.GET else None
        if offered is not None:
            return _without(Basket(request), found, upsell_page(request, found, offered, at))
        return _bought(request, found, at)
    return _unpaid(request, found, at)


def _bought(request: HttpRequest, order: Order, at: datetime) -> HttpResponse:
    rooms = works(order) if not order.gifted else []
    own = {each.line.pk for each in rooms}
    delivered = list(of_order(order))
    grants = [each for each in delivered if each.line_id not in own]
    files = files_for_all(grants) if grants else {}
    items = [{**_named(each), "active": may_use(each), "files": rows(each, files[each.pk], at)} for each in grants]
    coming = preorders.waits_for(order.lines.all()) if order.status in rules.BOUGHT else []
    waiting = (
        order.status in rules.BOUGHT and not delivered and not order.gifted and len(coming) < len(order.lines.all())
    )
    looked = request.GET.get("looked", "0")
    looks = int(looked) if looked.isascii() and looked.isdecimal() and len(looked) < 3 else 0
    context = {
        **_facts(order),
        **gift_card(order, at),
        "items": items,
        "looked": looks + 1 if waiting and looks < MOST_LOOKS else 0,
        "waiting": waiting,
        "coming": coming,
        "only_coming": bool(coming) and not waiting and not delivered,
        "works": rooms,
        "only_works": len(rooms) == len(order.lines.all()),
        "guest": order.account_id is None,
        "events": events(order, grants, of_gifted(order)),
        **_money_back(order, rooms, at),
        "tax_offer": late.offered(order, order.lines.all(), at),
        **papers_of(order),
        "first": order.cart.after if order.cart else None,
        "second": [each for each in upsells.made_after(order) if each.paid_at],
        "languages": LANGS if current() == "bn" else LANGS[::-1],
    }
    page = render(request, "checkout/receipt.html", context)
    return _without(Basket(request), order, page)


def _named(grant: Grant) -> dict[str, Any]:
    """What was bought by its name then; a part of a bundle by its own, and what it came in."""
    line, studio = grant.line, grant.offer.studio.name
    if line.offer_id == grant.offer_id:
        return {"grant": grant, "title": line.title, "note": studio}
    note = _("out of “%(title)s”") % {"title": line.title}
    return {"grant": grant, "title": grant.offer.title, "note": f"{note} · {studio}"}


def _money_back(order: Order, rooms: list[Work], at: datetime) -> dict[str, Any]:
    """What went back, what was asked for, and whether something can be asked for."""
    lines = askable(order, rooms)
    kept = [until for line in lines if (until := refunds.promised(order, line.studio_id)[1]) and until >= at]
    return {
        "refunds": [each for each in refunds.of_order(order) if each.amount and not each.dispute_id],
        "requests": refunds.requests_of(order),
        "may_ask": bool(lines),
        "rooms": [each for each in rooms if each.held and each.url] if order.status in rules.BOUGHT else [],
        "promise_until": min(kept) if kept and len(kept) == len(lines) else None,
    }


def _without(basket: Basket, order: Order, page: HttpResponse) -> HttpResponse:
    """The header counts no more what was bought, even before the cart is emptied."""
    if basket.cart is None:
        return page
    bought = [line.tier_id for line in order.lines.all()]
    return basket.keep(page, basket.cart.lines.exclude(tier_id__in=bought).count())


def _unpaid(request: HttpRequest, order: Order, at: datetime) -> HttpResponse:
    ways = gateways.offered(Money(order.total, order.currency), at=at, studio_ids=queries.collectors(order))
    old = at - order.created_at > rules.RETRY_WITHIN
    review = order.payment is not None and order.payment.status == REVIEW
    transfer = _transfer(order)
    looked_at = review or (transfer is not None and transfer.status == SHOWN)
    may_pay = order.status in rules.PAYABLE and bool(ways) and not old and not looked_at
    context = {
        **_facts(order),
        "form": Way(gateways=ways) if may_pay else None,
        "ways": ways,
        "old": old,
        "review": review,
        "transfer": transfer,
        "transfer_shown": looked_at and not review,
        "refused": order.payment is not None and "refused" in order.payment.details,
        "reason": (order.payment.details.get("reason", "") if order.payment else ""),
        **gift_card(order, at),
        "events": events(order, []),
    }
    return lets_go(render(request, "checkout/unpaid.html", context), ways)


def _transfer(order: Order) -> BankTransfer | None:
    """The bank transfer that the order waits for."""
    payment = order.payment
    if payment is None or payment.gateway != "bank" or payment.status not in OPEN:
        return None
    return transfers.by_token(payment.token)


@require_POST
@private
@limited("checkout", 30, 600)
def payment(request: HttpRequest, token: str) -> HttpResponse:
    """Another try to pay."""
    found = _found(token)
    chosen = request.POST.get("gateway", "")[:20]
    by = Viewer(request.user).actor
    try:
        return redirect(actions.pay(found.pk, actions.Means(chosen, return_url(request)), by=by, at=clock.now()))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("order", token)


@require_POST
@private
@limited("checkout", 30, 600)
def cancellation(request: HttpRequest, token: str) -> HttpResponse:
    found = _found(token)
    try:
        actions.cancel(found.pk, by=Viewer(request.user).actor, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("order", token)


@require_POST
@private
@limited("refund", 20, 600)
def preorder_cancellation(request: HttpRequest, token: str, line_id: int) -> HttpResponse:
    """The buyer has the money back for what has not come out yet."""
    found = _found(token)
    if not any(line.pk == line_id and line.preorder for line in found.lines.all()):
        raise Http404
    try:
        preorder_actions.cancel(found.pk, line_id, by=Viewer(request.user).actor, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your pre-order is cancelled. All of your money goes back, the way you paid."))
    return redirect("order", token)


@require_safe
@private
@limited("receipt", 30, 60)
def receipt_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt in `?lang=` (the order's own by default)."""
    found = _found(token)
    if found.paid_at is None:
        raise Http404
    wanted = request.GET.get("lang", "")
    lang = wanted if wanted in LANGS else found.language
    response = HttpResponse(receipt.pdf(found, lang), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.number}-{lang}.pdf"'
    return response


def _found(token: str) -> Order:
    found = queries.by_token(token)
    if found is None or found.status == rules.DRAFT:
        raise Http404
    return found


def _facts(order: Order) -> dict[str, Any]:
    lines = sorted(order.lines.all(), key=lambda line: line.studio_id)
    groups = [(studio, list(own)) for studio, own in groupby(lines, lambda line: line.studio)]
    return {
        "order": order,
        "groups": groups,
        "total": Money(order.total, order.currency),
        "bill": queries.sums(order, lines),
        "refunded": Money(queries.given_back(order) if order.paid_at else 0, order.currency),
    }
