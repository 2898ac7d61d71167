"""Nadia builds "free checklist → guide" on her phone, by the keyboard alone, as docs/howto/first-sequence.md says."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from dhara.audience.models import Message, Sequence
from dhara.audience.sequences import rules
from dhara.kit import clock
from dhara.people.models import Studio
from tests.browser.studio.phone import phone
from tests.make import audience, people


@pytest.fixture
def page(transactional_db: None, live_server: Any, context: BrowserContext) -> Page:
    nadia = people.cast().nadia
    audience.tag(Studio.objects.get(handle="nadia"), "wants-checklist")
    return phone(context, live_server.url, nadia)


def press(thing: Locator) -> None:
    """What the keyboard does."""
    thing.focus()
    thing.press("Enter")


def add(page: Page, after: str, kind: str, field: str, value: str) -> None:
    """By the plus after a step: choose a kind, fill in its field, and close the panel by Escape."""
    press(page.get_by_role("link", name=f"Add a step after “{after}”"))
    expect(page.get_by_role("heading", name="What comes here?")).to_be_focused()
    press(page.locator("#panel").get_by_role("link", name=kind))
    expect(page.locator("#panel").get_by_role("heading", name=kind)).to_be_focused()  # now the scripts know the form
    page.locator("#panel").get_by_label(field).fill(value)
    page.locator("#panel").get_by_label(field).press("Enter")
    expect(page.locator("#panel").get_by_role("status")).to_have_text("The step is in.")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_empty()


def test_a_first_sequence_by_keyboard_on_a_phone(page: Page, live_server: Any) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{live_server.url}/studio/nadia/audience/sequences/")
    press(page.get_by_role("link", name="Make the first sequence"))
    press(page.get_by_role("link", name="An empty sequence"))
    page.get_by_label("What do you call it?").fill("Free checklist → guide")
    page.get_by_label("What starts it?").select_option(label="somebody gets a tag: wants-checklist")
    press(page.get_by_role("button", name="Make it"))
    expect(page.get_by_role("link", name="Add a step after “somebody gets a tag: wants-checklist”")).to_be_visible()
    page.wait_for_load_state()  # the scripts are there

    add(page, "somebody gets a tag: wants-checklist", "Send a letter", "Subject", "Your checklist")
    add(page, "Your checklist", "Wait", "How long?", "2")
    add(page, "2 days", "Send a letter", "Subject", "Three mistakes")
    expect(page.get_by_text("2 things to do before this can be published")).to_be_visible()
    _one_column(page)

    _write_the_letters()
    page.reload()
    press(page.get_by_role("link", name="Publish", exact=True))
    press(page.get_by_role("button", name="Publish and start"))
    expect(page.get_by_text("Published. It is running now.")).to_be_visible()
    sequence = Sequence.objects.select_related("current").get()
    assert sequence.status == rules.ACTIVE
    assert [sequence.draft["nodes"][name]["kind"] for name in rules.walk(sequence.draft)] == ["send", "wait", "send"]
    assert problems == []


def _one_column(page: Page) -> None:
    """The steps stand under each other, and nothing is wider than the phone."""
    tops = page.locator(".flow-item").evaluate_all("items => items.map(each => each.getBoundingClientRect().top)")
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def _write_the_letters() -> None:
    """What the composer does; its own tests go through it."""
    for letter in Message.objects.all():
        for words in letter.content.values():
            words["blocks"] = [{"kind": "text", "html": "<p>Here it is.</p>"}]
        letter.changed_at = clock.now()
        letter.save()
