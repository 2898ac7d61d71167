"""A Dhara of a story's own: a fresh folder, a free port, a mail server that can be unfriendly; gone afterwards."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil

from dhara.cli import fakes as fakes_here
from dhara.cli import surroundings
from dhara.cli.stories.inside import Insider
from dhara.cli.stories.patience import PATIENCE
from dhara.cli.stories.sink import Sink
from dhara.cli.stories.visitor import Broken

# What would lead the child to another database, cache or folder than its own.
FOREIGN = (
    "DATABASE_URL",
    "CACHE_URL",
    "DHARA_DATA",
    "DHARA_PUBLIC_URL",
    "DHARA_PARENT",
    "DJANGO_SETTINGS_MODULE",
    "DHARA_GATEWAY_BASES",
)

# Names a folder that `prepare` filled: stories that follow each other need not each make tables and static files.
PREPARED = "DHARA_STORIES_PREPARED"
START = 300.0  # a busy machine takes long to make a database, and longer when others make theirs


class World:
    """`data` is its folder, `url` its address, `sink` gets its letters (None: they stay in its outbox).

    `fakes` names the gateways whose fakes run beside it (children called `tests.fakes.<code>`).
    """

    def __init__(self, data: Path, sink: Sink | None, fakes: Sequence[str] = ()) -> None:
        self.data, self.sink = data, sink
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = surroundings.for_children(
            DHARA_SANDBOX="1", EMAIL_URL=sink.url if sink else "", DHARA_LOG="ERROR"
        )
        for name in FOREIGN:
            self.environment.pop(name, None)
        self.environment["DHARA_FAKES_PORT"] = str(_free_port())
        if prepared := self.environment.pop(PREPARED, ""):
            for name in ("postgres", "static"):  # with owners and times, by which they are known
                subprocess.run(["cp", "-a", str(Path(prepared) / name), str(data / name)], check=True)
        self._insider = Insider({**self.environment, "DHARA_DATA": str(data)})
        self.log = data / "up.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self._dhara("up", "--port", str(self.port), "--no-demo", "--workers", "1", *_with(fakes)),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _dhara(self, *words: str) -> list[str]:
        return surroundings.dhara(words[0], "--data", str(self.data), *words[1:])

    def fake(self, code: str) -> str:
        """The address of the fake of a gateway. Raises Broken where none runs."""
        bases = fakes_here.kept(self.data)
        if code not in bases:
            raise Broken(f"no fake of {code} runs")
        return bases[code]

    def words(self) -> str:
        """All that it said so far."""
        return self.log.read_text(errors="replace")

    def answers(self) -> bool:
        if self.process.poll() is not None:
            raise Broken(f"Dhara ended with code {self.process.returncode}: {self.words()[-2000:]}")
        try:
            with urlopen(f"{self.url}/healthz", timeout=2) as answer:  # noqa: S310 - http, our own
                return bool(answer.status == 200)
        except HTTPError as refusal:
            refusal.close()
            return False
        except OSError:
            return False

    def child(self, name: str) -> psutil.Process:
        """The process `worker` or `web` that runs now. Raises Broken while there is none."""
        for child in psutil.Process(self.process.pid).children():
            try:
                if name in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
                    return child
            except psutil.NoSuchProcess:
                continue
        raise Broken(f"no {name} runs")

    def freeze(self, name: str) -> None:
        self.child(name).send_signal(signal.SIGSTOP)

    def kill(self, name: str) -> int:
        """SIGKILL; returns the number of the process that is no more. Nothing of it may be left behind."""
        child = self.child(name)
        family = [child, *child.children(recursive=True)]
        child.kill()
        _gone, left = psutil.wait_procs(family, timeout=15)
        if left:
            raise Broken(f"{name} was killed, but {[each.pid for each in left]} of it still run")
        return int(child.pid)

    def back(self, name: str, killed: int) -> int:
        """Wait until the supervisor has started another; returns its number."""

        def started() -> bool:
            try:
                return int(self.child(name).pid) != killed
            except Broken:
                return False

        until(started, f"a new {name}")
        return int(self.child(name).pid)

    def run(self, *words: str) -> tuple[int, str]:
        """Another command of Dhara on the same folder, with the same fakes: exit code and what it said."""
        bases = ",".join(f"{code}={base}" for code, base in fakes_here.kept(self.data).items())
        given = {**self.environment, "DHARA_GATEWAY_BASES": bases}
        done = subprocess.run(
            self._dhara(*words), env=given, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def audit(self) -> dict[str, Any]:
        """See `dhara.cli.stories.audit`."""
        code, said = self.manage("shell", "-v", "0", "-c", "from dhara.cli.stories.audit import show; show()")
        if code:
            raise Broken(f"the audit failed: {said[-2000:]}")
        found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
        return found

    def manage(self, *words: str) -> tuple[int, str]:
        """A command of Django's on the same database: exit code and what it said."""
        return self._insider.call(words)

    def settled(self, *also: str) -> dict[str, Any]:
        """The audit, once nothing is left to do. Raises Broken when something is, or is left among `also`."""
        found = self.audit()
        if left := [name for name in ("reactions_left", "letters_left", *also) if found[name]]:
            raise Broken(f"something was never done: {left}, {found}")
        return found

    def stop(self) -> None:
        self._insider.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(45)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def world(*, mail: bool = True, fakes: Sequence[str] = ()) -> Iterator[World]:
    """A running Dhara, with fakes of these gateways beside it; stopped and removed at the end, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="dhara-story-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs as somebody else, who must pass through
    sink = Sink() if mail else None
    try:
        made = World(folder, sink, fakes)
        try:
            until(made.answers, "Dhara to answer", seconds=START)
            yield made
        finally:
            made.stop()
    finally:
        if sink:
            sink.close()
        shutil.rmtree(folder, ignore_errors=True)


def prepare(folder: Path) -> None:
    """Fill `folder` with the database and the static files of a Dhara that has just begun, and has stopped."""
    made = World(folder, None)
    try:
        until(made.answers, "Dhara to answer", seconds=START)
    finally:
        made.stop()


def until(what: Callable[[], bool], words: str, *, seconds: float = PATIENCE) -> None:
    """Raises TimeoutError, naming what was waited for."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:.0f} s for {words} in vain")
        time.sleep(0.1)


def _with(fakes: Sequence[str]) -> list[str]:
    return ["--fakes", ",".join(fakes)] if fakes else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
