"""The sections of an offer that only gigs have. Each saves by itself; its other buttons show it changed, not saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dhara.catalog.models import Offer
from dhara.delivery.gigs import actions, rules
from dhara.kit import clock
from dhara.kit.refusal import Conflict, NotFoundHere, Refused
from dhara.web.studio import editor, gigs, starts
from dhara.web.studio.doors import Desk, member
from dhara.web.studio.forms import gigs as forms
from dhara.web.studio.forms import packages as package_forms
from dhara.web.studio.forms.rows import Rows, pressed, typed

Context = dict[str, Any]


def gig_of(desk: Desk, offer_id: int) -> Offer:
    """Raises Conflict for an offer of another kind."""
    offer = editor.offer_of(desk, offer_id)
    if offer.kind != rules.GIG:
        raise Conflict("no_gig", _("This offer is no gig."))
    return offer


@require_POST
@member("edit_offers")
def packages(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    offer, post = gig_of(desk, offer_id), request.POST
    more = [post.get("more", "")] if "more_asked" in post else []
    codes = gigs.codes_of(offer, [*post.getlist("currencies"), *more])
    zone = offer.studio.time_zone

    def rows() -> list[dict[str, Any]]:
        return package_forms.typed_rows(post)

    changed = rows() if more else pressed(post, rows, rules.MOST_PACKAGES, package_forms.FRESH)
    if changed is not None:
        formset = package_forms.formset(codes, zone=zone, rows=changed)
        return _unsaved(request, desk, offer, "packages", gigs.package_context(offer, formset, codes))
    formset = package_forms.formset(codes, zone=zone, data=post)
    if formset.is_valid():
        kept = formset.kept()
        drafts, promises = [row.draft() for row in kept], [row.promise() for row in kept]
        try:
            actions.set_packages(offer, drafts, promises, seen=post.get("seen", ""), by=desk.by, at=clock.now())
        except Refused as refusal:
            formset.blame(refusal)
        else:
            return editor.saved(request, desk, offer_id, "packages")
    fresh = editor.offer_of(desk, offer_id)
    return editor.refused(request, desk, offer_id, "packages", **gigs.package_context(fresh, formset, codes))


@require_POST
@member("edit_offers")
def extras(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    offer, post = gig_of(desk, offer_id), request.POST
    codes = gigs.codes_of(offer)
    changed = pressed(post, lambda: typed(post, "extras", rules.MOST_EXTRAS), rules.MOST_EXTRAS, {})
    if changed is not None:
        formset = forms.extras(codes, rows=changed)
        return _unsaved(request, desk, offer, "extras", gigs.extra_context(offer, formset))
    formset = forms.extras(codes, post)

    def told() -> Context:
        return {"extras": [row.extra() for row in formset.kept()]}

    return _terms(request, desk, offer, "extras", formset, told, lambda fresh: gigs.extra_context(fresh, formset))


@require_POST
@member("edit_offers")
def questions(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """Save them; with `look` show how they would look to a buyer, as they are typed."""
    offer, post = gig_of(desk, offer_id), request.POST
    most = rules.MOST_QUESTIONS
    changed = pressed(post, lambda: typed(post, "questions", most), most, forms.FRESH_QUESTION)
    if changed is not None:
        formset = forms.questions(rows=changed)
        context = gigs.question_context(offer, formset, rules.read(gigs.terms_of(offer).questions))
        return _unsaved(request, desk, offer, "questions", context)
    formset = forms.questions(post)
    if "look" in post and formset.is_valid():
        asked = [row.question() for row in formset.kept()]
        context = gigs.question_context(offer, formset, asked)
        return _unsaved(request, desk, offer, "questions", {**context, "looking": True})

    def told() -> Context:
        return {"questions": [row.question() for row in formset.kept()]}

    def shown(fresh: Offer) -> Context:
        return gigs.question_context(fresh, formset, rules.read(gigs.terms_of(fresh).questions))

    return _terms(request, desk, offer, "questions", formset, told, shown)


@require_POST
@member("edit_offers")
def faq(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    offer, post = gig_of(desk, offer_id), request.POST
    changed = pressed(post, lambda: typed(post, "faq", rules.MOST_FAQ), rules.MOST_FAQ, {})
    if changed is not None:
        return _unsaved(request, desk, offer, "faq", gigs.faq_context(offer, forms.faq(rows=changed)))
    formset = forms.faq(post)

    def told() -> Context:
        return {"faq": [row.pair() for row in formset.kept()]}

    return _terms(request, desk, offer, "faq", formset, told, lambda fresh: gigs.faq_context(fresh, formset))


@require_POST
@member("edit_offers")
def queue(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """How many unfinished orders it takes."""
    offer, form = gig_of(desk, offer_id), forms.Queue(request.POST, auto_id="id_gig_%s")
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            actions.change_terms(offer, queue=form.cleaned_data["queue"], seen=seen, by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return editor.saved(request, desk, offer_id, "queue")
    return editor.refused(request, desk, offer_id, "queue", queue=form)


@require_POST
@member("edit_offers")
def start(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """Begin with one of the examples: its packages, questions and answers, in the offer's language."""
    offer = gig_of(desk, offer_id)
    found = next((each for each in starts.STARTS if each.code == request.POST.get("start")), None)
    if found is None:
        raise NotFoundHere()
    try:
        actions.lay_out(offer, **starts.laid_out(found, offer.language), by=desk.by, at=clock.now())
    except Refused as refusal:
        return editor.refused(request, desk, offer_id, "packages", start_problem=str(refusal))
    said = _("The example is here. Make it yours: change what does not fit, and say what it costs.")
    messages.success(request, said)
    return editor.to_editor(desk, offer_id, "packages")


def _terms(
    request: HttpRequest,
    desk: Desk,
    offer: Offer,
    part: str,
    formset: Rows,
    told: Callable[[], Context],
    shown: Callable[[Offer], Context],
) -> HttpResponse:
    """Save this part of the terms, or show it with what is wrong with it."""
    if formset.is_valid():
        seen = request.POST.get("seen", "")
        try:
            actions.change_terms(offer, seen=seen, by=desk.by, at=clock.now(), **told())
        except Refused as refusal:
            formset.refuse(refusal, *forms.BLAMED[part])
        else:
            return editor.saved(request, desk, offer.pk, part)
    return editor.refused(request, desk, offer.pk, part, **shown(editor.offer_of(desk, offer.pk)))


def _unsaved(request: HttpRequest, desk: Desk, offer: Offer, section: str, context: Context) -> HttpResponse:
    return editor.page(request, desk, offer, section=section, unsaved=section, **context)
