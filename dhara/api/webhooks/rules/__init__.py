"""Which events there are, how long we try, what an address may look like. Pure."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from dhara.api.webhooks.rules.buying import BUYING
from dhara.api.webhooks.rules.judging import JUDGING
from dhara.api.webhooks.rules.public import Public as Public
from dhara.api.webhooks.rules.selling import SELLING
from dhara.api.webhooks.rules.working import WORKING
from dhara.kit.locale.text import clean_text
from dhara.kit.outward import is_here, is_public_name
from dhara.kit.refusal import Invalid

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"
STATES: Final[dict[str, Any]] = {WAITING: _("waiting"), DELIVERED: _("delivered"), FAILED: _("given up")}

# Between the tries: ten of them in a little more than three days.
_PAUSES: Final = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
PAUSES: Final = tuple(timedelta(seconds=each) for each in _PAUSES)
TRIES: Final = len(PAUSES) + 1
# An endpoint is disabled after so many given up messages in a row, or when nothing has arrived for so long.
MOST_GIVEN_UP: Final = 5
MOST_SILENCE: Final = timedelta(days=3)
# Seconds for one try, all of it; a lease is longer, so that nobody else tries in the meantime.
SECONDS: Final = 15.0
LEASE: Final = timedelta(seconds=60)
OVERLAP: Final = timedelta(hours=24)
KEPT: Final = timedelta(days=30)
BODY_KEPT: Final = 2048
MOST_ENDPOINTS: Final = 10
URL_LENGTH: Final = 500
NAME_LENGTH: Final = 80
TEST: Final = "webhook.test"
GONE: Final = 410


# Programs that do not answer may keep so many jobs busy at most: the rest of a worker is for those who bought.
LANES: Final = 2


def lane_of(endpoint_id: int) -> str:
    return f"webhooks:{endpoint_id % LANES}"


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def new_id() -> str:
    """The `webhook-id`: receivers know by it what they have had."""
    return "msg_" + secrets.token_hex(14)


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after the n-th failed try; None when it is given up."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


def succeeded(status: int | None) -> bool:
    return status is not None and 200 <= status < 300


def must_stop(given_up: int, failing_since: datetime | None, at: datetime) -> bool:
    """Whether an endpoint has failed so often, or for so long, that it is disabled."""
    return given_up >= MOST_GIVEN_UP or (failing_since is not None and at - failing_since >= MOST_SILENCE)


def clean_url(text: str, *, sandbox: bool) -> str:
    """An https address of a public host; in a sandbox http to this very machine, too. Raises Invalid (`url`).

    What the name stands for is looked at when it is connected to: that can change at any time.
    """
    url = clean_text(text)
    try:
        parts = urlsplit(url)
        host, _port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise _no_url() from None
    if not host or len(url) > URL_LENGTH or parts.username or parts.password or parts.fragment or " " in url:
        raise _no_url()
    if not url.isascii() or any(ord(letter) < 33 for letter in url):
        raise _no_url()
    if sandbox and is_here(host):
        if parts.scheme in ("http", "https"):
            return url
        raise _no_url()
    if parts.scheme != "https":
        raise Invalid("https_only", _("Please give an address that begins with https://."), "url")
    if not is_public_name(host):
        raise Invalid("not_public", _("This address is not on the public internet, so we can not reach it."), "url")
    return url


def _no_url() -> Invalid:
    return Invalid("url_invalid", _("Please give a complete https address."), "url")


def clean_events(chosen: Iterable[str], *, of: Mapping[str, Public]) -> list[str]:
    """In the order of the catalogue. Raises Invalid (`events`)."""
    wanted = set(chosen)
    if not wanted:
        raise Invalid("events_missing", _("Please choose at least one event."), "events")
    if not wanted <= of.keys():
        raise Invalid("event_unknown", _("Please choose events from the list."), "events")
    return [name for name in of if name in wanted]


# All events, in the order in which they are shown; and those of them that tell somebody of what they buy.
CATALOGUE: Final[dict[str, Public]] = {**SELLING, **WORKING, **JUDGING}
PERSONAL: Final[dict[str, Public]] = BUYING
