"""A mail server that takes everything at once and keeps nothing, in a process of its own.

Prints its port. Offers PIPELINING. `count` letters of a sink: connect and say `NOOP`.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

_END = b"\r\n.\r\n"
_ANSWERS = {b"MAIL": b"250 ok\r\n", b"RCPT": b"250 ok\r\n", b"RSET": b"250 ok\r\n"}


class Sink(asyncio.Protocol):
    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.rest, self.in_letter = b"", False
        self.transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        answers: list[bytes] = []
        while True:
            end = self.rest.find(_END if self.in_letter else b"\r\n")
            if end < 0:
                break
            if self.in_letter:
                self.rest, self.in_letter = self.rest[end + 5 :], False
                Sink.taken += 1
                answers.append(b"250 2.0.0 taken as %d\r\n" % Sink.taken)
            else:
                command, self.rest = self.rest[:4].upper(), self.rest[end + 2 :]
                answers.append(self._answer(command))
        self.transport.write(b"".join(answers))

    def _answer(self, command: bytes) -> bytes:
        if command == b"DATA":
            self.in_letter = True
            return b"354 go on\r\n"
        if command == b"EHLO":
            return b"250-sink\r\n250-8BITMIME\r\n250 PIPELINING\r\n"
        if command == b"NOOP":
            return b"250 %d\r\n" % Sink.taken
        return _ANSWERS.get(command, b"221 bye\r\n")


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def sink() -> Iterator[int]:
    """The port of one that runs as long as the block."""
    with subprocess.Popen([sys.executable, "-m", __name__], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(_serve())
