"""A visit in a real browser: from the front page to the button, with scripts and without, on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dhara.catalog.prices.rules import PriceDraft, TierDraft
from tests.make import catalog as make

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def market() -> None:
    at = datetime.now(UTC) - timedelta(days=1)
    shop = make.shop(at)
    both = TierDraft(prices=(PriceDraft("BDT", 450_00), PriceDraft("USD", 5_00)))
    make.offer(at, shop, "Wedding card", tiers=[both])
    for number in range(30):
        make.offer(at, shop, f"Poster {number}")


def fits(page: Page) -> bool:
    """Nothing sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.usefixtures("market")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_found_by_search_and_bought(browser: Browser, live_server: Any, scripts: bool) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + "/")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert not scripts or fits(page)
    page.get_by_role("searchbox").fill("wedd")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Wedding card").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wedding card")
    assert not scripts or fits(page)
    page.get_by_role("button", name="USD").click()
    expect(page.locator(".tier .price")).to_have_text("$5")
    page.locator(".buy-bar").get_by_role("button", name="Buy").click()
    page.wait_for_url("**/cart/")
    expect(page.get_by_text("Wedding card").first).to_be_visible()
    assert complaints == []
    context.close()


@pytest.mark.usefixtures("market")
def test_a_list_is_narrowed_down_and_paged(page: Page, live_server: Any) -> None:
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/market/?lang=en")
    expect(page.locator(".offer-card")).to_have_count(24)
    page.get_by_role("link", name="More", exact=True).click()
    expect(page.locator(".offer-card")).to_have_count(7)
    page.locator("summary", has_text="Narrow down").click()
    page.get_by_label("Currency").select_option("USD")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".offer-card")).to_have_count(1)
    assert fits(page)
