"""What was not published is told; what was renamed is found under its new name."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions as offers
from dhara.catalog.offers import queries
from dhara.kit.actor import SYSTEM, operator, person
from dhara.kit.facts.models import Reaction
from dhara.kit.queue import drain
from dhara.people.models import Notice
from dhara.people.notices.rules import sentence
from dhara.people.studios import actions as studios
from tests.make import catalog as make

pytestmark = pytest.mark.django_db


def found(text: str, at: datetime) -> list[str]:
    return [offer.title for offer in queries.search(text, at).items]


def test_members_learn_why_an_offer_was_not_published(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.draft(now, shop, "Wedding cards")
    offers.edit(offer, publish_at=now + timedelta(hours=1), by=shop.by, at=now)
    later = now + timedelta(hours=2)
    assert offers.run_schedule(at=later) == 1
    drain(later)
    told = Notice.objects.get(kind="offer_not_published")
    assert told.account == shop.owner
    assert told.url == f"/studio/{shop.studio.handle}/offers/{offer.pk}/"
    words = sentence(told.kind, told.data)
    assert words.startswith("Wedding cards could not be published on its date: ")
    assert len(words) > len("Wedding cards could not be published on its date: ")


def test_a_renamed_studio_is_found_under_its_new_name(now: datetime) -> None:
    shop = make.shop(now, "Nadia")
    make.offer(now, shop, "Wedding cards")
    make.offer(now, make.shop(now, "Rahim"), "Posters")
    assert found("Jamdani", now) == []
    studios.edit_studio(shop.studio.pk, name="Jamdani Studio", by=shop.by, at=now)
    studios.change_handle(shop.studio.pk, handle="muslinhouse", by=shop.by, at=now)
    drain(now)
    assert found("Jamdani", now) == ["Wedding cards"]
    assert found("muslinhouse", now) == ["Wedding cards"]
    assert not Reaction.objects.exclude(state="done").exists()


def test_other_edits_touch_no_offer(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop)
    Offer.objects.filter(pk=offer.pk).update(search=None)
    studios.edit_studio(shop.studio.pk, tagline="Cards by hand", by=shop.by, at=now)
    drain(now)
    assert Offer.objects.get(pk=offer.pk).search is None


def test_offers_are_found_by_the_new_name_of_their_shelf(now: datetime) -> None:
    shelf = make.category("design")
    make.offer(now, make.shop(now), "Wedding cards", category=shelf)
    offers.edit_category(shelf.pk, name_en="Ornaments", by=operator(make.operator_of(now).id or 0), at=now)
    drain(now)
    assert found("Ornaments", now) == ["Wedding cards"]


def test_only_an_operator_names_shelves(now: datetime) -> None:
    from dhara.kit.refusal import Invalid, NotAllowed

    shelf, by = make.category("design"), person(make.shop(now).owner.pk)
    with pytest.raises(NotAllowed):
        offers.edit_category(shelf.pk, name_en="Ornaments", by=by, at=now)
    with pytest.raises(NotAllowed):
        offers.add_category(slug="toys", name_bn="খেলনা", name_en="Toys", by=by, at=now)
    with pytest.raises(Invalid):
        offers.add_category(slug="No slug", name_bn="খেলনা", name_en="Toys", by=SYSTEM, at=now)
