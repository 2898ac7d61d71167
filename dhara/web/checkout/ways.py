"""The way to the gateway and back."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.urls import reverse

# Seconds until the waiting page looks again, the longer the more often it has looked; then only the payer does.
PAUSES: Final = (2, 3, 4, 6, 8, 12, 15, 20, 20, 30, 30, 45, 60, 60, 60, 60, 60, 60, 60, 60)
_STAND_IN: Final = "the-payments-token"


def return_url(request: HttpRequest) -> str:
    """Where the gateway sends the payer back to; `{token}` becomes the payment's token."""
    place = reverse("payment-return", args=[_STAND_IN])
    return request.build_absolute_uri(place).replace(_STAND_IN, "{token}")


def pause(looked: int) -> int | None:
    return PAUSES[looked] if looked < len(PAUSES) else None
