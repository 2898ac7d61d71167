"""What makes no sense for work is refused by the domain too: nobody gets there past the editor."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.catalog.bundles.queries import candidates
from dhara.catalog.collaborators import actions as collaborators
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.rules import TierDraft
from dhara.delivery.gigs import actions
from dhara.delivery.gigs.rules import Promise
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from tests.make import catalog, gigs


def test_it_is_never_free_nor_what_the_buyer_likes(db: None, now: datetime) -> None:
    shop = catalog.shop(now)
    gig = gigs.offer(now, shop)
    with pytest.raises(Invalid) as refused:
        prices.set_tiers(gig, [catalog.fixed(name="A"), TierDraft("B", pricing="free")], by=shop.by, at=now)
    assert (refused.value.code, refused.value.field) == ("gig_fixed", "tiers-1-pricing")
    assert gig.tiers.get().pricing == "fixed"


def test_it_is_not_shared(db: None, now: datetime) -> None:
    shop = catalog.shop(now)
    gig = gigs.offer(now, shop)
    with pytest.raises(Conflict, match="delivered by one studio"):
        collaborators.invite(gig, email="rafi@example.com", bp=1000, by=shop.by, at=now)


def test_it_does_not_come_out_later(db: None, now: datetime) -> None:
    shop, later = catalog.shop(now), now + timedelta(days=9)
    with pytest.raises(Invalid, match="begins when it is ordered"):
        offers.create(shop.studio, kind="gig", title="A logo", releases_at=later, by=shop.by, at=now)
    draft = offers.create(shop.studio, kind="gig", title="A logo", by=shop.by, at=now)
    with pytest.raises(Invalid, match="begins when it is ordered"):
        offers.edit(draft, releases_at=later, by=shop.by, at=now)


def test_it_is_no_part_of_a_bundle(db: None, now: datetime) -> None:
    shop = catalog.shop(now)
    gigs.offer(now, shop)
    assert not candidates(shop.studio.pk).exists()


def test_packages_are_all_or_nothing_and_only_of_gigs(db: None, now: datetime) -> None:
    shop = catalog.shop(now)
    gig = gigs.offer(now, shop)
    drafts, promises = [catalog.fixed(name="A"), catalog.fixed(name="B")], [Promise(3), Promise(91)]
    with pytest.raises(Invalid) as refused:
        actions.set_packages(gig, drafts, promises, by=shop.by, at=now)
    assert refused.value.field == "tiers-1-days"
    assert gig.tiers.filter(retired=False).get().package.days == 3
    other = catalog.draft(now, shop, "Cards")
    with pytest.raises(NotFoundHere):
        actions.set_packages(other, drafts[:1], promises[:1], by=shop.by, at=now)
