"""Workers that are killed at any moment, and several at once: no step doubled, no letter doubled, nobody lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta

import pytest
from django.db.models import Count

from dhara.audience.contacts.models import Contact, ContactEvent, ContactTag
from dhara.audience.sending.models import Delivery
from dhara.audience.sequences import actions
from dhara.audience.sequences.models import Enrolment, Step
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.people.models import Studio
from tests.audience.sequences import make
from tests.make.people import studio as make_studio
from tests.make.race import database_url

# DHARA_ENROLMENTS=5000 for the long run.
PEOPLE = int(os.environ.get("DHARA_ENROLMENTS", "1000"))
DAY = timedelta(days=1)
WORKER = """
import django, sys
django.setup()
from datetime import datetime
from django.db import OperationalError, connection
from dhara.audience.sequences import actions
at = datetime.fromisoformat(sys.argv[1])
connection.ensure_connection()
print("ready", flush=True)
while actions.pump(at=at, size=25):
    pass
"""


def _people(place: Studio, at: datetime) -> list[Contact]:
    return Contact.objects.bulk_create(
        Contact(
            studio=place,
            email=f"p{number}@example.com",
            email_key=f"key{number}",
            status="subscribed",
            status_at=at,
            created_at=at,
            subscribed_at=at,
        )
        for number in range(PEOPLE)
    )


def _worker(at: datetime) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "dhara.config.settings"}
    command = [sys.executable, "-c", WORKER, at.isoformat()]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _kill_at_some_moment(at: datetime, dice: random.Random) -> None:
    processes = [_worker(at) for _each in range(2)]
    time.sleep(dice.uniform(0.01, 0.3))
    for process in processes:
        process.send_signal(signal.SIGKILL)
        time.sleep(dice.uniform(0, 0.05))
    for process in processes:
        process.communicate(timeout=20)


def _finish(at: datetime) -> None:
    """Two at once, to the end."""
    processes = [_worker(at) for _each in range(2)]
    for process in processes:
        process.communicate(timeout=240)
        assert process.returncode == 0
    make.pump(at)


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again(now: datetime) -> None:
    place, dice = make_studio(), random.Random(7)
    vip = make.tag(place, now)
    graph = make.chain(
        {"kind": "send", "message": make.letter(place, now, "One").pk},
        {"kind": "tag", "do": "add", "tag": vip.pk},
        make.WAIT,
        {"kind": "condition", "rules": {"tag": vip.pk}, "yes": "n5", "no": ""},
        {"kind": "send", "message": make.letter(place, now, "Two").pk},
    )
    sequence = make.sequence(place, now, graph=graph)
    for each in _people(place, now):
        assert actions.enter(sequence, each, by=SYSTEM, at=now)
    for at in (now, now + DAY):
        for _kill in range(2):
            _kill_at_some_moment(at, dice)
        _finish(at)
        # Whoever was in the middle stands on one step with all before it written, and nothing after it.
        counted = Enrolment.objects.annotate(n=Count("steps")).values_list("visit", "n")
        assert all(visit == count for visit, count in counted)
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"finished"}
    assert Step.objects.count() == 5 * PEOPLE
    assert Delivery.objects.count() == 2 * PEOPLE
    assert set(Delivery.objects.values_list("rotation", flat=True)) == {0}
    assert Step.objects.exclude(delivery=None).values("delivery").distinct().count() == 2 * PEOPLE
    assert ContactTag.objects.count() == PEOPLE
    assert RecordedFact.objects.filter(name="audience.ContactTagged").count() == PEOPLE
    for kind in ("entered", "tagged", "left"):
        assert ContactEvent.objects.filter(kind=kind).count() == PEOPLE
