"""Beginning, editing, publishing and putting away an offer; who may, and what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from dhara.catalog.models import Offer, OldSlug
from dhara.catalog.offers import actions, rules
from dhara.catalog.prices import actions as prices
from dhara.kit.actor import GUEST, SYSTEM, Actor
from dhara.kit.facts.models import RecordedFact
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from tests.make import catalog as make
from tests.make import delivery as made

pytestmark = pytest.mark.django_db


def facts(offer: Offer) -> list[str]:
    found = RecordedFact.objects.filter(subject=f"offer:{offer.pk}").order_by("id")
    return [name.removeprefix("catalog.") for name in found.values_list("name", flat=True)]


def test_a_draft_has_clean_texts_and_an_address(now: datetime) -> None:
    shop = make.shop(now)
    offer = actions.create(
        shop.studio,
        kind="download",
        title="  বিয়ের   কার্ড\u200b ২০২৬ ",
        description='<p onclick="x()">ছাপুন<script>alert(1)</script></p>',
        tags="বিয়ে, কার্ড,  #Wedding , wedding",
        by=shop.by,
        at=now,
    )
    assert offer.title == "বি\u09af\u09bcের কার্ড ২০২৬"  # NFC spells য় with two letters
    assert offer.slug == "বি\u09af\u09bcের-কার্ড-২০২৬"
    assert offer.description == "<p>ছাপুন</p>"
    assert offer.tags == ["বি\u09af\u09bcে", "কার্ড", "Wedding"]
    assert (offer.status, offer.language) == ("draft", "bn")
    assert facts(offer) == ["OfferCreated"]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"title": "  "}, "title_missing", "title"),
        ({"title": "x" * 121}, "text_too_long", "title"),
        ({"slug": "?!"}, "slug_unclear", "slug"),
        ({"slug": "feed"}, "slug_taken", "slug"),
        ({"summary": "x" * 201}, "text_too_long", "summary"),
        ({"description": "x" * 100_001}, "text_too_long", "description"),
        ({"language": "xx"}, "language_unknown", "language"),
        ({"tags": [f"tag {n}" for n in range(13)]}, "too_many_tags", "tags"),
        ({"tags": "x" * 31}, "tag_too_long", "tags"),
        ({"category": "design"}, "category_unknown", "category"),
        ({"publish_at": datetime(2026, 1, 1)}, "time_unclear", "publish_at"),  # noqa: DTZ001 - no zone: refused
        ({"seo_description": "x" * 161}, "text_too_long", "seo_description"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(
    now: datetime, fields: dict[str, Any], code: str, field: str
) -> None:
    offer = make.draft(now)
    with pytest.raises(Invalid) as refusal:
        actions.edit(offer, by=_owner(offer), at=now, **fields)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert str(refusal.value)
    offer.refresh_from_db()
    assert offer.changed_at == now
    assert facts(offer) == ["OfferCreated"]


def test_only_the_given_fields_change(now: datetime) -> None:
    offer = make.draft(now, summary="Old", tags="a")
    later = now + timedelta(hours=1)
    changed = actions.edit(offer, summary="New", by=_owner(offer), at=later)
    assert (changed.summary, changed.tags, changed.title) == ("New", ["a"], offer.title)
    assert changed.changed_at == later
    assert RecordedFact.objects.get(name="catalog.OfferEdited").data["fields"] == "summary"
    actions.edit(offer, summary="New", by=_owner(offer), at=later + timedelta(hours=1))
    assert facts(offer).count("OfferEdited") == 1


def test_the_address_follows_the_title_until_it_was_public(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop, "First name", published=False)
    offer = actions.edit(offer, title="Second name", by=shop.by, at=now)
    assert offer.slug == "second-name"
    offer = actions.publish(offer, by=shop.by, at=now)
    offer = actions.edit(offer, title="Third name", by=shop.by, at=now)
    assert offer.slug == "second-name"
    assert not OldSlug.objects.exists()


def test_an_old_address_leads_here_and_is_nobody_elses(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop, "Card")
    offer = actions.edit(offer, slug="Better Card", by=shop.by, at=now)
    assert offer.slug == "better-card"
    assert make.draft(now, shop, "Card").slug == "card-2"
    with pytest.raises(Invalid) as refusal:
        make.draft(now, shop, "Other", slug="card")
    assert refusal.value.field == "slug"
    back = actions.edit(offer, slug="card", by=shop.by, at=now)
    assert back.slug == "card"
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["better-card"]


def test_the_same_title_gets_another_address_only_within_the_studio(now: datetime) -> None:
    shop = make.shop(now)
    slugs = [make.draft(now, shop, "Card").slug for _ in range(3)]
    assert slugs == ["card", "card-2", "card-3"]
    assert make.draft(now, make.shop(now), "Card").slug == "card"
    assert make.draft(now, shop, "!!!").slug == "offer"


def test_an_incomplete_offer_is_not_published_and_says_why(now: datetime) -> None:
    offer = make.draft(now)
    with pytest.raises(rules.Incomplete) as refusal:
        actions.publish(offer, by=_owner(offer), at=now)
    assert len(refusal.value.missing) == 4  # description, category, price, file
    with translation.override("bn"), pytest.raises(rules.Incomplete) as bengali:
        actions.publish(offer, by=_owner(offer), at=now)
    assert all(any("\u0980" <= c <= "\u09ff" for c in text) for text in bengali.value.missing)
    offer.refresh_from_db()
    assert offer.status == "draft"


def test_publishing_and_taking_down(now: datetime) -> None:
    offer = make.offer(now)
    owner, later = _owner(offer), now + timedelta(days=3)
    assert (offer.status, offer.published_at) == ("published", now)
    offer = actions.unpublish(offer, by=owner, at=later)
    assert offer.status == "unpublished"
    offer = actions.publish(offer, by=owner, at=later)
    assert offer.published_at == now  # so that nobody jumps to the front by taking down and putting up
    published = RecordedFact.objects.filter(name="catalog.OfferPublished").order_by("id")
    assert [fact.data["first"] for fact in published] == [True, False]
    with pytest.raises(Conflict):
        actions.publish(offer, by=owner, at=later)
    with pytest.raises(Conflict):
        actions.restore(offer, by=owner, at=later)


def test_what_is_for_sale_stays_complete(now: datetime) -> None:
    offer = make.offer(now)
    for change in ({"description": "<p> </p>"}, {"category": None}):
        with pytest.raises(rules.Incomplete):
            actions.edit(offer, by=_owner(offer), at=now, **change)
    with pytest.raises(Invalid) as refusal:
        prices.set_tiers(offer, [], by=_owner(offer), at=now)
    assert refusal.value.code == "tiers_missing"
    offer.refresh_from_db()
    assert offer.description
    assert offer.category_id


def test_archive_and_restore(now: datetime) -> None:
    offer = make.offer(now)
    owner = _owner(offer)
    offer = actions.archive(offer, by=owner, at=now)
    assert offer.status == "archived"
    offer = actions.restore(offer, by=owner, at=now)
    assert offer.status == "unpublished"
    assert facts(offer)[-2:] == ["OfferArchived", "OfferRestored"]


def test_the_operator_hides_with_a_reason_and_lifts(now: datetime) -> None:
    offer, operator = make.offer(now), make.operator_of(now)
    with pytest.raises(Invalid) as refusal:
        actions.hide(offer, reason=" ", by=operator, at=now)
    assert refusal.value.field == "reason"
    for stranger in (_owner(offer), GUEST, SYSTEM):
        with pytest.raises(NotAllowed):
            actions.hide(offer, reason="Copied", by=stranger, at=now)
    offer = actions.hide(offer, reason="Copied from another studio", by=operator, at=now)
    assert (offer.status, offer.hidden_reason) == ("hidden", "Copied from another studio")
    for verb in (actions.publish, actions.unpublish, actions.archive):
        with pytest.raises(Refused):
            verb(offer, by=_owner(offer), at=now)
    with pytest.raises(NotAllowed):
        actions.lift(offer, by=_owner(offer), at=now)
    offer = actions.lift(offer, by=operator, at=now)
    assert (offer.status, offer.hidden_reason) == ("unpublished", "")


def test_a_copy_has_everything_but_sales(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop, "Card", tiers=[make.fixed(name="One", stock=5), make.choose(100_00, name="Two")])
    actions.add_picture(offer, make.picture(shop.studio, now), alt="A card", by=shop.by, at=now)
    made.bought(now, offer)
    prices.take_for_paid(offer.tiers.all()[0].pk, 2)
    copy = actions.duplicate(offer, by=shop.by, at=now)
    offer.refresh_from_db()
    assert (copy.status, copy.sold, copy.cover_id, copy.from_prices) == ("draft", 0, offer.cover_id, offer.from_prices)
    assert copy.slug != offer.slug
    tiers = list(copy.tiers.all())
    assert [(tier.name, tier.stock, tier.sold) for tier in tiers] == [("One", 5, 0), ("Two", None, 0)]
    assert [price.amount for tier in tiers for price in tier.prices.all()] == [450_00, 100_00]
    assert [picture.alt for picture in copy.pictures.all()] == ["A card"]
    assert copy.files.get().versions.get().stored_id == offer.files.get().versions.get().stored_id
    assert actions.publish(copy, by=shop.by, at=now).status == "published"


VERBS = {
    "edit": lambda offer, by, at: actions.edit(offer, title="Stolen", by=by, at=at),
    "publish": lambda offer, by, at: actions.publish(offer, by=by, at=at),
    "archive": lambda offer, by, at: actions.archive(offer, by=by, at=at),
    "duplicate": lambda offer, by, at: actions.duplicate(offer, by=by, at=at),
    "prices": lambda offer, by, at: prices.set_tiers(offer, [make.free()], by=by, at=at),
    "create": lambda offer, by, at: actions.create(offer.studio, kind="download", title="New", by=by, at=at),
    "set_pictures": lambda offer, by, at: actions.set_pictures(offer, [], by=by, at=at),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_may(now: datetime, verb: str) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop, "Card", published=False)
    before = Offer.objects.values().get(pk=offer.pk)
    outsiders = [(make.shop(now).by, NotFoundHere), (GUEST, NotFoundHere), (make.operator_of(now), NotFoundHere)]
    refused = [*outsiders, *((make.member(shop, role, now), NotAllowed) for role in ("support", "viewer"))]
    for actor, refusal in refused:
        with pytest.raises(refusal):
            VERBS[verb](offer, actor, now)
        assert Offer.objects.values().get(pk=offer.pk) == before
        assert Offer.objects.filter(studio=shop.studio).count() == 1
    VERBS[verb](offer, make.member(shop, "editor", now), now)


def test_nothing_is_published_from_a_suspended_studio(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop, published=False)
    type(shop.studio).objects.filter(pk=shop.studio.pk).update(status="suspended")
    with pytest.raises(Conflict):
        actions.publish(offer, by=shop.by, at=now)


def _owner(offer: Offer) -> Actor:
    from dhara.kit.actor import person

    return person(offer.studio.members.get(role="owner").account_id)
