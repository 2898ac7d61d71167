"""Disputes: how the case stands, what speaks for the studio, and handing it in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.checkout.disputes import queries
from dhara.checkout.models import Order, RefundLine
from dhara.delivery.evidence import paper
from dhara.delivery.evidence.queries import gather
from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.kit.files.actions import discard, store_bytes
from dhara.kit.files.models import StoredFile
from dhara.kit.lifecycle.queries import history
from dhara.kit.locale.languages import in_language
from dhara.kit.refusal import Refused
from dhara.money.disputes import actions, rules
from dhara.money.disputes.queries import exhibits_of, may_be_answered, statements_of
from dhara.money.models import Dispute
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.disputes import AnswerForm
from dhara.web.studio.views.refunds import tabs
from dhara.web.ui.limits import limited

SIZE = 20


@require_GET
@member("see_orders")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = Paginator(queries.of_studio(desk.studio), SIZE).get_page(request.GET.get("page"))
    numbers = dict(Order.objects.filter(payment__in=[e.payment_id for e in page]).values_list("payment_id", "number"))
    rows = [(each, numbers.get(each.payment_id, "")) for each in page]
    context = {"tabs": tabs(desk, "disputes"), "page": page, "rows": rows}
    return render(request, "studio/disputes.html", frame(desk, "orders", **context))


@require_GET
@member("see_orders")
def dispute(request: HttpRequest, desk: Desk, dispute_id: int) -> HttpResponse:
    return _page(request, desk, _dispute(desk, dispute_id))


def _page(
    request: HttpRequest, desk: Desk, found: Dispute, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    order = queries.order_of(found)
    assert order is not None  # it was found by the order's lines
    with in_language("en"):
        known = gather(found)
    answerable = may_be_answered(found) and desk.may("answer_disputes")
    context: dict[str, Any] = {
        "dispute": found,
        "order": order,
        "known": known,
        "kept": _kept(desk, found) if desk.may("see_money") else None,
        "answerable": answerable,
        "under_way": found.wanted_at and found.status == rules.NEEDS_RESPONSE,
        "form": form or AnswerForm(initial={"statement": statements_of(found).get(desk.studio.pk, "")}),
        "exhibits": [each for each in exhibits_of(found) if each.studio_id == desk.studio.pk],
        "most_files": rules.MOST_FILES,
        "alone": queries.sellers_of(order) == [desk.studio.pk],
        "may_refund": found.status == rules.EARLY_WARNING and desk.may("refund"),
        "moves": _moves(found),
    }
    return render(request, "studio/dispute.html", frame(desk, "orders", **context), status=status)


def _kept(desk: Desk, found: Dispute) -> Money | None:
    lines = RefundLine.objects.filter(refund__dispute=found, studio=desk.studio, refund__status="pending")
    kept = sum(line.borne for line in lines)
    return Money(kept, found.currency) if kept else None


def _moves(found: Dispute) -> list[dict[str, Any]]:
    """What has happened, and the decision that is still to come."""
    tones = {rules.WON: "success", rules.PREVENTED: "success", rules.LOST: "error"}
    begun = {"text": _("The bank speaks of this payment"), "at": found.created_at}
    told: list[dict[str, Any]] = [begun]
    for move in history(found):
        words = str(found.LIFECYCLE.states[move.target])
        told.append({"text": words[:1].upper() + words[1:], "at": move.at, "tone": tones.get(move.target, "")})
    if found.status in rules.OPEN:
        told.append({"text": _("The bank decides"), "tone": "muted"})
    return told


@require_POST
@member("answer_disputes")
@limited("dispute", 60, 600)
def answer(request: HttpRequest, desk: Desk, dispute_id: int) -> HttpResponse:
    """Keep what was said and added; with `hand_in` nothing changes from then on, and it goes to the bank."""
    found, at = _dispute(desk, dispute_id), clock.now()
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, desk, found, form, 422)
    try:
        _keep(desk, found, form.cleaned_data["statement"], request.FILES.getlist("files"), at)
        if "hand_in" in request.POST and queries.sellers_of(_order(found)) == [desk.studio.pk]:
            actions.want_handed_in(found.pk, at=at)
            messages.success(request, _("It is on its way to the bank. You will be told how it decides."))
        else:
            messages.success(request, _("Saved. It is not handed in yet."))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, desk, found, form, refusal.status)
    return redirect("studio-dispute", desk.studio.handle, found.pk)


def _keep(desk: Desk, found: Dispute, statement: str, uploads: list[Any], at: datetime) -> None:
    """The words and all files, or nothing of it."""
    kept: list[StoredFile] = []
    try:
        kept.extend(store_bytes(e, name=e.name, at=at, purpose="proof", studio_ref=desk.studio.pk) for e in uploads)
        with transaction.atomic():
            actions.say(found.pk, desk.studio.pk, statement, at=at)
            for stored in kept:
                actions.show(found.pk, desk.studio.pk, stored, at=at)
    except Refused:
        for stored in kept:
            discard(stored.pk)
        raise


def _order(found: Dispute) -> Order:
    order = queries.order_of(found)
    if order is None:
        raise Http404
    return order


@require_POST
@member("answer_disputes")
def removal(request: HttpRequest, desk: Desk, dispute_id: int, exhibit_id: int) -> HttpResponse:
    found = _dispute(desk, dispute_id)
    if exhibit_id >= 2**63:
        raise Http404
    actions.take_away(found.pk, desk.studio.pk, exhibit_id)
    messages.success(request, _("The file will not be handed in."))
    return redirect("studio-dispute", desk.studio.handle, found.pk)


@require_GET
@member("answer_disputes")
@limited("evidence", 20, 60)
def evidence(request: HttpRequest, desk: Desk, dispute_id: int) -> HttpResponse:  # noqa: ARG001 - views are called alike
    """The file as the bank gets it."""
    found = _dispute(desk, dispute_id)
    with in_language("en"):
        known = gather(found)
        made = paper.pdf(known, at=clock.now()) if known else b""
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="evidence-{found.pk}.pdf"'
    return response


def _dispute(desk: Desk, dispute_id: int) -> Dispute:
    found = queries.of_studio(desk.studio).filter(pk=dispute_id).first() if dispute_id < 2**63 else None
    if found is None:
        raise Http404
    return found
