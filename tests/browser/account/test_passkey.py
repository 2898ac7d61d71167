"""A passkey in a real browser, under the strict content security policy."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.make import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def base(live_server: Any, settings: Any) -> str:
    """Passkeys belong to a name, so the server is called by its name."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    settings.CSRF_TRUSTED_ORIGINS = [address]
    return address


@pytest.fixture
def complaints(page: Page) -> list[str]:
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def device(page: Page) -> None:
    """Plug a phone-like authenticator into the browser."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_made_then_used_instead_of_a_password(page: Page, base: str, complaints: list[str]) -> None:
    people.account("karim@example.com", password=people.PASSWORD)
    device(page)
    page.goto(base + reverse("account_login"))
    page.get_by_label("Email address").fill("karim@example.com")
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/library/"))
    complaints.clear()

    page.goto(base + reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert not complaints

    page.goto(base + reverse("account_logout"))
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(base + reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile("/library/"))
    page.goto(base + reverse("account-home"))
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()


def test_the_address_of_a_studio_is_checked_while_typing(page: Page, base: str, complaints: list[str]) -> None:
    cast = people.cast(people.PASSWORD)
    page.goto(base + reverse("account_login") + "?next=" + reverse("new-studio"))
    page.get_by_label("Email address").fill(cast.karim.email)
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Address", exact=True)).to_be_visible()
    page.wait_for_load_state()  # the scripts are there
    page.get_by_label("Address", exact=True).fill("nadia")
    expect(page.get_by_text("@nadia is taken.")).to_be_visible()
    page.get_by_label("Address", exact=True).fill("Karim_২")
    expect(page.get_by_text("@karim_2 is free.")).to_be_visible()
    assert not complaints
