"""A business adds its tax id after paying and gets the tax back: with the order's secret, so without an account too."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dhara.checkout.models import Order
from dhara.checkout.orders.queries import by_token
from dhara.checkout.refunds import actions, late
from dhara.kit import clock
from dhara.kit.fields import TextField
from dhara.kit.refusal import Refused
from dhara.money.tax.queries import country_name
from dhara.people.access.queries import Viewer
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


class LateId(forms.Form):
    tax_id = TextField(
        label=gettext_lazy("Tax id"),
        max_length=40,
        help_text=gettext_lazy("As it stands on your own invoices, with or without the letters of the country."),
        error_messages={"required": gettext_lazy("Please enter your tax id.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("refund", 20, 600, method="POST")
def tax_id(request: HttpRequest, token: str) -> HttpResponse:
    """How much goes back, and the field; or why nothing does."""
    order, at = _found(token), clock.now()
    form, status, why = LateId(request.POST or None), 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            by = Viewer(request.user).actor
            try:
                made = actions.add_tax_id(order.pk, tax_id=form.cleaned_data["tax_id"], by=by, at=at)
            except Refused as refusal:
                status = refusal.status
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
            else:
                words = _("Your tax id %(tax_id)s is with the order. The tax goes back, the way you paid.")
                messages.success(request, words % {"tax_id": made.tax_id})
                return redirect("order", token)
    offer = late.offered(order, order.lines.all(), at)
    if offer is None and request.method != "POST":
        why = _why(order, at)
    context = {"order": order, "form": form, "offer": offer, "why": why, "country": country_name(order.country)}
    return render(request, "checkout/tax_id.html", context, status=status)


def _why(order: Order, at: datetime) -> str:
    """What stands in the way, in words."""
    if order.tax_id:
        return _("This order has a tax id already, and its tax is settled.")
    try:
        late.returnable(order, list(order.lines.all()), at)
    except Refused as refusal:
        return str(refusal.message)
    return ""


def _found(token: str) -> Order:
    found = by_token(token)
    if found is None or found.paid_at is None:
        raise Http404
    return found
