"""Nadia builds a form: questions change places by keyboard and by pointer, and a field is made on the way."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dhara.audience.models import Form
from dhara.people.models import Studio
from tests.browser.studio.phone import phone
from tests.make import forms as make
from tests.make import people


@pytest.fixture
def page(transactional_db: None, live_server: Any, context: BrowserContext) -> Page:
    nadia = people.cast().nadia
    make.field(Studio.objects.get(handle="nadia"))
    return phone(context, live_server.url, nadia)


def order(page: Page) -> list[str]:
    return [each.get_attribute("value") or "" for each in page.locator("input[name=order]").all()]


def test_questions_change_places(page: Page, live_server: Any) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{live_server.url}/studio/nadia/audience/forms/new/")
    page.get_by_label("Name", exact=True).first.fill("Fair")
    page.get_by_text("A field of your own").click()
    page.get_by_label("What is it called?").fill("Colour")
    page.get_by_role("button", name="Make the field").click()
    expect(page.get_by_label("Colour", exact=True)).to_have_value("may")
    expect(page.get_by_label("Colour", exact=True)).to_be_focused()
    assert order(page) == ["name", "city", "colour"]

    page.get_by_role("button", name="Move up: Colour").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert order(page) == ["colour", "name", "city"]
    expect(page.get_by_text("Colour: place 1 of 3")).to_be_attached()
    expect(page.get_by_role("button", name="Move down: Colour")).to_be_focused()

    grip = page.locator("[data-reorder-grip]").first
    grip.scroll_into_view_if_needed()
    box, last = grip.bounding_box(), page.locator("[data-reorder-row]").last.bounding_box()
    assert box
    assert last
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10, last["y"] + last["height"] - 4, steps=6)
    page.mouse.up()
    assert order(page) == ["name", "city", "colour"]

    page.get_by_role("button", name="Move up: Colour").click()
    page.get_by_role("button", name="Make the form").click()
    expect(page.get_by_role("heading", name="Fair")).to_be_visible()
    assert [each["field"] for each in Form.objects.get().questions] == ["name", "colour"]
    assert problems == []
