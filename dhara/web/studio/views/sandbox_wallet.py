"""The seller's telephone in a sandbox: what came in at a wallet's number."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dhara.kit import clock
from dhara.kit.locale.phones import eleven_digits, parse_phone
from dhara.kit.refusal import InvalidPhone
from dhara.money.gateways.sandbox import transfers
from dhara.web.ui.limits import limited


@require_GET
@never_cache
@limited("sandbox-wallet", 60, 60)
def wallet(request: HttpRequest) -> HttpResponse:
    if not settings.SANDBOX:
        raise Http404
    typed = request.GET.get("number", "").strip()[:40]
    try:
        number = eleven_digits(parse_phone(typed)) if typed else ""
    except (InvalidPhone, ValueError):
        number = typed
    came = transfers.wallet(number, at=clock.now()) if number else []
    return render(request, "studio/sandbox_wallet.html", {"number": typed, "came": came})
