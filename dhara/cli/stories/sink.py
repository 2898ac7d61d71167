"""A mail server for stories: real SMTP on this machine, letters kept in memory.

It speaks what a sender needs of RFC 5321 (EHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT) and can be as unfriendly as the
real ones: `defer(n)` answers the next n letters with 451, `drop(n)` hangs up in the middle of the next n.
"""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
import time
from email.message import EmailMessage
from typing import Any

from dhara.cli.stories.patience import PATIENCE

MAX_LETTER = 20 * 1024 * 1024


class Sink:
    """Listens on a free port of 127.0.0.1 until `close`. Use as a context manager."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self._defer = 0
        self._drop = 0
        self.lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.sink = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def defer(self, count: int) -> None:
        self._defer = count

    def drop(self, count: int) -> None:
        self._drop = count

    def take(self, letter: EmailMessage) -> str:
        """What the server answers to a whole letter; "" means that it hangs up without an answer."""
        with self.lock:
            if self._drop:
                self._drop -= 1
                return ""
            if self._defer:
                self._defer -= 1
                return "451 4.7.1 Try again later"
            self.letters.append(letter)
            return "250 2.0.0 Kept"

    def to(self, address: str, containing: str = "") -> list[EmailMessage]:
        """Letters to an address whose subject holds `containing`, the first one first."""
        with self.lock:
            return [
                letter
                for letter in self.letters
                if address.lower() in str(letter["To"]).lower() and containing in str(letter["Subject"])
            ]

    def wait(self, address: str, containing: str = "", *, seconds: float = PATIENCE) -> EmailMessage:
        """The latest such letter, as soon as there is one. Raises TimeoutError, naming what came instead."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := self.to(address, containing):
                return found[-1]
            time.sleep(0.05)
        came = [f"{letter['To']}: {letter['Subject']}" for letter in self.letters]
        raise TimeoutError(f"no letter “{containing}” to {address} within {seconds:.0f} s; there came {came}")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Sink:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    sink: Sink


class _Session(socketserver.StreamRequestHandler):
    """One connection."""

    server: _Server
    timeout = 60

    def handle(self) -> None:
        try:
            self._talk()
        except (TimeoutError, ConnectionError):
            return  # whoever called is gone, such as a worker that was killed

    def _talk(self) -> None:
        self._say("220 sink.invalid ESMTP")
        for line in iter(lambda: self.rfile.readline(2048), b""):
            verb = line[:4].decode("ascii", "replace").upper().strip()
            if verb == "QUIT":
                self._say("221 2.0.0 Bye")
                return
            if verb == "DATA":
                if not self._data():
                    return
                continue
            self._say(_ANSWERS.get(verb, "502 5.5.2 Not here"))

    def _data(self) -> bool:
        self._say("354 Go on")
        lines: list[bytes] = []
        size = 0
        for line in iter(lambda: self.rfile.readline(65536), b""):
            if line in (b".\r\n", b".\n"):
                letter: Any = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
                answer = self.server.sink.take(letter)
                if answer:
                    self._say(answer)
                return bool(answer)
            size += len(line)
            if size > MAX_LETTER:
                return False
            lines.append(line[1:] if line.startswith(b"..") else line)
        return False

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


_ANSWERS = {
    "EHLO": "250-sink.invalid\r\n250-SIZE 20971520\r\n250 8BITMIME",
    "HELO": "250 sink.invalid",
    "MAIL": "250 2.1.0 Fine",
    "RCPT": "250 2.1.5 Fine",
    "RSET": "250 2.0.0 Fine",
    "NOOP": "250 2.0.0 Fine",
}
