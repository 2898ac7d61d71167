"""Calls inside a story's own Dhara: one process has Django ready, and forks for each call.

Each call finds a process in which nothing has happened yet, as if it had been started for it; starting one takes
seconds, and some stories call a hundred times.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from typing import IO, Any

from dhara.cli import surroundings
from dhara.cli.stories.patience import PATIENCE

SERVE = "from dhara.cli.stories.inside import serve; serve()"


class Insider:
    """The process that waits for calls; started by the first one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._process: subprocess.Popen[str] | None = None
        self._busy = threading.Lock()

    def call(self, words: Sequence[str]) -> tuple[int, str]:
        """A command of Django's: exit code, and what it said. Calls at the same moment have processes of their own."""
        if not self._busy.acquire(blocking=False):
            return self._alone(words)
        try:
            return self._asked(words)
        finally:
            self._busy.release()

    def close(self) -> None:
        if self._process and self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process.stdout.close()
            self._process = None

    def _asked(self, words: Sequence[str]) -> tuple[int, str]:
        process = self._process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(list(words)) + "\n")
        process.stdin.flush()
        if not select.select([process.stdout], [], [], PATIENCE)[0]:
            process.kill()
            raise TimeoutError(f"{words} took more than {PATIENCE:.0f} s")
        found: dict[str, Any] = json.loads(process.stdout.readline() or "{}")
        if not found:
            raise OSError("what was to be called inside has ended")
        return found["code"], found["said"]

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            surroundings.dhara("manage", "shell", "-v", "0", "-c", SERVE),
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _alone(self, words: Sequence[str]) -> tuple[int, str]:
        manage = surroundings.dhara("manage", *words)
        given = self._environment
        done = subprocess.run(manage, env=given, capture_output=True, text=True, timeout=PATIENCE, check=False)
        return done.returncode, done.stdout if not done.returncode else done.stdout + done.stderr


def serve() -> None:
    """Each line of the input is a command of Django's as a list; the answer is one line {"code", "said"}."""
    from django.db import connections

    for line in sys.stdin:
        connections.close_all()  # a connection must not be shared with the process that is forked
        with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as wrong:
            child = os.fork()
            if not child:
                os._exit(_call(json.loads(line), said, wrong))
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.seek(0)
            wrong.seek(0)
            told = {"code": code, "said": said.read() if not code else said.read() + wrong.read()}
        print(json.dumps(told), flush=True)


def _call(words: Sequence[str], said: IO[str], wrong: IO[str]) -> int:
    from django.core.management import call_command

    os.dup2(said.fileno(), 1)
    os.dup2(wrong.fileno(), 2)
    try:
        call_command(*words)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
