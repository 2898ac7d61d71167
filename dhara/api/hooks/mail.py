"""What comes back about letters: /hooks/mail/<token>/ takes messages from a mailbox and the events of providers.

The token is the secret of one way to send; it stands in the address that its owner gives the provider.
"""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import urlsplit

import httpx
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dhara.api.hooks.views import problem
from dhara.audience.returns import actions, events
from dhara.audience.sending.models import Provider
from dhara.kit import clock, seal
from dhara.kit.refusal import Refused

# A message that came back with all of the letter in it; a thousand events of a provider.
MOST_BYTES: Final = 2 * 1024 * 1024
PATIENCE: Final = 5.0


@csrf_exempt  # a provider posts; the secret in the address is the right, and its signature where it signs
@require_http_methods(["POST", "HEAD", "GET"])
def came_back(request: HttpRequest, token: str) -> HttpResponse:
    """200 however much of it was news: what we know already, or is not ours, must not be sent again."""
    provider = Provider.objects.filter(hook_token=token).first()
    if provider is None:
        return problem("not_found", "There is nothing at this address.", 404)
    if request.method != "POST":  # some providers look whether there is anybody before they send
        return HttpResponse("ok\n", content_type="text/plain")
    body = request.body
    if len(body) > MOST_BYTES:
        return problem("too_large", "This is too large.", 413)
    try:
        new = _take(request, provider, body)
    except Refused as refusal:
        return problem(refusal.code, str(refusal.message), refusal.status)
    return HttpResponse(f"{new}\n", content_type="text/plain")


def _take(request: HttpRequest, provider: Provider, body: bytes) -> int:
    at = clock.now()
    if request.content_type in ("message/rfc822", "text/plain", "application/octet-stream") and not _is_sns(request):
        return actions.take_mail(body, at=at, studio_id=provider.studio_id)
    keys = seal.unseal(provider.secrets) if provider.secrets else {}
    if provider.kind == "amazon_ses" and _confirm(body):
        return 0
    found = events.read(provider.kind, request, keys, at=at)
    return actions.take(f"provider:{provider.pk}", found, studio_id=provider.studio_id)


def _is_sns(request: HttpRequest) -> bool:
    """Amazon says that its JSON is plain text."""
    return "X-Amz-Sns-Message-Type" in request.headers


def _confirm(body: bytes) -> bool:
    """Amazon asks first whether this address wants its events: the answer is a visit, to Amazon and nowhere else."""
    try:
        said = json.loads(body)
        url = str(said["SubscribeURL"]) if said["Type"] == "SubscriptionConfirmation" else ""
    except (ValueError, KeyError, TypeError):
        return False
    host = urlsplit(url).hostname or ""
    if not url.startswith("https://sns.") or not host.endswith(".amazonaws.com"):
        return False
    try:
        httpx.get(url, timeout=PATIENCE)
    except httpx.HTTPError:
        return False
    return True
