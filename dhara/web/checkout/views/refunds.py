"""The buyer asks for money back: with the order's secret, so without an account too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dhara.checkout.models import Order, OrderLine
from dhara.checkout.orders.queries import by_token
from dhara.checkout.orders.rules import BOUGHT, DISPUTED
from dhara.checkout.refunds import actions, queries, rules
from dhara.kit import clock
from dhara.kit.fields import TextField
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.web.checkout.gigs import Work, works
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


class Ask(forms.Form):
    """Which line, and why."""

    line = forms.ChoiceField(label=gettext_lazy("What do you want your money back for?"), widget=forms.RadioSelect)
    reason = TextField(
        lines=True,
        label=gettext_lazy("Why?"),
        max_length=rules.MOST_WORDS,
        help_text=gettext_lazy("The seller reads it. Say exactly what is wrong, so that it is settled soon."),
        error_messages={"required": gettext_lazy("Please say why, in a sentence.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, lines: list[OrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["line"].choices = [(str(line.pk), f"{line.title} · {line.studio.name}") for line in lines]
        if len(lines) == 1:
            fields["line"].initial = str(lines[0].pk)


def askable(order: Order, held: Sequence[Work]) -> list[OrderLine]:
    """Lines for which the buyer may ask now: something is left, and nobody is deciding already.

    Where the money is set aside for work (`held`) the room of the work is the way.
    """
    if order.status not in BOUGHT or order.status == DISPUTED or not order.total:
        return []
    waiting = {each.line_id for each in queries.requests_of(order) if each.status == rules.OPEN}
    waiting |= {each.line.pk for each in held if each.held}
    return [line for line in order.lines.all() if line.refunded < line.gross and line.pk not in waiting]


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("refund", 20, 600, method="POST")
def refund(request: HttpRequest, token: str) -> HttpResponse:
    order, at = _found(token), clock.now()
    rooms = [each for each in works(order) if each.held] if order.status in BOUGHT else []
    lines = askable(order, rooms)
    if not lines and rooms and request.method != "POST":
        return render(request, "checkout/refund.html", {"order": order, "rooms": rooms})
    if not lines:
        messages.info(request, _("There is nothing to ask for at the moment."))
        return redirect("order", token)
    form, status = Ask(request.POST or None, lines=lines), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told, by = form.cleaned_data, Viewer(request.user).actor
            try:
                actions.ask(order.pk, int(told["line"]), reason=told["reason"], by=by, at=at)
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
                status = refusal.status
            else:
                messages.success(request, _("The seller has your request. You are told by mail what comes of it."))
                return redirect("order", token)
    promises = []
    for studio_id, name in {line.studio_id: line.studio.name for line in lines}.items():
        days, until = queries.promised(order, studio_id)
        text = queries.terms_at(studio_id, order.created_at).text
        promises.append({"name": name, "days": days, "until": until, "kept": bool(until and at <= until), "text": text})
    context = {"order": order, "form": form, "promises": promises, "rooms": rooms}
    return render(request, "checkout/refund.html", context, status=status)


@require_POST
@private
@limited("refund", 20, 600)
def withdrawal(request: HttpRequest, token: str, request_id: int) -> HttpResponse:
    order = _found(token)
    if not any(each.pk == request_id for each in queries.requests_of(order)):
        raise Http404
    try:
        actions.withdraw(request_id, by=Viewer(request.user).actor, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("You have taken your request back."))
    return redirect("order", token)


def _found(token: str) -> Order:
    found = by_token(token)
    if found is None or found.paid_at is None:
        raise Http404
    return found
