"""Asking, answering, reading: the whole way without scripts, for an account, a studio and a guest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.people.conversations import actions, mail, rules
from dhara.people.models import Conversation, Message, MessageFile, Notice, Report
from tests.make import checkout as make
from tests.make import people
from tests.make.conversations import conversation, picture, side, write
from tests.web.browsing import client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_a_question_from_an_offer_and_its_answer(cast: people.Cast, now: datetime) -> None:
    offer = make.tier(cast.studio).offer
    karim, nadia = client(cast.karim), client(cast.nadia)
    page = karim.get(f"/@nadia/{offer.slug}").content.decode()
    assert f"/messages/about/offer/{offer.pk}/" in page
    sent = karim.post(f"/messages/about/offer/{offer.pk}/", {"body": "How many? Call 01712345678"}, follow=True)
    talk = Conversation.objects.get()
    assert sent.redirect_chain[-1][0] == f"/messages/{talk.pk}/"
    assert "01712345678" in sent.content.decode()
    assert "can not see the contact details" in sent.content.decode()
    drain(now)
    assert Notice.objects.filter(account=cast.nadia, kind="message_received").exists()
    assert "Karim" in nadia.get("/studio/nadia/messages/").content.decode()
    read = nadia.get(f"/studio/nadia/messages/{talk.pk}/").content.decode()
    assert "01712345678" not in read
    assert "phone number hidden" in read
    nadia.post(f"/studio/nadia/messages/{talk.pk}/", {"body": "Forty.", "key": "one"})
    nadia.post(f"/studio/nadia/messages/{talk.pk}/", {"body": "Forty.", "key": "one"})
    assert Message.objects.filter(body="Forty.").count() == 1
    assert "Forty." in karim.get(f"/messages/{talk.pk}/").content.decode()
    assert "seen" in nadia.get(f"/studio/nadia/messages/{talk.pk}/").content.decode()
    assert karim.get(f"/messages/about/offer/{offer.pk}/")["Location"] == f"/messages/{talk.pk}/"


def test_a_guest_writes_about_an_order_and_contacts_are_shown(cast: people.Cast, now: datetime) -> None:
    order = make.paid_order(make.tier(cast.studio), email="guest@example.com", at=now)
    guest = Client()
    assert f"/messages/about/order/{order.token}/nadia/" in guest.get(f"/library/o/{order.token}/").content.decode()
    address = f"/messages/about/order/{order.token}/nadia/"
    sent = guest.post(address, {"body": "Mine is 01712345678", "file": SimpleUploadedFile("a.png", picture())})
    assert sent.status_code == 302
    page = guest.get(sent["Location"]).content.decode()
    kept = MessageFile.objects.get()
    assert kept.picture is not None
    assert "/small/" in page
    talk = Conversation.objects.get()
    read = client(cast.mitu).get(f"/studio/nadia/messages/{talk.pk}/").content.decode()
    assert "01712345678" in read
    small = next(part for part in page.split('"') if part.endswith("/small/"))
    assert guest.get(small)["Content-Type"] == "image/webp"
    assert Client().get(small.replace("/g/", "/g/x")).status_code == 404


def test_a_link_to_a_file_opens_nothing_for_others(cast: people.Cast, now: datetime) -> None:
    talk = conversation(cast.studio, cast.karim, at=now)
    karim = client(cast.karim)
    karim.post(f"/messages/{talk.pk}/", {"file": SimpleUploadedFile("a.txt", b"hello")})
    page = karim.get(f"/messages/{talk.pk}/").content.decode()
    link = next(part for part in page.split('"') if "/files/" in part)
    came: Any = karim.get(link)
    assert b"".join(came) == b"hello"
    tuli = people.account("tuli@example.com")
    other = conversation(cast.studio, tuli, subject="offer:6", at=now)
    assert client(tuli).get(link).status_code == 404
    assert client(tuli).get(link.replace(f"/messages/{talk.pk}/", f"/messages/{other.pk}/")).status_code == 404


def test_what_is_refused_stays_on_the_page(cast: people.Cast, now: datetime) -> None:
    talk = conversation(cast.studio, cast.karim, at=now)
    karim = client(cast.karim)
    long = "x" * 5001
    answer = karim.post(f"/messages/{talk.pk}/", {"body": long, "file": SimpleUploadedFile("a.txt", b"hello")})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert long in page
    waiting = MessageFile.objects.get(message=None)
    assert f'name="waiting" value="{waiting.pk}"' in page
    karim.post(f"/messages/{talk.pk}/", {"body": "short", "waiting": waiting.pk})
    waiting.refresh_from_db()
    assert waiting.message is not None
    program = karim.post(f"/messages/{talk.pk}/", {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert program.status_code == 422


def test_held_and_reported(cast: people.Cast, now: datetime) -> None:
    talk = conversation(cast.studio, cast.karim, at=now)
    karim = client(cast.karim)
    page = karim.post(f"/messages/{talk.pk}/", {"body": "Please pay a security deposit of 500 taka"}, follow=True)
    assert "Nobody pays here to get work" in page.content.decode()
    assert "deposit" not in client(cast.nadia).get(f"/studio/nadia/messages/{talk.pk}/").content.decode()
    karim.post(f"/messages/{talk.pk}/reports/", {"reason": "abuse", "text": "Rude"})
    assert Report.objects.get().reason == "abuse"


def test_news_are_cheap_when_there_are_none(cast: people.Cast, now: datetime) -> None:
    talk = conversation(cast.studio, cast.karim, at=now)
    write(talk, cast.nadia, "Hello", at=now)
    karim = client(cast.karim)
    page = karim.get(f"/messages/{talk.pk}/").content.decode()
    mark = page.split('data-mark="')[1].split('"')[0]
    with CaptureQueriesContext(connection) as made:
        assert karim.get(f"/messages/{talk.pk}/news/", {"mark": mark}).status_code == 204
    assert len(made) <= 5
    write(talk, cast.nadia, "One more thing", at=now)
    news = karim.get(f"/messages/{talk.pk}/news/", {"mark": mark})
    assert "One more thing" in news.content.decode()
    assert side(talk, rules.CUSTOMER).unread == 0


def test_lists_take_as_many_queries_for_twenty_as_for_one(cast: people.Cast, now: datetime) -> None:
    nadia, counts = client(cast.nadia), []
    for number in range(20):
        write(conversation(cast.studio, cast.karim, subject=f"order:{number}", at=now), cast.karim, "Hi", at=now)
        if number in (0, 19):
            with CaptureQueriesContext(connection) as made:
                assert nadia.get("/studio/nadia/messages/").status_code == 200
            counts.append(len(made))
    assert counts[0] == counts[1] <= 11


def test_hidden_numbers_can_not_be_searched_for(cast: people.Cast, now: datetime) -> None:
    talk = conversation(cast.studio, cast.karim, at=now)
    write(talk, cast.karim, "Wedding in May, 01712345678", at=now)
    nadia = client(cast.nadia)
    assert "Wedding cards" not in nadia.get("/studio/nadia/messages/?q=0171").content.decode()
    assert "Wedding cards" in nadia.get("/studio/nadia/messages/?q=karim").content.decode()
    actions.agree({cast.studio.pk}, account_id=cast.karim.pk, at=now)
    assert "Wedding cards" in nadia.get("/studio/nadia/messages/?q=0171").content.decode()


def test_put_away_muted_blocked(cast: people.Cast, now: datetime) -> None:
    talk = conversation(cast.studio, cast.karim, at=now)
    write(talk, cast.karim, "Hello", at=now)
    nadia, base = client(cast.nadia), f"/studio/nadia/messages/{talk.pk}/"
    for verb in ("archiving", "muting", "blocking"):
        nadia.post(f"{base}{verb}/", {"on": "1"})
    assert "Wedding cards" not in nadia.get("/studio/nadia/messages/").content.decode()
    assert "Wedding cards" in nadia.get("/studio/nadia/messages/?show=archived").content.decode()
    assert "blocked the other side" in nadia.get(base).content.decode()
    assert client(cast.karim).post(f"/messages/{talk.pk}/", {"body": "Hello?"}).status_code == 409


def test_a_member_asks_not_the_own_studio(cast: people.Cast) -> None:
    answer = client(cast.rafi).post("/messages/about/studio/nadia/", {"body": "Hello"})
    assert answer["Location"] == "/@nadia"
    assert not Conversation.objects.exists()


def test_the_studio_writes_to_a_buyer(cast: people.Cast, now: datetime) -> None:
    order = make.paid_order(make.tier(cast.studio), by=person(cast.karim.pk), email="karim@example.com", at=now)
    mitu = client(cast.mitu)
    address = f"/studio/nadia/orders/{order.number}/message/"
    assert address in mitu.get(f"/studio/nadia/orders/{order.number}/").content.decode()
    mitu.post(address, {"body": "Did the files open?"})
    talk = Conversation.objects.get()
    assert mail.address_of(side(talk, rules.CUSTOMER)) == f"/messages/{talk.pk}/"
    assert "Did the files open?" in client(cast.karim).get("/messages/").content.decode()
