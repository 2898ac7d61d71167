"""A load as a program of its own, so that what is measured does not share a core's lock with who measures.

`python -m dhara.cli.bench.load PORT SECONDS CONNECTIONS` reads paths from its input, asks for them in turn over
connections that stay open, each with one request under way, and prints {"requests", "seconds", "bytes", "wrong"}.
"""

from __future__ import annotations

import itertools
import json
import selectors
import socket
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any, Final

_REQUEST: Final = (
    "GET {} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Language: bn\r\nAccept-Encoding: br\r\n\r\n"
)


class Connection:
    """One socket with one request under way."""

    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = requests
        self.got = b""

    def ask(self) -> None:
        self.got = b""
        self.socket.sendall(next(self.requests))

    def read(self) -> tuple[int, int] | None:
        """(status, bytes) when the answer is whole. Raises ConnectionError when the server hung up."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server hung up")
        self.got += part
        head, end, body = self.got.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return None
        return int(head[9:12]), len(self.got)


def _length(head: bytes) -> int:
    start = head.lower().index(b"content-length:") + 15
    return int(head[start : head.find(b"\r", start) if head.find(b"\r", start) > 0 else None])


def run(port: int, seconds: float, connections: int, paths: Iterable[str]) -> dict[str, Any]:
    requests = itertools.cycle([_REQUEST.format(path).encode() for path in paths])
    chosen = selectors.DefaultSelector()
    for _each in range(connections):
        made = Connection(port, requests)
        chosen.register(made.socket, selectors.EVENT_READ, made)
        made.ask()
    count = size = wrong = 0
    start = time.perf_counter()
    while (took := time.perf_counter() - start) < seconds:
        for key, _events in chosen.select(1):
            answer = key.data.read()
            if answer is not None:
                count, size, wrong = count + 1, size + answer[1], wrong + (answer[0] != 200)
                key.data.ask()
    return {"requests": count, "seconds": took, "bytes": size, "wrong": wrong}


if __name__ == "__main__":
    given = [line.strip() for line in sys.stdin if line.strip()]
    print(json.dumps(run(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), given)))
