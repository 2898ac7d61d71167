"""A list of contacts on its way in: the file, its columns, how far it is, and what was wrong with which line."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.contacts import actions, queries, rules
from dhara.audience.models import ContactImport
from dhara.kit import clock
from dhara.kit.files.queries import arrived
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.audience.forms.imports import Setup
from dhara.web.audience.views.contacts import page_of
from dhara.web.studio.doors import Desk, member

TONES = {rules.DONE: "success", rules.RUNNING: "info", rules.FAILED: "error", rules.MAPPING: "marigold"}


@require_http_methods(["GET", "POST"])
@member("edit_contacts")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            made = _receive(request, desk)
        except Refused as refusal:
            problem = str(refusal.message)
        else:
            return redirect("audience-import", desk.studio.handle, made.pk)
    rows = [(each, TONES.get(each.status, "")) for each in queries.imports_of(desk.studio)[:20]]
    context = page_of(desk, rows=rows, problem=problem)
    return render(request, "audience/contacts/imports.html", context, status=422 if problem else 200)


def _receive(request: HttpRequest, desk: Desk) -> ContactImport:
    """What came in pieces (`upload`), else with the form itself (`file`)."""
    at, pieces = clock.now(), request.POST.getlist("upload")
    if whole := arrived(pieces, studio_ref=desk.studio.pk, purpose="document"):
        return actions.receive_uploaded_import(desk.studio, whole[-1], by=desk.by, at=at)
    file = request.FILES.get("file")
    if file is None:
        raise Refused("file_missing", _("Please choose a file."), status=422)
    return actions.receive_import(desk.studio, cast(BinaryIO, file.file), file.name or "", by=desk.by, at=at)


def _load(desk: Desk, import_id: int) -> ContactImport:
    found = queries.one_import(desk.studio, import_id)
    if found is None:
        raise NotFoundHere
    return found


@require_http_methods(["GET", "POST"])
@member("edit_contacts")
def one(request: HttpRequest, desk: Desk, import_id: int) -> HttpResponse:
    """While its columns are being named a form, then how far it is."""
    found = _load(desk, import_id)
    if found.status != rules.MAPPING:
        return render(request, "audience/contacts/import.html", page_of(desk, **_state(found)))
    columns = queries.columns(found)
    form = Setup(
        request.POST if request.method == "POST" else None,
        initial={"language": desk.studio.language},
        columns=columns,
        fields=queries.fields_of(desk.studio),
        tags=queries.tags_of(desk.studio),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.start_import(desk.studio, found.pk, form.chosen(), form.options(), by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("audience-import", desk.studio.handle, found.pk)
    context = page_of(desk, form=form, found=found)
    return render(request, "audience/contacts/mapping.html", context, status=422 if form.errors else 200)


@require_GET
@member("edit_contacts")
def progress(request: HttpRequest, desk: Desk, import_id: int) -> HttpResponse:
    """The part of the page that asks for itself again while lines go in."""
    found = _load(desk, import_id)
    return render(request, "audience/contacts/import_state.html", page_of(desk, **_state(found)))


def _state(found: ContactImport) -> dict[str, object]:
    running = found.status == rules.RUNNING
    return {"found": found, "tone": TONES.get(found.status, ""), "running": running, "percent": queries.percent(found)}


@require_POST
@member("edit_contacts")
def cancellation(request: HttpRequest, desk: Desk, import_id: int) -> HttpResponse:
    try:
        actions.stop_import(desk.studio, _load(desk, import_id).pk, by=desk.by, at=clock.now())
    except NotFoundHere:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("audience-import", desk.studio.handle, import_id)


@require_GET
@member("edit_contacts")
def problems(_request: HttpRequest, desk: Desk, import_id: int) -> StreamingHttpResponse:
    found = _load(desk, import_id)
    if found.file.state != "ready":
        raise Http404
    rows = queries.problems_csv(found, lang=get_language() or "en")
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.studio.handle}-import-{found.pk}-errors.csv"'
    return response
