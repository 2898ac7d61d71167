"""The door to the files: the right is asked anew of the grant at every request for bytes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dhara.delivery.downloads.actions import note_download
from dhara.delivery.downloads.queries import PURPOSE, open_link
from dhara.delivery.grants.queries import visible_to
from dhara.delivery.grants.rules import ACTIVE
from dhara.delivery.models import Grant
from dhara.kit import clock
from dhara.kit.files.links import LinkExpired, LinkInvalid, read
from dhara.kit.files.ranges import ranged_response
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.web.library.endings import ending
from dhara.web.ui.limits import address_of, limited
from dhara.web.ui.secrecy import private


@require_safe
@private
@limited("download", 600, 60)
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """Bytes, whole or a range of them; every other answer is a page that says why not, and the way on."""
    at = clock.now()
    try:
        grant, version = open_link(token, at)
        response = ranged_response(request, version.stored)
    except LinkExpired as expired:
        return _expired(request, expired)
    except LinkInvalid:
        return _closed(request, token)
    except Refused as refusal:
        return render(request, "library/trouble.html", {"refusal": refusal}, status=refusal.status)
    if request.method == "GET" and response.status_code in (200, 206, 302):
        agent = request.headers.get("User-Agent", "")
        by = Viewer(request.user).actor
        note_download(grant, version, ip=address_of(request) or None, agent=agent, by=by, at=at)
    return response


def _expired(request: HttpRequest, expired: LinkExpired) -> HttpResponse:
    """Whose it is finds a fresh link in their library; others are told nothing of what it was."""
    grant = visible_to(request.user).filter(pk=expired.payload.get("grant", 0)).first()
    return render(request, "library/expired.html", {"grant": grant}, status=expired.status)


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    """A link that we made tells its holder why it opens nothing any more; any other is no link at all."""
    try:
        payload = read(token, clock.now(), purpose=PURPOSE)
    except (LinkInvalid, LinkExpired):
        payload = {}
    grant = Grant.objects.select_related("offer", "order").filter(pk=payload.get("grant", 0)).first()
    if grant is None or grant.status == ACTIVE:
        return render(request, "library/invalid.html", status=404)
    return render(request, "library/ended.html", {"grant": grant, "ending": ending(grant)}, status=403)
