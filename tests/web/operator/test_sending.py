"""The host's own way to send: only an operator's with a second factor; kept, paused, let go on, tried out."""

from __future__ import annotations

import socket
from datetime import datetime
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler
from django.test import Client

from dhara.audience.models import Lane, Provider, Slowdown
from dhara.audience.ways import actions
from dhara.kit.actor import SYSTEM, person
from dhara.kit.refusal import NotAllowed
from tests.make import people, readers
from tests.make.console import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BASE = "/operator/sending/"
WAY = {"kind": "smtp", "from_email": "hello@host.example", "host": "127.0.0.1", "port": "2525", "security": "",
       "user": "host", "password": "s3cret-of-host", "connections": "4", "per_day": "500"}  # fmt: skip


@pytest.fixture
def boss() -> Client:
    return signed_in(people.account("boss@example.com", is_staff=True), factor="totp")


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_it_is_set_up_changed_and_forgotten(boss: Client) -> None:
    assert "No mail server yet" in words(boss.get(BASE))
    assert boss.post(f"{BASE}way/", WAY | {"from_email": "nobody"}).status_code == 422
    boss.post(f"{BASE}way/", WAY)
    host = Provider.objects.get()
    assert (host.studio, host.from_email, host.per_day) == (None, "hello@host.example", 500)
    page = words(boss.get(BASE))
    assert "s3cret" not in page
    assert "hello@host.example" in page
    assert host.hook_token in page
    boss.post(f"{BASE}way/", WAY | {"password": "", "port": "2526", "warm_up": "2026-01-01"})
    host.refresh_from_db()
    assert "s3cret" not in host.secrets
    assert host.warm_up is not None
    boss.post(f"{BASE}way/removal/")
    assert not Provider.objects.exists()
    assert boss.post(f"{BASE}trial/").status_code == 404


@pytest.mark.parametrize("reason", ["bounces", "complaints", "hand"])
def test_what_is_paused_says_why_and_goes_on(reason: str, boss: Client, now: datetime) -> None:
    boss.post(f"{BASE}way/", WAY)
    Provider.objects.update(paused_for=reason, paused_at=now)
    page = words(boss.get(BASE))
    assert "Go on sending" in page
    assert {"bounces": "came back", "complaints": "as spam", "hand": "by hand"}[reason] in page
    boss.post(f"{BASE}pause/", {"to": "release"})
    host = Provider.objects.get()
    assert (host.paused_for, host.paused_at) == ("", None)
    boss.post(f"{BASE}pause/", {"to": "pause"})
    host.refresh_from_db()
    assert (host.paused_for, host.paused_at) == ("hand", now)


def test_a_stopped_message_of_any_studio_without_a_way_goes_on(boss: Client, now: datetime) -> None:
    guest, own = people.studio(), people.studio(people.account("omar@example.com"), handle="omar")
    actions.set_up(own, kind="smtp", from_email="a@omar.example", keys={"host": "mail.example"}, by=SYSTEM, at=now)
    lanes = {}
    for studio in (guest, own):
        lanes[studio.pk] = Lane.objects.create(
            message=readers.message(now, studio),
            studio=studio,
            paused_at=now,
            paused_for="bounces",
            sent=200,
            bounced=40,
        )
    Slowdown.objects.create(way="instance", domain="slow.example", until=now.replace(year=2027), reason="421 later")
    page = words(boss.get(BASE))
    assert "421 later" in page
    assert "@nadia" in page
    assert "@omar" not in page
    boss.post(f"{BASE}lanes/{lanes[guest.pk].pk}/resumption/")
    assert boss.post(f"{BASE}lanes/{lanes[own.pk].pk}/resumption/").status_code == 404
    states = {lane.studio_id: (lane.paused_for, lane.sent) for lane in Lane.objects.all()}
    assert states == {guest.pk: ("", 0), own.pk: ("bounces", 200)}


def test_a_trial_letter_arrives(boss: Client) -> None:
    got: list[Any] = []

    class Inbox(Handler):
        def handle_message(self, message: Any) -> None:
            got.append(message)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(Inbox(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        boss.post(f"{BASE}way/", WAY | {"port": str(port), "user": "", "password": ""})
        page = words(boss.post(f"{BASE}trial/", follow=True))
    finally:
        server.stop()
    assert "took a letter to boss@example.com" in page
    assert [message["To"] for message in got] == ["boss@example.com"]


def test_nobody_else_may_touch_it(now: datetime) -> None:
    studio = people.studio()
    owner = studio.members.get().account
    for client in (Client(), signed_in(owner), signed_in(people.account("staff@example.com", is_staff=True))):
        for path in ("way/", "way/removal/", "pause/", "checks/", "trial/", "lanes/1/resumption/"):
            assert client.post(f"{BASE}{path}", WAY).status_code in (302, 403, 404)
        assert client.get(BASE).status_code in (302, 403, 404)
    assert not Provider.objects.exists()
    with pytest.raises(NotAllowed):
        actions.set_up(None, kind="smtp", from_email="a@x.example", keys={"host": "x"}, by=person(owner.pk), at=now)
