"""The studio's forms: what they brought, open and close one, put it elsewhere, who filled it in."""

from __future__ import annotations

import io
from typing import Any

import qrcode
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from qrcode.image.svg import SvgPathImage

from dhara.audience.forms import actions, queries, rules
from dhara.audience.forms.export import export_csv
from dhara.audience.forms.models import Submission
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere, Refused
from dhara.web.audience.form_numbers import numbers_of
from dhara.web.audience.frame import page
from dhara.web.studio.doors import Desk, member

PAGE = 50
TONES = {rules.OPEN: "success", rules.CONFIRMED: "success", rules.WAITING: "marigold", rules.REFUSED: "error"}
VERBS = {"publish": actions.publish, "close": actions.close}


@require_GET
@member("see_audience")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    shown = Paginator(queries.visible_to(desk.viewer, desk.studio), PAGE).get_page(request.GET.get("page"))
    forms = list(shown.object_list)
    lost = queries.broken(forms)
    rows = [(each, TONES.get(each.status, ""), rate(each), each.pk in lost) for each in forms]
    context = {"page": shown, "rows": rows, "may_edit": desk.may("edit_letters")}
    return render(request, "audience/forms/index.html", page_of(desk, **context))


def rate(form: Any) -> int:
    """How many of a hundred who saw it have confirmed."""
    return min(100, round(100 * form.confirmed / form.seen)) if form.seen else 0


def page_of(desk: Desk, **context: Any) -> dict[str, Any]:
    return page(desk, "forms", **context)


def found(desk: Desk, form_id: int) -> Any:
    form = queries.visible_to(desk.viewer, desk.studio).filter(pk=form_id).first()
    if form is None:
        raise NotFoundHere
    form.studio = desk.studio
    return form


@require_GET
@member("see_audience")
def form(request: HttpRequest, desk: Desk, form_id: int) -> HttpResponse:
    one = found(desk, form_id)
    context = {
        "form": one,
        "tone": TONES.get(one.status, ""),
        "rate": rate(one),
        "broken": bool(queries.broken([one])),
        "shared": queries.shared(one),
        "latest": _rows(queries.submissions(one)[:10]),
        "may_edit": desk.may("edit_letters"),
        "may_export": desk.may("export_audience"),
        **numbers_of(one, request.GET.get("days", ""), clock.now()),
    }
    return render(request, "audience/forms/form.html", page_of(desk, **context))


def _rows(submissions: Any) -> list[tuple[Submission, str, Any]]:
    return [
        (each, TONES.get(each.status, ""), rules.WARNINGS.get(rules.warning_of(each.email), "")) for each in submissions
    ]


@require_POST
@member("edit_letters")
def state(request: HttpRequest, desk: Desk, form_id: int) -> HttpResponse:
    """`to` is publish or close."""
    one, verb = found(desk, form_id), VERBS.get(request.POST.get("to", ""))
    try:
        if verb is None:
            raise Invalid("verb_unknown", _("Please choose one of the list."))
        verb(one, by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The form is open.") if verb is actions.publish else _("The form is closed."))
    return redirect("audience-form", desk.studio.handle, one.pk)


@require_POST
@member("edit_letters")
def placing(request: HttpRequest, desk: Desk, form_id: int) -> HttpResponse:
    """`on` is 1 to show it on the studio's public page, 0 to show it there no more."""
    on = request.POST.get("on") == "1"
    actions.put_on_page(found(desk, form_id), on=on, by=desk.by, at=clock.now())
    messages.success(request, _("It stands on your studio's page now.") if on else _("It is off your studio's page."))
    return redirect("audience-form", desk.studio.handle, form_id)


@require_POST
@member("edit_letters")
def duplicate(request: HttpRequest, desk: Desk, form_id: int) -> HttpResponse:
    made = actions.copy(found(desk, form_id), by=desk.by, at=clock.now())
    messages.success(request, _("Here is the copy, as a draft."))
    return redirect("audience-form-building", desk.studio.handle, made.pk)


@require_GET
@member("see_audience")
def code(_request: HttpRequest, desk: Desk, form_id: int) -> HttpResponse:
    """The form's address as a picture to print."""
    one = found(desk, form_id)
    drawn = io.BytesIO()
    qrcode.make(queries.public_url(one), image_factory=SvgPathImage, border=2).save(drawn)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_GET
@member("see_audience")
def submissions(request: HttpRequest, desk: Desk, form_id: int) -> HttpResponse:
    one, state = found(desk, form_id), _state_of(request)
    shown = Paginator(queries.submissions(one, state=state), PAGE).get_page(request.GET.get("page"))
    states = [("", _("all")), *rules.SUBMISSION.states.items()]
    context = {
        "form": one,
        "page": shown,
        "rows": _rows(shown.object_list),
        "pills": [{"url": f"?state={each}", "label": words, "current": each == state} for each, words in states],
        "may_export": desk.may("export_audience"),
        "asked": f"?state={state}" if state else "",
        "may_set_aside": desk.may("edit_contacts"),
    }
    return render(request, "audience/forms/submissions.html", page_of(desk, **context))


def _state_of(request: HttpRequest) -> str:
    state = request.GET.get("state", "")
    return state if state in rules.SUBMISSION.states else ""


@require_POST
@member("edit_contacts")
def set_aside(request: HttpRequest, desk: Desk, form_id: int, submission_id: int) -> HttpResponse:
    one = queries.submissions(found(desk, form_id)).select_related("studio").filter(pk=submission_id).first()
    if one is None:
        raise NotFoundHere
    try:
        actions.set_aside(one, by=desk.by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("audience-form-submissions", desk.studio.handle, form_id)


@require_GET
@member("export_audience")
def export(request: HttpRequest, desk: Desk, form_id: int) -> StreamingHttpResponse:
    """All, or those of the `state` that is looked at."""
    one = found(desk, form_id)
    response = StreamingHttpResponse(export_csv(one, state=_state_of(request)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="form-{one.pk}.csv"'
    return response
