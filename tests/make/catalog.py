"""Shops with offers: the smallest ones that are true. `offer()` alone makes all that it needs."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dhara.catalog.models import Category, Offer, Price, Tier
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.rules import FREE, PriceDraft, TierDraft
from dhara.kit.actor import Actor, operator, person
from dhara.kit.files.models import Picture, StoredFile
from dhara.people.models import Account, Member, Studio

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Shop:
    """A studio with its owner; `by` is the owner as an actor."""

    studio: Studio
    owner: Account
    by: Actor


def account(at: datetime, email: str = "", **fields: Any) -> Account:
    """Without a usable password; its address is not proven."""
    email = email or f"person{next(_numbers)}@example.com"
    return Account.objects.create_user(email, name=fields.pop("name", "Rahim Uddin"), joined_at=at, **fields)


def operator_of(at: datetime) -> Actor:
    return operator(account(at, is_staff=True).pk)


def shop(at: datetime, name: str = "Nadia", *, language: str = "bn", currency: str = "BDT") -> Shop:
    owner = account(at, name=name)
    studio = Studio.objects.create(
        status="open",
        status_at=at,
        handle=f"{name.lower()}{next(_numbers)}",
        name=name,
        language=language,
        currency=currency,
        created_at=at,
    )
    Member.objects.create(studio=studio, account=owner, role="owner", since=at)
    return Shop(studio, owner, person(owner.pk))


def member(shop: Shop, role: str, at: datetime) -> Actor:
    joined = account(at)
    Member.objects.create(studio=shop.studio, account=joined, role=role, since=at)
    return person(joined.pk)


def category(slug: str = "design", parent: Category | None = None) -> Category:
    names = {"name_bn": "ডিজাইন", "name_en": slug.title(), "icon": "palette", "parent": parent}
    return Category.objects.get_or_create(slug=slug, defaults=names)[0]


def fixed(amount: int = 450_00, currency: str = "BDT", **fields: Any) -> TierDraft:
    return TierDraft(prices=(PriceDraft(currency, amount),), **fields)


def free(**fields: Any) -> TierDraft:
    return TierDraft(pricing=FREE, **fields)


def choose(least: int = 0, suggested: int | None = None, currency: str = "BDT", **fields: Any) -> TierDraft:
    return TierDraft(pricing="choose", prices=(PriceDraft(currency, least, suggested),), **fields)


def draft(at: datetime, of: Shop | None = None, title: str = "", **fields: Any) -> Offer:
    """An offer with a title and nothing else."""
    of = of or shop(at)
    title = title or f"Wedding card no {next(_numbers)}"
    return offers.create(of.studio, kind="download", title=title, by=of.by, at=at, **fields)


def offer(
    at: datetime,
    of: Shop | None = None,
    title: str = "",
    *,
    tiers: Sequence[TierDraft] = (),
    published: bool = True,
    file: bool = True,
    **fields: Any,
) -> Offer:
    """A complete offer with one file; on the market unless `published` is False."""
    from tests.make.delivery import file as make_file

    of = of or shop(at)
    fields = {"description": "<p>Print it at home.</p>", "category": category(), **fields}
    made = draft(at, of, title, **fields)
    prices.set_tiers(made, tiers or [fixed()], by=of.by, at=at)
    if file:
        make_file(made, of, at)
    if published:
        made = offers.publish(made, by=of.by, at=at)
    return made


def tier(of: Offer, **fields: Any) -> Tier:
    """One more row of a tier, written straight into the table."""
    amount, currency = fields.pop("amount", 450_00), fields.pop("currency", "BDT")
    made = Tier.objects.create(offer=of, **fields)
    if made.pricing != FREE:
        Price.objects.create(tier=made, currency=currency, amount=amount)
    return made


def picture(studio: Studio, at: datetime) -> Picture:
    """A picture whose bytes nobody asks for."""
    key = f"pictures/{next(_numbers)}.webp"
    file = StoredFile.objects.create(
        studio_ref=studio.pk,
        name="cover.webp",
        size=1200,
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        mime="image/webp",
        storage_key=key,
        state=StoredFile.READY,
        created_at=at,
    )
    small = {"width": 320, "height": 240, "key": key + ".320", "size": 400}
    return Picture.objects.create(file=file, width=1280, height=960, renditions=[small])
