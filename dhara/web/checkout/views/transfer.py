"""A bank transfer's own page: where to send the money, and how to show that it was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from dhara.kit import clock
from dhara.kit.fields import TextField
from dhara.kit.files.actions import discard, store_bytes
from dhara.kit.files.sniff import HEAD, sniff
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.money.gateways.bank import actions, queries, rules
from dhara.money.payments.queries import by_token
from dhara.people.access.queries import Viewer
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private
from dhara.work.engagements.queries import address
from dhara.work.engagements.rules import BUYER
from dhara.work.funding.queries import number_of
from dhara.work.models import Funding


class Shown(forms.Form):
    """What the payer tells of a transfer: one of the two is enough."""

    number = TextField(
        label=_("Transaction number"),
        required=False,
        max_length=60,
        help_text=_("As your bank's app or slip tells it."),
    )
    proof = forms.FileField(
        label=_("Proof"),
        required=False,
        help_text=_("A screenshot, a photo of the slip or a PDF, up to 10 MB. Only those who check it see it."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("transfer", 20, 600, method="POST")
def transfer(request: HttpRequest, ref: str) -> HttpResponse:
    page = _found(ref)
    if request.method != "POST":
        return _page(request, page, Shown(initial={"number": page.transfer.number}))
    form = Shown(request.POST, request.FILES)
    if form.is_valid():
        try:
            _show(request, ref, form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
            return _page(request, page, form, refusal.status)
        return redirect("bank-transfer", ref)
    return _page(request, page, form, 422)


@require_POST
@private
@limited("transfer", 20, 600)
def transfer_cancellation(request: HttpRequest, ref: str) -> HttpResponse:
    page = _found(ref)
    try:
        actions.cancel(ref, by=Viewer(request.user).actor, at=clock.now())
    except Refused as refusal:
        form = Shown(initial={"number": page.transfer.number})
        return _page(request, page, form, refusal.status, problem=str(refusal.message))
    return redirect(page.transfer.return_url)


def _show(request: HttpRequest, ref: str, told: dict[str, Any]) -> None:
    """The proof is stored before, outside the transaction, and thrown away where the rest is refused."""
    at, kept = clock.now(), None
    if told["proof"]:
        if sniff(told["proof"].read(HEAD), told["proof"].name) not in actions.PROOFS:
            raise Invalid("proof_kind", _("Please choose a picture or a PDF."), "proof")
        told["proof"].seek(0)
        try:
            kept = store_bytes(told["proof"], name=told["proof"].name, at=at, purpose="proof").pk
        except Invalid as refusal:
            refusal.field = "proof"
            raise
    try:
        actions.show(ref, number=told["number"], proof_id=kept, by=Viewer(request.user).actor, at=at)
    except Refused:
        if kept:
            discard(kept)
        raise


def _found(ref: str) -> queries.Page:
    try:
        return queries.page(ref)
    except NotFoundHere as unknown:
        raise Http404 from unknown


def _way_back(page: queries.Page) -> tuple[str, str]:
    """Where the payer goes on, and what it is called: the order, or the room of the work that is paid for."""
    payment = by_token(page.transfer.token)
    number = number_of(payment.subject) if payment else None
    funding = Funding.objects.select_related("engagement").filter(pk=number).first() if number else None
    if funding is not None:
        return address(funding.engagement, BUYER), gettext("To the work")
    order = page.transfer.return_url
    return f"{order}?order=1" if page.open else order, gettext("To your order")


def _page(request: HttpRequest, page: queries.Page, form: Shown, status: int = 200, problem: str = "") -> HttpResponse:
    transfer = page.transfer
    rows = [
        (_("Bank"), page.account.get("bank_name", ""), False),
        (_("Name on the account"), page.account.get("account_name", ""), True),
        (_("Account number"), page.account.get("account_number", ""), True),
        (_("Branch"), page.account.get("branch", ""), False),
        (_("Routing number"), page.account.get("routing_number", ""), True),
    ]
    context = {
        "page": page,
        "transfer": transfer,
        "amount": transfer.money,
        "plain_amount": transfer.money.decimal(),
        "rows": [row for row in rows if row[1]],
        "instructions": page.account.get("instructions", ""),
        "back": _way_back(page),
        "form": form,
        "problem": problem,
        "shown": transfer.status == rules.SHOWN,
        "rejected": transfer.status == rules.REJECTED,
    }
    return render(request, "checkout/transfer.html", context, status=status)
