"""What the demo world will hold, before anything is made."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from dhara.catalog.offers import rules
from dhara.catalog.offers.actions.categories import SHELVES
from dhara.catalog.prices.rules import PriceDraft, TierDraft, check_tiers
from dhara.cli.demo import plans
from dhara.cli.demo.art import drawing
from dhara.cli.demo.plans import OfferPlan
from dhara.cli.demo.words import description
from dhara.kit.html import sanitise
from dhara.people.studios.rules import clean_details, clean_handle

STUDIOS = plans.studios()
OFFERS = [offer for studio in STUDIOS for offer in studio.offers]


def test_there_is_nadia_and_some_twenty_others_with_three_hundred_offers() -> None:
    assert STUDIOS[0].handle == "nadia"
    assert 20 <= len(STUDIOS) - 1 <= 25
    assert len(OFFERS) >= 300
    assert len({offer.key for offer in OFFERS}) == len(OFFERS)
    assert len({(offer.handle, offer.title) for offer in OFFERS}) == len(OFFERS)
    both = Counter(studio.language for studio in STUDIOS)
    assert min(both["bn"], both["en"]) >= 6


def test_every_studio_may_be_opened_as_it_is() -> None:
    for studio in STUDIOS:
        assert clean_handle(studio.handle) == studio.handle
        clean_details({"name": studio.name, "tagline": studio.tagline, "bio": studio.bio, "links": list(studio.links)})


@pytest.mark.parametrize("studio", STUDIOS, ids=lambda studio: studio.handle)
def test_every_offer_fits_the_rules_of_the_market(studio: plans.StudioPlan) -> None:
    shelves = {shelf[0] for top, below in SHELVES for shelf in (top, *below)}
    for offer in studio.offers:
        given = {"title": offer.title, "summary": offer.summary, "slug": offer.slug, "tags": list(offer.tags)}
        assert rules.clean({**given, "language": offer.language})["slug"] == offer.slug
        assert offer.shelf in shelves
        check_tiers([_draft(offer, place) for place in range(len(offer.tiers))])
        assert all(tier.files is None or 1 <= tier.files <= len(offer.files) for tier in offer.tiers)


def _draft(offer: OfferPlan, place: int) -> TierDraft:
    tier = offer.tiers[place]
    prices = tuple(PriceDraft(code, amount, suggested) for code, (amount, suggested) in tier.prices.items())
    return TierDraft(tier.name, tier.pricing, prices, tier.stock)


def test_no_text_has_a_mark_left_to_fill_in() -> None:
    for offer in OFFERS:
        text = "".join([offer.title, offer.summary, offer.lead, *offer.inside, *offer.whom, *offer.tags])
        assert "{" not in text, offer.key
        assert text == unicodedata.normalize("NFC", text) or "য়" in unicodedata.normalize("NFC", text)


def test_descriptions_are_rich_and_pass_the_sanitiser_unchanged() -> None:
    for offer in OFFERS:
        html = description(offer)
        assert sanitise(html) == unicodedata.normalize("NFC", html), offer.key
        assert html.count("<h2>") == 3
        assert html.count("<li>") >= 3 or offer.tiers[0].pricing == "free"


def test_the_screens_of_nadia_have_every_state_to_show() -> None:
    states = Counter(offer.state for offer in STUDIOS[0].offers)
    assert states["draft"] >= 1
    assert states["unpublished"] >= 1
    assert states["archived"] >= 1
    assert any(offer.sold_out for offer in STUDIOS[0].offers)
    pricings = {tier.pricing for offer in STUDIOS[0].offers for tier in offer.tiers}
    assert pricings == {"fixed", "free", "choose"}


def test_every_look_can_be_drawn() -> None:
    looks = {offer.art["scene"]: offer for offer in OFFERS}
    pictures = drawing.draw([drawing.cover(offer) for offer in looks.values()])
    assert len(looks) > 20
    assert len(set(pictures)) == len(looks)
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
