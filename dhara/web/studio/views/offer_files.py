"""The files of an offer: add, rename, release a newer version, put in order, retire, look at one's own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.catalog.models import Offer
from dhara.delivery.downloads import actions
from dhara.delivery.downloads.models import DownloadFile, FileVersion
from dhara.kit import clock
from dhara.kit.files.ranges import ranged_response
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, member
from dhara.web.studio.received import received


def _file(offer: Offer, file_id: int) -> DownloadFile:
    found = next((file for file in editor.files_of(offer) if file.pk == file_id), None)
    if found is None:
        raise NotFoundHere("file_gone", _("This file is not there any more."))
    found.offer = offer
    return found


@require_POST
@member("edit_offers")
def files(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    offer, at = editor.offer_of(desk, offer_id), clock.now()
    announce = bool(request.POST.get("announce"))
    problems, added = [], 0
    for name, given in received(request, desk, "product", at):
        try:
            with given as stored:
                actions.add_file(offer, stored, announce=announce, by=desk.by, at=at)
            added += 1
        except Refused as refusal:
            problems.append(f"{name}: {refusal}")
    if not added and not problems:
        problems.append(_("Choose a file first."))
    if problems:
        return editor.refused(request, desk, offer_id, "files", file_problems=problems)
    return editor.saved(request, desk, offer_id, "files", _("Buyers get it from now on."))


@require_POST
@member("edit_offers")
def versions(request: HttpRequest, desk: Desk, offer_id: int, file_id: int) -> HttpResponse:
    """A newer version, from the first file that came."""
    offer, at = editor.offer_of(desk, offer_id), clock.now()
    file, notes = _file(offer, file_id), request.POST.get("notes", "")
    announce = bool(request.POST.get("announce"))
    first = next(received(request, desk, "product", at), None)
    try:
        if first is None:
            raise Invalid("file_missing", _("Choose a file first."), "file")
        with first[1] as stored:
            actions.release_version(file, stored, notes=notes, announce=announce, by=desk.by, at=at)
    except Refused as refusal:
        return _refused(request, desk, offer_id, file_id, refusal, notes=notes)
    said = _("The new version is out, and letters are on their way.") if announce else _("The new version is out.")
    return editor.saved(request, desk, offer_id, "files", said)


@require_POST
@member("edit_offers")
def title(request: HttpRequest, desk: Desk, offer_id: int, file_id: int) -> HttpResponse:
    file = _file(editor.offer_of(desk, offer_id), file_id)
    try:
        actions.rename_file(file, title=request.POST.get("title", ""), by=desk.by, at=clock.now())
    except Refused as refusal:
        return _refused(request, desk, offer_id, file_id, refusal)
    return editor.saved(request, desk, offer_id, "files")


@require_POST
@member("edit_offers")
def retirement(request: HttpRequest, desk: Desk, offer_id: int, file_id: int) -> HttpResponse:
    file = _file(editor.offer_of(desk, offer_id), file_id)
    try:
        actions.retire_file(file, by=desk.by, at=clock.now())
    except Refused as refusal:
        return _refused(request, desk, offer_id, file_id, refusal)
    return editor.saved(request, desk, offer_id, "files", _("New buyers do not get this file; earlier ones keep it."))


@require_POST
@member("edit_offers")
def order(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """Move one file `up` or `down`."""
    offer = editor.offer_of(desk, offer_id)
    ids = [file.pk for file in editor.files_of(offer)]
    for verb, step in (("up", -1), ("down", 1)):
        moved = request.POST.get(verb, "")
        if moved.isdecimal() and len(moved) < 19 and int(moved) in ids:
            here = ids.index(int(moved))
            ids.insert(max(0, min(here + step, len(ids) - 1)), ids.pop(here))
    actions.order_files(offer, ids, by=desk.by, at=clock.now())
    return editor.saved(request, desk, offer_id, "files")


@require_GET
@member("edit_offers")
def content(request: HttpRequest, desk: Desk, offer_id: int, version_id: int) -> HttpResponseBase:
    """The seller's own look at what buyers get."""
    offer = editor.offer_of(desk, offer_id)
    version = FileVersion.objects.select_related("stored").filter(pk=version_id, file__offer=offer).first()
    if version is None:
        raise Http404
    return ranged_response(request, version.stored)


def _refused(
    request: HttpRequest, desk: Desk, offer_id: int, file_id: int, refusal: Refused, notes: str = ""
) -> HttpResponse:
    problem = {"file": file_id, "words": str(refusal), "notes": notes}
    return editor.refused(request, desk, offer_id, "files", file_problem=problem)
