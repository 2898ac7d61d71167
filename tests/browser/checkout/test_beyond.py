"""What buyers do beside a plain purchase, in a real browser on a phone without scripts, from page to page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dhara.catalog.models import Offer
from dhara.checkout.models import Gift, RefundRequest
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from tests.make import catalog as make
from tests.make import releases
from tests.make.coupons import coupon

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
DAY = timedelta(days=1)


@pytest.fixture
def visitor(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens an address as somebody with a phone of their own; all are closed in the end."""
    contexts = []

    def at(address: str) -> Page:
        context = browser.new_context(
            viewport=PHONE, java_script_enabled=False, locale="en-GB", base_url=live_server.url
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield at
    for context in contexts:
        context.close()


def address(offer: Offer) -> str:
    return f"/@{offer.studio.handle}/{offer.slug}"


def to_checkout(page: Page) -> None:
    """From the offer's page by way of the cart, with name and address filled in."""
    page.locator('.tier form[action="/cart/lines/"] button').click()
    page.locator(".desk-pay a.btn").click()
    page.locator("#id_name").fill("Karim")
    page.locator("#id_email").fill("karim@example.com")


def pay(page: Page) -> None:
    page.locator(".desk-pay button").click()
    page.locator('button[value="pay"]').click()
    page.wait_for_url("**/checkout/o/**")
    drain()
    page.reload()


def link(letter: str, pattern: str) -> str:
    """The address in a letter, as it leads on this server."""
    found = re.search(pattern, Letter.objects.get(name=letter).text)
    assert found
    return found[0]


def test_a_gift_from_the_cart_until_it_is_opened(visitor: Callable[..., Page]) -> None:
    page = visitor(address(make.offer(datetime.now(UTC) - DAY)))
    to_checkout(page)
    page.locator("#id_gift").check()
    page.locator("#id_gift_name").fill("Mina")
    page.locator("#id_gift_email").fill("mina@example.org")
    page.locator("#id_gift_message").fill("Happy birthday!")
    page.locator(".desk-pay button").click()
    expect(page.get_by_text("A gift for Mina").first).to_be_visible()  # seen once more before it is paid
    pay(page)
    expect(page.get_by_text("The letter went out on")).to_be_visible()
    mina = visitor(link("gift", r"/library/g/[\w-]+/"))
    expect(mina.get_by_text("Happy birthday!")).to_be_visible()
    mina.get_by_role("button", name="Open your gift").click()
    expect(mina.locator('a[href^="/d/"]')).to_be_visible()
    expect(mina.locator("main")).not_to_contain_text("৳")
    page.reload()
    expect(page.get_by_text("Mina opened it on")).to_be_visible()
    assert Gift.objects.get().status == "opened"


def test_a_pre_order_until_it_is_there(visitor: Callable[..., Page]) -> None:
    now = datetime.now(UTC)
    offer = releases.coming(now - DAY, now + 6 * DAY)
    page = visitor(address(offer))
    expect(page.get_by_text("Comes out on").first).to_be_visible()
    to_checkout(page)
    pay(page)
    expect(page.get_by_role("heading", name="Comes out later")).to_be_visible()
    releases.complete(offer, now)
    drain(now + 7 * DAY)
    library = visitor(link("preorder_out", r"/library/o/[\w-]+/"))
    expect(library.locator('a[href^="/d/"]')).to_be_visible()


def test_a_code_by_link_counts_before_anything_is_paid(visitor: Callable[..., Page]) -> None:
    at = datetime.now(UTC) - DAY
    offer = make.offer(at)
    coupon(offer.studio, "EID20", at=at)
    page = visitor(f"{address(offer)}?coupon=eid20")
    to_checkout(page)
    expect(page.get_by_text("Code EID20")).to_be_visible()
    expect(page.locator(".desk-pay button")).to_have_text(re.compile("Pay ৳360"))
    page.goto("/cart/")
    expect(page.locator(".desk-total strong")).to_have_text("৳360")
    expect(page.get_by_text("saves ৳90")).to_be_visible()


def test_a_buyer_asks_for_the_money_back(visitor: Callable[..., Page]) -> None:
    page = visitor(address(make.offer(datetime.now(UTC) - DAY)))
    to_checkout(page)
    pay(page)
    page.get_by_role("link", name="Ask for your money back").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.locator("#id_reason")).to_have_attribute("aria-invalid", "true")
    page.locator("#id_reason").fill("The file is empty.")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("waiting for an answer")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    assert RefundRequest.objects.get().status == "withdrawn"


def test_a_cart_that_was_left_on_another_device(visitor: Callable[..., Page]) -> None:
    offer = make.offer(datetime.now(UTC) - DAY)
    page = visitor(address(offer))
    to_checkout(page)
    page.locator('input[name="remind"]').check()
    page.locator(".desk-pay button").click()
    page.locator('button[value="cancel"]').click()
    drain(datetime.now(UTC) + 2 * DAY)
    other = visitor(link("cart_reminder", r"/cart/restored/[^/\s]+/"))
    expect(other.get_by_text("as you left it")).to_be_visible()
    expect(other.locator(".item-title").first).to_have_text(offer.title)
    other.locator(".desk-pay a.btn").click()
    expect(other.locator("#id_email")).to_have_value("")
