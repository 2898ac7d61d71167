"""Nadia makes a gig on her phone: from an example to what is for sale, her questions in another order."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from dhara.catalog.models import Offer
from dhara.catalog.offers import actions
from dhara.delivery.models import GigTerms, Package
from tests.browser.studio.phone import phone
from tests.make import people

TAKA = "Price in Bangladeshi taka"


@pytest.fixture
def page(transactional_db: None, live_server: Any, context: BrowserContext) -> Page:
    """Nadia's phone, signed in, in her studio."""
    actions.ensure_categories()
    return phone(context, live_server.url, people.cast().nadia)


def test_a_gig_from_an_example_to_the_market(page: Page, live_server: Any) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{live_server.url}/studio/nadia/offers/new/")
    page.get_by_label("What do you call it?").fill("A logo for your shop")
    page.get_by_text("Gig: a small service").click()
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A logo for your shop")
    page.wait_for_load_state()  # the scripts are there
    _describe(page)
    page.locator("#packages").get_by_role("button", name="Logo").click()
    expect(page.get_by_text("The example is here.")).to_be_visible()
    _price(page)
    _ask(page)
    _add_an_extra(page)
    expect(page.get_by_text("Everything is there.")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("It is for sale, at every hour.")).to_be_visible()
    offer = Offer.objects.get()
    assert (offer.status, offer.from_prices) == ("published", {"BDT": 500_00})
    assert problems == []


def _describe(page: Page) -> None:
    about = page.locator("#about")
    about.locator('input[name="language"][value="en"]').check()
    about.get_by_role("textbox", name="Description").fill("Drawn by hand.")
    page.get_by_label("Category").select_option(index=2)
    about.get_by_role("button", name="Save").click()
    expect(about.get_by_role("status")).to_have_text("Saved.")


def _rows(section: Locator) -> Locator:
    return section.locator("[data-formset-row]:visible")


def _price(page: Page) -> None:
    """The third package is taken out; what is missing is said beside its field, and nothing typed is lost."""
    packages = page.locator("#packages")
    expect(_rows(packages)).to_have_count(3)
    expect(packages.get_by_role("button", name="Another package")).to_be_disabled()
    _rows(packages).nth(2).get_by_role("button", name="Remove").click()
    expect(packages.get_by_role("button", name="Another package")).to_be_focused()
    _rows(packages).nth(0).get_by_label(TAKA).first.fill("৫০০")
    _rows(packages).nth(1).get_by_label(TAKA).first.fill("1200")
    _rows(packages).nth(1).get_by_label("Delivered within").fill("")
    packages.get_by_role("button", name="Save the packages").click()
    expect(packages.get_by_text("Say in how many days you deliver it.")).to_be_visible()
    expect(_rows(packages).nth(0).get_by_label(TAKA).first).to_have_value("৫০০")
    _rows(packages).nth(1).get_by_label("Delivered within").fill("৫")
    packages.get_by_role("button", name="Save the packages").click()
    expect(packages.get_by_role("status")).to_have_text("Saved.")
    assert list(Package.objects.filter(tier__retired=False).order_by("tier__position").values_list("days")) == [
        (3,),
        (5,),
    ]


def _ask(page: Page) -> None:
    """A question is added, goes up by the keyboard alone, and is seen as a buyer will see it."""
    questions = page.locator("#questions")
    kept = [each["key"] for each in GigTerms.objects.get().questions]
    questions.get_by_role("button", name="Another question").click()
    fresh = _rows(questions).last
    expect(fresh.get_by_label("Your question")).to_be_focused()
    fresh.get_by_label("Your question").fill("Which colours?")
    expect(fresh.get_by_label("Answers to choose from")).to_be_hidden()
    fresh.get_by_label("How it is answered").select_option("many")
    fresh.get_by_label("Answers to choose from").fill("Red\nGreen")
    for _step in range(2):
        fresh = questions.locator("[data-formset-row]", has=page.locator('option[value="many"]:checked'))
        fresh.get_by_role("button", name="Move up").focus()
        page.keyboard.press("Enter")
    expect(questions.locator("[data-reorder-said]")).to_contain_text("place 3 of 5")
    questions.get_by_role("button", name="See them as a buyer").click()
    expect(questions.locator(".asked").get_by_text("Which colours?")).to_be_visible()
    expect(questions.get_by_text("Not saved yet.")).to_be_visible()
    questions.get_by_role("button", name="Save the questions").click()
    expect(questions.get_by_role("status")).to_have_text("Saved.")
    now = [each["key"] for each in GigTerms.objects.get().questions]
    assert [*now[:2], *now[3:]] == kept


def _add_an_extra(page: Page) -> None:
    extras = page.locator("#extras")
    extras.get_by_role("button", name="Another extra").click()
    row = _rows(extras).last
    row.get_by_label("What it is").fill("A business card")
    row.get_by_label(TAKA).fill("300")
    extras.get_by_role("button", name="Save the extras").click()
    expect(extras.get_by_role("status")).to_have_text("Saved.")
    (extra,) = GigTerms.objects.get().extras
    assert (extra["title"], extra["prices"], extra["days"]) == ("A business card", {"BDT": 300_00}, 0)
