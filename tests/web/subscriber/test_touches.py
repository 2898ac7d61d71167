"""Tracked links and the counting picture, over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dhara.audience.links import rules as links
from dhara.audience.models import ContactEvent, Delivery, Link, Touch
from dhara.kit import clock
from dhara.kit.queue import drain
from dhara.web.subscriber.views.touches import MOST
from tests.audience.tracking.test_rules import PHONE
from tests.make import catalog, readers

pytestmark = pytest.mark.django_db
URL = "https://example.com/guide"


@pytest.fixture
def letter(now: datetime) -> Delivery:
    offer = catalog.offer(now)
    message = readers.message(now, offer.studio, links=(URL, "https://example.com/2", "https://example.com/3"))
    return readers.delivery(now, readers.subscriber(now, offer.studio), message)


def address(letter: Delivery, number: int = 1) -> str:
    return links.link_url(number, links.touch_token(letter.pk)).removeprefix("http://localhost:8000")


def phone() -> Client:
    return Client(headers={"user-agent": PHONE})


def test_a_link_leads_on(letter: Delivery) -> None:
    answer = phone().get(address(letter))
    assert (answer.status_code, answer["Location"]) == (302, URL)
    assert answer["Cache-Control"] == "private, no-store"
    kept = Touch.objects.get()
    assert (kept.delivery_id, kept.link, kept.agent, kept.ip) == (letter.pk, 1, PHONE, "127.0.0.1")


def test_asking_only_for_the_head_is_answered_and_not_kept(letter: Delivery) -> None:
    answer = phone().head(address(letter))
    assert (answer.status_code, answer["Location"]) == (302, URL)
    assert not answer.cookies
    assert not Touch.objects.exists()


@pytest.mark.parametrize(
    "said",
    ["1-d1-" + "a" * 32, "https:evil.example", "1", "-", "99999-d1-" + "a" * 32, "%00", "1-m1-en-" + "a" * 32],
)
def test_no_open_redirect(letter: Delivery, said: str) -> None:
    answer = phone().get(f"/l/{said}/")
    assert answer.status_code == 404
    assert "leads nowhere" in answer.content.decode()
    assert not Touch.objects.exists()


def test_a_number_without_a_link(letter: Delivery) -> None:
    assert phone().get(address(letter, 9)).status_code == 404


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://localhost:8000/l/1-d1-x/", "//evil.example", "mailto:a@b.c"]
)
def test_only_web_addresses_and_no_loop(letter: Delivery, url: str) -> None:
    Link.objects.filter(number=1).update(url=url)
    assert phone().get(address(letter)).status_code == 404


def test_the_hidden_link_is_kept_and_leads_nowhere(letter: Delivery) -> None:
    assert phone().get(address(letter, links.HONEYPOT)).status_code == 404
    assert Touch.objects.get().link == links.HONEYPOT


def test_the_picture(letter: Delivery) -> None:
    answer = phone().get(links.open_url(links.touch_token(letter.pk)).removeprefix("http://localhost:8000"))
    assert answer["Content-Type"] == "image/gif"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin", "web mail shows it on its own pages"
    assert answer.content.startswith(b"GIF89a")
    assert Touch.objects.get().link is None
    wrong = phone().get("/o/nonsense.gif")
    assert wrong.content == answer.content


def test_who_plays_with_a_link_fills_no_table(letter: Delivery) -> None:
    client = phone()
    for _press in range(MOST + 5):
        assert client.get(address(letter)).status_code == 302
    assert Touch.objects.count() == MOST


def test_a_click_makes_later_visits_known(letter: Delivery) -> None:
    client, offer = phone(), letter.studio.offers.get()
    page = f"/@{letter.studio.handle}/{offer.slug}"
    client.get(page)
    drain()
    assert not ContactEvent.objects.filter(kind="visited").exists(), "nobody is known before"
    client.get(address(letter))
    assert client.cookies["reader"]["httponly"]
    for _look in range(3):
        client.get(page)
    client.get(f"/@{letter.studio.handle}")
    drain()
    subjects = ContactEvent.objects.filter(kind="visited").order_by("id").values_list("contact", "subject")
    assert list(subjects) == [(letter.contact_id, f"offer:{offer.pk}"), (letter.contact_id, "studio")]


@pytest.mark.parametrize("sign", ["agent", "prefetch", "soon", "anonymous"])
def test_no_cookie_for_machines_and_for_whom_nobody_may_know(letter: Delivery, sign: str) -> None:
    headers = {"user-agent": "Googlebot/2.1" if sign == "agent" else PHONE}
    if sign == "prefetch":
        headers["sec-purpose"] = "prefetch;prerender"
    if sign == "soon":
        Delivery.objects.update(sent_at=clock.now() - timedelta(seconds=1))
    if sign == "anonymous":
        letter.message.tracking = "anonymous"
        letter.message.save()
    client = Client(headers=headers)
    assert client.get(address(letter)).status_code == 302
    assert "reader" not in client.cookies


@pytest.mark.parametrize("cookie", ["", "1-" + "a" * 32 + "_" + "b" * 32, "ü" * 400])
def test_a_forged_cookie_is_nobodys(letter: Delivery, cookie: str) -> None:
    client = phone()
    client.cookies["reader"] = cookie
    assert client.get(f"/@{letter.studio.handle}").status_code == 200
    drain()
    assert not ContactEvent.objects.filter(kind="visited").exists()


def test_pages_cost_nothing_without_the_cookie(letter: Delivery) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, page = phone(), f"/@{letter.studio.handle}"
    client.get(page)
    counts = []
    for cookie in ("", "x"):
        if cookie:
            client.get(address(letter))
            client.get(page)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1], "a page seen a moment ago is not told again"
