"""A load as a program of its own, so that what is measured does not share a core's lock with who measures.

`python -m dhara.cli.bench.load` reads a plan {"slices": [[port, [path, …]], …], "seconds", "rounds", "connections"} and
measures all slices in turn, round after round: paths are asked for in turn over connections that stay open, each with
one request under way. It prints [[requests/s of each round], …] for the slices. The shorter a slice, the less the
other things that a machine does at the same time come between two that are compared.
"""

from __future__ import annotations

import itertools
import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator
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

    def read(self) -> int | None:
        """Its status when the answer is whole. Raises ConnectionError when the server hung up."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server hung up")
        self.got += part
        head, end, body = self.got.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return None
        return int(head[9:12])


def _length(head: bytes) -> int:
    start = head.lower().index(b"content-length:") + 15
    return int(head[start : head.find(b"\r", start) if head.find(b"\r", start) > 0 else None])


class Slice:
    """One server, and what it is asked for."""

    def __init__(self, port: int, paths: list[str], connections: int) -> None:
        requests = itertools.cycle([_REQUEST.format(path).encode() for path in paths])
        self.chosen = selectors.DefaultSelector()
        for _each in range(connections):
            made = Connection(port, requests)
            self.chosen.register(made.socket, selectors.EVENT_READ, made)

    def rate(self, seconds: float) -> float:
        """Requests/s. Raises ValueError when an answer is not a page. All is quiet before and afterwards."""
        waiting = [key.data for key in self.chosen.get_map().values()]
        under_way, count, start = len(waiting), 0, time.perf_counter()
        for connection in waiting:
            connection.ask()
        while under_way:
            for key, _events in self.chosen.select(1):
                answer = key.data.read()
                if answer is None:
                    continue
                if answer != 200:
                    raise ValueError(f"the answer was {answer}")
                count += 1
                if time.perf_counter() - start < seconds:
                    key.data.ask()
                else:
                    under_way -= 1
        return count / (time.perf_counter() - start)

    def close(self) -> None:
        for key in list(self.chosen.get_map().values()):
            key.data.socket.close()
        self.chosen.close()


def run(plan: dict[str, Any]) -> list[list[float]]:
    slices = [Slice(port, paths, plan["connections"]) for port, paths in plan["slices"]]
    try:
        for each in slices:
            each.rate(plan["seconds"])
        rounds = [[each.rate(plan["seconds"]) for each in slices] for _round in range(plan["rounds"])]
    finally:
        for each in slices:
            each.close()
    return [list(rates) for rates in zip(*rounds, strict=True)]


if __name__ == "__main__":
    print(json.dumps(run(json.load(sys.stdin))))
