"""`dhara bounces` and `dhara doctor mail` as commands, on a database with letters in it."""

from __future__ import annotations

import mailbox
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from dhara.audience.models import Delivery, Lane, Returned
from dhara.audience.sending.rules import message_id
from dhara.kit.queue import drain
from tests.audience.returns.test_dsn import ID, sample
from tests.make import readers
from tests.make.race import database_url

pytestmark = pytest.mark.django_db(transaction=True)


def dhara(*words: str, given: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    around = {**os.environ, "DATABASE_URL": database_url(), **more}
    command = [sys.executable, "-m", "dhara", *words]
    return subprocess.run(command, input=given, env=around, capture_output=True, check=False, timeout=120)


def returned(at: datetime) -> tuple[Delivery, bytes]:
    """A letter, and what a server says of it afterwards."""
    contact = readers.subscriber(at)
    letter = readers.delivery(at, contact, readers.message(at, contact.studio))
    ours = message_id(letter.pk, 0, "nadia.example").strip("<>").partition("@")[0]
    return letter, sample("postfix_unknown_user").replace(ID.encode(), ours.encode())


def test_returned_letters_from_a_pipe_a_maildir_and_an_mbox(now: datetime, tmp_path: Path) -> None:
    letter, raw = returned(now)
    done = dhara("bounces", given=raw)
    assert (done.returncode, done.stdout) == (0, b"1 messages read, 1 new reports about letters\n")
    for part in ("new", "cur", "tmp"):
        (tmp_path / "box" / part).mkdir(parents=True)
    (tmp_path / "box" / "new" / "one").write_bytes(raw)
    (tmp_path / "box" / "new" / "two").write_bytes(b"Subject: Hello\r\n\r\nA question.\r\n")
    done = dhara("bounces", str(tmp_path / "box"))
    assert done.stdout == b"2 messages read, 0 new reports about letters\n"
    assert sorted(each.name for each in (tmp_path / "box" / "cur").iterdir()) == ["one:2,S", "two:2,S"]
    box = mailbox.mbox(tmp_path / "mbox")
    box.add(raw)
    box.close()
    assert dhara("bounces", str(tmp_path / "mbox")).stdout == b"1 messages read, 0 new reports about letters\n"
    assert Returned.objects.count() == 1
    drain()
    letter.refresh_from_db()
    assert letter.state == "bounced"


def test_what_is_no_mailbox_is_said(tmp_path: Path) -> None:
    done = dhara("bounces", str(tmp_path / "nothing"))
    assert done.returncode == 1
    assert b"is no mbox, no Maildir and no message." in done.stderr


def test_the_doctor_says_what_keeps_letters_from_arriving(now: datetime) -> None:
    letter, _raw = returned(now)
    readers.provider(now, letter.contact.studio, kind="smtp", host="mail.nadia.example")
    Lane.objects.create(message=letter.message, studio=letter.studio, paused_at=now, paused_for="bounces")
    done = dhara("doctor", "mail", DHARA_RESOLVER="127.0.0.1:9")
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "WRONG mail: Letters of 1 messages were stopped by a breaker." in said
    assert f"mail: @{letter.studio.handle} · nadia.example" in said
    Lane.objects.update(paused_at=None, paused_for="")
    done = dhara("doctor", "mail", DHARA_RESOLVER="127.0.0.1:9")
    assert (done.returncode, "WRONG" in done.stdout.decode()) == (0, False), "a silent resolver proves nothing"
