"""A form on somebody else's page (another port): put there by its script, sent, closed and remembered; plain HTML."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dhara.audience.models import Form, Submission
from dhara.kit import clock
from tests.make import checkout, people
from tests.make import forms as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def foreign() -> Iterator[Any]:
    """Somebody's site: `foreign.body` is what its page says, `foreign.url` where it is."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><html lang='en'><body>{served.body}</body></html>".encode())

        def log_message(self, *_words: object) -> None:
            """Quiet."""

    class Served(ThreadingHTTPServer):
        body = ""
        url = ""

    served = Served(("127.0.0.1", 0), Site)
    served.url = f"http://127.0.0.1:{served.server_address[1]}/post"
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served
    served.shutdown()
    served.server_close()


def published(settings: Any, live_server: Any, at: datetime, **look: Any) -> Form:
    settings.PUBLIC_URL = live_server.url
    studio = people.studio()
    tier = checkout.tier(studio, pricing="free", title="The list")
    return make.form(studio, look=look, magnet_id=tier.offer_id, texts={"en": {"title": "A list for you"}}, at=at)


def script(live_server: Any, form: Form) -> str:
    return f'<script async src="{live_server.url}/f/{form.token}/embed.js"></script>'


def fill(frame: Any, page: Page) -> None:
    frame.get_by_label("Your e-mail address").fill("mitu@example.org")
    page.wait_for_timeout(2100)  # as long as a person takes
    frame.get_by_role("button", name="Send it to me").click()
    expect(frame.get_by_role("heading", name="Look into your mailbox")).to_be_visible()


def test_two_forms_stand_in_a_foreign_page_and_one_is_sent(
    page: Page, live_server: Any, foreign: Any, settings: Any
) -> None:
    at = clock.now()
    form = published(settings, live_server, at, place="inline")
    other = make.form(form.studio, look={"place": "inline"}, at=at)
    foreign.body = f"<h1>Blog</h1>{script(live_server, form)}<p>…</p>{script(live_server, other)}"
    page.goto(f"{foreign.url}?utm_source=blog")
    expect(page.locator("iframe")).to_have_count(2)
    fill(page.frame_locator("iframe").first, page)
    submission = Submission.objects.get()
    assert submission.page.startswith(foreign.url)
    assert submission.utm == {"source": "blog"}
    assert submission.form_id in (form.pk, other.pk)


def test_a_window_opens_closes_with_escape_and_is_not_shown_again(
    page: Page, live_server: Any, foreign: Any, settings: Any
) -> None:
    form = published(settings, live_server, clock.now(), place="popup", after_seconds=1)
    foreign.body = f'<a href="#" data-dhara-form="{form.token}">Get it</a>{script(live_server, form)}'
    page.goto(foreign.url)
    window = page.locator(".dhara-form-window dialog")
    expect(window).to_be_visible()
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)
    page.reload()
    page.wait_for_timeout(1600)
    expect(window).to_have_count(0)
    page.get_by_text("Get it").click()
    expect(window).to_be_visible()
    fill(page.frame_locator("iframe"), page)
    assert Submission.objects.count() == 1


def test_plain_html_works_without_scripts(browser: Any, live_server: Any, foreign: Any, settings: Any) -> None:
    form = published(settings, live_server, clock.now())
    foreign.body = (
        f'<form method="post" action="{live_server.url}/f/{form.token}/"><input name="email"><button>Go</button></form>'
    )
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(foreign.url)
    page.locator("input").fill("mitu@example.org")
    page.get_by_role("button").click()
    expect(page.get_by_label("Your e-mail address")).to_have_value("mitu@example.org")
    fill(page, page)
    context.close()
    assert Submission.objects.get().email == "mitu@example.org"
