"""Somebody lost the link to what they bought: it is mailed again, and nobody learns who bought anything."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dhara.checkout.orders.actions import send_lost_links
from dhara.kit import clock
from dhara.kit.refusal import Refused, TooMany
from dhara.web.ui import errors
from dhara.web.ui.limits import count, limited
from dhara.web.ui.secrecy import private


class LostLink(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The one that you bought with."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Please enter your e-mail address."),
            "invalid": _("This is not a complete e-mail address."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("lost", 10, 3600, method="POST")
def lost(request: HttpRequest) -> HttpResponse:
    """The same answer, as fast, whether the address ever bought something or not."""
    form = LostLink(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        try:
            count("lost.address", email, 3, 3600)
            send_lost_links(email, at=clock.now())
        except TooMany as refusal:
            return errors.too_many(request, retry_after=refusal.retry_after)
        except Refused as refusal:
            form.add_error("email", str(refusal.message))
        else:
            return redirect("/library/lost/?sent=1")
    sent = request.method == "GET" and request.GET.get("sent") == "1"
    return render(request, "library/lost.html", {"form": form, "sent": sent}, status=422 if form.errors else 200)
