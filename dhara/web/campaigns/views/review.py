"""Proofs that wait for the buyer: a list, one at a time, accept, reject, answer an appeal."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.files.ranges import ranged_response
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.web.campaigns import words
from dhara.work.campaigns import actions, queries
from dhara.work.campaigns.queries import review as reads
from dhara.work.campaigns.queries.progress import progress
from dhara.work.engagements import actions as work
from dhara.work.engagements.rules import MOST_REASON
from dhara.work.handins.queries import handed_in
from dhara.work.models import Campaign, Unit

PICTURES: Final = ("image/png", "image/jpeg", "image/webp", "image/gif")
# So many are accepted by one press of "all"; a further press takes the rest.
MOST_AT_ONCE: Final = 5_000
# The verb of the unit by the noun of the address.
VERBS: Final = {"acceptance": "accept", "rejection": "reject", "agreement": "overturn"}


def review(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    return _list(request, campaign)


def _list(request: HttpRequest, campaign: Campaign, refusal: Refused | None = None) -> HttpResponseBase:
    """Appeals have deadlines and somebody's money behind them: they are the first list where there are any."""
    far, at = progress(campaign), clock.now()
    first = reads.APPEALS if far.appealed else reads.WAITING
    show = request.GET.get("show", first)
    show = {"waiting": reads.WAITING}.get(show, show)
    show = show if show in reads.SHOWS else first
    units = _after(reads.listed(campaign, show), request.GET.get("after", ""), latest=reads.SHOWS[show][1])
    found = list(units[: reads.PAGE + 1])
    context = {
        "campaign": campaign,
        "show": show,
        "proofs": reads.proofs(campaign, found[: reads.PAGE]),
        "next": found[reads.PAGE - 1].pk if len(found) > reads.PAGE else "",
        "tabs": _tabs(show, {reads.APPEALS: far.appealed, reads.WAITING: far.waiting}),
        "waiting": far.waiting,
        "seen_at": at.isoformat(),
        "pictures": PICTURES,
        "refusal": refusal,
    }
    return render(request, "campaigns/review.html", context, status=refusal.status if refusal else 200)


def _after(units: Any, after: str, *, latest: bool) -> Any:
    if not (after.isascii() and after.isdecimal() and len(after) < 18):
        return units
    return units.filter(pk__lt=int(after)) if latest else units.filter(pk__gt=int(after))


def _tabs(show: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        reads.APPEALS: _("Appeals"),
        reads.WAITING: _("Waiting for you"),
        reads.REJECTED: _("Rejected"),
        reads.ACCEPTED: _("Accepted"),
    }
    return [
        {"url": f"?show={name or 'waiting'}", "label": label, "current": name == show, "count": counts.get(name)}
        for name, label in labels.items()
    ]


def one(request: HttpRequest, campaign: Campaign, proof_id: int) -> HttpResponseBase:
    return _one(request, campaign, _unit(campaign, proof_id))


def _one(request: HttpRequest, campaign: Campaign, unit: Unit, refusal: Refused | None = None) -> HttpResponseBase:
    found = reads.proofs(campaign, [unit])
    if not found:
        raise Http404
    before, after = reads.beside(campaign, unit)
    context = {
        "campaign": campaign,
        "proof": found[0],
        "before": before,
        "after": after,
        "reasons": list(enumerate(campaign.reasons_told)),
        "preset": request.POST.get("preset", ""),
        "text": request.POST.get("text", ""),
        "most": MOST_REASON,
        "pictures": PICTURES,
        "refusal": refusal,
    }
    return render(request, "campaigns/proof.html", context, status=refusal.status if refusal else 200)


def decide(request: HttpRequest, campaign: Campaign, proof_id: int, deed: str) -> HttpResponseBase:
    """Accept or reject a proof, or agree with an appeal; then the next one of the same list."""
    unit = _unit(campaign, proof_id)
    verb = VERBS.get(deed)
    if verb is None:
        raise NotFoundHere
    _before, after = reads.beside(campaign, unit)
    try:
        _decide(request, unit, verb, Viewer(request.user).actor, clock.now())
    except Refused as refusal:
        return _one(request, campaign, _unit(campaign, proof_id), refusal)
    messages.success(request, _done(verb))
    if request.POST.get("back") == "list" or after is None:
        return redirect("campaigns:review", campaign.pk)
    return redirect("campaigns:proof", campaign.pk, after)


def _decide(request: HttpRequest, unit: Unit, verb: str, by: Actor, at: datetime) -> None:
    if verb == "reject":
        preset = request.POST.get("preset", "")
        number = int(preset) if preset.isascii() and preset.isdecimal() and len(preset) < 4 else -1
        actions.reject(unit.pk, number, request.POST.get("text", ""), by=by, at=at)
    else:
        work.act(unit.pk, verb, by=by, at=at)


def _done(verb: str) -> str:
    return _("Rejected. The worker reads why.") if verb == "reject" else _("Accepted and paid.")


def acceptances(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    """Those that were chosen, or with `all` every one that waited when the list was opened."""
    by, at = Viewer(request.user).actor, clock.now()
    if "all" in request.POST:
        chosen = _all(campaign, request.POST.get("seen_at", ""), at)
    else:
        given = request.POST.getlist("proof")[:MOST_AT_ONCE]
        chosen = [int(each) for each in given if each.isascii() and each.isdecimal() and len(each) < 18]
    try:
        done = 0
        for start in range(0, len(chosen), _BATCH):
            done += actions.accept_many(campaign.pk, chosen[start : start + _BATCH], by=by, at=at)
    except Refused as refusal:
        return _list(request, campaign, refusal)
    if done:
        said = ngettext("%(count)s proof was accepted and paid.", "%(count)s proofs were accepted and paid.", done)
        messages.success(request, said % {"count": words.shown(done)})
    else:
        messages.info(request, _("Choose the proofs that you accept."))
    return redirect("campaigns:review", campaign.pk)


_BATCH: Final = 1_000


def _all(campaign: Campaign, seen: str, at: datetime) -> list[int]:
    try:
        until = min(datetime.fromisoformat(seen), at)
    except (TypeError, ValueError):
        return []
    waiting = reads.listed(campaign, reads.WAITING).filter(status_at__lte=until)
    return list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE])


def picture(request: HttpRequest, campaign: Campaign, picture_of: int) -> HttpResponseBase:
    """A picture of a proof, shown in place. All else is fetched through the door of handed-in files."""
    found = handed_in(picture_of) if picture_of < 2**63 else None
    if found is None or found.submission.unit.engagement_id != campaign.engagement_id:
        raise Http404
    if found.file.mime not in PICTURES:
        raise Http404
    return ranged_response(request, found.file, found.name, inline=True)


def _unit(campaign: Campaign, proof_id: int) -> Unit:
    found = queries.live_units(campaign).select_related("worker", "engagement")
    unit: Unit | None = found.filter(pk=proof_id).first() if proof_id < 2**63 and campaign.engagement_id else None
    if unit is None:
        raise NotFoundHere
    return unit
