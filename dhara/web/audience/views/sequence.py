"""One sequence: its picture, its settings, and whether it runs."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.models import Sequence
from dhara.audience.sequences import actions, queries
from dhara.kit import clock
from dhara.kit.refusal import Invalid, Refused
from dhara.web.audience import flow
from dhara.web.audience.forms.sequence_settings import SettingsForm
from dhara.web.audience.known import choices
from dhara.web.studio.doors import Desk, member


@require_GET
@member("see_audience")
def editor(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    sequence = flow.sequence_of(desk, sequence_id)
    context = flow.head(request, desk, sequence, "editor", **flow.drawn(desk, sequence))
    return render(request, "audience/sequence/editor.html", context)


@require_http_methods(["GET", "POST"])
@member("see_audience")
def settings(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    sequence = flow.sequence_of(desk, sequence_id)
    if request.method == "GET":
        return _settings(request, desk, sequence, _form(desk, sequence))
    desk.viewer.require(desk.studio, "edit_letters")
    form = _form(desk, sequence, request.POST)
    if form.is_valid():
        at = clock.now()
        try:
            with transaction.atomic():
                actions.rename(sequence, form.cleaned_data["name"], by=desk.by, at=at)
                actions.settle(sequence, **form.values(), by=desk.by, at=at)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. It counts from now on."))
            return redirect(flow.base_of(desk, sequence) + "settings/")
    return _settings(request, desk, sequence, form)


def _form(desk: Desk, sequence: Sequence, *given: object) -> SettingsForm:
    triggers = [(each.kind, each.ref) for each in queries.triggers(sequence)]
    initial = SettingsForm.initial_of(sequence, triggers)
    return SettingsForm(*given, known=choices(desk.studio), rows=len(triggers), initial=initial)


def _settings(request: HttpRequest, desk: Desk, sequence: Sequence, form: SettingsForm) -> HttpResponse:
    context = flow.head(request, desk, sequence, "settings", form=form, may_copy=desk.may("edit_letters"))
    status = 422 if form.errors else 200
    return render(request, "audience/sequence/settings.html", context, status=status)


@require_POST
@member("send_letters")
def state(request: HttpRequest, desk: Desk, sequence_id: int) -> HttpResponse:
    """`to` is pause, resume or archive."""
    sequence = flow.sequence_of(desk, sequence_id)
    verbs = {"pause": actions.pause, "resume": actions.resume, "archive": actions.archive}
    verb = verbs.get(request.POST.get("to", ""))
    if verb is None:
        raise Invalid("verb_unknown", _("Please choose one of the list."))
    verb(sequence, by=desk.by, at=clock.now())
    said = {"pause": _("Paused. Everybody waits where they are."), "resume": _("It goes on where everybody stood.")}
    messages.success(request, said.get(request.POST["to"], _("Put away.")))
    return redirect(flow.base_of(desk, sequence))
