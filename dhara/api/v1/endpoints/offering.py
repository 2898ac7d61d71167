"""What a program sends as an offer becomes its texts, packages, terms and prices, all or nothing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.api.v1.problems import Several
from dhara.api.v1.schemas.own_gigs import OwnGigIn, OwnPackageIn
from dhara.api.v1.schemas.own_offers import OwnOfferEditIn, OwnOfferIn, OwnTextsIn, place_of
from dhara.api.v1.schemas.own_tiers import OwnTierIn, PackagePriceIn, TierPriceIn
from dhara.catalog.models import Category, Offer, Tier
from dhara.catalog.offers import actions as offers
from dhara.catalog.offers import queries
from dhara.catalog.offers.rules import Incomplete
from dhara.catalog.prices import launch
from dhara.catalog.prices.queries import tiers_of
from dhara.catalog.prices.rules import FIXED, PriceDraft, TierDraft
from dhara.delivery.downloads import actions as prices
from dhara.delivery.downloads import queries as downloads
from dhara.delivery.downloads.actions import Files
from dhara.delivery.downloads.models import DownloadFile
from dhara.delivery.gigs import actions, rules
from dhara.delivery.gigs import queries as gigs
from dhara.delivery.gigs.models import GigTerms, Package
from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere, Refused
from dhara.people.access.queries import require_actor
from dhara.people.models import Account, Studio

_TEXTS: Final = (
    *("title", "slug", "summary", "description", "language", "tags"),
    *("seo_title", "seo_description", "publish_at", "unpublish_at"),
)
_PRICED: Final = re.compile(r"(amount|launch|suggested)_[A-Z]+$")


@dataclass(frozen=True)
class Whole:
    """An offer as `queries.preview` loads it, with what a gig has besides, or the files of another."""

    offer: Offer
    packages: Mapping[int, Package]
    terms: GigTerms
    files: Sequence[DownloadFile] = ()
    tier_files: Mapping[int, list[int] | None] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Changes with whatever can be changed over the API."""
        offer = self.offer
        texts = [getattr(offer, name) for name in _TEXTS]
        pictures = [(each.picture_id, each.alt) for each in offer.pictures.all()]
        told = [gigs.told(each, self.packages.get(each.pk)) for each in offer.tiers.all()]
        terms = [getattr(self.terms, part) for part in ("questions", "faq", "extras", "queue")]
        more = [(each.pricing, each.stock, self.tier_files.get(each.pk)) for each in offer.tiers.all()]
        asked = [price.suggested for each in offer.tiers.all() for price in each.prices.all()]
        files = [(each.pk, each.title, len(each.versions.all())) for each in self.files]
        return rules.stamp([texts, offer.category_id, pictures, offer.cover_id, told, terms, more, asked, files])


def whole(studio: Studio, offer_id: int, account: Account) -> Whole:
    """One of the studio's offers, for a member. Raises NotFoundHere."""
    offer = queries.preview(account, offer_id)
    if offer is None or offer.studio_id != studio.pk:
        raise NotFoundHere()
    if offer.kind != rules.GIG:
        return Whole(offer, {}, GigTerms(), list(downloads.files_of_offer(offer.pk)), downloads.tier_files(offer.pk))
    packages = gigs.packages(each.pk for each in offer.tiers.all())
    return Whole(offer, packages, gigs.terms_of(offer.pk) or GigTerms())


@transaction.atomic
def make(studio: Studio, wanted: OwnOfferIn, *, by: Actor, at: datetime) -> Offer:
    """A draft. Raises Invalid with the field as it was sent."""
    _check_kind(wanted.kind, wanted)
    with blamed(wanted.kind):
        offer = offers.create(studio, kind=wanted.kind, **_texts(wanted), by=by, at=at)
        _set_gig(offer, wanted, by=by, at=at)
        _set_tiers(offer, (), wanted, by=by, at=at)
    return offer


@transaction.atomic
def change(studio: Studio, offer_id: int, wanted: OwnOfferEditIn, account: Account, *, by: Actor, at: datetime) -> None:
    """What was sent; the rest stays. Raises Conflict where `seen` is not the present version, else as `make`."""
    require_actor(by, studio, "edit_offers")
    now = present(studio, offer_id, account, wanted.seen)
    _check_kind(now.offer.kind, wanted)
    with blamed(now.offer.kind):
        offer, texts = now.offer, _texts(wanted)
        if texts:
            offer = offers.edit(offer, **texts, by=by, at=at)
        _set_gig(offer, wanted, by=by, at=at)
        _set_tiers(offer, now.files, wanted, by=by, at=at)


def present(studio: Studio, offer_id: int, account: Account, seen: str) -> Whole:
    """The offer as it is now, which nobody else edits until the transaction ends; orders of it go on.

    Raises NotFoundHere, Conflict (`seen`).
    """
    Offer.objects.select_for_update(no_key=True).filter(pk=offer_id, studio=studio).first()
    now = whole(studio, offer_id, account)
    if seen and seen != now.version:
        raise Conflict("offer_changed", _("Somebody else changed this in the meantime. Read it again first."), "seen")
    return now


def _check_kind(kind: str, wanted: OwnTextsIn) -> None:
    """Raises Invalid (`gig`, `tiers`) for what another kind has."""
    if kind != rules.GIG and "gig" in wanted.model_fields_set:
        raise Invalid("no_gig", _("This offer is no gig."), "gig")
    if kind == rules.GIG and "tiers" in wanted.model_fields_set:
        raise Invalid("packages_needed", _("A gig has packages instead."), "tiers")


@contextmanager
def blamed(kind: str) -> Iterator[None]:
    """A refusal names the fields as they are called here."""
    try:
        yield
    except Incomplete as refusal:
        lacks = [(place_of(each, kind), str(each)) for each in refusal.missing]
        raise Several(refusal, lacks) from refusal
    except Refused as refusal:
        refusal.field = _named(refusal.field or "", "gig.packages" if kind == rules.GIG else "tiers") or None
        raise


def _named(field: str, prices: str) -> str:
    """`tiers-0-name` → `gig.packages.0.name`, `extra_1` → `gig.extras.1`; texts are called alike."""
    if found := re.fullmatch(r"tiers-(\d+)-(\w+)", field):
        return f"{prices}.{found[1]}.{_PRICED.sub('prices', found[2])}"
    if found := re.fullmatch(r"(extra|question)_(\d+)", field):
        return f"gig.{found[1]}s.{found[2]}"
    if field in ("extras", "questions", "faq", "queue"):
        return f"gig.{field}"
    return prices if field == "tiers" else field


def _texts(wanted: OwnTextsIn) -> dict[str, Any]:
    """Only what was sent. Raises Invalid (`category`)."""
    sent = wanted.model_fields_set
    found: dict[str, Any] = {name: getattr(wanted, name) for name in _TEXTS if name in sent}
    if "category" in sent:
        found["category"] = _category(wanted.category) if wanted.category else None
    return found


def _category(slug: str) -> Category:
    found = Category.objects.filter(slug=slug).first()
    if found is None:
        raise Invalid("category_unknown", _("Please choose a category from the list."), "category")
    return found


def _set_gig(offer: Offer, wanted: OwnTextsIn, *, by: Actor, at: datetime) -> None:
    if "gig" not in wanted.model_fields_set:
        return
    given = wanted.gig
    if "packages" in given.model_fields_set:
        drafts = _drafts(tiers_of(offer.pk), given.packages, at)
        promises = [rules.Promise(each.days, each.revisions, tuple(each.scope)) for each in given.packages]
        actions.set_packages(offer, drafts, promises, by=by, at=at)
    if parts := _terms(given, gigs.terms_of(offer.pk) or GigTerms()):
        actions.change_terms(offer, **parts, by=by, at=at)


def _set_tiers(offer: Offer, files: Sequence[DownloadFile], wanted: OwnTextsIn, *, by: Actor, at: datetime) -> None:
    """Prices of what is no gig, and which of its `files` each gives; nothing said of them leaves them."""
    if "tiers" not in wanted.model_fields_set:
        return
    known = {each.pk for each in files}
    for place, each in enumerate(wanted.tiers):
        if not known.issuperset(each.files or ()):
            raise Invalid("file_gone", _("This file is not there any more."), f"tiers.{place}.files")
    given = [each.files if "files" in each.model_fields_set else Files.AS_BEFORE for each in wanted.tiers]
    prices.set_prices(offer, _drafts(tiers_of(offer.pk), wanted.tiers, at), given, by=by, at=at)


def _terms(given: OwnGigIn, now: GigTerms) -> dict[str, Any]:
    """Of the terms what was sent, as `actions.set_terms` takes it."""
    sent, found = given.model_fields_set, dict[str, Any]()
    if "extras" in sent:
        _check_currencies(given)
        keys = _keys([(each.key, each.title) for each in given.extras], {e["title"]: e["key"] for e in now.extras})
        found["extras"] = [
            rules.Extra(key, each.title, each.about, each.days, {p.currency: p.amount for p in each.prices})
            for key, each in zip(keys, given.extras, strict=True)
        ]
    if "questions" in sent:
        known = {each["words"]: each["key"] for each in now.questions}
        keys = _keys([(each.key, each.words) for each in given.questions], known)
        found["questions"] = [
            rules.Question(key, each.words, each.sort, each.needed, tuple(each.choices))
            for key, each in zip(keys, given.questions, strict=True)
        ]
    if "faq" in sent:
        found["faq"] = [each.model_dump() for each in given.faq]
    return {**found, "queue": given.queue} if "queue" in sent else found


def _check_currencies(given: OwnGigIn) -> None:
    """Raises Invalid (`gig.extras.0.prices`); those of packages are checked with their prices."""
    for place, each in enumerate(given.extras):
        if len({price.currency for price in each.prices}) < len(each.prices):
            words = _("There are two prices in the same currency.")
            raise Invalid("currency_twice", words, f"gig.extras.{place}.prices")


def _keys(given: Sequence[tuple[str, str]], known: Mapping[str, str]) -> list[str]:
    """The key that was sent; else that of the same words, as long as nobody else has it; else a new one."""
    taken = {key for key, _words in given if key}
    found = []
    for sent, words in given:
        kept = known.get(clean_text(words), "")
        key = sent or (kept if kept not in taken else "") or secrets.token_hex(4)
        taken.add(key)
        found.append(key)
    return found


def _drafts(tiers: Iterable[Tier], given: Sequence[OwnPackageIn | OwnTierIn], at: datetime) -> list[TierDraft]:
    """A package that names no tier is the present one of its name: to send the same twice changes nothing."""
    by_id = {each.pk: each for each in tiers}
    claimed = {each.tier for each in given}
    by_name = {each.name.casefold(): pk for pk, each in by_id.items() if pk not in claimed}
    found = []
    for each in given:
        pk = each.tier if each.tier is not None else by_name.pop(clean_text(each.name).casefold(), None)
        found.append(_draft(each, pk, by_id.get(pk or 0), at))
    return found


def _draft(given: OwnPackageIn | OwnTierIn, pk: int | None, now: Tier | None, at: datetime) -> TierDraft:
    """A launch price of which nothing is said stays, as long as it has not ended."""
    runs = now is not None and launch.ended(now, at) is None
    known = {price.currency: price.launch for price in now.prices.all()} if now and runs else {}
    said = given.model_fields_set
    until, copies = (now.launch_until, now.launch_copies) if now and runs else (None, None)
    return TierDraft(
        name=given.name,
        description=given.description,
        prices=tuple(_price(each, known.get(each.currency)) for each in given.prices),
        id=pk,
        recommended=given.recommended,
        pricing=given.pricing if isinstance(given, OwnTierIn) else FIXED,
        stock=given.stock if isinstance(given, OwnTierIn) and "stock" in said else now.stock if now else None,
        launch_until=given.launch_until if "launch_until" in said else until,
        launch_copies=given.launch_copies if "launch_copies" in said else copies,
    )


def _price(given: PackagePriceIn, kept: int | None) -> PriceDraft:
    low = given.launch if "launch" in given.model_fields_set else kept
    suggested = given.suggested if isinstance(given, TierPriceIn) else None
    return PriceDraft(given.currency, given.amount, suggested, low)
