"""Forms in public, without scripts: their page, the frame, plain HTML from elsewhere, the button behind the letter."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.audience.forms import actions
from dhara.audience.models import Contact, Form, Submission
from dhara.kit.actor import GUEST
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from tests.make import checkout, people
from tests.make import forms as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(now: datetime) -> Form:
    studio = people.studio()
    make.field(studio, "city", "choice", ["Dhaka", "Khulna"])
    tier = checkout.tier(studio, pricing="free", title="Checklist of a stall")
    asks = [{"field": "name"}, {"field": "city", "required": True}]
    texts = {"en": {"title": "A list for <you>", "button": "Give it to me", "thanks": "Enjoy it!"}}
    return make.form(studio, questions=asks, texts=texts, magnet_id=tier.offer_id, at=now)


def hidden(page: Any) -> dict[str, str]:
    text = page.content.decode()
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))


def fill(client: Client, form: Form, frozen: Any, path: str = "", seconds: int = 9, **typed: str) -> Any:
    """Look at the page, take one's time, press."""
    at = path or f"/f/{form.token}/"
    page = client.get(at, {"utm_source": "poster"})
    frozen.shift(seconds)
    return client.post(at, {**hidden(page), "email": "mitu@example.org", "city": "Dhaka", **typed})


def test_from_the_page_to_the_file_without_scripts(form: Form, frozen: Any, now: datetime) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(f"/f/{form.token}/").content.decode()
    assert "A list for &lt;you&gt;" in page
    assert "Give it to me" in page
    assert 'property="og:title" content="A list for &lt;you&gt;"' in page
    answer = fill(client, form, frozen, name="Mitu")
    assert (answer.status_code, answer["Location"]) == (302, f"/f/{form.token}/thanks/")
    assert "Look into your mailbox" in client.get(answer["Location"]).content.decode()
    submission = Submission.objects.get()
    assert submission.utm == {"source": "poster"}
    assert submission.ip == "127.0.0.1"
    link = f"/f/confirm/{submission.token}/"
    assert link in Letter.objects.get().text
    for _look in range(2):
        shown = client.get(link)
        assert "mitu@example.org" in shown.content.decode()
        assert shown["Cache-Control"] == "private, no-store"
    assert Contact.objects.get().status == "pending"
    pressed = client.post(link)
    assert pressed["Location"] == link
    assert Contact.objects.get().status == "subscribed"
    assert 'http-equiv="refresh"' in client.get(link).content.decode()
    drain(now)
    done = client.get(link).content.decode()
    library = re.findall(r'href="[^"]*(/library/o/[\w-]+/)"', done)[0]
    assert "Enjoy it!" in done
    assert client.get(library).status_code == 200


def test_what_is_wrong_is_said_and_what_was_typed_stays(form: Form, frozen: Any) -> None:
    client = Client()
    answer = fill(client, form, frozen, email="mitu@", name="Mitu <b>", city="")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="mitu@"' in text
    assert 'value="Mitu &lt;b&gt;"' in text
    assert 'aria-invalid="true"' in text
    assert not Submission.objects.exists()
    fast = fill(client, form, frozen, seconds=1)
    assert fast.status_code == 422
    assert "very fast" in fast.content.decode()
    assert "mitu@example.org" in fast.content.decode()


def test_plain_html_from_another_site_is_shown_once_more_and_then_taken(form: Form, frozen: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    typed = {"email": "mitu@example.org", "city": "Khulna"}
    elsewhere = {"HTTP_ORIGIN": "https://blog.example", "HTTP_REFERER": "https://blog.example/post?utm_source=blog"}
    first = client.post(f"/f/{form.token}/", typed, **elsewhere)
    assert first.status_code == 422
    assert not Submission.objects.exists()
    frozen.shift(5)
    second = client.post(f"/f/{form.token}/", {**typed, **hidden(first)})
    assert second.status_code == 302
    assert Submission.objects.get().data == {"city": "Khulna"}


def test_a_filled_trap_is_answered_like_a_person(form: Form, frozen: Any) -> None:
    answer = fill(Client(), form, frozen, website="https://spam.example")
    assert answer["Location"] == f"/f/{form.token}/thanks/"
    assert Submission.objects.get().status == "refused"
    assert not Letter.objects.exists()


def test_the_answer_says_nothing_about_who_is_on_the_list(form: Form, frozen: Any) -> None:
    client = Client()
    first = fill(client, form, frozen)
    actions.confirm(Submission.objects.get().token, by=GUEST, at=form.created_at)
    frozen.shift(600)
    again = fill(client, form, frozen)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert "mitu@" not in client.get(again["Location"]).content.decode()


def test_a_closed_form_says_so_everywhere(form: Form, now: datetime) -> None:
    actions.close(form, by=make.owner_of(form.studio), at=now)
    client = Client()
    for path in (f"/f/{form.token}/", f"/f/{form.token}/frame/"):
        for answer in (client.get(path), client.post(path, {"email": "a@example.org"})):
            assert answer.status_code == 410
            assert "This form is closed" in answer.content.decode()
    assert '"open": false' in client.get(f"/f/{form.token}/embed.js").content.decode()


def test_a_draft_is_not_there(now: datetime) -> None:
    draft = make.form(published=False)
    client = Client()
    for path in ("", "frame/", "thanks/", "frame/thanks/", "embed.js"):
        assert client.get(f"/f/{draft.token}/{path}").status_code == 404
    assert client.get("/f/confirm/nothing/").status_code == 404
    assert client.post("/f/confirm/nothing/").status_code == 404


def test_only_the_frame_may_be_framed(form: Form) -> None:
    client = Client()
    page, frame = client.get(f"/f/{form.token}/"), client.get(f"/f/{form.token}/frame/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "script-src 'self'" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    script = client.get(f"/f/{form.token}/embed.js")
    assert script["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert script["Content-Type"].startswith("text/javascript")
    assert not frame.cookies
    assert not script.cookies


def test_who_looks_is_counted_once_a_day(form: Form, frozen: Any) -> None:
    client = Client()
    for _look in range(3):
        client.get(f"/f/{form.token}/")
    form.refresh_from_db()
    assert form.seen == 1


def test_each_language_has_its_words(form: Form) -> None:
    page = Client().get(f"/f/{form.token}/?lang=bn").content.decode()
    assert "আমাকে পাঠান" in page


@pytest.mark.parametrize(
    "page", ["x" * 9000, "http://[broken", "https://a.example/?" + "&".join(["utm_source=a"] * 99)]
)
def test_odd_pages_stop_nobody(page: str, form: Form, frozen: Any) -> None:
    assert fill(Client(), form, frozen, page=page).status_code == 302
