"""Nadia brings her list from the book fair on her phone, watches it come in, and tags whom she chooses."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dhara.audience.models import Contact
from dhara.kit import queue
from tests.browser.studio.phone import phone
from tests.make import people

TABLE = "নাম;ইমেইল;Shoe\nমিনা;mina@x.example;38\nTuli;tuli@x.example;39\nnobody;nothing;40\n".encode()


@pytest.fixture
def page(transactional_db: None, live_server: Any, context: BrowserContext) -> Page:
    return phone(context, live_server.url, people.cast().nadia)


def test_a_list_comes_in_and_is_tagged(page: Page, live_server: Any) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{live_server.url}/studio/nadia/")
    page.get_by_role("navigation", name="Studio").get_by_role("link", name="Audience").click()
    page.get_by_role("link", name="Bring a list (CSV)").click()
    page.locator("input[type=file]").set_input_files({"name": "fair.csv", "mimeType": "text/csv", "buffer": TABLE})

    expect(page.get_by_label("ইমেইল")).to_have_value("email")
    expect(page.get_by_label("নাম")).to_have_value("name")
    expect(page.get_by_text("mina@x.example")).to_be_visible()
    page.get_by_label("All of them agreed").check()
    page.get_by_label("When and how did they agree?").fill("Paper list at the book fair")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("You can leave this page")).to_be_visible()
    queue.drain()
    page.get_by_role("link", name="To the contacts").click()  # the page has asked for itself again

    page.get_by_role("checkbox", name="Choose মিনা").check()
    page.get_by_label("New tag").fill("Fair")
    page.get_by_role("button", name="Tag them").click()
    expect(page.get_by_text("1 contact was changed.")).to_be_visible()
    assert [each.tag.name for each in Contact.objects.get(email="mina@x.example").tagged.all()] == ["Fair"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert (wide, problems) == (False, [])
