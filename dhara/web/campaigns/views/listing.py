"""The step of writing a campaign that takes its list: pasted or uploaded, looked at, then saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dhara.kit import clock
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.web.campaigns import lists, words
from dhara.web.campaigns.forms.lists import ListForm
from dhara.work.campaigns import actions
from dhara.work.campaigns.queries.progress import as_draft
from dhara.work.campaigns.rules import proof
from dhara.work.models import Campaign


def items(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    """With `look` the list is only read and shown; with `remove` there is none any more."""
    if request.method != "POST":
        return _page(request, campaign, _shown(campaign))
    if "remove" in request.POST:
        actions.set_items(campaign.pk, [], by=Viewer(request.user).actor, at=clock.now())
        messages.success(request, _("The list is gone: every task is the same now."))
        return redirect("campaigns:part", campaign.pk, words.ITEMS)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, campaign, form, status=422)
    fields = proof.read(campaign.proof)
    listed = None
    if not form.empty():
        given = form.raw()
        listed, form = lists.read_list(given, fields), form.again(given)
    if "look" in request.POST or (listed is not None and listed.problems):
        status = 422 if listed is not None and listed.problems and "look" not in request.POST else 200
        return _page(request, campaign, form, listed, status=status)
    try:
        _save(request, campaign, form.cleaned_data["redundancy"], listed)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, campaign, form, listed, status=422)
    messages.success(request, _saved_words(listed))
    return redirect("campaigns:part", campaign.pk, words.part_after(words.ITEMS))


def _save(request: HttpRequest, campaign: Campaign, redundancy: int, listed: lists.Listed | None) -> None:
    by, at = Viewer(request.user).actor, clock.now()
    actions.change(campaign.pk, replace(as_draft(campaign), redundancy=redundancy), by=by, at=at)
    if listed is not None:
        actions.set_items(campaign.pk, listed.rows, listed.known, by=by, at=at)


def _saved_words(listed: lists.Listed | None) -> str:
    if listed is None:
        return _("Saved.")
    said = ngettext("Saved: a list of %(count)s row.", "Saved: a list of %(count)s rows.", listed.count)
    return said % {"count": words.shown(listed.count)}


def _shown(campaign: Campaign) -> ListForm:
    """What is kept, to be changed; a long list is not put into the box."""
    found = list(campaign.items.order_by("position")[: lists.MOST_SHOWN + 1])
    text = lists.as_text(found, proof.read(campaign.proof)) if 0 < len(found) <= lists.MOST_SHOWN else ""
    return ListForm(initial={"rows": text, "redundancy": in_script(campaign.redundancy, current())})


def _page(
    request: HttpRequest,
    campaign: Campaign,
    form: ListForm,
    listed: lists.Listed | None = None,
    status: int = 200,
) -> HttpResponseBase:
    compared = [each.words for each in proof.read(campaign.proof) if each.sort in proof.COMPARED]
    context: dict[str, Any] = {
        "campaign": campaign,
        "part": words.ITEMS,
        "tabs": words.tabs(campaign, words.ITEMS),
        "form": form,
        "listed": listed,
        "compared": compared,
        "kept": campaign.items.count(),
        "known": campaign.items.exclude(expected=None).count(),
        "long": campaign.items.count() > lists.MOST_SHOWN,
    }
    return render(request, "campaigns/edit_items.html", context, status=status)
