"""The steps of writing a campaign: its text, the form of the proof, the list, money and people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.web.campaigns import costs, words
from dhara.web.campaigns.forms import proof as proof_forms
from dhara.web.campaigns.forms.drafts import Terms, Wording
from dhara.web.campaigns.views.listing import items
from dhara.web.studio.forms.rows import pressed
from dhara.work.campaigns import actions
from dhara.work.campaigns.queries.progress import as_draft
from dhara.work.campaigns.rules import proof
from dhara.work.models import Campaign

Context = dict[str, Any]


def part(request: HttpRequest, campaign: Campaign, part: str) -> HttpResponseBase:
    """GET: the step's form. POST: save it and go on to the next one, or show it again."""
    if part not in words.PARTS:
        raise NotFoundHere
    if campaign.status not in words.OPEN:
        messages.info(request, _("This campaign is paid. It can be paused or stopped, but not rewritten."))
        return redirect("campaigns:campaign", campaign.pk)
    return _VIEWS[part](request, campaign)


def page(request: HttpRequest, campaign: Campaign, part: str, status: int = 200, **context: Any) -> HttpResponse:
    whole = {"campaign": campaign, "part": part, "tabs": words.tabs(campaign, part), **context}
    return render(request, f"campaigns/edit_{part}.html", whole, status=status)


def saved(request: HttpRequest, campaign: Campaign, part: str) -> HttpResponseBase:
    messages.success(request, _("Saved."))
    following = words.part_after(part)
    if following:
        return redirect("campaigns:part", campaign.pk, following)
    return redirect("campaigns:campaign", campaign.pk)


def text(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    initial = {name: getattr(campaign, name) for name in ("title", "instructions", "example")}
    form = Wording(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            _change(request, campaign, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return saved(request, campaign, words.TEXT)
    return page(request, campaign, words.TEXT, 422 if form.errors else 200, form=form)


def questions(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    """Its other buttons (another one, up, down, look) show the rows changed, not saved."""
    post = request.POST if request.method == "POST" else None
    most = proof.MOST_FIELDS
    if post is None:
        fields = proof.read(campaign.proof)
        rows, reasons = proof_forms.formset(rows=proof_forms.rows_of(fields)), _reasons(campaign)
        return _questions(request, campaign, rows, reasons, fields)
    changed = pressed(post, lambda: proof_forms.typed_rows(post), most, proof_forms.FRESH)
    if changed is not None:
        shown = proof_forms.formset(rows=changed)
        return _questions(request, campaign, shown, proof_forms.Reasons(initial=post.dict()), [], unsaved=True)
    rows, reasons = proof_forms.formset(post), proof_forms.Reasons(post)
    if rows.is_valid() and reasons.is_valid():
        fields = [row.field() for row in rows.kept()]
        if "look" in post:
            return _questions(request, campaign, rows, reasons, fields, unsaved=True, looking=True)
        try:
            _change(request, campaign, fields=fields, reasons=reasons.lines())
        except Refused as refusal:
            proof_forms.refuse(rows, reasons, refusal)
        else:
            return saved(request, campaign, words.PROOF)
    return _questions(request, campaign, rows, reasons, [], status=422)


def _reasons(campaign: Campaign) -> proof_forms.Reasons:
    return proof_forms.Reasons(initial={"reasons": "\n".join(campaign.reasons_told)})


def _questions(
    request: HttpRequest,
    campaign: Campaign,
    rows: Any,
    reasons: proof_forms.Reasons,
    fields: list[proof.Field],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"rows": rows, "reasons": reasons, "asked": fields, "most": proof.MOST_FIELDS, "may_edit": True, **more}
    return page(request, campaign, words.PROOF, status, **context)


def terms(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    """With `look`: what it would cost, not saved."""
    at, listed = clock.now(), campaign.items.exists()
    form = Terms(campaign, request.POST if request.method == "POST" else None, listed=listed)
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        try:
            _change(request, campaign, **form.said())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return saved(request, campaign, words.TERMS)
    costing = costs.as_typed(campaign, request.POST, listed=listed) if request.method == "POST" else campaign
    status = 422 if form.errors and "look" not in request.POST else 200
    return page(request, campaign, words.TERMS, status, form=form, listed=listed, cost=costs.cost(costing, at))


def estimate(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    """What it would cost with the numbers that are being typed: a part of the page."""
    costing = costs.as_typed(campaign, request.GET, listed=campaign.items.exists())
    context = {"campaign": costing, "cost": costs.cost(costing, clock.now())}
    return render(request, "campaigns/estimate.html", context)


def _change(request: HttpRequest, campaign: Campaign, **changes: Any) -> None:
    at: datetime = clock.now()
    actions.change(campaign.pk, replace(as_draft(campaign), **changes), by=Viewer(request.user).actor, at=at)


_VIEWS: dict[str, Callable[[HttpRequest, Campaign], HttpResponseBase]] = {
    words.TEXT: text,
    words.PROOF: questions,
    words.ITEMS: items,
    words.TERMS: terms,
}
