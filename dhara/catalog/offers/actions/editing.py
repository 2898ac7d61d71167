"""Begin an offer, edit it, copy it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.kinds import KINDS, is_held, kind_of
from dhara.catalog.offers import rules
from dhara.catalog.offers.actions import _begin
from dhara.catalog.offers.facts import OfferCreated, OfferDuplicated, OfferEdited
from dhara.catalog.offers.models import Category, Offer, OfferPicture, OldSlug
from dhara.catalog.prices.actions import copy_tiers
from dhara.catalog.search.actions import reindex
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.languages import in_language
from dhara.kit.locale.slugs import slugify
from dhara.kit.locale.text import shorten
from dhara.kit.refusal import Invalid
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

_SEARCHED = {"title", "summary", "description", "category", "tags"}


@transaction.atomic
def create(studio: Studio, *, kind: str, title: str, by: Actor, at: datetime, **fields: Any) -> Offer:
    """Begin a draft; `fields` as in `edit`. Raises Invalid with the field, NotAllowed."""
    require_actor(by, studio, "edit_offers")
    if kind not in KINDS:
        raise Invalid("kind_unknown", _("Please choose what you want to sell."), "kind")
    clean = rules.clean({"language": studio.language, **fields, "title": title})
    _check_category(clean)
    rules.check_schedule(clean.get("publish_at"), clean.get("unpublish_at"), at)
    _begin.lock_addresses(studio)
    given = clean.pop("slug", None)
    slug = _given_slug(studio, given, None) if given else _free_slug(studio, clean["title"], None)
    offer = Offer(studio=studio, kind=kind, slug=slug, status=rules.DRAFT, status_at=at, **clean)
    _check_awaited(offer, clean)
    offer.created_at = offer.changed_at = at
    offer.save()
    reindex(offer)
    record(OfferCreated(offer.pk, studio.pk, title=offer.title), by=by, at=at, studio_id=studio.pk)
    return offer


@transaction.atomic
def edit(offer: Offer, *, by: Actor, at: datetime, **changes: Any) -> Offer:
    """Change the given fields (names of rules.FIELDS; `category` is a Category or None); returns the offer anew.

    An offer that is for sale must stay complete. The address of one that was public keeps leading here.
    Raises Invalid with the field, Incomplete, NotAllowed; TypeError for a field that does not exist.
    """
    fresh = _begin.locked_for(offer, "edit_offers", by)
    clean = rules.clean(changes)
    _check_category(clean)
    if {"publish_at", "unpublish_at"} & clean.keys():
        moments = {name: clean.get(name, getattr(fresh, name)) for name in ("publish_at", "unpublish_at")}
        rules.check_schedule(**moments, at=at)
    if clean.get("releases_at") != fresh.releases_at and "releases_at" in clean and fresh.published_at is not None:
        text = _("It was on the market already, so when it comes out is not changed here.")
        raise Invalid("release_promised", text, "releases_at")
    _check_awaited(fresh, clean)
    _settle_slug(fresh, clean)
    changed = [name for name, value in clean.items() if getattr(fresh, name) != value]
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, clean[name])
    fresh.changed_at = at
    fresh.save(update_fields=[*changed, "changed_at"])
    if fresh.status == rules.PUBLISHED and (lacks := _begin.missing(fresh)):
        raise rules.Incomplete(lacks)
    if _SEARCHED & set(changed):
        reindex(fresh)
    fact = OfferEdited(fresh.pk, fresh.studio_id, ",".join(changed), title=fresh.title)
    record(fact, by=by, at=at, studio_id=fresh.studio_id)
    return fresh


def _check_awaited(offer: Offer, clean: Mapping[str, Any]) -> None:
    if clean.get("releases_at") is not None and is_held(offer):
        text = _("Work begins when it is ordered, so it can not be sold before it comes out.")
        raise Invalid("held_never_awaited", text, "releases_at")


@transaction.atomic
def duplicate(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """A draft with the same texts, pictures, prices and what its kind holds (files); nothing of it is sold yet."""
    source = _begin.locked_for(offer, "edit_offers", by)
    _begin.lock_addresses(source.studio)
    with in_language(source.language):
        title = shorten(source.title, rules.TITLE_LENGTH - 20)
        title = (_("%(title)s (copy)") % {"title": title})[: rules.TITLE_LENGTH]
    copied = "studio kind summary description language category tags cover seo_title seo_description"
    copied += " from_prices free prices_vary"
    copy = Offer(
        **{name: getattr(source, name) for name in copied.split()}, title=title, status=rules.DRAFT, status_at=at
    )
    copy.slug = _free_slug(source.studio, title, None)
    copy.created_at = copy.changed_at = at
    copy.save()
    OfferPicture.objects.bulk_create(
        OfferPicture(offer=copy, picture_id=p.picture_id, alt=p.alt, position=p.position) for p in source.pictures.all()
    )
    tiers = copy_tiers(source.pk, copy.pk)
    kind_of(source).duplicate(source, copy, tiers, by=by, at=at)
    reindex(copy)
    fact = OfferDuplicated(copy.pk, copy.studio_id, source.pk, title=copy.title)
    record(fact, by=by, at=at, studio_id=copy.studio_id)
    return copy


def _check_category(clean: dict[str, Any]) -> None:
    category = clean.get("category")
    if category is not None and not isinstance(category, Category):
        raise Invalid("category_unknown", _("Please choose a category from the list."), "category")


def _settle_slug(offer: Offer, clean: dict[str, Any]) -> None:
    """Put the address to be into `clean`, where it changes; keep the old one leading here when it was public.

    While an offer was never public, and its address was made from its title, the address follows the title.
    """
    given, title = clean.pop("slug", None), clean.get("title", offer.title)
    _begin.lock_addresses(offer.studio)
    if given and given != offer.slug:
        clean["slug"] = _given_slug(offer.studio, given, offer)
    elif title != offer.title and offer.published_at is None and _made_from(offer.slug, offer.title):
        clean["slug"] = _free_slug(offer.studio, title, offer)
    if offer.published_at is not None and clean.get("slug", offer.slug) != offer.slug:
        OldSlug.objects.get_or_create(studio=offer.studio, slug=offer.slug, defaults={"offer": offer})
        OldSlug.objects.filter(studio=offer.studio, slug=clean["slug"], offer=offer).delete()


def _made_from(slug: str, title: str) -> bool:
    base = slugify(title) or "offer"
    return slug == base or (slug.startswith(base + "-") and slug[len(base) + 1 :].isdecimal())


def _taken(studio: Studio, offer: Offer | None, base: str) -> set[str]:
    """Addresses that begin with `base` and belong to other offers of the studio, now or once."""
    mine = offer.pk if offer else 0
    now = Offer.objects.filter(studio=studio, slug__startswith=base).exclude(pk=mine)
    once = OldSlug.objects.filter(studio=studio, slug__startswith=base).exclude(offer_id=mine)
    return {*now.values_list("slug", flat=True), *once.values_list("slug", flat=True), *rules.RESERVED_SLUGS}


def _free_slug(studio: Studio, title: str, offer: Offer | None) -> str:
    base = slugify(title) or "offer"
    taken = _taken(studio, offer, base)
    tries = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in tries if slug not in taken)


def _given_slug(studio: Studio, slug: str, offer: Offer | None) -> str:
    if slug in _taken(studio, offer, slug):
        raise Invalid("slug_taken", _("This address is already in use. Please choose another."), "slug")
    return slug
