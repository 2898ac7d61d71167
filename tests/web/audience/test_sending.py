"""The pages about how letters leave."""

from __future__ import annotations

import socket
from datetime import datetime
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from django.test import Client

from dhara.audience.contacts import actions as contacts
from dhara.audience.models import Lane, Message, Provider, Suppression
from dhara.audience.ways import actions
from dhara.audience.ways.queries import keys_of
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.refusal import Invalid
from dhara.people.models import Studio
from tests.make import people, readers
from tests.make.console import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BASE = "/studio/nadia/audience/sending/"
HOST = {"host": "mail.nadia.example"}
WAY = {"kind": "smtp", "from_email": "Hello@Nadia.example", "host": "127.0.0.1", "port": "2525", "security": "",
       "user": "",       "password": "", "connections": "4"}  # fmt: skip


@pytest.fixture
def studio() -> Studio:
    return people.studio()


@pytest.fixture
def nadia(studio: Studio) -> Client:
    return signed_in(studio.members.get().account)


def test_a_studio_sets_up_its_own_way(nadia: Client, studio: Studio) -> None:
    assert "Send in my own name" in nadia.get(BASE).content.decode()
    assert nadia.post(f"{BASE}way/", WAY | {"user": "nadia", "password": "s3cret-of-nadia"}).status_code == 302
    own = Provider.objects.get(studio=studio)
    assert (own.from_email, own.domain) == ("hello@nadia.example", "nadia.example")
    assert "s3cret" not in own.secrets
    page = nadia.get(f"{BASE}way/").content.decode()
    assert "s3cret" not in page
    nadia.post(f"{BASE}way/", WAY | {"user": "nadia", "port": "2526"})
    own.refresh_from_db()
    assert (keys_of(own)["password"], keys_of(own)["port"]) == ("s3cret-of-nadia", "2526"), "an empty one keeps it"
    assert own.hook_token in nadia.get(BASE).content.decode()
    nadia.post(f"{BASE}way/removal/")
    assert not Provider.objects.exists()


def test_what_is_no_way(nadia: Client, settings: Any) -> None:
    settings.SANDBOX = False
    for wrong in ({"from_email": "nobody"}, {"kind": "pigeon"}, {"host": ""}, {"host": "127.0.0.1"}, {"port": "0"}):
        answer = nadia.post(f"{BASE}way/", WAY | wrong)
        assert answer.status_code == 422, wrong
    assert not Provider.objects.exists()


def test_no_server_of_the_hosts_own_network(studio: Studio, now: datetime, settings: Any) -> None:
    settings.SANDBOX = False
    for host in ("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]"):
        with pytest.raises(Invalid):
            actions.set_up(studio, kind="smtp", from_email="a@nadia.example", keys={"host": host}, by=SYSTEM, at=now)


class Kept(Handler):
    def handle_message(self, message: Any) -> None:
        letters.append(message)


letters: list[Any] = []


def test_a_trial_letter(nadia: Client, studio: Studio) -> None:
    letters.clear()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(Kept(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        nadia.post(f"{BASE}way/", WAY | {"port": str(port)})
        page = nadia.post(f"{BASE}trial/", follow=True).content.decode()
    finally:
        server.stop()
    assert "The server took a letter to nadia@example.com" in page
    assert (letters[0]["To"], letters[0]["From"]) == ("nadia@example.com", "hello@nadia.example")
    assert "can not be reached" in nadia.post(f"{BASE}trial/", follow=True).content.decode()


def test_a_breaker_and_going_on(nadia: Client, studio: Studio, now: datetime) -> None:
    lane = readers.stopped(studio, now)
    assert "Too many came back" in nadia.get(BASE).content.decode()
    nadia.post(f"{BASE}lanes/{lane.pk}/resumption/")
    lane.refresh_from_db()
    assert lane.paused_at is None
    other = readers.stopped(people.studio(people.account("tuli@example.com"), handle="tuli"), now)
    assert nadia.post(f"{BASE}lanes/{other.pk}/resumption/").status_code == 404
    assert Lane.objects.get(pk=other.pk).paused_at is not None


def test_figures_of_thirty_days(nadia: Client, studio: Studio, now: datetime) -> None:
    contact = readers.subscriber(now, studio)
    readers.delivery(now, contact, readers.message(now, studio))
    readers.delivery(now, contact, readers.message(now, studio), state="bounced", sent_at=now)
    Lane.objects.bulk_create(Lane(message=each, studio=studio) for each in Message.objects.filter(studio=studio))
    assert "50 %" in nadia.get(BASE).content.decode()


def test_addresses_that_get_no_letters(nadia: Client, studio: Studio, now: datetime) -> None:
    contact = readers.subscriber(now, studio)
    contacts.bounce(contact, hard=True, by=SYSTEM, at=now, detail="no such user")
    page = nadia.get(f"{BASE}addresses/?address=MINA@example.com").content.decode()
    assert "the address does not exist" in page
    assert "not on the list" in nadia.get(f"{BASE}addresses/?address=tuli@example.com").content.decode()
    nadia.post(f"{BASE}addresses/lifting/", {"address": contact.email})
    assert Suppression.objects.exists(), "not without a reason"
    nadia.post(f"{BASE}addresses/lifting/", {"address": contact.email, "words": "She called"})
    assert not Suppression.objects.exists()
    assert contact.events.get(kind="noted").data["words"] == "She called"
    nadia.post(f"{BASE}addresses/lifting/", {"address": "tuli@example.com", "words": "x"})


def test_an_address_is_kept_out_by_hand(nadia: Client, studio: Studio, now: datetime) -> None:
    contact = readers.subscriber(now, studio)
    nadia.post(f"{BASE}addresses/adding/", {"address": contact.email})
    nadia.post(f"{BASE}addresses/adding/", {"address": "nobody", "words": "Asked by phone"})
    assert not Suppression.objects.exists(), "not without a reason and an address"
    nadia.post(f"{BASE}addresses/adding/", {"address": contact.email.upper(), "words": "Asked by phone"})
    page = nadia.get(f"{BASE}addresses/").content.decode()
    assert "Asked by phone" in page
    assert f"contacts/{contact.pk}/" in page
    nadia.post(f"{BASE}addresses/lifting/", {"address": contact.email, "words": "She called"})
    contacts.unsubscribe(contact, by=GUEST, at=now, source="link")
    nadia.post(f"{BASE}addresses/lifting/", {"address": contact.email, "words": "Back, please"})
    assert Suppression.objects.get().reason == "unsubscribed", "who left comes back by nobody's hand but their own"
    page = nadia.get(f"{BASE}addresses/?address={contact.email}").content.decode()
    assert "Only they themselves can come back." in page
    assert "addresses/lifting/" not in page


def test_for_those_who_answer_for_it(studio: Studio) -> None:
    editor = signed_in(people.member(studio, role="editor").account)
    assert editor.get(BASE).status_code == 403
    assert signed_in(people.account("karim@example.com")).get(BASE).status_code == 404


@pytest.mark.parametrize("reason", ["bounces", "complaints", "hand"])
def test_a_paused_way_says_why_and_goes_on(reason: str, nadia: Client, studio: Studio, now: datetime) -> None:
    own = actions.set_up(studio, kind="smtp", from_email="a@nadia.example", keys=HOST, by=SYSTEM, at=now)
    assert "Your way to send is paused" not in nadia.get(BASE).content.decode()
    Provider.objects.update(paused_for=reason, paused_at=now)
    page = nadia.get(BASE).content.decode()
    assert "Your way to send is paused" in page
    assert {"bounces": "came back", "complaints": "as spam", "hand": "by hand"}[reason] in page
    nadia.post(f"{BASE}way/pause/", {"to": "release"})
    own.refresh_from_db()
    assert own.paused_for == ""
    nadia.post(f"{BASE}way/pause/", {"to": "pause"})
    own.refresh_from_db()
    assert own.paused_for == "hand"


def test_a_guest_learns_that_the_host_has_paused(nadia: Client, now: datetime) -> None:
    host = actions.set_up(None, kind="smtp", from_email="a@host.example", keys=HOST, by=SYSTEM, at=now)
    assert "The host has paused sending" not in nadia.get(BASE).content.decode()
    actions.pause(host, by=SYSTEM, at=now)
    assert "The host has paused sending" in nadia.get(BASE).content.decode()
    assert nadia.post(f"{BASE}way/pause/", {"to": "release"}).status_code == 404
    host.refresh_from_db()
    assert host.paused_for == "hand"
