"""How many signed notices of gateways one process takes in while no worker runs; and that none of them is lost.

Each comes through the whole of Django: middleware, view, signature, and one statement that stores the notice with its
job. It runs in a database of its own, which is dropped afterwards; commits are as durable as ever.
"""

from __future__ import annotations

import itertools
import time
from statistics import median
from typing import Any, Final

from django.test import Client
from django.test.utils import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from dhara.cli.complaint import Complaint
from dhara.cli.own_database import own_database
from dhara.kit import clock
from dhara.money.gateways.sandbox import queries, rules
from dhara.money.models import GatewayEvent

BAR: Final = 300.0
# Of the bar, on a machine that is busy with other things; a quiet one takes three times the bar.
# It only tells a machine from a fault: speed by itself is no ratio.
FLOOR: Final = 0.2
_numbers = itertools.count(1)


def run(*, seconds: float = 3, rounds: int = 5) -> dict[str, Any]:
    """One result: notices/s, median of the rounds; every tenth comes a second time and is stored once."""
    with override_settings(SANDBOX=True, ALLOWED_HOSTS=["testserver"]), own_database():
        client = Client(enforce_csrf_checks=True)
        for _notice in range(20):
            _send(client)
        values = [_rate(client, seconds) for _round in range(rounds)]
        _prove()
    value = median(values)
    ratio = round(value / BAR, 4)
    unit = "notices/s"
    return {
        "bench": "intake",
        "value": round(value, 1),
        "unit": unit,
        "reference": BAR,
        "ratio": ratio,
        "bar": 1.0,
        "floor": FLOOR,
        "ok": ratio >= 1,
    }


def _rate(client: Client, seconds: float) -> float:
    count, start = 0, time.perf_counter()
    while (took := time.perf_counter() - start) < seconds:
        _send(client)
        count += 1
    return count / took


def _send(client: Client) -> None:
    number = next(_numbers)
    at = clock.now()
    event_id, body = rules.notice(f"sbx_{number:024x}", "paid", 1, at)
    headers = rules.sign(queries.secret(), event_id, body, at)
    for expected in (202, 200) if number % 10 == 0 else (202,):
        answer = client.post("/hooks/sandbox/", body, content_type="application/json", headers=headers)
        if answer.status_code != expected:
            raise Complaint(f"Notice {number} was answered with {answer.status_code}: {answer.content[:300]!r}")


def _prove() -> None:
    """Every notice is there once, and so is its job, for the worker to find."""
    sent = next(_numbers) - 1
    stored, jobs = GatewayEvent.objects.count(), _jobs()
    if stored != sent or jobs != sent:
        raise Complaint(f"{sent} notices were sent, {stored} are stored, and {jobs} jobs wait for the worker")


def _jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="money.payments.tasks.handle_event", status="todo").count()
