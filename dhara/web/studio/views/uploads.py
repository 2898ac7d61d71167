"""Where files arrive in pieces (tus 1.0): the same door for products, pictures and work that is delivered."""

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


def _verb(purpose: str) -> str:
    """What a member must be allowed to do who uploads for this."""
    return "do_work" if purpose == "delivery" else "edit_offers"


def _studio(request: HttpRequest, handle: str, purpose: str) -> tuple[Studio, Viewer]:
    """For members with the right that the purpose needs. Raises Refused, which the protocol's own answers tell."""
    if not request.user.is_authenticated:
        raise Refused("signed_out", _("You are signed out. Sign in, then choose the same file again."), status=401)
    viewer = Viewer(request.user)
    studio = at_handle(handle, viewer)
    if studio is None:
        raise NotFoundHere
    viewer.require(studio, _verb(purpose))
    return studio, viewer


def files(request: HttpRequest, handle: str) -> HttpResponse:
    return _collection(request, handle, "product")


def pictures(request: HttpRequest, handle: str) -> HttpResponse:
    return _collection(request, handle, "picture")


def work(request: HttpRequest, handle: str) -> HttpResponse:
    return _collection(request, handle, "delivery")


def _collection(request: HttpRequest, handle: str, purpose: tus.Purposes) -> HttpResponse:
    def authorise(_wanted: tus.Wanted) -> tus.Terms:
        studio, viewer = _studio(request, handle, purpose)
        check_room(studio_ref=studio.pk)
        return tus.Terms(purpose, studio_ref=studio.pk, owner_ref=viewer.account_id)

    def location(upload_id: UUID) -> str:
        return reverse("studio-upload", args=[handle, upload_id])

    return tus.collection(request, authorise=authorise, location=location, at=clock.now())


def upload(request: HttpRequest, handle: str, upload_id: UUID) -> HttpResponse:
    def authorise(found: Upload) -> None:
        studio, _viewer = _studio(request, handle, found.purpose)
        if found.file.studio_ref != studio.pk:
            raise NotFoundHere

    return tus.resource(request, upload_id, authorise=authorise, at=clock.now())
