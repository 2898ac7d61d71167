"""Tracked links and the picture that counts opens. What they lead to stands in our own table, and nowhere else."""

from __future__ import annotations

from base64 import b64decode
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dhara.audience.links import rules as links
from dhara.audience.tracking import actions, rules
from dhara.audience.tracking.actions import Landing
from dhara.kit import clock, limits
from dhara.web.ui import visitors
from dhara.web.ui.limits import address_of
from dhara.web.ui.secrecy import private

GIF: Final = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
# Beyond this a letter's touches are led on, but not kept: somebody plays with it.
MOST, WINDOW = rules.MOST, 600


@require_safe
@private
def follow(request: HttpRequest, token: str) -> HttpResponseBase:
    """To where the link leads; a friendly page where that is nowhere. HEAD is answered alike and not kept."""
    landing = _touch(request, links.read_link(token), token)
    if landing is None or not _leads_out(landing.url):
        return render(request, "subscriber/no_way.html", status=404)
    response = HttpResponseRedirect(landing.url)
    if _is_a_person(request, landing):
        visitor = actions.recognise(landing.contact_id)
        if visitor is not None:
            visitors.remember(request, response, landing.studio_id, visitor)
    return response


@require_safe
@private
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """One transparent point, whatever was asked for."""
    _touch(request, links.read_open(token), token)
    response = HttpResponse(GIF, content_type="image/gif")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _touch(request: HttpRequest, said: links.Touched | None, text: str) -> Landing | None:
    if said is None:
        return None
    at = clock.now()
    keep = request.method == "GET" and limits.use("touch", text[-40:], MOST, WINDOW, at=at).allowed
    agent = request.headers.get("User-Agent", "")
    return actions.touch(said, ip=address_of(request), agent=agent, at=at, keep=keep)


def _leads_out(url: str) -> bool:
    """Only web addresses, and none of a tracked link again: that could go round for ever."""
    parts = urlsplit(url)
    own = parts.netloc == urlsplit(settings.PUBLIC_URL).netloc and parts.path.startswith("/l/")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not own


def _is_a_person(request: HttpRequest, landing: Landing) -> bool:
    """As far as one can tell at once; what the timeline says waits for the judge."""
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    soon = landing.sent_at is not None and clock.now() - landing.sent_at <= rules.AT_ONCE
    by_hand = request.method == "GET" and "prefetch" not in ahead and not soon
    return landing.contact_id > 0 and by_hand and not rules.is_machine(request.headers.get("User-Agent", ""))
