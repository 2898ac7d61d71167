"""One connection that carries letter after letter.

Of each letter MAIL, RCPT and DATA go out in one write together with the content of the letter before it, so that a
letter costs one round trip. Where the server offers no PIPELINING they go one by one.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final, cast

from dhara.audience.sending.smtp.rules import (
    END,
    LATER,
    REFUSED,
    SPOILT,
    TAKEN,
    UNKNOWN,
    Outcome,
    Parcel,
    is_address,
    judge,
    on_the_wire,
)

MAIL, RCPT, DATA, CONTENT, RESET, NOTHING = "MAIL", "RCPT", "DATA", "content", "RSET", "nothing"
_LONGEST_REPLY: Final = 64 * 1024


class Line(asyncio.Protocol):
    """Takes letters from `take` (None: none now) and tells each one's end to `tell`; those of which no content was
    written when the line broke go `back`.

    `expected` are the answers that are due, in order. `closing` is the letter whose content is written and not
    answered, `current` the one after it, of which nothing but commands is written.
    """

    transport: asyncio.Transport

    def __init__(
        self,
        take: Callable[[], Parcel | None],
        tell: Callable[[Outcome], None],
        back: Callable[[Parcel, int, str], None],
    ) -> None:
        self.take, self.tell, self.back = take, tell, back
        self.replies: deque[tuple[int, list[str]]] = deque()
        self.heard, self.gone = asyncio.Event(), asyncio.Event()
        self.lost, self.carried, self.heard_at = "", 0, 0.0
        self.pipelining = self.utf8 = self.carrying = False
        self.expected: deque[str] = deque()
        self.current: Parcel | None = None
        self.closing: Parcel | None = None
        self.body = b""
        self.refusal: tuple[int, str] | None = None
        self.refused_at = ""
        self._rest, self._said = b"", cast(list[str], [])

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.heard_at = asyncio.get_running_loop().time()
        *lines, self._rest = (self._rest + data).split(b"\n")
        for raw in lines:
            self._hear(raw)
        if len(self._rest) > _LONGEST_REPLY or len(self._said) > 200:
            self.hang_up("the server's answer has no end")

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = self.lost or (f"the connection broke: {exc}" if exc else "the server hung up")
        self._give_up()
        self.heard.set()
        self.gone.set()

    # What the postman calls

    def carry(self, offers: dict[str, str], at: float) -> None:
        """The greeting is over: from now on letters."""
        self.pipelining, self.utf8 = "PIPELINING" in offers, "SMTPUTF8" in offers
        self.carrying, self.heard_at = True, at
        self.go_on()

    def go_on(self) -> None:
        """Begin with a letter, where there is one and none is under way."""
        if self.carrying and not self.lost and not self.expected:
            self.heard_at = asyncio.get_running_loop().time()
            self._write(self._next(b""))

    def late(self, at: float, timeout: float) -> bool:
        return bool(self.expected) and at - self.heard_at > timeout

    def hang_up(self, reason: str) -> None:
        self.lost = self.lost or reason
        self.transport.abort()

    # How a letter goes

    def _write(self, data: bytes) -> None:
        if data:
            self.transport.write(data)

    def _next(self, before: bytes) -> bytes:
        """The commands of the next letter behind what is written `before` them; spoilt letters are told and left."""
        while (parcel := self.take()) is not None:
            try:
                if not is_address(parcel.to) or not (parcel.to.isascii() or self.utf8):
                    self.tell(Outcome(parcel.key, REFUSED, 553, "5.1.3 the server can not send to this address"))
                    continue
                self.body = parcel.make() + END if parcel.ready else on_the_wire(parcel.make())
            except Exception as error:  # whatever it is, it is about this letter alone
                self.tell(Outcome(parcel.key, SPOILT, 0, f"{type(error).__name__}: {error}"))
                continue
            self.current, self.refusal = parcel, None
            option = "" if parcel.to.isascii() else " SMTPUTF8"
            commands = [f"MAIL FROM:<{parcel.sender}>{option}\r\n", f"RCPT TO:<{parcel.to}>\r\n", "DATA\r\n"]
            if self.pipelining:
                self.expected += (MAIL, RCPT, DATA)
                return before + "".join(commands).encode()
            self.expected.append(MAIL)
            return before + commands[0].encode()
        return before

    def _hear(self, raw: bytes) -> None:
        if raw[3:4] == b"-":
            self._said.append(raw[4:].decode("utf-8", "replace").strip())
            return
        words = raw[4:].decode("utf-8", "replace").strip()
        code = int(raw[:3]) if raw[:3].isdigit() else 0
        if self._said:
            said, self._said = [*self._said, words], []
        else:
            said = [words]
        if not self.carrying:
            self.replies.append((code, said))
            self.heard.set()
        elif not self.expected:
            self.hang_up(f"{code} {words}")  # 421 while nothing was asked
        else:
            self._answer(self.expected.popleft(), code, said[0] if len(said) == 1 else " ".join(said))

    def _answer(self, asked: str, code: int, words: str) -> None:
        if code == 421 or code == 0:
            self.expected.appendleft(asked)
            self._close(asked, code, words)
        elif asked == CONTENT:
            self._taken(code, words)
        elif asked == DATA:
            self._content(code, words)
        elif asked in (MAIL, RCPT):
            self._addressed(asked, code, words)
        elif not self.expected:  # RSET, or the dot after nothing
            self._write(self._next(b""))

    def _addressed(self, asked: str, code: int, words: str) -> None:
        if not 200 <= code < 300 and self.refusal is None:
            self.refusal = code, words
            self.refused_at = asked
        if self.pipelining:
            return
        if self.refusal:
            self._refused(reset=True)
        else:
            following = RCPT if asked == MAIL else DATA
            self.expected.append(following)
            parcel = cast(Parcel, self.current)
            self._write(f"RCPT TO:<{parcel.to}>\r\n".encode() if following == RCPT else b"DATA\r\n")

    def _content(self, code: int, words: str) -> None:
        """The answer to DATA."""
        if code == 354 and self.refusal is None:
            self.closing, self.current = self.current, None
            self.expected.append(CONTENT)
            self._write(self._next(self.body) if self.pipelining else self.body)
            return
        if self.refusal is None:
            self.refusal = code, words
            self.refused_at = DATA
        if code == 354:  # nobody to send to, and it listens all the same
            self.expected.append(NOTHING)
            self._write(b".\r\n")
            self._refused(reset=False)
        else:
            self._refused(reset=True)

    def _refused(self, *, reset: bool) -> None:
        """Tell the end of a letter of which no content was written; then go on with the next one."""
        parcel, (code, words) = cast(Parcel, self.current), cast(tuple[int, str], self.refusal)
        self.current = None
        if self.refused_at == MAIL:  # that is about us, not about this reader: the letter is as good as before
            self.back(parcel, code, words)
            self.hang_up(f"{code} {words}")
            return
        self.tell(Outcome(parcel.key, judge(code) if code >= 400 else LATER, code, words))
        if reset:
            self.expected.append(RESET)
            self._write(self._next(b"RSET\r\n") if self.pipelining else b"RSET\r\n")

    def _taken(self, code: int, words: str) -> None:
        parcel, self.closing = cast(Parcel, self.closing), None
        end = judge(code)
        self.carried += end == TAKEN
        self.tell(Outcome(parcel.key, end, code, words))
        if not self.expected:
            self._write(self._next(b""))

    def _close(self, asked: str, code: int, words: str) -> None:
        """421, or something that is no SMTP: nothing more can be said here."""
        if asked == CONTENT and code == 421 and self.closing:
            self.tell(Outcome(self.closing.key, LATER, code, words))
            self.closing = None
        self.hang_up(f"{code} {words}")

    def _give_up(self) -> None:
        if self.closing:
            self.tell(Outcome(self.closing.key, UNKNOWN, 0, self.lost))
        if self.current:
            self.back(self.current, 0, self.lost)
        self.closing = self.current = None
        self.expected.clear()
