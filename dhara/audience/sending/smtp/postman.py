"""Several lines to one server, in a thread of their own: letters are given, ends are collected."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, deque
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Final, Self

from dhara.audience.sending.smtp.line import Line
from dhara.audience.sending.smtp.rules import UNSENT, Outcome, Parcel, Server
from dhara.audience.sending.smtp.talk import Trouble, context, open_up

# How often a letter that was not written before its line broke is tried on another one.
_TRIES: Final = 2
# Seconds for taking leave, and for asyncio to close what was broken off.
_LEAVE, _SETTLE = 1.0, 0.02
_LOOK: Final = 0.5  # seconds between two looks for servers that hang


class Postman:
    """Use as a context manager. `trouble` says why the server can not be used at all, "" while it can.

    One thread gives and collects.
    """

    def __init__(self, server: Server) -> None:
        self.server, self.trouble = server, ""
        self.given = self.collected = 0
        self._waiting: deque[Parcel] = deque()
        self._ends: deque[Outcome] = deque()
        self._enough, self._wanted = threading.Event(), 1
        self._lines: set[Line] = set()
        self._leaving: list[Line] = []
        self._down: Counter[int] = Counter()
        self._work, self._stopping = asyncio.Event(), False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Hangs up. What was given and is not collected must be taken for unknown."""
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join()

    @property
    def outstanding(self) -> int:
        return self.given - self.collected

    def give(self, parcels: Iterable[Parcel]) -> None:
        parcels = list(parcels)
        self.given += len(parcels)
        self._loop.call_soon_threadsafe(self._take_in, parcels)

    def collect(self, least: int, seconds: float) -> list[Outcome]:
        """All ends so far; waits until there are `least` of them, or all, but not longer than `seconds`."""
        self._wanted = max(1, min(least, self.outstanding))
        self._enough.clear()
        if len(self._ends) < self._wanted and self.outstanding:
            self._enough.wait(seconds)
        found = [self._ends.popleft() for _each in range(len(self._ends))]
        self.collected += len(found)
        return found

    # In the thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            asyncio.set_event_loop(None)
            self._loop.close()

    async def _serve(self) -> None:
        slots = range(max(1, self.server.connections))
        tasks = [asyncio.create_task(self._keep(slot)) for slot in slots]
        try:
            while not self._stopping:
                await asyncio.sleep(_LOOK)
                now = self._loop.time()
                for line in [each for each in self._lines if each.late(now, self.server.timeout)]:
                    line.hang_up("no answer in time")
        except asyncio.CancelledError:
            pass
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._part(self._leaving)

    def _stop(self) -> None:
        self._stopping, self._leaving = True, list(self._lines)
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    async def _part(self, lines: Collection[Line]) -> None:
        """Take leave; TLS has its own way to end, which takes a moment."""
        for line in lines:
            line.transport.write(b"QUIT\r\n")
            line.transport.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LEAVE):
                await asyncio.gather(*(line.gone.wait() for line in lines))
        for line in lines:
            line.transport.abort()
        await asyncio.sleep(_SETTLE)

    def _take_in(self, parcels: list[Parcel]) -> None:
        self._waiting.extend(parcels)
        self.trouble = ""
        self._work.set()
        for line in list(self._lines):
            line.go_on()

    def _next(self) -> Parcel | None:
        if self._waiting:
            return self._waiting.popleft()
        self._work.clear()
        return None

    def _tell(self, outcome: Outcome) -> None:
        self._ends.append(outcome)
        if len(self._ends) >= self._wanted:
            self._enough.set()

    def _back(self, parcel: Parcel, code: int, reason: str) -> None:
        parcel.tries += 1
        if parcel.tries > _TRIES:
            self._tell(Outcome(parcel.key, UNSENT, code, reason))
        else:
            self._waiting.appendleft(parcel)
            self._work.set()

    async def _keep(self, slot: int) -> None:
        """Have a line while there is work; wait longer after each that carried nothing."""
        while True:
            await self._work.wait()
            reason = await self._one_line()
            if not reason:
                self._down[slot] = 0
                continue
            self._down[slot] += 1
            if not self._lines and all(self._down[each] for each in range(max(1, self.server.connections))):
                self._flush(reason)
            await asyncio.sleep(min(30.0, 0.5 * 2.0 ** self._down[slot]))

    async def _one_line(self) -> str:
        """From the greeting to the end of one connection; why it was of no use, "" if it carried letters."""
        try:
            line, offers = await self._open()
        except (Trouble, OSError, TimeoutError) as error:
            return f"{error}" or type(error).__name__
        self._lines.add(line)
        try:
            line.carry(offers, self._loop.time())
            await line.gone.wait()
        finally:
            self._lines.discard(line)
        return "" if line.carried else line.lost

    async def _open(self) -> tuple[Line, dict[str, str]]:
        server = self.server
        async with asyncio.timeout(server.timeout):
            secured = context(server) if server.security == "tls" else None
            _transport, line = await self._loop.create_connection(
                lambda: Line(self._next, self._tell, self._back), server.host, server.port, ssl=secured
            )
        try:
            return line, await open_up(line, server)
        except BaseException:
            line.transport.abort()
            raise

    def _flush(self, reason: str) -> None:
        """No line at all: everybody who waits is told."""
        self.trouble = reason
        self._work.clear()
        while self._waiting:
            self._tell(Outcome(self._waiting.popleft().key, UNSENT, 0, reason))
