"""The console in a real browser: nothing is blocked, nothing is loaded from elsewhere, and it works on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from dhara.kit.mail.models import Letter
from dhara.web.operator.desk import list_of, page_of
from tests.make.console import signed_in, world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_an_operator_hides_an_offer(browser: Browser, live_server: Any, width: int) -> None:
    made = world(datetime.now(UTC) - timedelta(days=1))
    session = signed_in(made.boss, factor="totp").cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="en-GB")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page, complaints, foreign = context.new_page(), [], []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda asked: None if asked.url.startswith((live_server.url, "data:")) else foreign.append(asked.url)
    )

    receipt = Letter.objects.get(name="receipt")
    for path in ("/operator/", list_of(type(made.order)), page_of(made.order), page_of(receipt), "/operator/doctor/"):
        page.goto(live_server.url + path)
        expect(page.locator("h1").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

    page.goto(live_server.url + page_of(made.offer))
    page.get_by_role("link", name="Hide").click()
    page.get_by_label("Reason").fill("The pictures belong to somebody else.")
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_text("The offer is hidden. The studio is told why.")).to_be_visible()
    made.offer.refresh_from_db()
    assert made.offer.status == "hidden"
    assert complaints == []
    assert foreign == []
    context.close()


def test_the_outbox_shows_a_letter_as_it_arrives(browser: Browser, live_server: Any) -> None:
    made = world(datetime.now(UTC) - timedelta(days=1))
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + "/outbox/")
    page.get_by_role("link", name=made.order.number).click()
    letter = page.frame_locator("iframe")
    expect(letter.get_by_text("Wedding cards").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints == []
    context.close()
