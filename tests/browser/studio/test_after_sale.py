"""On Nadia's phone: she gives a part of an order back, and lets her own program know of what happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dhara.checkout.models import Refund
from dhara.kit import clock
from dhara.kit.queue import drain
from dhara.people.models import Studio
from tests.api.webhooks.receiver import receiver
from tests.browser.studio.phone import phone
from tests.make import checkout as make
from tests.make import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nadia(transactional_db: None, live_server: Any, context: BrowserContext) -> Page:
    return phone(context, live_server.url, people.cast().nadia)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_part_of_an_order_goes_back(nadia: Page, live_server: Any) -> None:
    sold_at = datetime.now(UTC) - timedelta(hours=1)
    first = make.tier(Studio.objects.get(), title="Wedding cards", name="Cards only")
    second = make.tier(Studio.objects.get(), offer=first.offer, name="Whole set", prices={"BDT": 90_000})
    order = make.paid_order(first, second, at=sold_at)
    nadia.goto(f"{live_server.url}/studio/nadia/orders/{order.number}/")
    nadia.get_by_role("link", name="Refund", exact=True).click()
    nadia.get_by_label("Wedding cards · Cards only").fill("100")
    nadia.get_by_label("Wedding cards · Whole set").fill("")
    nadia.get_by_label("Reason").fill("One card was missing.")
    assert fits(nadia)
    nadia.get_by_role("button", name="Give the money back").click()
    expect(nadia.get_by_text("The money is on its way back, and the buyer is told.")).to_be_visible()
    drain(clock.now())
    nadia.reload()
    given = nadia.locator("section.card", has=nadia.get_by_role("heading", name="Given back"))
    expect(given.get_by_text("৳100.00")).to_be_visible()
    expect(given.get_by_text("One card was missing.")).to_be_visible()
    expect(nadia.get_by_text("Partly refunded")).to_be_visible()
    assert fits(nadia)
    assert [(each.amount, each.status) for each in Refund.objects.all()] == [(10_000, "succeeded")]


def test_a_webhook_is_made_tried_and_read(nadia: Page, live_server: Any) -> None:
    with receiver() as program:
        program.answers = [(500, b"not yet"), (204, b"")]
        nadia.goto(f"{live_server.url}/studio/nadia/webhooks/")
        nadia.get_by_label("Address", exact=True).fill(program.url)
        nadia.get_by_label("order.paid").check()
        nadia.get_by_role("button", name="Add the webhook").click()
        expect(nadia.get_by_text("whsec_").first).to_be_visible()
        assert fits(nadia)
        nadia.goto(f"{live_server.url}/studio/nadia/webhooks/")
        nadia.get_by_role("link", name=program.url).click()
        nadia.get_by_role("button", name="Send a test").click()
        expect(nadia.get_by_text("under way")).to_be_visible()
        drain(clock.now())
        nadia.reload()
        expect(nadia.get_by_text("not delivered")).to_be_visible()
        nadia.get_by_text("Message and 1 try").click()
        expect(nadia.get_by_text("HTTP 500")).to_be_visible()
        expect(nadia.get_by_text("not yet")).to_be_visible()
        assert fits(nadia)
        nadia.get_by_role("button", name="Send it again").click()
        drain(clock.now())
        nadia.reload()
        expect(nadia.get_by_text("delivered", exact=True)).to_be_visible()
        assert len(program.got) == 2
        assert len(set(program.ids)) == 1
