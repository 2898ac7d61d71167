"""Open the studios and make their offers, through the same actions that their owners would use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from dhara.catalog.models import Category, Offer, Suggestion, Tier
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.rules import PriceDraft, TierDraft
from dhara.catalog.suggestions import actions as suggestions
from dhara.catalog.suggestions.rules import Draft
from dhara.cli.demo import cast, own_jobs, plans
from dhara.cli.demo.art import drawing
from dhara.cli.demo.goods.making import make
from dhara.cli.demo.plans import OfferPlan, StudioPlan
from dhara.cli.demo.words import description
from dhara.delivery.downloads import actions as downloads
from dhara.kit.actor import Actor, person
from dhara.kit.files.actions import store_bytes, store_picture
from dhara.kit.files.models import Picture
from dhara.people.models import Studio
from dhara.people.studios import actions as studios

PROPOSING = 8  # offers that say what goes well with them, or are that
ADVISED = 1  # which of several tiers is recommended, counted from 0
FIRST_DAYS = timedelta(days=380)  # how long before the present Nadia opened
WIDE, USUAL = 1200, 960  # pixels: Nadia's pictures are looked at most, and every pixel takes its time


@dataclass(frozen=True)
class Wares:
    """An offer with its bytes: what the slow part made beside the database."""

    plan: OfferPlan
    pictures: tuple[tuple[bytes, str], ...]
    files: tuple[tuple[str, bytes], ...]


def opened_at(plan: StudioPlan, anchor: datetime) -> datetime:
    """Nadia first, the others within the months after; `anchor` is the present of the demo world."""
    if plan.handle == plans.FIRST:
        return anchor - FIRST_DAYS
    return anchor - timedelta(days=Random(plan.handle).randint(120, 365), hours=5)


def published_at(plan: OfferPlan, opened: datetime, anchor: datetime) -> datetime:
    """Within days of opening for the first one, some days ago for the last; in time for what was taken down since."""
    dice = Random(plan.key)
    share: float = 0.35 if plan.sold_out or plan.state in ("unpublished", "archived") else plan.place**1.7
    first: datetime = opened + (anchor - opened - timedelta(days=9)) * share
    return first + timedelta(days=1 + dice.random() * 5, hours=dice.randint(0, 9))


@own_jobs.again
def open_studio(plan: StudioPlan, anchor: datetime) -> Studio:
    """The studio with its pictures, and all that follows from its opening; nothing is done twice."""
    at = opened_at(plan, anchor)
    with own_jobs.batch() as others:
        studio = _opened(plan, at)
        own_jobs.run(at, others)
    return studio


def _opened(plan: StudioPlan, at: datetime) -> Studio:
    owner = cast.owner(plan.email, plan.owner, language=plan.language, at=at, letters=plan.handle == plans.FIRST)
    studio = Studio.objects.filter(handle=plan.handle).first()
    if studio is None:
        studio = studios.open_studio(
            account_id=owner.pk,
            handle=plan.handle,
            name=plan.name,
            by=person(owner.pk),
            at=at,
            currency=plan.currency,
            language=plan.language,
            tagline=plan.tagline,
            bio=plan.bio,
            links=list(plan.links),
        )
    if studio.cover_id is None:
        face, wide = drawing.draw([drawing.avatar(plan), drawing.banner(plan)])
        picture, cover = (_picture(each, studio, at) for each in (face, wide))
        studio = studios.edit_studio(studio.pk, by=person(owner.pk), at=at, picture_id=picture.pk, cover_id=cover.pk)
    return studio


def fill(plan: StudioPlan, studio: Studio, anchor: datetime, say: Callable[[str], None]) -> int:
    """Make the offers that are missing; returns how many there are then."""
    owner = studio.members.get(role="owner").account_id
    known = set(Offer.objects.filter(studio=studio).values_list("slug", flat=True))
    for wares in _prepared([each for each in plan.offers if each.slug not in known]):
        _put_up(wares, studio, person(owner), published_at(wares.plan, studio.created_at, anchor))
    say(f"@{plan.handle}: {len(plan.offers)} offers")
    return len(plan.offers)


def _prepared(wanted: Sequence[OfferPlan], ahead: int = 4) -> Iterator[Wares]:
    """Drawn and written a few offers ahead of the one that is being stored: typst works beside the database."""
    with ThreadPoolExecutor(1) as pool:
        waiting = [pool.submit(_wares, plan) for plan in wanted[:ahead]]
        rest = iter(wanted[ahead:])
        while waiting:
            yield waiting.pop(0).result()
            waiting.extend(pool.submit(_wares, plan) for plan in [next(rest, None)] if plan)


def _wares(plan: OfferPlan) -> Wares:
    drawn = [drawing.cover(plan)]
    if plan.handle == plans.FIRST or plan.number % 4 == 0:
        drawn.append(drawing.contents(plan))
    alts = [plan.title, f"{drawing.CONTENTS[plan.language]}: {', '.join(plan.inside)}"[:200]]
    pictures = tuple(zip(drawing.draw(drawn, width=WIDE if plan.handle == plans.FIRST else USUAL), alts, strict=False))
    return Wares(plan, pictures, tuple((name, make(plan, name)) for name in plan.files))


@own_jobs.again
def _put_up(wares: Wares, studio: Studio, by: Actor, at: datetime) -> None:
    """Files first, as an owner uploads them; then all of the offer in one transaction, so that none is half made."""
    plan = wares.plan
    pictures = [(_picture(content, studio, at), alt) for content, alt in wares.pictures]
    files = [store_bytes(content, name=name, at=at, studio_ref=studio.pk) for name, content in wares.files]
    with own_jobs.batch() as others:
        offer = offers.create(
            studio,
            kind="download",
            title=plan.title,
            slug=plan.slug,
            summary=plan.summary,
            description=description(plan),
            language=plan.language,
            category=Category.objects.get(slug=plan.shelf),
            tags=list(plan.tags),
            by=by,
            at=at,
        )
        for picture, alt in pictures:
            offers.add_picture(offer, picture, alt=alt, by=by, at=at)
        given = [downloads.add_file(offer, stored, by=by, at=at).pk for stored in files]
        tiers = prices.set_tiers(offer, [_draft(plan, place) for place in range(len(plan.tiers))], by=by, at=at)
        for tier, tier_plan in zip(tiers, plan.tiers, strict=True):
            _give(tier, given, tier_plan.files, by, at)
        if plan.state != "draft":
            offers.publish(offer, by=by, at=at)
        own_jobs.run(at, others)


def _give(tier: Tier, files: list[int], first: int | None, by: Actor, at: datetime) -> None:
    if first is not None and first < len(files):
        downloads.set_tier_files(tier, files[:first], by=by, at=at)


def _draft(plan: OfferPlan, place: int) -> TierDraft:
    tier = plan.tiers[place]
    drafts = tuple(PriceDraft(code, amount, suggested) for code, (amount, suggested) in tier.prices.items())
    told = plan.inside if tier.files is None else plan.inside[: 2 * tier.files]
    best = len(plan.tiers) > 1 and place == ADVISED
    return TierDraft(tier.name, tier.pricing, drafts, tier.stock, "\n".join(told), recommended=best)


def _picture(content: bytes, studio: Studio, at: datetime) -> Picture:
    return store_picture(content, name="picture.png", at=at, studio_ref=studio.pk)


@own_jobs.again
def close_some(plan: StudioPlan, studio: Studio, at: datetime) -> None:
    """Take down and put away what the plan says; last, so that it was sold before."""
    by = person(studio.members.get(role="owner").account_id)
    with own_jobs.batch() as others:
        for each in plan.offers:
            offer = Offer.objects.filter(studio=studio, slug=each.slug, status="published").first()
            if offer and each.state == "unpublished":
                offers.unpublish(offer, by=by, at=at)
            elif offer and each.state == "archived":
                offers.archive(offer, by=by, at=at)
        own_jobs.run(at, others)


@own_jobs.again
def propose(studio: Studio, at: datetime) -> None:
    """Each of the studio's first offers says what goes well with it: the next one, a tenth cheaper, and one more."""
    by = person(studio.members.get(role="owner").account_id)
    if Suggestion.objects.filter(studio=studio).exists():
        return
    found = list(Offer.objects.filter(studio=studio, status="published").order_by("pk")[:PROPOSING])
    with own_jobs.batch() as others:
        for place, offer in enumerate(found[:-2]):
            for bp, other in zip((1_000, 0), found[place + 1 :], strict=False):
                tier = other.tiers.filter(retired=False, pricing="fixed").first()
                if tier is not None:
                    suggestions.suggest(offer, Draft("cross", tier.pk, bp=bp), by=by, at=at)
        own_jobs.run(at, others)
