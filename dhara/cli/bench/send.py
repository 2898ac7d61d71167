"""How many letters one worker sends in a second, beside a bare client that only talks SMTP.

The worker does all that it does for a real broadcast: claims, personal letters with tracked links, deliveries and
events in PostgreSQL. The bare client is the same pipelined one with as many connections, sending a finished letter of
the same size. Both talk to a server in another process that takes everything. Memory is measured on the way.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import psutil
from django.conf import settings
from django.db import connection

from dhara.audience.contacts.rules import SUBSCRIBED
from dhara.audience.messages.actions import write
from dhara.audience.models import Contact, Delivery, Message
from dhara.audience.sending import actions
from dhara.audience.sending.actions import pumping
from dhara.audience.sending.actions.claiming import Claimed
from dhara.audience.sending.actions.posting import Letters, server_of
from dhara.audience.sending.providers.queries import of_settings
from dhara.audience.sending.smtp.postman import Postman
from dhara.audience.sending.smtp.rules import Parcel
from dhara.audience.suppression.rules import key_of
from dhara.cli.bench.sink import sink
from dhara.cli.own_database import own_database
from dhara.kit import clock
from dhara.kit.actor import person
from dhara.people.models import Account, Studio
from dhara.people.studios.actions import open_studio

ROUNDS, BAR, MOST_MEMORY = 5, 0.5, 300.0
# Not reached yet; what was reached must not be lost.
FLOOR = 0.15
_BATCH = 500  # letters given to the bare client at once
DAY = timedelta(days=1, minutes=1)


def run(*, letters: int = 10_000, rounds: int = ROUNDS, crowd: int = 100_000) -> list[dict[str, Any]]:
    """Two results: letters per second, and the memory at `crowd` recipients beside that at 1,000."""
    with own_database(), sink() as port, _mail_to(port):
        studio, at = _studio(), clock.now()
        _people(studio, crowd)
        _round(studio, 1_000, at)
        low, sent, bare = _memory(), [], []
        for turn in range(1, rounds + 1):
            took, size = _round(studio, letters, at + turn * DAY)
            sent.append(letters / took)
            bare.append(letters / _bare(letters, size))
        with _watching() as high:
            _round(studio, crowd, at + (rounds + 1) * DAY)
        ratio = median(own / reference for own, reference in zip(sent, bare, strict=True))
        return [
            _result("send", "letters/s", median(sent), median(bare), ratio, BAR, ratio >= BAR),
            _result(
                "send.memory", f"MB at {crowd}", max(high), low, max(high) / low, MOST_MEMORY, max(high) < MOST_MEMORY
            ),
        ]


def _result(name: str, unit: str, value: float, beside: float, ratio: float, bar: float, ok: bool) -> dict[str, Any]:
    return {
        "bench": name,
        "value": round(value, 1),
        "unit": unit,
        "reference": round(beside, 1),
        "ratio": round(ratio, 3),
        "bar": bar,
        **({"floor": FLOOR} if name == "send" else {}),
        "ok": ok,
    }


@contextmanager
def _mail_to(port: int) -> Iterator[None]:
    usual, settings.EMAIL_URL = settings.EMAIL_URL, f"smtp://127.0.0.1:{port}"
    try:
        yield
    finally:
        settings.EMAIL_URL = usual


def _round(studio: Studio, letters: int, at: datetime) -> tuple[float, int]:
    """Seconds from the first claim to the last end, and the bytes of a letter."""
    message = _message(studio, at)
    chosen = Contact.objects.filter(studio=studio).order_by("pk")[:letters].values_list("pk", flat=True)
    contacts = Contact.objects.filter(studio=studio, pk__lte=chosen[letters - 1])
    assert actions.queue_for(message, contacts, source=f"broadcast:{message.pk}", due_at=at, at=at) == letters
    _vacuum()
    start = time.perf_counter()
    while pumping.pump("instance", at=at):
        pass
    took = time.perf_counter() - start
    assert Delivery.objects.filter(message=message, state="sent").count() == letters
    return took, _size(message, at)


def _size(message: Message, at: datetime) -> int:
    claimed = Claimed(1, 1, 1, 0, message.pk, 0, "en", "mail1.example", 1, "reader1@mail1.example", "Reader 1", "{}")
    made = Letters(of_settings(), at).parcels([claimed])[0].make()
    return len(made)


def _bare(letters: int, size: int) -> float:
    line = b"All that a reader sees, in a letter as long as theirs.\r\n"
    body = b"Subject: x\r\n\r\n" + line * (size // len(line))
    with Postman(server_of(of_settings())) as postman:
        start, left = time.perf_counter(), letters
        while left or postman.outstanding:
            if left and postman.outstanding <= _BATCH:
                count = min(left, _BATCH)
                postman.give(
                    [
                        Parcel(n, "a@dhara.example", f"reader{n}@mail.example", lambda: body, ready=True)
                        for n in range(count)
                    ]
                )
                left -= count
            postman.collect(_BATCH, 1.0)
        return time.perf_counter() - start


def _studio() -> Studio:
    at = clock.now()
    account = Account.objects.create_user("nadia@dhara.example", None, name="Nadia", language="en", joined_at=at)
    return open_studio(account_id=account.pk, handle="nadia", name="Nadia", by=person(account.pk), at=at)


def _people(studio: Studio, count: int) -> None:
    """So many subscribers over a hundred domains."""
    at = clock.now()
    for start in range(0, count, 5_000):
        made = []
        for number in range(start, min(count, start + 5_000)):
            email = f"reader{number}@mail{number % 100}.example"
            made.append(
                Contact(
                    studio=studio,
                    status=SUBSCRIBED,
                    status_at=at,
                    email=email,
                    email_key=key_of(email),
                    name=f"Reader {number}",
                    language="en",
                    fields={"city": "Khulna"},
                    created_at=at,
                    subscribed_at=at,
                )
            )
        Contact.objects.bulk_create(made)


def _message(studio: Studio, at: datetime) -> Message:
    """Some 20 KB, with the reader's name in it and eight tracked links."""
    blocks: list[dict[str, Any]] = [{"kind": "heading", "text": "What is new, {name}", "level": 1}]
    for number in range(8):
        blocks.append({"kind": "text", "html": f"<p>{_WORDS}</p>"})
        blocks.append({"kind": "button", "text": "Read on", "url": f"https://reading.example/part-{number}"})
    content = {"en": {"subject": "News for {name}", "subjects": [], "preheader": "", "blocks": blocks}}
    by = person(studio.members.values_list("account", flat=True)[0])
    return write(studio, "broadcast", content, by=by, at=at)


_WORDS = (
    "The boats are in, the water is high, and this week we have written down all that we know about mending sails. "
    "It took longer than we thought, and it is better for it. {name}, tell us what you think of it when you have tried."
)


def _vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE audience_delivery, audience_contact, audience_event")


def _memory() -> float:
    """MB that this process holds."""
    return float(psutil.Process(os.getpid()).memory_info().rss / 2**20)


@contextmanager
def _watching() -> Iterator[list[float]]:
    """The memory at each moment of the block."""
    found, done = [_memory()], threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            found.append(_memory())

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        done.set()
        thread.join()
