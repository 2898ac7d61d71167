"""A mail server that offers PIPELINING (or not), and behaves to each recipient as their name says.

    with Postbox() as box:              # box.url is an EMAIL_URL
        …
        box.taken                       # recipients of the letters that were taken, in order

`later…@` 450 to RCPT · `never…@` 550 to RCPT · `spam…@` 554 to the content · `soon…@` 451 to the content ·
`drop…@` takes the letter and hangs up before it says so · `hang…@` says nothing more once it has the content.
`listens`: 354 even when nobody is left to send to, as RFC 2920 allows. `slow` are seconds before each answer to a
content; `at_most` letters per connection.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Self, cast

_END = b"\r\n.\r\n"
_RCPT = {"later": b"450 4.2.1 Come back\r\n", "never": b"550 5.1.1 Nobody\r\n"}
_CONTENT = {"spam": b"554 5.7.1 No\r\n", "soon": b"451 4.3.0 Busy\r\n"}


class _Session(asyncio.Protocol):
    def __init__(self, box: Postbox) -> None:
        self.box, self.rest, self.in_letter = box, b"", False
        self.recipients: list[str] = []
        self.opened = self.busy = False
        self.count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.box.sessions += 1
        self.transport.write(b"220 box\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        self._go_on()

    def _go_on(self) -> None:
        while not self.busy and not self.transport.is_closing():
            mark = _END if self.in_letter and not self.rest.startswith(b".\r\n") else b"\r\n"
            end = self.rest.find(mark)
            if end < 0:
                return
            said, self.rest = self.rest[:end], self.rest[end + len(mark) :]
            if self.in_letter:
                self.in_letter = False
                self._content(said)
            else:
                self._command(said.decode())

    def _command(self, line: str) -> None:
        verb = line[:4].upper()
        if verb == "EHLO":
            more = "250-PIPELINING\r\n" if self.box.pipelining else ""
            self._say(f"250-box\r\n{more}250 SIZE 1000000\r\n".encode())
        elif verb == "MAIL":
            self._say(b"503 5.5.1 nested MAIL\r\n" if self.opened else b"250 ok\r\n")
            self.opened, self.recipients = True, []
        elif verb == "RCPT":
            address = line.partition("<")[2].partition(">")[0]
            refusal = next((said for name, said in _RCPT.items() if address.startswith(name)), None)
            if refusal is None:
                self.recipients.append(address)
            self._say(refusal or b"250 ok\r\n")
        elif verb == "DATA":
            self.in_letter = bool(self.recipients) or self.box.listens
            self._say(b"354 go on\r\n" if self.in_letter else b"554 5.5.1 no valid recipients\r\n")
        elif verb == "RSET":
            self.opened = False
            self._say(b"250 ok\r\n")
        else:
            self._say(b"221 bye\r\n")

    def _content(self, _letter: bytes) -> None:
        self.opened = False
        address = self.recipients[0] if self.recipients else ""
        if address.startswith("hang"):
            self.busy = True
            return
        refusal = next((said for name, said in _CONTENT.items() if address.startswith(name)), None)
        if refusal or not address:
            self._say(refusal or b"554 5.5.1 no valid recipients\r\n")
            return
        self.box.taken.append(address)
        self.count += 1
        if address.startswith("drop"):
            self.transport.abort()
        elif self.box.slow:
            self.busy = True
            asyncio.get_running_loop().call_later(self.box.slow, self._late)
        else:
            self._say(b"250 2.0.0 taken\r\n")
            if self.box.at_most and self.count >= self.box.at_most:
                self._say(b"421 4.7.0 enough for one connection\r\n")
                self.transport.close()

    def _late(self) -> None:
        self.busy = False
        self._say(b"250 2.0.0 taken\r\n")
        self._go_on()

    def _say(self, words: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(words)


class Postbox:
    def __init__(self, *, pipelining: bool = True, listens: bool = False, slow: float = 0, at_most: int = 0) -> None:
        self.pipelining, self.listens, self.slow, self.at_most = pipelining, listens, slow, at_most
        self.taken: list[str] = []
        self.sessions = self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        server = self._loop.run_until_complete(self._loop.create_server(lambda: _Session(self), "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()
