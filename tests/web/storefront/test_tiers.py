"""Tiers beside each other, and the amounts to choose where the buyer says what to pay."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from dhara.catalog.models import Offer, Price
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.actions import recommend
from dhara.catalog.prices.rules import CHOOSE, PriceDraft, TierDraft, picks
from dhara.checkout.models import CartLine
from dhara.delivery.downloads.actions import set_tier_files
from dhara.delivery.licences import actions as terms
from tests.make import bundles, delivery, licences
from tests.make import catalog as make

pytestmark = pytest.mark.django_db


def read(visitor: Client, offer: Offer) -> str:
    return visitor.get(f"/@{offer.studio.handle}/{offer.slug}").content.decode()


@pytest.mark.parametrize(
    ("least", "asked", "code", "found"),
    [
        (0, None, "BDT", []),
        (0, 100_00, "BDT", [100_00, 150_00, 200_00]),
        (50_00, 100_00, "BDT", [50_00, 100_00, 150_00, 200_00]),
        (450_00, None, "BDT", [450_00, 700_00, 900_00]),
        (5_00, 5_00, "USD", [5_00, 8_00, 10_00]),
        (500, None, "JPY", [500, 750, 1000]),
    ],
)
def test_amounts_that_are_proposed(least: int, asked: int | None, code: str, found: list[int]) -> None:
    assert picks(Price(amount=least, suggested=asked, currency=code)) == found


@pytest.mark.parametrize(("language", "words"), [("en", "৳150"), ("bn", "৳১৫০")])
def test_one_button_for_each_amount(soon: datetime, language: str, words: str) -> None:
    draft = TierDraft(pricing=CHOOSE, prices=(PriceDraft("BDT", 50_00, 100_00),))
    offer = make.offer(soon, tiers=[draft])
    visitor = Client(headers={"accept-language": language})
    page = read(visitor, offer)
    assert f'name="pick" value="150">{words}</button>' in page
    sent = {"tier": offer.tiers.get().pk, "currency": "BDT", "amount": "100", "pick": "150"}
    visitor.post("/cart/lines/", sent)
    assert CartLine.objects.get().shown == 150_00


def test_a_refused_amount_stays_in_its_field(visitor: Client, soon: datetime) -> None:
    draft = TierDraft(pricing=CHOOSE, prices=(PriceDraft("BDT", 50_00, 100_00),))
    offer = make.offer(soon, tiers=[draft])
    here = f"http://testserver/@{offer.studio.handle}/{offer.slug}"
    sent = {"tier": offer.tiers.get().pk, "currency": "BDT", "amount": "12"}
    page = visitor.post("/cart/lines/", sent, follow=True, headers={"referer": here}).content.decode()
    assert 'value="12" aria-invalid="true"' in page
    assert "Please enter ৳50 or more." in page
    assert not CartLine.objects.exists()


def test_tiers_beside_each_other(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    offer = make.offer(soon, shop, tiers=[make.fixed(100_00, name="Small"), make.fixed(300_00, name="Large")])
    page = read(visitor, offer)
    assert 'id="compare-title"' in page
    assert 'class="differs"' not in page
    tiers = list(offer.tiers.all())
    extra = delivery.file(offer, shop, soon, "Extra")
    kept = [each.pk for each in offer.files.exclude(pk=extra.pk)]
    set_tier_files(tiers[0], kept, by=shop.by, at=soon)
    page = read(visitor, offer)
    assert page.count('class="differs"') == 1
    assert page.count('class="lacks"') == 1
    assert f'form="tier-{tiers[1].pk}"' in page


def test_one_tier_is_not_compared(visitor: Client, soon: datetime) -> None:
    assert 'id="compare-title"' not in read(visitor, make.offer(soon))


def test_the_recommended_one_is_what_one_gets(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    small, large = make.fixed(100_00, name="Small"), make.fixed(300_00, name="Large", recommended=True)
    offer = make.offer(soon, shop, tiers=[small, large])
    best = offer.tiers.get(name="Large")
    page = read(visitor, offer)
    assert page.count("Recommended") == 2  # at the tier, and in the comparison
    bar = page[page.index('class="buy-bar"') :]
    assert f'form="tier-{best.pk}"' in bar
    assert "৳300" in bar
    recommend(offer, None, by=shop.by, at=soon)
    bar = (page := read(visitor, offer))[page.index('class="buy-bar"') :]
    assert "Recommended" not in page
    assert f'form="tier-{best.pk}"' not in bar


def test_what_is_sold_out_is_not_what_one_gets(visitor: Client, soon: datetime) -> None:
    small, large = make.fixed(100_00, name="Small"), make.fixed(300_00, name="Large", recommended=True, stock=0)
    page = read(visitor, make.offer(soon, tiers=[small, large]))
    assert "৳100" in page[page.index('class="buy-bar"') :]
    assert 'href="#buy"' in page


def test_one_tier_alone_needs_no_advice(visitor: Client, soon: datetime) -> None:
    page = read(visitor, make.offer(soon, tiers=[make.fixed(100_00, recommended=True)]))
    assert "Recommended" not in page


def test_machines_of_a_licence_beside_each_other(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    offer = licences.offer(soon, shop, seats=1)
    one = offer.tiers.get()
    assert "For 1 machine<" in read(visitor, offer)
    drafts = [make.fixed(100_00, name="One", id=one.pk), make.fixed(300_00, name="Team"), make.free(name="Any")]
    tiers = prices.set_tiers(offer, drafts, by=shop.by, at=soon)
    terms.set_terms(
        offer, source="pattern", seats=1, tier_seats={tiers[1].pk: 5, tiers[2].pk: None}, by=shop.by, at=soon
    )
    page = read(visitor, offer)
    assert "For 5 machines<" in page
    row = page[page.index('<th scope="row">Machines</th>') :]
    assert row.startswith('<th scope="row">Machines</th><td>1</td><td>5</td><td>any number</td>')


def test_parts_of_a_bundle_stand_in_the_comparison(visitor: Client, soon: datetime) -> None:
    shop = make.shop(soon)
    offer = bundles.offer(soon, shop)
    (plain,) = offer.tiers.all()
    assert 'id="compare-title"' not in read(visitor, offer)
    drafts = [make.fixed(600_00, name="Personal", id=plain.pk), make.fixed(900_00, name="Team")]
    prices.set_tiers(offer, drafts, by=shop.by, at=soon)
    page = read(visitor, offer)
    table = page[page.index('id="compare-title"') :]
    part = offer.parts.first()
    assert part is not None
    assert part.tier.offer.title in table[: table.index("</table>")]
