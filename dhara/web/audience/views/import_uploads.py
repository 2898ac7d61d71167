"""Where lists of contacts arrive in pieces (tus 1.0): a broken connection costs nothing of a large file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.files import tus
from dhara.kit.files.models import Upload
from dhara.kit.files.queries import check_room
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio
from dhara.web.studio.doors import at_handle


def _studio(request: HttpRequest, handle: str) -> tuple[Studio, Viewer]:
    """For members who may edit contacts. Raises Refused, which the protocol's own answers tell."""
    if not request.user.is_authenticated:
        raise Refused("signed_out", _("You are signed out. Sign in, then choose the same file again."), status=401)
    viewer = Viewer(request.user)
    studio = at_handle(handle, viewer)
    if studio is None:
        raise NotFoundHere
    viewer.require(studio, "edit_contacts")
    return studio, viewer


def files(request: HttpRequest, handle: str) -> HttpResponse:
    def authorise(_wanted: tus.Wanted) -> tus.Terms:
        studio, viewer = _studio(request, handle)
        check_room(studio_ref=studio.pk)
        return tus.Terms("document", studio_ref=studio.pk, owner_ref=viewer.account_id)

    def location(upload_id: UUID) -> str:
        return reverse("audience-import-upload", args=[handle, upload_id])

    return tus.collection(request, authorise=authorise, location=location, at=clock.now())


def upload(request: HttpRequest, handle: str, upload_id: UUID) -> HttpResponse:
    def authorise(found: Upload) -> None:
        studio, _viewer = _studio(request, handle)
        if found.file.studio_ref != studio.pk or found.purpose != "document":
            raise NotFoundHere

    return tus.resource(request, upload_id, authorise=authorise, at=clock.now())
