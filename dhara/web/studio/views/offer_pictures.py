"""The pictures of an offer: take new ones in; put them in order, describe them, choose the cover."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dhara.catalog.offers import actions
from dhara.kit import clock
from dhara.kit.files.models import Picture
from dhara.kit.refusal import Refused
from dhara.web.studio import editor
from dhara.web.studio.doors import Desk, member
from dhara.web.studio.received import received


@require_POST
@member("edit_offers")
def pictures(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """Take in what came in pieces (`upload`) or with the form itself (`file`); good ones stay, bad ones are named."""
    offer, at = editor.offer_of(desk, offer_id), clock.now()
    problems, added = [], 0
    for name, given in received(request, desk, "picture", at):
        try:
            with given as stored:
                actions.add_picture(offer, stored.picture, by=desk.by, at=at)
            added += 1
        except Refused as refusal:
            problems.append(f"{name}: {refusal}")
    if not added and not problems:
        problems.append(_("Choose a picture first."))
    if problems:
        return editor.refused(request, desk, offer_id, "pictures", picture_problems=problems)
    return editor.saved(request, desk, offer_id, "pictures", _("The pictures are here."))


@require_POST
@member("edit_offers")
def arrangement(request: HttpRequest, desk: Desk, offer_id: int) -> HttpResponse:
    """All pictures as the form has them: `alt-<id>`, `cover`, and perhaps one to move `up`, `down` or `remove`."""
    offer = editor.offer_of(desk, offer_id)
    wanted = _arranged([each.picture for each in offer.pictures.all()], request.POST)
    alts = {each.picture_id: each.alt for each in offer.pictures.all()}
    typed = [(each, request.POST.get(f"alt-{each.pk}", alts[each.pk])) for each in wanted]
    cover = request.POST.get("cover", "")
    try:
        actions.set_pictures(offer, typed, cover_id=_number(cover), by=desk.by, at=clock.now())
    except Refused as refusal:
        shown = [{"picture": each, "picture_id": each.pk, "alt": alt} for each, alt in typed]
        return editor.refused(request, desk, offer_id, "pictures", pictures=shown, picture_problems=[str(refusal)])
    return editor.saved(request, desk, offer_id, "pictures")


def _arranged(pictures: list[Picture], post: Any) -> list[Picture]:
    ids = [each.pk for each in pictures]
    for verb, step in (("up", -1), ("down", 1)):
        moved = _number(post.get(verb, ""))
        if moved in ids:
            here = ids.index(moved)
            there = max(0, min(here + step, len(ids) - 1))
            ids.insert(there, ids.pop(here))
    removed = _number(post.get("remove", ""))
    by_id = {each.pk: each for each in pictures}
    return [by_id[each] for each in ids if each != removed]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None
