"""The pictures of an offer, in order, and which of them is the cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.offers import rules
from dhara.catalog.offers.actions import _begin
from dhara.catalog.offers.models import Offer, OfferPicture
from dhara.kit.actor import Actor
from dhara.kit.files.models import Picture
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid, NotFoundHere


@transaction.atomic
def add_picture(offer: Offer, picture: Picture, *, alt: str = "", by: Actor, at: datetime) -> OfferPicture:
    """Put a picture of the studio's last; the first one becomes the cover. Raises Invalid (`picture`, `alt`)."""
    fresh = _begin.locked_for(offer, "edit_offers", by)
    present = list(fresh.pictures.all())
    _check_room(len(present) + 1)
    _check_owner(fresh, picture)
    position = present[-1].position + 1 if present else 0
    added = OfferPicture.objects.create(offer=fresh, picture=picture, alt=_alt(alt), position=position)
    _touch(fresh, at, cover_id=fresh.cover_id or picture.pk)
    return added


@transaction.atomic
def set_pictures(
    offer: Offer, pictures: Sequence[tuple[Picture, str]], *, cover_id: int | None = None, by: Actor, at: datetime
) -> None:
    """Make the pictures exactly these, each with its description.

    `cover_id` (of a Picture) is the cover when it is among them; or else the present cover, or else the first.
    """
    fresh = _begin.locked_for(offer, "edit_offers", by)
    _check_room(len(pictures))
    for picture, _text in pictures:
        _check_owner(fresh, picture)
    fresh.pictures.all().delete()
    OfferPicture.objects.bulk_create(
        OfferPicture(offer=fresh, picture=picture, alt=_alt(text), position=place)
        for place, (picture, text) in enumerate(pictures)
    )
    ids = [picture.pk for picture, _text in pictures]
    wanted = [each for each in (cover_id, fresh.cover_id, *ids[:1]) if each in ids]
    _touch(fresh, at, cover_id=wanted[0] if wanted else None)


@transaction.atomic
def remove_picture(offer: Offer, picture_id: int, *, by: Actor, at: datetime) -> None:
    """Take a picture (id of the OfferPicture) away; when it was the cover, the first that is left becomes it."""
    fresh = _begin.locked_for(offer, "edit_offers", by)
    gone = _picture(fresh, picture_id)
    gone.delete()
    left = fresh.pictures.values_list("picture_id", flat=True)
    cover = fresh.cover_id if fresh.cover_id in left else next(iter(left), None)
    _touch(fresh, at, cover_id=cover)


@transaction.atomic
def move_picture(offer: Offer, picture_id: int, *, to: int, by: Actor, at: datetime) -> None:
    """Give a picture another place, counted from 0; places beyond the ends mean the ends."""
    fresh = _begin.locked_for(offer, "edit_offers", by)
    moved = _picture(fresh, picture_id)
    order = [each for each in fresh.pictures.all() if each.pk != moved.pk]
    order.insert(max(0, min(to, len(order))), moved)
    for place, each in enumerate(order):
        each.position = place
    OfferPicture.objects.bulk_update(order, ["position"])
    _touch(fresh, at)


@transaction.atomic
def describe_picture(offer: Offer, picture_id: int, *, alt: str, by: Actor, at: datetime) -> None:
    """Say in words what a picture shows, for those who do not see it."""
    fresh = _begin.locked_for(offer, "edit_offers", by)
    picture = _picture(fresh, picture_id)
    picture.alt = _alt(alt)
    picture.save(update_fields=["alt"])
    _touch(fresh, at)


@transaction.atomic
def set_cover(offer: Offer, picture_id: int, *, by: Actor, at: datetime) -> None:
    """Let one of its pictures (id of the OfferPicture) stand for the offer on cards."""
    fresh = _begin.locked_for(offer, "edit_offers", by)
    _touch(fresh, at, cover_id=_picture(fresh, picture_id).picture_id)


def _touch(offer: Offer, at: datetime, **changes: int | None) -> None:
    Offer.objects.filter(pk=offer.pk).update(changed_at=at, **changes)


def _picture(offer: Offer, picture_id: int) -> OfferPicture:
    found = offer.pictures.filter(pk=picture_id).first()
    if found is None:
        raise NotFoundHere("picture_gone", _("This picture is not there any more."))
    return found


def _check_room(count: int) -> None:
    if count > rules.MAX_PICTURES:
        raise Invalid(
            "too_many_pictures",
            _("At most %(most)s pictures, please.") % {"most": number(rules.MAX_PICTURES, current())},
            "picture",
        )


def _check_owner(offer: Offer, picture: Picture) -> None:
    """Whoever uploaded it for another studio can not show it here."""
    if picture.file.studio_ref != offer.studio_id:
        raise NotFoundHere("picture_gone", _("This picture is not there any more."))


def _alt(text: str) -> str:
    text = clean_text(text)
    if len(text) > rules.ALT_LENGTH:
        raise Invalid("text_too_long", _("This text is too long. Please shorten it."), "alt")
    return text
