"""A whole purchase in a real browser: a guest on a phone, with scripts and without."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dhara.checkout.models import Order
from dhara.kit.queue import drain
from tests.make import catalog as make
from tests.make import delivery

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
CONTENT = b"%PDF-1.4 thirty days of posts\n" * 4000


@pytest.fixture
def address() -> str:
    """Where an offer with one file is sold."""
    from dhara.catalog.offers import actions as offers

    at = datetime.now(UTC) - timedelta(days=1)
    shop = make.shop(at)
    offer = make.offer(at, shop, "Ramadan planner", file=False, published=False)
    delivery.file(offer, shop, at, "The planner", CONTENT)
    offers.publish(offer, by=shop.by, at=at)
    return f"/@{shop.studio.handle}/{offer.slug}/"


def look(page: Page, scripts: bool) -> None:
    """One heading, nothing that sticks out to the side."""
    expect(page.locator("h1")).to_have_count(1)
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.mark.parametrize(
    ("scripts", "language"), [(True, "bn"), (False, "en")], ids=["with scripts in Bengali", "without in English"]
)
def test_a_guest_buys_on_a_phone(
    browser: Browser, live_server: Any, address: str, scripts: bool, language: str, tmp_path: Path
) -> None:
    locale = "bn-BD" if language == "bn" else "en-GB"
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts, locale=locale)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(live_server.url + address)
    page.locator('form[action="/cart/lines/"] button').click()
    page.wait_for_url("**/cart/")
    look(page, scripts)
    page.locator(".desk-pay a.btn").click()

    page.wait_for_url("**/checkout/")
    look(page, scripts)
    page.locator("#id_name").fill("করিম উদ্দিন")
    page.locator("#id_email").fill("karim@example.com")
    page.locator(".desk-pay button").click()

    page.wait_for_url("**/sandbox/pay/**")
    look(page, scripts)
    page.locator('button[value="decline"]').click()
    page.wait_for_url("**/checkout/o/**")
    look(page, scripts)
    page.locator('form[action$="/payment/"] button').click()
    page.wait_for_url("**/sandbox/pay/**")
    page.locator('button[value="pay"]').click()

    page.wait_for_url("**/checkout/o/**")
    look(page, scripts)
    order = Order.objects.get()
    assert (order.status, order.language) == ("paid", language)
    drain()
    with page.expect_download() as fetched:
        page.locator('a[href^="/d/"]').click()  # the page has looked again by itself
    fetched.value.save_as(tmp_path / "planner.pdf")
    assert (tmp_path / "planner.pdf").read_bytes() == CONTENT

    page.locator(f'a[href="/library/o/{order.token}/"]').click()
    look(page, scripts)
    page.locator("details.more summary").first.click()
    expect(page.locator(".hash").first).to_be_visible()
    assert complaints == []
    context.close()
