"""The doors behind a letter's links, as mail programs and readers use them."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from dhara.audience.links import rules as links
from dhara.audience.models import Consent, Contact, Unwatched
from dhara.kit.mail.models import Letter
from tests.make import readers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def letter(contact: Contact, message_id: int = 0) -> bytes:
    """A letter as it leaves, with the headers that such letters have."""
    written = EmailMessage(policy=policy.SMTP)
    written["From"], written["To"], written["Subject"] = "nadia@example.com", contact.email, "Hello"
    for name, value in links.headers(links.letter_token(contact.pk, message_id)).items():
        written[name] = value
    written.set_content("Hello!")
    return written.as_bytes()


def press_as_gmail_does(raw: bytes) -> tuple[int, Client]:
    """RFC 8058: read the two headers, POST the one as a form to the https (here: http) address in the other."""
    read = message_from_bytes(raw, policy=policy.default)
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = next(part.strip(" <>") for part in read["List-Unsubscribe"].split(",") if "mailto:" not in part)
    assert address.startswith("http://localhost:8000/")
    program = Client(enforce_csrf_checks=True)
    answer = program.post(
        address.removeprefix("http://localhost:8000"),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    return answer.status_code, program


def test_one_click(now: datetime) -> None:
    contact = readers.subscriber(now)
    status, program = press_as_gmail_does(letter(contact, 5))
    assert status == 200
    assert not program.cookies, "a mail program is given nothing to keep"
    contact.refresh_from_db()
    assert contact.status == "unsubscribed"
    assert contact.events.get(kind="unsubscribed").subject == "message:5"
    last = Consent.objects.order_by("-id")[0]
    assert (last.given, last.source) == (False, "one_click")


def test_pressing_again_changes_nothing(now: datetime) -> None:
    contact = readers.subscriber(now)
    press_as_gmail_does(letter(contact))
    written = Consent.objects.count()
    assert press_as_gmail_does(letter(contact))[0] == 200
    assert Consent.objects.count() == written


def test_looking_at_the_link_changes_nothing(client: Client, now: datetime) -> None:
    contact = readers.subscriber(now)
    token = links.letter_token(contact.pk)
    for ask in (client.get, client.head):
        answer = ask(f"/letters/{token}/unsubscribe/")
        assert answer.status_code == 200
    page = client.get(f"/letters/{token}/unsubscribe/").content.decode()
    assert "Unsubscribe me" in page
    assert contact.email not in page
    assert not client.cookies
    contact.refresh_from_db()
    assert contact.status == "subscribed"


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_link_gets_the_same_answer(client: Client, now: datetime, method: str) -> None:
    contact = readers.subscriber(now)
    token, foreign = links.letter_token(contact.pk), "9-0-" + "a" * 32
    answers = [getattr(client, method)(f"/letters/{each}/unsubscribe/") for each in (token, foreign)]
    assert [each.status_code for each in answers] == [200, 200]
    pages = [each.content.decode().replace(token, "*").replace(foreign, "*") for each in answers]
    assert pages[0] == pages[1]


def test_guessing_is_slowed_down_but_no_mail_program(client: Client, now: datetime) -> None:
    wrong = [client.post(f"/letters/{n}-0-{'b' * 32}/unsubscribe/").status_code for n in range(61)]
    assert (wrong[59], wrong[60]) == (200, 429)
    contact = readers.subscriber(now)
    assert press_as_gmail_does(letter(contact))[0] == 200


def test_the_page_of_preferences(client: Client, now: datetime) -> None:
    contact = readers.subscriber(now, language="bn")
    address = f"/letters/{links.letter_token(contact.pk)}/"
    page = client.get(address)
    assert page.status_code == 200
    assert 'lang="bn"' in page.content.decode()
    assert contact.email not in page.content.decode(), "letters are passed on"
    client.post(address, {"name": "Mina Akter", "language": "en", "unwatched": "on"})
    contact.refresh_from_db()
    assert (contact.name, contact.language) == ("Mina Akter", "en")
    assert Unwatched.objects.filter(contact=contact).exists()
    client.post(address, {"name": "Mina Akter", "language": "en"})
    assert not Unwatched.objects.exists()
    assert client.post(address, {"name": "M", "language": "xx"}).status_code == 422


def test_back_again_by_their_own_hand(client: Client, now: datetime) -> None:
    contact = readers.subscriber(now)
    address = f"/letters/{links.letter_token(contact.pk)}/"
    press_as_gmail_does(letter(contact))
    assert "Write to me again" in client.get(address).content.decode()
    assert client.post(f"{address}subscription/").status_code == 302
    contact.refresh_from_db()
    assert contact.status == "subscribed"
    last = Consent.objects.order_by("-id")[0]
    assert (last.given, last.source, last.text) == (True, "preferences", "Write to me again")


def test_who_marked_a_letter_as_spam_is_told_why_not(client: Client, now: datetime) -> None:
    from dhara.audience.contacts import actions
    from dhara.kit.actor import SYSTEM

    contact = readers.subscriber(now)
    actions.complain(contact, by=SYSTEM, at=now)
    address = f"/letters/{links.letter_token(contact.pk)}/"
    page = client.post(f"{address}subscription/", follow=True).content.decode()
    assert "marked as spam" in page
    contact.refresh_from_db()
    assert contact.status == "complained"


@pytest.mark.parametrize("token", ["9-0-" + "a" * 32, "shorter-than-that"])
def test_nothing_of_anybody_behind_a_wrong_link(client: Client, now: datetime, token: str) -> None:
    readers.subscriber(now)
    assert client.get(f"/letters/{token}/").status_code == 404
    for below in ("subscription/", "data/"):
        assert client.post(f"/letters/{token}/{below}").status_code == 404
    for below in ("", "data.json", "data.csv", "erasure/"):
        assert client.get(f"/letters/data/{token}/{below}").status_code == 404
    assert client.post(f"/letters/data/{token}/erasure/").status_code == 404


def _sent_link() -> str:
    text = Letter.objects.get(name="own_data").text
    return next(line for line in text.splitlines() if "/letters/data/" in line).removeprefix("http://localhost:8000")


def test_ones_data_by_a_link_to_the_address_itself(client: Client, now: datetime) -> None:
    contact = readers.subscriber(now, name="=1+1")
    client.post(f"/letters/{links.letter_token(contact.pk)}/data/")
    assert Letter.objects.get(name="own_data").to_email == contact.email
    address = _sent_link()
    assert contact.email in client.get(address).content.decode()
    data = client.get(f"{address}data.json").json()
    assert data["contact"]["email"] == contact.email
    assert [each["given"] for each in data["consents"]] == [True]
    assert {each["kind"] for each in data["events"]} >= {"subscribed"}
    lines = client.get(f"{address}data.csv").content.decode("utf-8-sig")
    assert "contact,,name,'=1+1" in lines, "no formula for a spreadsheet"


def test_erasure(client: Client, now: datetime) -> None:
    contact = readers.subscriber(now)
    client.post(f"/letters/{links.letter_token(contact.pk)}/data/")
    address = _sent_link()
    assert "Erase me for good" in client.get(f"{address}erasure/").content.decode()
    contact.refresh_from_db()
    assert contact.status == "subscribed"
    assert "You are forgotten" in client.post(f"{address}erasure/").content.decode()
    contact.refresh_from_db()
    assert (contact.status, contact.email, contact.name) == ("erased", "", "")
    for gone in (address, f"/letters/{links.letter_token(contact.pk)}/"):
        assert client.get(gone).status_code == 404


def test_the_link_to_the_data_ends_after_a_day(client: Client, now: datetime, frozen: Any) -> None:
    contact = readers.subscriber(now)
    client.post(f"/letters/{links.letter_token(contact.pk)}/data/")
    address = _sent_link()
    frozen.shift(25 * 3600)
    cache.clear()
    assert client.get(address).status_code == 404


def test_the_letter_with_the_link_is_one_an_hour(client: Client, now: datetime) -> None:
    contact = readers.subscriber(now)
    for _press in range(3):
        client.post(f"/letters/{links.letter_token(contact.pk)}/data/")
    assert Letter.objects.filter(name="own_data").count() == 1
