"""Nadia makes an offer on her phone: the line breaks in the middle of an upload, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions
from dhara.delivery.models import FileVersion
from tests.browser.late import hold_back
from tests.browser.studio.phone import phone
from tests.make import people

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PIECE = 8 * 1024 * 1024


@pytest.fixture
def page(transactional_db: None, live_server: Any, context: BrowserContext) -> Page:
    """Nadia's phone, signed in, in her studio."""
    actions.ensure_categories()
    return phone(context, live_server.url, people.cast().nadia)


def test_an_offer_with_an_upload_that_breaks_and_goes_on(page: Page, live_server: Any, tmp_path: Path) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{live_server.url}/studio/nadia/offers/new/")
    page.get_by_label("What do you call it?").fill("বিয়ের কার্ড")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("বিয়ের কার্ড")
    page.wait_for_load_state()  # the scripts are there

    _describe(page)
    content = bytes(range(256)) * (PIECE // 256) + b"the end"
    (tmp_path / "cards.bin").write_bytes(content)
    _upload_that_breaks(page, tmp_path / "cards.bin")
    with FileVersion.objects.get().stored.open() as stored:
        assert stored.read() == content

    _price(page)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("It is for sale, at every hour.")).to_be_visible()
    offer = Offer.objects.get()
    assert (offer.status, offer.from_prices) == ("published", {"BDT": 450_00})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    assert problems == []


def test_a_file_chosen_before_the_script_came_goes_up(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/studio/nadia/offers/new/")
    page.get_by_label("What do you call it?").fill("Wedding cards")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wedding cards")
    let_come = hold_back(page, "studio")
    page.reload(wait_until="commit")
    page.locator("#files input[type=file]").last.set_input_files(
        {"name": "cards.bin", "mimeType": "application/octet-stream", "buffer": b"two sizes"}
    )
    let_come()
    expect(page.locator("#files .file-item")).to_contain_text("cards.bin")
    assert FileVersion.objects.get().stored.size == 9


def _describe(page: Page) -> None:
    about = page.locator("#about")
    about.get_by_role("textbox", name="Description").fill("Two sizes, ready to print.")
    page.get_by_label("Category").select_option(index=2)
    about.get_by_role("button", name="Save").click()
    expect(about.get_by_role("status")).to_have_text("Saved.")
    expect(page.get_by_text("Describe it: what is it, for whom, what is inside?")).to_have_count(0)


def _upload_that_breaks(page: Page, path: Path) -> None:
    """The second piece never arrives; after the page was closed, choosing the same file sends only what is missing."""
    sent: list[int] = []

    def break_down(route: Route) -> None:
        offset = int(route.request.headers.get("upload-offset", "0"))
        sent.append(offset)
        if offset:
            route.abort()
        else:
            route.continue_()

    page.route("**/uploads/*-*/", break_down)
    page.locator("#files input[type=file]").last.set_input_files(path)
    expect(page.locator("#files .file-note").last).to_contain_text("99%")
    while PIECE not in sent:
        page.wait_for_timeout(50)
    page.reload()
    page.unroute("**/uploads/*-*/")
    offsets: list[str] = []
    page.on("request", lambda request: offsets.append(request.headers.get("upload-offset", "")))
    page.locator("#files input[type=file]").last.set_input_files(path)
    expect(page.locator("#files .file-item")).to_contain_text("cards.bin")
    expect(page.get_by_text("Buyers get it from now on.")).to_be_visible()
    assert [offset for offset in offsets if offset] == [str(PIECE)]


def _price(page: Page) -> None:
    """A row is added and taken away again; a refusal keeps what was typed."""
    prices = page.locator("#prices")
    prices.get_by_role("button", name="Another price").click()
    expect(prices.locator("[data-formset-row]:visible")).to_have_count(2)
    prices.get_by_role("button", name="Remove").last.click()
    expect(prices.locator("[data-formset-row]:visible")).to_have_count(1)
    prices.get_by_label("Price in Bangladeshi taka").first.fill("free of charge")
    prices.get_by_role("button", name="Save the prices").click()
    expect(prices.get_by_role("alert")).to_be_focused()
    expect(prices.get_by_label("Price in Bangladeshi taka").first).to_have_value("free of charge")
    prices.get_by_label("Price in Bangladeshi taka").first.fill("৪৫০")
    prices.get_by_role("button", name="Save the prices").click()
    expect(page.get_by_text("Everything is there.")).to_be_visible()
