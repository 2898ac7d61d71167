"""Events of providers, as Anymail reads them, turned into reports. Pure but for the request that is read.

Anymail's views parse; the rest of them (settings, signals, their own way of asking for a password) is left alone: our
addresses for events carry a secret, and where the provider signs, its signature is asked for besides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from typing import Any, Final

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from django.http import HttpRequest

from dhara.audience.returns.dsn import OURS
from dhara.audience.returns.rules import (
    COMPLAINED,
    DEFERRED,
    DELIVERED,
    HARD,
    SOFT,
    UNSUBSCRIBED,
    Report,
    best_status,
    kind_of_failure,
    without_addresses,
)
from dhara.kit.refusal import Invalid, NotAllowed

# Kind of a provider → Anymail's view, and the key that its signature is checked with, if it signs.
VIEWS: Final = {
    "amazon_ses": ("amazon_ses.AmazonSESTrackingWebhookView", ""),
    "brevo": ("brevo.BrevoTrackingWebhookView", ""),
    "mailgun": ("mailgun.MailgunTrackingWebhookView", "webhook_signing_key"),
    "mailjet": ("mailjet.MailjetTrackingWebhookView", ""),
    "postmark": ("postmark.PostmarkTrackingWebhookView", ""),
    "resend": ("resend.ResendTrackingWebhookView", ""),
    "sendgrid": ("sendgrid.SendGridTrackingWebhookView", ""),
}


@dataclass(frozen=True)
class Incoming:
    """A report with what makes it one of its own. `given_id` is the provider's name for the letter, "" for none."""

    event_id: str
    report: Report
    at: datetime
    given_id: str = ""


def read(kind: str, request: HttpRequest, keys: Mapping[str, str], *, at: datetime) -> list[Incoming]:
    """Raises NotAllowed for a wrong signature, Invalid for what is no event of this provider."""
    if kind not in VIEWS:
        raise Invalid("no_events", "This way to send has no events.")
    view = _view(kind, keys)
    try:
        if VIEWS[kind][1] and keys.get(VIEWS[kind][1]):
            view.validate_request(request)
        events = view.parse_events(request)
    except AnymailWebhookValidationFailure as wrong:
        raise NotAllowed("signature", "The signature is wrong.") from wrong
    except (AnymailError, ValueError, KeyError, TypeError, AttributeError, LookupError) as wrong:
        raise Invalid("event_bad", "This is not an event of the provider.") from wrong
    found = [(event, _report(event)) for event in events]
    return [_incoming(event, report, at) for event, report in found if report is not None]


def _view(kind: str, keys: Mapping[str, str]) -> Any:
    """Without its `__init__`, which asks Django's settings for keys that lie sealed with us."""
    module, _dot, name = VIEWS[kind][0].partition(".")
    made: Any = getattr(import_module(f"anymail.webhooks.{module}"), name)
    view = made.__new__(made)
    if signed_with := VIEWS[kind][1]:
        setattr(view, signed_with, keys.get(signed_with, "").encode())
    return view


def _incoming(event: Any, report: Report, at: datetime) -> Incoming:
    said = [event.event_type, event.message_id or "", event.recipient or "", str(event.timestamp)]
    event_id = str(event.event_id or "") or sha256("|".join(said).encode()).hexdigest()
    happened = event.timestamp if event.timestamp is not None and event.timestamp <= at else at
    return Incoming(event_id[:200], report, happened, str(event.message_id or "")[:120])


def _report(event: Any) -> Report | None:
    raw = _text(event.esp_event)
    words = " ".join(str(part) for part in (event.mta_response, event.description) if part)
    kind = _kind(event, words, raw)
    if kind is None:
        return None
    ids = tuple(dict.fromkeys(OURS.findall(raw + str(event.message_id))))
    status = best_status("", words)
    return Report(kind, str(event.recipient or "").lower(), status, without_addresses(words), ids)


def _kind(event: Any, words: str, raw: str) -> str | None:
    if event.event_type == "bounced":
        return _bounce(event.reject_reason or "", words, raw)
    if event.event_type in ("rejected", "failed"):
        return _BY_REASON.get(event.reject_reason or "", SOFT)
    return _BY_TYPE.get(event.event_type)


def _bounce(reason: str, words: str, raw: str) -> str:
    """Most providers say themselves whether it is for good; where they do not, the server's words do."""
    if _FOR_NOW.search(raw):
        return SOFT
    if reason in ("spam", "blocked"):
        return SOFT
    return HARD if _FOR_GOOD.search(raw) or reason == "invalid" else kind_of_failure("", words)


_BY_TYPE: Final = {
    "delivered": DELIVERED,
    "deferred": DEFERRED,
    "complained": COMPLAINED,
    "unsubscribed": UNSUBSCRIBED,
}
# What a provider does not even try: its own list says why.
_BY_REASON: Final = {"invalid": HARD, "bounced": HARD, "spam": COMPLAINED, "unsubscribed": UNSUBSCRIBED}
_FOR_GOOD: Final = re.compile(
    r'"(bounce)?type": "(permanent|hardbounce|bademailaddress)"|"event": "hard_?bounce"|"hard_bounce": true',
    re.IGNORECASE,
)
_FOR_NOW: Final = re.compile(
    r'"(bounce)?type": "(transient|undetermined|temporary|softbounce|dnserror|spamnotification|blocked)"|'
    r'"event": "soft_?bounce"|"hard_bounce": false',
    re.IGNORECASE,
)


def _text(esp_event: Any) -> str:
    try:
        return json.dumps(esp_event, default=str)
    except (TypeError, ValueError):
        return str(esp_event)
