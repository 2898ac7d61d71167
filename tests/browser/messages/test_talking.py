"""On a phone: Nadia answers Karim, and what he writes appears at hers without anybody pressing anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.late import hold_back
from tests.browser.studio.phone import phone
from tests.make import people
from tests.make.conversations import conversation, picture, write

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_new_messages_appear_by_themselves(transactional_db: None, live_server: Any, context: BrowserContext) -> None:
    cast, at = people.cast(), datetime.now(UTC) - timedelta(hours=1)
    talk = conversation(cast.studio, cast.karim, at=at)
    write(talk, cast.karim, "How many slides? 01712345678", at=at)
    nadia = phone(context, live_server.url, cast.nadia)
    nadia.goto(f"{live_server.url}/studio/nadia/messages/")
    assert fits(nadia)
    nadia.get_by_role("link", name="Karim").click()
    expect(nadia.get_by_text("phone number hidden")).to_be_visible()
    nadia.wait_for_load_state()  # the scripts are there
    assert fits(nadia)
    nadia.get_by_label("Your message").fill("Forty, and a cover.")
    nadia.locator("input[type=file]").set_input_files(
        {"name": "cover.png", "mimeType": "image/png", "buffer": picture()}
    )
    expect(nadia.get_by_text("cover.png")).to_be_visible()
    nadia.get_by_role("button", name="Send").click()
    expect(nadia.get_by_text("Forty, and a cover.")).to_be_visible()
    expect(nadia.get_by_role("img", name="cover.png")).to_be_visible()
    nadia.get_by_label("Your message").fill("half a sent")
    write(talk, cast.karim, "Perfect, thank you!", at=datetime.now(UTC))
    expect(nadia.get_by_text("Perfect, thank you!")).to_be_visible(timeout=12_000)
    expect(nadia.get_by_label("Your message")).to_have_value("half a sent")


def test_a_file_chosen_before_the_script_came_is_named(
    transactional_db: None, live_server: Any, context: BrowserContext
) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, cast.karim, at=datetime.now(UTC) - timedelta(hours=1))
    nadia = phone(context, live_server.url, cast.nadia)
    let_come = hold_back(nadia, "messages")
    nadia.goto(f"{live_server.url}/studio/nadia/messages/{talk.pk}/", wait_until="commit")
    nadia.locator("input[type=file]").set_input_files(
        {"name": "cover.png", "mimeType": "image/png", "buffer": picture()}
    )
    let_come()
    expect(nadia.get_by_text("cover.png")).to_be_visible()


def test_a_conversation_fits_a_phone_without_scripts(
    transactional_db: None, live_server: Any, context: BrowserContext
) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, cast.karim, at=datetime.now(UTC) - timedelta(hours=1))
    nadia = phone(context, live_server.url, cast.nadia)
    nadia.route("**/*.js", lambda route: route.abort())
    nadia.goto(f"{live_server.url}/studio/nadia/messages/{talk.pk}/")
    assert fits(nadia)
    nadia.get_by_label("Your message").fill("Forty, and a cover.")
    nadia.locator("input[type=file]").set_input_files(
        {"name": "cover.png", "mimeType": "image/png", "buffer": picture()}
    )
    assert fits(nadia)
    nadia.get_by_role("button", name="Send").click()
    expect(nadia.get_by_role("img", name="cover.png")).to_be_visible()
    assert fits(nadia)


@pytest.mark.parametrize("width", [390, 1280])
def test_whom_one_talks_with_stays_in_sight(
    transactional_db: None, live_server: Any, context: BrowserContext, width: int
) -> None:
    cast, at = people.cast(), datetime.now(UTC) - timedelta(hours=1)
    talk = conversation(cast.studio, cast.karim, at=at)
    for number in range(20):
        write(talk, cast.karim, f"Slide {number}", at=at + timedelta(minutes=number))
    for account, path in ((cast.karim, "messages"), (cast.nadia, "studio/nadia/messages")):
        page = phone(context, live_server.url, account)
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{live_server.url}/{path}/")
        page.locator(".talk-row a").click()
        expect(page.get_by_text("Slide 19")).to_be_in_viewport()
        name, menu, above = (page.locator(each) for each in (".talk-head h1", ".talk-head summary", ".site-head"))
        expect(name).to_be_in_viewport(ratio=1)
        expect(menu).to_be_in_viewport(ratio=1)
        head, site = name.bounding_box(), above.bounding_box()
        assert head
        assert site
        assert head["y"] >= site["y"] + site["height"], path
