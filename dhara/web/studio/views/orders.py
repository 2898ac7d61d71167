"""Orders as the seller sees them: list, one order, the table for a spreadsheet, the receipt once more."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.catalog.models import Offer
from dhara.checkout.disputes import queries as disputes
from dhara.checkout.models import OrderLine
from dhara.checkout.orders import actions, queries
from dhara.checkout.orders.queries import Filters, Sold
from dhara.checkout.orders.queries.story import Effect
from dhara.checkout.papers import queries as papers
from dhara.checkout.preorders import queries as preorders
from dhara.checkout.pricing.rules import in_words
from dhara.checkout.refunds import queries as refunds
from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.kit.locale.languages import LANGS, current
from dhara.kit.refusal import Conflict, TooMany
from dhara.money.gateways import queries as gateways
from dhara.people.models import Studio
from dhara.reactions.words import WORDS
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.orders import OrderSearch
from dhara.web.studio.views.refunds import may_refund, tabs


def _filters(request: HttpRequest, studio: Studio) -> tuple[OrderSearch, Filters]:
    sold = Exists(OrderLine.objects.filter(offer=OuterRef("pk")))
    offers = Offer.objects.filter(sold, studio=studio).order_by("title")
    form = OrderSearch(request.GET or None, offers=list(offers.values_list("pk", "title")[:300]))
    wanted = form.cleaned_data if form.is_valid() else {}
    start, end = None, None
    if wanted.get("period"):
        start, end = clock.period(wanted["period"], clock.now(), ZoneInfo(studio.time_zone))
    offer = wanted.get("offer")
    return form, Filters(
        text=wanted.get("q", ""),
        status=wanted.get("status", ""),
        offer_id=int(offer) if offer else None,
        start=start,
        end=end,
    )


@require_GET
@member("see_orders")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    form, filters = _filters(request, desk.studio)
    with_buyers = desk.may("see_buyers")
    page = queries.of_studio(desk.studio, filters, after=request.GET.get("after", ""), with_buyers=with_buyers)
    searched = filters != Filters()
    context = {
        "form": form,
        "page": page,
        "after": request.GET.get("after", ""),
        "searched": searched,
        "filtered": bool(filters.status or filters.offer_id or filters.start),
        "with_buyers": with_buyers,
        "may_export": desk.may("export_orders"),
        "tabs": tabs(desk, "orders"),
    }
    return render(request, "studio/orders.html", frame(desk, "orders", **context))


@require_GET
@member("export_orders")
def export(request: HttpRequest, desk: Desk) -> HttpResponse | StreamingHttpResponse:
    _form, filters = _filters(request, desk.studio)
    rows = queries.export_csv(desk.studio, filters, lang=get_language() or "en")
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.studio.handle}-orders.csv"'
    return response


def _order(desk: Desk, number: str) -> Sold:
    sold = queries.one_of_studio(desk.studio, number)
    if sold is None:
        raise Http404
    return sold


@require_GET
@member("see_orders")
def order(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    sold = _order(desk, number)
    parts, bill = queries.part_titles(sold.order), queries.sums(sold.order, sold.lines)
    context: dict[str, Any] = {
        "sold": sold,
        "order": sold.order,
        "lines": [(line, parts.get(line.offer_id, [])) for line in sold.lines],
        "coming": preorders.waits_for(sold.lines) if sold.order.paid_at else [],
        "reductions": [(in_words(kind, words), less) for kind, words, less in bill.reductions],
        "paid_through": gateways.name_of(sold.order.payment.gateway) if sold.order.payment else "",
        "with_buyers": desk.may("see_buyers"),
        "sums": _sums(sold) if desk.may("see_money") and sold.order.paid_at else [],
        "refunds": _refunds(sold, desk),
        "may_refund": may_refund(desk, sold),
        "disputes": disputes.of_order(sold.order),
        **_papers(sold, desk),
        "events": _told(queries.story(sold.order, desk.studio), desk),
    }
    return render(request, "studio/order.html", frame(desk, "orders", **context))


def _papers(sold: Sold, desk: Desk) -> dict[str, Any]:
    """The studio's papers of the order, and whether an invoice can be given. It leads to the profile without one."""
    found = papers.of_order(sold.order, desk.studio) if desk.may("see_money") else []
    paid = sold.order.paid_at is not None and bool(sold.gross)
    return {
        "papers": found,
        "may_invoice": paid and desk.may("edit_studio") and not found,
        "may_export": desk.may("export_orders"),
        "languages": LANGS if current() == "bn" else LANGS[::-1],
    }


def _sums(sold: Sold) -> list[tuple[str, Money]]:
    """What the sale was made of, what was taken from it below zero; nothing where it was free."""
    named = {"gross": _("Paid by the buyer"), "tax": _("Tax")}
    named |= {"gateway_fee": _("Gateway fee"), "platform_fee": _("Platform fee"), "shared": _("Collaborators")}
    sums = {name: sum(getattr(line, name) for line in sold.lines) for name in named}
    signed = {name: amount if name == "gross" else -amount for name, amount in sums.items()}
    return [(named[name], Money(amount, sold.order.currency)) for name, amount in signed.items() if amount]


def _refunds(sold: Sold, desk: Desk) -> list[dict[str, Any]]:
    """What went back of the studio's lines, and what it cost the studio."""
    told = []
    for made in refunds.of_order(sold.order, desk.studio):
        lines = made.own  # type: ignore[attr-defined]  # prefetched
        amount, borne = (Money(sum(n), made.currency) for n in ([e.amount for e in lines], [e.borne for e in lines]))
        told.append({"refund": made, "amount": amount, "borne": borne, "live": made.live})
    return told


def _told(events: list[queries.Event], desk: Desk) -> list[dict[str, Any]]:
    """The events for the timeline, a letter to several members once; amounts only for those who may see money."""
    tones = {"fact": "", "entry": "success", "letter": "muted"}
    told: list[dict[str, Any]] = []
    for event in events:
        if told and event.kind == "letter" and event.words == told[-1]["event"].words:
            continue
        amounts = event.amounts if desk.may("see_money") else []
        told.append(
            {"event": event, "tone": tones[event.kind], "amounts": amounts, "followed": _followed(event.effects)}
        )
    return told


def _followed(effects: list[Effect]) -> list[dict[str, str]]:
    """What followed from a fact, each with how far it has got."""
    return [
        {"words": str(WORDS.get(each.name, each.name)), "state": each.state} for each in effects if each.name in WORDS
    ]


@require_POST
@member("see_buyers")
def letter(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Send the buyer the receipt with the link once more."""
    sold = _order(desk, number)
    try:
        actions.send_receipt_again(sold.order.pk, by=desk.by, at=clock.now())
    except (Conflict, TooMany) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The receipt is on its way to the buyer again."))
    return redirect("studio-order", desk.studio.handle, number)
