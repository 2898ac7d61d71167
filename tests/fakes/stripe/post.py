"""Notices on their way: signed, sent by a thread, tried again; late, double, disordered or lost when told to."""

from __future__ import annotations

import heapq
import hmac
import itertools
import json
import threading
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tests.fakes.stripe.books import shown

# Seconds before each further try (Stripe's own go on for three days).
TRIES = (0.5, 1, 2, 4, 8, 15, 30, 60)


def sign(secret: str, body: bytes, stamp: int) -> dict[str, str]:
    signature = hmac.new(secret.encode(), f"{stamp}.".encode() + body, sha256).hexdigest()
    return {
        "Stripe-Signature": f"t={stamp},v1={signature},v0={'0' * 64}",
        "Content-Type": "application/json; charset=utf-8",
    }


class Post:
    """`copies`, `delay` (seconds), `hold` and `lose` (how many of the next) are hands; `sent` is what went out."""

    def __init__(self, url: str, secret: str, clock: Callable[[], float]) -> None:
        self.url, self.secret, self.clock = url, secret, clock
        self.copies, self.delay, self.lose = 1, 0.0, 0
        self.hold = False
        self.held: list[dict[str, Any]] = []
        self.sent: list[tuple[str, str, int]] = []  # type, id, status
        self._due: list[tuple[float, int, int, dict[str, Any]]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        if self.url:
            self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(5)

    def take(self, event: dict[str, Any]) -> None:
        with self._changed:
            if self.lose:
                self.lose -= 1
            elif self.hold:
                self.held.append(event)
            else:
                for _copy in range(self.copies):
                    self._plan(event, self.delay, 0)

    def release(self, *, backwards: bool = False) -> None:
        """Send what was held, one after the other, the last first when `backwards`."""
        with self._changed:
            self.hold = False
            waiting, self.held = self.held, []
            for number, event in enumerate(reversed(waiting) if backwards else waiting):
                for _copy in range(self.copies):
                    self._plan(event, number * 0.05, 0)

    def signed(
        self, event: Mapping[str, Any], *, secret: str = "", at: float | None = None
    ) -> tuple[dict[str, str], bytes]:
        body = json.dumps(shown(event), indent=2).encode()
        return sign(secret or self.secret, body, int(self.clock() if at is None else at)), body

    def deliver(self, event: Mapping[str, Any], *, secret: str = "") -> int:
        """Send one now; the HTTP status of the answer, 0 for none."""
        headers, body = self.signed(event, secret=secret)
        request = Request(self.url, data=body, headers=headers, method="POST")
        try:
            with urlopen(request, timeout=10) as answer:
                status = int(answer.status)
        except HTTPError as refusal:
            status = refusal.code
            refusal.close()
        except (URLError, OSError):
            status = 0
        self.sent.append((str(event["type"]), str(event["id"]), status))
        return status

    def _plan(self, event: dict[str, Any], pause: float, tried: int) -> None:
        heapq.heappush(self._due, (time.monotonic() + pause, next(self._numbers), tried, event))
        self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._over and not (self._due and self._due[0][0] <= time.monotonic()):
                    self._changed.wait(max(0.01, self._due[0][0] - time.monotonic()) if self._due else None)
                if self._over:
                    return
                _when, _number, tried, event = heapq.heappop(self._due)
            status = self.deliver(event)
            if not 200 <= status < 300 and tried < len(TRIES):
                with self._changed:
                    self._plan(event, TRIES[tried], tried + 1)
