"""The way to the gateway and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import Gateway

# Seconds until the waiting page looks again, the longer the more often it has looked; then only the payer does.
PAUSES: Final = (2, 3, 4, 6, 8, 12, 15, 20, 20, 30, 30, 45, 60, 60, 60, 60, 60, 60, 60, 60)
# Fields of a return; SSLCommerz sends some forty.
MOST: Final = 100
_STAND_IN: Final = "the-payments-token"


def return_url(request: HttpRequest) -> str:
    """Where the gateway sends the payer back to; `{token}` becomes the payment's token."""
    place = reverse("payment-return", args=[_STAND_IN])
    return request.build_absolute_uri(place).replace(_STAND_IN, "{token}")


def lets_go(response: HttpResponse, ways: Iterable[Gateway]) -> HttpResponse:
    """Let the forms of this page lead to the pages of these gateways, which the content security policy forbids else.

    Browsers hold the answer to a form to `form-action` too, and ours sends the payer on to the gateway.
    """
    if places := gateways.pages(ways):
        response._csp_update = {"form-action": places}  # type: ignore[attr-defined]  # as django-csp's decorators do
    return response


def brought_back(request: HttpRequest) -> dict[str, str]:
    """What the payer's browser brought from the gateway, by address or by form; at most MOST of it. Proves nothing."""
    told = [*request.GET.items(), *(request.POST.items() if request.method == "POST" else ())]
    return {name[:60]: str(value)[:2000] for name, value in told[:MOST] if name != "looked"}


def pause(looked: int) -> int | None:
    return PAUSES[looked] if looked < len(PAUSES) else None
