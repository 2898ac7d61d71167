"""A buyer's invoices and credit notes: with the order's secret, so without an account too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dhara.checkout.models import Order
from dhara.checkout.orders.queries import by_token
from dhara.checkout.papers import actions, queries
from dhara.checkout.papers.pdf import pdf
from dhara.kit import clock
from dhara.kit.fields import TextField
from dhara.kit.locale.languages import LANGS
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


class Told(forms.Form):
    """What the buyer's office wants on the paper; all of it may be left empty."""

    company = TextField(
        label=gettext_lazy("Company"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    address = TextField(
        lines=True,
        label=gettext_lazy("Address"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    tax_id = TextField(
        label=gettext_lazy("Tax id"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("BIN, GSTIN or VAT number, if you have one."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def papers_of(order: Order) -> dict[str, Any]:
    """For the order's page: what was given, and who gives an invoice when asked."""
    found = queries.of_order(order)
    lines = list(order.lines.all())
    asked = queries.may_be_invoiced(order, lines, found)
    return {
        "papers": found,
        "invoice_from": list({line.studio_id: line.studio for line in lines if line.studio_id in asked}.values()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("invoice", 20, 600, method="POST")
def invoice(request: HttpRequest, token: str, handle: str) -> HttpResponse:
    """Ask a seller for the invoice; it is given at once, and once."""
    order = _found(token)
    studio = _seller(order, handle)
    if studio is None:
        return redirect("order", token)
    form, status = Told(request.POST or None, initial={"tax_id": order.tax_id}), 200
    if request.method == "POST":
        form, status = Told(request.POST), 422
        if form.is_valid():
            by = Viewer(request.user).actor
            try:
                made = actions.issue_invoice(order.pk, studio.pk, told=form.cleaned_data, by=by, at=clock.now())
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
                status = refusal.status
            else:
                messages.success(request, _("Here is your invoice: %(number)s.") % {"number": made.label})
                return redirect("order", token)
    return render(request, "checkout/invoice.html", {"order": order, "form": form, "seller": studio}, status=status)


def _seller(order: Order, handle: str) -> Studio | None:
    """The studio that can be asked; None where its invoice is there. Raises Http404 where there is none to ask."""
    context = papers_of(order)
    known = [paper.studio for paper in context["papers"]]
    sellers: list[Studio] = context["invoice_from"]
    for studio in sellers:
        if studio.handle.lower() == handle.lower():
            return studio
    if any(studio.handle.lower() == handle.lower() for studio in known):
        return None
    raise Http404


@require_safe
@private
@limited("receipt", 30, 60)
def paper_pdf(request: HttpRequest, token: str, paper_id: int) -> HttpResponse:
    """One paper of the order in `?lang=` (the order's own by default)."""
    order = _found(token)
    paper = next((each for each in queries.of_order(order) if each.pk == paper_id), None)
    if paper is None:
        raise Http404
    wanted = request.GET.get("lang", "")
    lang = wanted if wanted in LANGS else order.language
    response = HttpResponse(pdf(paper, lang), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{paper.label}-{lang}.pdf"'
    return response


def _found(token: str) -> Order:
    found = by_token(token)
    if found is None or found.paid_at is None:
        raise Http404
    return found
