"""A wish in a real browser: a heart, the list, the link for a friend, the gift; with scripts and without."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.make import catalog as make

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_wished_for_and_given(browser: Browser, live_server: Any, scripts: bool) -> None:
    make.offer(datetime.now(UTC) - timedelta(days=1), title="Wedding card")
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + "/market/")
    page.get_by_role("button", name="Put on the wish list: Wedding card").click()
    heart = page.get_by_role("button", name="On your wish list: Wedding card")
    expect(heart).to_have_attribute("aria-pressed", "true")
    assert page.url == live_server.url + "/market/"
    if scripts:
        expect(heart).to_be_focused()
    page.goto(live_server.url + "/wishlist/")
    expect(page.get_by_role("link", name="Wedding card")).to_be_visible()
    page.get_by_label("What others read above it").fill("For my birthday")
    page.get_by_role("button", name="Switch the link on").click()
    there = page.get_by_label("The link").input_value()
    context.close()

    friend = browser.new_context(viewport=PHONE, java_script_enabled=scripts, locale="en-GB").new_page()
    friend.goto(live_server.url + "/" + there.split("/", 3)[3])
    expect(friend.get_by_role("heading", level=1)).to_have_text("For my birthday")
    friend.get_by_role("button", name="Give this").click()
    friend.wait_for_url("**/checkout/?gift=1")
    expect(friend.get_by_label("This is a gift")).to_be_checked()
    assert complaints == []
    friend.context.close()
