"""Workers are killed at random moments of a broadcast, and two work at once: nobody gets two letters."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from dhara.audience.models import Contact, Delivery, Flight, Message
from dhara.audience.sending import actions, queries, rules
from dhara.audience.sending.actions import claiming, pumping
from dhara.audience.sending.actions.steering import take_back
from dhara.audience.sending.providers.queries import of_settings
from dhara.kit import clock
from tests.fakes.postbox import Postbox
from tests.make import letters, people
from tests.make.race import database_url, errors, race

pytestmark = pytest.mark.django_db(transaction=True)

# The whole of it, 20,000 letters, takes minutes: DHARA_LETTERS=20000.
MANY = int(os.environ.get("DHARA_LETTERS", "2500"))
KILLS = max(5, MANY // 1_000)


def queue(message: Message) -> int:
    everybody, at = Contact.objects.filter(studio=message.studio_id), clock.now()
    return actions.queue_for(message, everybody, source="broadcast:1", due_at=at, at=at)


def worker(box: Postbox, offset: int) -> subprocess.Popen[str]:
    around = {**os.environ, "EMAIL_URL": box.url, "DATABASE_URL": database_url()}
    command = [sys.executable, "-m", "tests.audience.sending.crashing", str(offset)]
    process = subprocess.Popen(command, env=around, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout
    process.stdout.close()


def wait_for(box: Postbox, count: int) -> None:
    end = time.monotonic() + 30
    while len(box.taken) < count and time.monotonic() < end:
        time.sleep(0.002)


def test_a_worker_killed_again_and_again_sends_nobody_two_letters(settings: Any, capsys: Any) -> None:
    message = letters.message(people.studio())
    letters.crowd(message.studio, MANY)
    assert queue(message) == MANY
    dice, left = random.Random(20), []
    with Postbox(slow=0.004 if MANY < 5_000 else 0.0005) as box:
        for number in range(KILLS):
            process = worker(box, 60 * number)
            wait_for(box, len(box.taken) + dice.randrange(1, MANY // KILLS))
            kill(process)
            left.append(queries.counts("broadcast:1")["attempting"] - sum(left))
        settings.EMAIL_URL = box.url
        late = clock.now() + timedelta(days=1)
        assert take_back(at=late) == sum(left) > 0
        while pumping.pump("instance", at=late, seconds=30):
            pass
    counted = queries.counts("broadcast:1")
    assert len(box.taken) == len(set(box.taken))
    assert counted["sent"] + counted["unknown"] == MANY == sum(counted.values())
    assert max(left) <= 2 * rules.MOST
    sent = set(Delivery.objects.filter(state="sent").values_list("contact__email", flat=True))
    unknown = set(Delivery.objects.filter(state="unknown").values_list("contact__email", flat=True))
    assert sent <= set(box.taken) <= sent | unknown
    if MANY > 2_500:
        with capsys.disabled():
            arrived = len(unknown & set(box.taken))
            print(
                f"\n{MANY} letters, {KILLS} kills, {len(unknown)} unknown, of which {arrived} arrived: {sorted(left)}"
            )


def test_a_worker_killed_beside_a_slow_server_leaves_few_letters_unknown() -> None:
    message = letters.message(people.studio())
    letters.crowd(message.studio, 600)
    queue(message)
    with Postbox(slow=0.05) as box:
        process = worker(box, 0)
        wait_for(box, 60)
        kill(process)
    assert 0 < take_back(at=clock.now() + timedelta(days=1)) <= 2 * rules.FEWEST
    assert len(box.taken) == len(set(box.taken))


def test_two_workers_at_once_share_the_letters(settings: Any) -> None:
    message = letters.message(people.studio())
    letters.crowd(message.studio, 1_200)
    queue(message)
    with Postbox() as box:
        settings.EMAIL_URL = box.url
        way, at = of_settings(), clock.now()
        runs = [pumping.Run(way, holder, at) for holder in ("a", "b")]
        done = race(*(lambda run=run: run.drive(30) for run in runs))
    assert sum(number for number in done if isinstance(number, int)) == 1_200
    assert len(box.taken) == len(set(box.taken)) == 1_200


def test_lines_that_break_cost_one_letter_each_its_certainty(settings: Any) -> None:
    message = letters.message(people.studio())
    for contact in letters.crowd(message.studio, 60)[20:24]:
        Contact.objects.filter(pk=contact.pk).update(email=f"drop{contact.pk}@mail.example", fields={"city": "Khulna"})
    queue(message)
    with Postbox() as box:
        settings.EMAIL_URL = box.url
        for minutes in range(0, 60, 10):  # where all lines broke at once, the server is left alone for a while
            pumping.pump("instance", at=clock.now() + timedelta(minutes=minutes), seconds=30)
    counted = queries.counts("broadcast:1")
    assert (counted["sent"], counted["unknown"]) == (56, 4)
    assert len(box.taken) == len(set(box.taken)) == 60


def test_paused_in_the_middle_and_resumed_nothing_is_lost_or_repeated(settings: Any) -> None:
    message = letters.message(people.studio())
    letters.crowd(message.studio, 2_500)
    queue(message)
    with Postbox(slow=0.001) as box:
        settings.EMAIL_URL = box.url

        def pause() -> None:
            while len(box.taken) < 200:
                time.sleep(0.005)
            actions.pause("broadcast:1", at=clock.now())

        assert not errors(race(lambda: pumping.pump("instance", at=clock.now(), seconds=30), pause))
        counted = queries.counts("broadcast:1")
        assert counted["queued"] > 0
        assert counted["sent"] == len(box.taken) >= 200
        actions.resume("broadcast:1", at=clock.now())
        while pumping.pump("instance", at=clock.now(), seconds=30):
            pass
    assert len(box.taken) == len(set(box.taken)) == 2_500


def test_a_clock_that_jumps_sends_nobody_two_letters(settings: Any) -> None:
    """Ahead: leases seem to be over while the worker lives; what it says afterwards counts. Back: letters wait."""
    message = letters.message(people.studio())
    letters.crowd(message.studio, 600)
    queue(message)
    with Postbox(slow=0.002) as box:
        settings.EMAIL_URL = box.url

        def jump() -> None:
            while len(box.taken) < 50:
                time.sleep(0.005)
            pumping.sweep(at=clock.now() + timedelta(days=400))

        assert not errors(race(lambda: pumping.pump("instance", at=clock.now(), seconds=30), jump))
        assert pumping.pump("instance", at=clock.now() - timedelta(days=400), seconds=30) == 0
        while pumping.pump("instance", at=clock.now(), seconds=30):
            pass
    assert len(box.taken) == len(set(box.taken)) == 600
    assert queries.counts("broadcast:1")["sent"] == 600


def test_the_sweep_waits_for_no_worker_and_comes_again_for_what_it_held(settings: Any) -> None:
    """Otherwise each could hold what the other wants, and one of them would have to die."""
    message = letters.message(people.studio())
    letters.crowd(message.studio, 4)
    queue(message)
    way, at = of_settings(), clock.now()
    claiming.claim(way, claiming.lanes(way), 4, at=at)
    late = at + rules.LEASE * 2
    held = Delivery.objects.order_by("-pk")[:1]

    with transaction.atomic():
        assert len(held.select_for_update()) == 1
        (taken,) = race(lambda: within(seconds=5, act=lambda: take_back(at=late)))
        assert taken == 3
        counted = queries.counts("broadcast:1")
        assert (counted["unknown"], counted["attempting"]) == (3, 1)
    assert take_back(at=late) == 1
    assert queries.counts("broadcast:1")["unknown"] == 4
    assert not Flight.objects.exists()


def within(*, seconds: int, act: Callable[[], int]) -> int:
    """Its answer; an error where the database lets it wait for longer."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = %s", [seconds * 1000])
    return act()
