"""The API's pages in a real browser, on a phone: nothing is blocked, nothing is cut off, a key can be made."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dhara.api.models import ApiKey
from dhara.api.v1 import openapi
from tests.make import people

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size(PHONE)
    page.set_default_timeout(15_000)
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_page_that_explains_fits_a_phone(phone: Page, live_server: Any, language: str) -> None:
    complaints: list[str] = []
    phone.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    operations = sum(len(path) for path in openapi.schema()["paths"].values())  # made once for each process
    phone.goto(f"{live_server.url}/api/?lang={language}", timeout=30_000)
    assert phone.locator("main li[id]").count() == operations
    assert fits(phone)
    chapter = phone.locator("section.card", has=phone.locator("#place_order"))
    chapter.locator("summary").click()
    chapter.locator("#place_order a").click()
    phone.wait_for_url("**/api/orders/#place_order")
    assert fits(phone)
    phone.locator("article#place_order summary").click()
    expect(phone.locator("article#place_order details table")).to_be_visible()
    assert fits(phone)
    assert not complaints


def test_a_key_is_made_on_a_phone(phone: Page, live_server: Any) -> None:
    people.cast(people.PASSWORD)
    phone.goto(f"{live_server.url}/account/keys/")
    phone.get_by_label("Email").fill("nadia@example.com")
    phone.locator("input[type=password]").fill(people.PASSWORD)
    phone.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    phone.get_by_label("Which program will use it?").fill("Book-keeping")
    phone.get_by_label("Read orders").check()
    assert fits(phone)
    phone.get_by_role("button", name="Make a key").click()
    expect(phone.locator("#new-key")).to_be_visible()
    key = ApiKey.objects.get()
    assert (key.name, key.scopes) == ("Book-keeping", ["offers:read", "orders:read"])
    phone.wait_for_load_state()
    assert phone.locator("#new-key").inner_text().startswith(f"dhara_{key.prefix}_")
    assert fits(phone)
    phone.get_by_role("link", name="I have copied it").click()
    phone.get_by_role("button", name="Revoke Book-keeping").click()
    expect(phone.get_by_text("There is no key yet.")).to_be_visible()
