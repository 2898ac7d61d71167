"""A mail server that really speaks SMTP, and behaves as well or as badly as it is told.

    with SmtpSink() as sink:            # sink.url is an EMAIL_URL
        sink.mode = "defer"
        ...
        sink.letters                    # the messages that were taken, parsed

Modes: accept · defer (451) · reject (550 to the recipient) · refuse (554 to the content) · hang (never answers) ·
drop (hangs up in the middle) · swallow (takes the letter, then hangs up before saying so) · busy (421 at once).
"""

from __future__ import annotations

import asyncio
import threading
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class SmtpSink:
    def __init__(self, port: int = 0, mode: str = "accept") -> None:
        self.port, self.mode = port, mode
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.sessions = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> SmtpSink:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> SmtpSink:
        self._thread.start()
        if not self._ready.wait(5):
            raise RuntimeError("the mail sink does not start")
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def wait_for(self, count: int, seconds: float = 10) -> list[EmailMessage]:
        """The letters, once there are at least `count`. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while len(self.letters) < count:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.letters)} letters, not {count}, after {seconds} s")
            time.sleep(0.02)
        return self.letters

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(self._loop.create_server(self._session, "127.0.0.1", self.port))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in (tasks := asyncio.all_tasks(self._loop)):
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _session(self) -> SMTP:
        self.sessions += 1
        return SMTP(self, hostname="sink.example", enable_SMTPUTF8=True, decode_data=False, loop=self._loop)

    # aiosmtpd calls these by name
    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mode == "busy":
            return "421 4.3.2 Too busy"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mode == "reject":
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if self.mode == "defer":
            return "451 4.7.1 Greylisted, come again"
        if self.mode == "refuse":
            return "554 5.7.1 We do not like this"
        if self.mode == "hang":
            await asyncio.sleep(3600)
        if self.mode == "drop":
            server.transport.abort()
            return "451 4.0.0 gone"
        self._take(envelope)
        if self.mode == "swallow":
            server.transport.abort()
        return f"250 2.0.0 Ok: queued as S{len(self.letters)}"

    def _take(self, envelope: Envelope) -> None:
        letter = message_from_bytes(bytes(envelope.content or b""), policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients.extend(envelope.rcpt_tos)
