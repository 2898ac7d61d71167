"""What stands on the studio's invoices, and a look at one before it is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dhara.checkout.papers import actions, queries, rules
from dhara.checkout.papers.pdf import compiled
from dhara.checkout.papers.sample import sample
from dhara.kit import clock
from dhara.kit.locale.languages import LANGS, current, in_language
from dhara.kit.refusal import Refused
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.papers import PaperForm
from dhara.web.ui.limits import limited


@require_http_methods(["GET", "POST"])
@member("edit_studio")
def profile(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "GET":
        return _page(request, desk, _form(desk, initial=_initial(desk)))
    form = _form(desk, request.POST)
    if form.is_valid():
        try:
            actions.set_profile(desk.studio.pk, **form.cleaned_data, by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. It stands on the papers that are given from now on."))
            return redirect("studio-papers", desk.studio.handle)
    return _page(request, desk, form)


@require_POST
@member("edit_studio")
@limited("preview", 30, 60)
def preview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """An invoice with what was typed and a made-up buyer, as PDF; nothing is saved, no number is taken."""
    form = _form(desk, request.POST)
    if not form.is_valid():
        return _page(request, desk, form)
    told = {name: value for name, value in form.cleaned_data.items() if name != "automatic"}
    wanted = request.POST.get("lang", "")
    lang = wanted if wanted in LANGS else current()
    try:
        told = actions.clean_profile(desk.studio.pk, **told)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, desk, form)
    with in_language(lang):
        made = compiled(sample(desk.studio, told, at=clock.now()), lang)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="preview-{lang}.pdf"'
    return response


def _form(desk: Desk, *given: Any, **more: Any) -> PaperForm:
    return PaperForm(*given, may_mushak=queries.has_bin(desk.studio.pk), **more)


def _page(request: HttpRequest, desk: Desk, form: PaperForm) -> HttpResponse:
    known = queries.profile_of(desk.studio.pk)
    context = {
        "form": form,
        "known": known,
        "has_bin": queries.has_bin(desk.studio.pk),
        "next_label": queries.next_label(desk.studio, known.prefix if known else "", clock.now()),
        "languages": LANGS if current() == "bn" else LANGS[::-1],
    }
    status = 422 if form.errors else 200
    return render(request, "studio/paper_profile.html", frame(desk, "settings", **context), status=status)


def _initial(desk: Desk) -> dict[str, Any]:
    known = queries.profile_of(desk.studio.pk)
    if known is None:
        layout = rules.MUSHAK if queries.has_bin(desk.studio.pk) else rules.PLAIN
        return {"legal_name": desk.studio.name, "layout": layout, "automatic": True}
    names = ("legal_name", "address", "layout", "prefix", "signer", "signer_title", "note", "automatic")
    return {name: getattr(known, name) for name in names}
