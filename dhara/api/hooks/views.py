"""Notices of gateways come in here: stored once, answered fast, looked into by a job."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.money.payments.actions import receive_event

# The largest notice of any gateway that we know is a tenth of it.
MOST_BYTES = 256 * 1024


@csrf_exempt  # a gateway signs its notices; each gateway's own check is the first thing that is done with one
@require_POST
def notice(request: HttpRequest, source: str, notice_token: str = "") -> HttpResponse:
    """202 for a new notice, 200 for one that was here before; problem+json for what is not a notice of the gateway."""
    length = request.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return problem("notice_too_large", "This is too large for a notice.", 413)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return problem("notice_too_large", "This is too large for a notice.", 413)
    try:
        new = receive_event(
            source=source, headers=request.headers, body=body, at=clock.now(), notice_token=notice_token
        )
    except Refused as refusal:
        return problem(refusal.code, str(refusal.message), refusal.status)
    return HttpResponse(status=202 if new else 200)


def problem(code: str, detail: str, status: int) -> HttpResponse:
    problem = {"type": "about:blank", "title": detail, "status": status, "code": code}
    return JsonResponse(problem, status=status, content_type="application/problem+json")
