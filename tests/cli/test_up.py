"""`dhara up` as a person has it: from an empty folder to a server, through a crash, to a clean end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from urllib.request import urlopen

import psutil
import pytest

from dhara.cli import surroundings


def _environment(data: Path) -> dict[str, str]:
    """As a person's shell has it, which knows nothing of the tests."""
    environment = surroundings.for_children(DHARA_DATA=str(data))
    for name in ("DATABASE_URL", "CACHE_URL", "DHARA_PARENT", "DHARA_SANDBOX", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    return environment


class Running:
    """A `dhara up` of its own, with all that it said in `words`."""

    def __init__(self, data: Path, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        environment = _environment(data)
        command = surroundings.dhara("up", "--port", str(self.port), "--no-demo", "--workers", "1", *options)
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.words: list[str] = []
        self.reader = threading.Thread(target=self._read, args=[self.process.stdout], daemon=True)
        self.reader.start()

    def _read(self, lines: IO[str]) -> None:
        self.words.extend(lines)

    def said(self, pattern: str) -> bool:
        return re.search(pattern, "".join(self.words)) is not None

    def child(self, name: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if name in child.cmdline())

    def answers(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(answer.read() == b"ok\n")
        except OSError:
            return False

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(40)
        self.reader.join(5)
        if self.process.stdout:
            self.process.stdout.close()


def until(what: Callable[[], bool], seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("up")
    for step in (folder, folder.parent, folder.parent.parent):
        step.chmod(0o755)
    return folder


@pytest.fixture
def running(data: Path) -> Iterator[Running]:
    up = Running(data)
    try:
        yield up
    finally:
        up.end()


def _alive(data: Path) -> list[int]:
    """Processes that still belong to that folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        here = str(data)
        if here in (process.info["environ"] or {}).get("DHARA_DATA", "") or any(
            here in word for word in process.info["cmdline"] or []
        ):
            found.append(process.pid)
    return found


def examined(data: Path, section: str) -> tuple[int, str]:
    """What the doctor says, asked from another shell."""
    command = surroundings.dhara("doctor", section)
    done = subprocess.run(command, env=_environment(data), capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_starts_heals_and_stops(running: Running, data: Path) -> None:
    until(lambda: running.said("ধারা চালু আছে"))
    assert running.answers()
    worker = running.child("worker").pid
    os.kill(worker, signal.SIGKILL)
    until(lambda: running.said(r"worker \| ended \(code -9\)"))
    until(lambda: any("worker" in child.cmdline() for child in psutil.Process(running.process.pid).children()))
    assert running.child("worker").pid != worker
    # A sandbox needs neither keys of gateways nor a mail server.
    for section in ("gateways", "mail"):
        outcome, said = examined(data, section)
        assert outcome == 0, said
    running.end()
    assert running.process.returncode == 0
    assert running.said("Nothing is lost")
    assert not _alive(data)


def test_second_one_on_the_same_port_says_what_to_do(running: Running, data: Path) -> None:
    until(running.answers)
    command = surroundings.dhara("up", "--port", str(running.port), "--data", str(data))
    done = subprocess.run(command, env=surroundings.for_children(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"bin/up --port {running.port + 1}" in done.stderr
    assert running.answers()


def test_killed_up_takes_its_children_along_and_the_next_one_goes_on(data: Path) -> None:
    first = Running(data)
    until(first.answers)
    web = first.child("web")
    first.process.kill()
    first.end()
    until(lambda: not web.is_running() or web.status() == psutil.STATUS_ZOMBIE)
    second = Running(data)
    try:
        until(second.answers)
    finally:
        second.end()
    assert not _alive(data)
