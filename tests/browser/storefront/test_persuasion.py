"""What an offer's page proposes, in a real browser without scripts: a pair, an amount, tiers beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dhara.catalog.models import Offer
from dhara.catalog.prices.rules import CHOOSE, PriceDraft, TierDraft
from tests.make import catalog as make
from tests.make.suggestions import suggestion

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def made() -> dict[str, Offer]:
    at = datetime.now(UTC) - timedelta(days=1)
    shop = make.shop(at)
    cards, envelopes = make.offer(at, shop, "Cards"), make.offer(at, shop, "Envelopes")
    suggestion(cards.tiers.get(), envelopes.tiers.get(), "cross", bp=2_000, words="They fit exactly.")
    free = TierDraft(pricing=CHOOSE, prices=(PriceDraft("BDT", 50_00, 100_00),))
    several = [make.fixed(100_00, name="Small"), make.fixed(300_00, name="Large")]
    return {
        "cards": cards,
        "zine": make.offer(at, shop, "Zine", tiers=[free]),
        "kit": make.offer(at, shop, "Kit", tiers=several),
    }


@pytest.fixture
def opened(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens an offer's page, without scripts on a phone; all are closed in the end."""
    contexts = []

    def at(offer: Offer, size: Any = PHONE) -> Page:
        context = browser.new_context(viewport=size, java_script_enabled=size is DESK, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/@{offer.studio.handle}/{offer.slug}")
        return page

    yield at
    for context in contexts:
        context.close()


def test_both_for_less(opened: Callable[..., Page], made: dict[str, Offer]) -> None:
    page = opened(made["cards"])
    page.get_by_role("button", name="Take both for ৳810").click()
    expect(page.get_by_text("Cheaper together with “Cards”.")).to_be_visible()
    expect(page.locator(".desk-total strong")).to_have_text("৳810")


def test_an_amount_by_one_button(opened: Callable[..., Page], made: dict[str, Offer]) -> None:
    page = opened(made["zine"])
    page.get_by_role("button", name="৳150", exact=True).click()
    expect(page.locator(".desk-total strong")).to_have_text("৳150")


def test_tiers_beside_each_other(opened: Callable[..., Page], made: dict[str, Offer]) -> None:
    phone = opened(made["kit"])
    expect(phone.locator(".compare")).to_be_hidden()
    desk = opened(made["kit"], DESK)
    table = desk.locator(".compare")
    expect(table).to_be_visible()
    table.get_by_role("button", name="Large").click()
    expect(desk.locator(".desk-total strong")).to_have_text("৳300")
