"""Runs several processes as one: their lines prefixed, the dead started again, all stopped together."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO

from dhara.cli import surroundings

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 30.0  # seconds that a process may take to stop before it is killed
LONGEST_WAIT = 30.0  # seconds between two starts of a process that keeps dying
STEADY = 60.0  # seconds after which a process counts as healthy again
_printing = threading.Lock()


def say(name: str, line: str) -> None:
    """Print one line of one process."""
    with _printing:
        print(f"{name:>8} | {line}", flush=True)


@dataclass
class Child:
    """One process. `once`: it may end; else it is started again when it does."""

    name: str
    command: Sequence[str]
    once: bool = False
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    deaths: int = 0
    next_start: float = 0.0
    reader: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=surroundings.for_children(),
            cwd=surroundings.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then stops its children in order
        )
        self.reader = threading.Thread(target=self._read, args=[self.process.stdout], daemon=True)
        self.reader.start()

    def _read(self, lines: IO[str]) -> None:
        for line in lines:
            say(self.name, line.rstrip())

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def died(self) -> float:
        """Note its death; returns the seconds to wait before the next start, doubling while it keeps dying."""
        self.deaths = 1 if time.monotonic() - self.started > STEADY else self.deaths + 1
        wait: float = min(LONGEST_WAIT, 0.25 * 2**self.deaths)
        self.next_start = time.monotonic() + wait
        return wait

    def stop(self) -> None:
        if self.running() and self.process:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if not self.process:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(self.name, "does not stop; killed")
            self.process.kill()
            self.process.wait()
        if self.reader:
            self.reader.join(2)


class Supervisor:
    """`run` until a signal comes (or `stop`), then end every child."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.stopping = threading.Event()

    def add(self, child: Child) -> Child:
        self.children.append(child)
        child.start()
        return child

    def stop(self, *_signal: object) -> None:
        self.stopping.set()

    def listen(self) -> None:
        """From now on signals mean: stop."""
        for number in STOP_SIGNALS:
            signal.signal(number, self.stop)

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Watch the children, starting the dead again, until told to stop or `until` holds."""
        while not until() and not self.stopping.wait(0.1):
            for child in list(self.children):
                self._watch(child)

    def _watch(self, child: Child) -> None:
        if child.running():
            return
        if child.process is not None:
            code = child.process.returncode
            child.process = None
            if child.once:
                self.children.remove(child)
                if code:
                    say(child.name, f"ended with an error (code {code})")
                return
            say(child.name, f"ended (code {code}); starts again in {child.died():.1f} s")
        elif time.monotonic() >= child.next_start:
            child.start()

    def end(self) -> None:
        """Stop all children, the ones added last first told, and wait for them."""
        for child in reversed(self.children):
            child.stop()
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            child.wait(deadline)
