"""Limits of a way, the warm-up of a domain, letters for one domain, and a studio's own way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.audience.models import Contact, Delivery, Message, Provider
from dhara.audience.sending import actions, rules
from dhara.audience.sending.actions import pumping
from dhara.audience.sending.providers import queries as providers
from dhara.kit import seal
from dhara.kit.actor import SYSTEM
from dhara.money.policies.actions import set_policy
from dhara.people.models import Studio
from tests.fakes.postbox import Postbox
from tests.make import letters, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> Iterator[Postbox]:
    with Postbox() as found:
        yield found


@pytest.fixture
def studio() -> Studio:
    return people.studio()


def way(studio: Studio, box: Postbox, at: datetime, **fields: Any) -> Provider:
    return Provider.objects.create(
        studio=studio,
        kind="smtp",
        secrets=seal.seal({"host": "127.0.0.1", "port": box.port}),
        from_email="nadia@boats.example",
        domain="boats.example",
        hook_token=f"token-{studio.pk}",
        created_at=at,
        **fields,
    )


def queue(message: Message, at: datetime) -> None:
    everybody = Contact.objects.filter(studio=message.studio_id)
    actions.queue_for(message, everybody, source=f"broadcast:{message.pk}", due_at=at, at=at)


def pump(provider: Provider, at: datetime) -> int:
    return pumping.pump(f"provider:{provider.pk}", at=at, seconds=10)


def test_no_more_letters_leave_in_a_minute_than_the_provider_takes(studio: Studio, box: Postbox, now: datetime) -> None:
    provider = way(studio, box, now, per_minute=30)
    letters.crowd(studio, 70)
    queue(letters.message(studio), now)
    assert pump(provider, now) == 30
    assert pump(provider, now + timedelta(seconds=20)) == 0
    assert pump(provider, now + timedelta(minutes=1)) == 30
    assert pump(provider, now + timedelta(minutes=2)) == 10
    assert len(set(box.taken)) == 70


def test_a_new_domain_sends_more_from_day_to_day(studio: Studio, box: Postbox, now: datetime) -> None:
    provider = way(studio, box, now, warm_up=now.date())
    letters.crowd(studio, 300)
    queue(letters.message(studio), now)
    assert [pump(provider, now + timedelta(days=day)) for day in range(3)] == [50, 100, 150]
    assert rules.warm_up_limit(now.date(), now.date() + timedelta(days=30)) is None


def test_one_domain_gets_its_letters_one_after_the_other(studio: Studio, box: Postbox, now: datetime) -> None:
    set_policy("letters.domain_per_minute", 60, by=SYSTEM, at=now - timedelta(days=1))
    provider = way(studio, box, now)
    letters.crowd(studio, 120, domain="strict.example")
    letters.crowd(studio, 10, domain="easy.example")
    queue(letters.message(studio), now)
    first = pump(provider, now)
    assert first < 25
    assert sum("easy" in each for each in box.taken) >= 2
    due = Delivery.objects.filter(state="queued", domain="strict.example").order_by("due_at")
    assert due.count() >= 110
    assert now + timedelta(seconds=115) < due[due.count() - 1].due_at < now + timedelta(seconds=125)
    later = now + timedelta(seconds=61)
    assert 55 <= pump(provider, later) <= 75
    assert pump(provider, now + timedelta(minutes=2, seconds=1)) > 40  # one who comes later finds them spread anew
    assert len(set(box.taken)) == len(box.taken) == 130


def test_each_studio_sends_its_own_way_and_no_other(studio: Studio, box: Postbox, now: datetime, settings: Any) -> None:
    provider = way(studio, box, now)
    other = people.studio(people.account("rafi@example.com"), handle="rafi")
    for each in (studio, other):
        letters.crowd(each, 3)
        queue(letters.message(each), now)
    assert providers.provider_for(studio.pk).from_email == "nadia@boats.example"
    assert providers.provider_for(other.pk).name == providers.name_for(other.pk) == "instance"
    assert pump(provider, now) == 3
    settings.EMAIL_URL = ""
    assert pumping.pump("instance", at=now) == 3
    assert len(box.taken) == 3


def test_a_paused_way_sends_nothing(studio: Studio, box: Postbox, now: datetime) -> None:
    provider = way(studio, box, now, paused_for="complaints")
    letters.crowd(studio, 3)
    queue(letters.message(studio), now)
    assert pump(provider, now) == 0
    assert pumping.sweep(at=now) == 0


def test_the_sweep_finds_letters_whose_job_got_lost(studio: Studio, box: Postbox, now: datetime) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from tests.make.race import forget_jobs

    way(studio, box, now)
    letters.crowd(studio, 3)
    queue(letters.message(studio), now)
    forget_jobs()
    assert pumping.sweep(at=now) == 1
    assert ProcrastinateJob.objects.get().args == {"way": providers.name_for(studio.pk)}


@pytest.mark.parametrize(
    ("url", "host", "port", "security"),
    [
        ("smtp://mail.example", "mail.example", 25, ""),
        ("smtp+tls://user:p%40ss@mail.example:587", "mail.example", 587, "starttls"),
        ("smtp+ssl://user:p%40ss@mail.example", "mail.example", 465, "tls"),
    ],
)
def test_the_address_of_the_mail_server_is_read(url: str, host: str, port: int, security: str, settings: Any) -> None:
    settings.EMAIL_URL = url
    found = providers.of_settings()
    assert (found.host, found.port, found.security) == (host, port, security)
    assert found.password in ("", "p@ss")


@pytest.mark.parametrize(
    ("code", "words", "hard"),
    [
        (550, "5.1.1 No such user", True),
        (550, "5.7.1 Blocked for spam", False),
        (550, "No such user here", True),
        (550, "rejected: your address is on a blacklist", False),
        (554, "5.2.2 mailbox full", False),
        (552, "too big", False),
    ],
)
def test_only_an_address_that_does_not_exist_is_a_hard_refusal(*, code: int, words: str, hard: bool) -> None:
    assert rules.is_hard(code, words) is hard


def test_breakers_wait_for_enough_letters() -> None:
    assert rules.trouble(100, 90, 0) == ""
    assert rules.trouble(190, 11, 0) == "bounces"
    assert rules.trouble(191, 9, 0) == ""
    assert rules.trouble(500, 0, 1) == ""
    assert rules.trouble(500, 0, 2) == "complaints"
    assert rules.trouble(5_000, 0, 4) == ""


def test_a_message_id_is_known_again_and_can_not_be_made_up() -> None:
    made = rules.message_id(12, 3, "boats.example")
    assert rules.delivery_of(made) == (12, 3)
    assert rules.delivery_of(made.replace("d12-", "d13-")) is None
    assert rules.delivery_of("<x@y>") is None
