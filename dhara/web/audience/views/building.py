"""Build a form: its words, its questions and their order, and a new field where one is missing.

What is typed is kept until it is saved: the buttons that move a question or make a field show the page again with it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dhara.audience.contacts import actions as contacts
from dhara.audience.forms import actions, rules
from dhara.audience.forms.models import Form
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.audience.forms.builder import MAY, BuilderForm, NewField, initial_of, moved
from dhara.web.audience.views.asking import found, page_of
from dhara.web.studio.doors import Desk, member

STEPS = {"up": -1, "down": 1}


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _build(request, desk, None)


@require_http_methods(["GET", "POST"])
@member("edit_letters")
def building(request: HttpRequest, desk: Desk, form_id: int) -> HttpResponse:
    return _build(request, desk, found(desk, form_id))


def _build(request: HttpRequest, desk: Desk, form: Form | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, desk, form, BuilderForm(desk.studio, initial=initial_of(form, desk.studio)))
    verb, _colon, key = request.POST.get("do", "").partition(":")
    built = BuilderForm(desk.studio, request.POST)
    if verb in STEPS:
        typed = built.typed()
        typed["order"] = moved(typed["order"], key, STEPS[verb])
        return _page(request, desk, form, BuilderForm(desk.studio, initial=typed), pressed=f"{verb}:{key}")
    # Enter in the new field's name presses the form's first button: a field that was begun is made, never forgotten.
    if verb == "field" or request.POST.get("new-label", "").strip():
        return _with_field(request, desk, form, built.typed())
    return _saved(request, desk, form, built)


def _saved(request: HttpRequest, desk: Desk, form: Form | None, built: BuilderForm) -> HttpResponse:
    if not built.is_valid():
        return _page(request, desk, form, built)
    at, draft, by = clock.now(), built.draft(), desk.by
    try:
        saved = actions.edit(form, draft, by=by, at=at) if form else actions.make(desk.studio, draft, by=by, at=at)
    except Refused as refusal:
        built.refuse(refusal)
        return _page(request, desk, form, built)
    messages.success(request, _("Saved."))
    return redirect("audience-form", desk.studio.handle, saved.pk)


def _with_field(request: HttpRequest, desk: Desk, form: Form | None, typed: dict[str, Any]) -> HttpResponse:
    """Make the field, and ask for it at the end of the questions; the form itself is saved when its maker says so."""
    asked = NewField(request.POST)
    if asked.is_valid():
        said = asked.cleaned_data
        words = said["choices"].splitlines()
        try:
            made = contacts.make_field(desk.studio, said["label"], said["kind"], words, by=desk.by, at=clock.now())
        except Refused as refusal:
            asked.refuse(refusal)
        else:
            fresh = {**typed, f"ask_{made.key}": MAY, "order": [*typed["order"], made.key]}
            built = BuilderForm(desk.studio, initial=fresh)
            return _page(request, desk, form, built, pressed=f"ask:{made.key}")
    return _page(request, desk, form, BuilderForm(desk.studio, initial=typed), asked=asked)


def _page(
    request: HttpRequest,
    desk: Desk,
    form: Form | None,
    built: BuilderForm,
    *,
    asked: NewField | None = None,
    pressed: str = "",
) -> HttpResponse:
    """`pressed`: which button moved a question, or which question came with its field: the cursor goes on there."""
    context = {
        "built": built,
        "form": form,
        "asked": asked or NewField(),
        "pressed": pressed,
        "may_make_fields": desk.may("edit_contacts"),
        "preview": f"/f/preview/{rules.preview_token(desk.studio.pk)}/",
    }
    status = 422 if built.errors or (asked and asked.errors) else 200
    return render(request, "audience/forms/build.html", page_of(desk, **context), status=status)
