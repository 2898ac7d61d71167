"""What is sent, where, and how it can end. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

# taken: 250 to the content · later: 4xx · refused: 5xx to recipient or content · unknown: written, and no answer ·
# unsent: not written, the server is to blame · spoilt: the letter could not be made
TAKEN, LATER, REFUSED, UNKNOWN, UNSENT, SPOILT = "taken", "later", "refused", "unknown", "unsent", "spoilt"


@dataclass(frozen=True)
class Server:
    """`security` is "", "starttls" or "tls"; `authority` PEM of a CA of one's own. `timeout` in seconds, per answer."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = ""
    connections: int = 4
    timeout: float = 20.0
    hello: str = "localhost"
    authority: str = ""


@dataclass(slots=True, eq=False)
class Parcel:
    """One letter on its way: `key` is the giver's own; `make` gives the finished MIME when its turn has come.

    `ready`: its lines end with CRLF alone and none begins with a dot. `tries` counts the lines that broke before its
    content was written.
    """

    key: Any
    sender: str
    to: str
    make: Callable[[], bytes]
    ready: bool = False
    tries: int = 0


class Outcome(NamedTuple):
    """`code` is the server's (0: none); `words` what it said, or what went wrong."""

    key: Any
    end: str
    code: int = 0
    words: str = ""


def judge(code: int) -> str:
    return TAKEN if 200 <= code < 300 else REFUSED if 500 <= code < 600 else LATER


_BARE = re.compile(rb"\r\n|\r|\n")
_NO_BREAKS: Final = bytes(set(range(256)) - {10, 13})
END: Final = b".\r\n"  # behind the last line break of a letter


def on_the_wire(letter: bytes) -> bytes:
    """The letter as DATA wants it: lines end with CRLF alone (a bare one could smuggle in another letter), dots
    doubled, and the dot at the end."""
    breaks = letter.translate(None, _NO_BREAKS)
    if breaks != b"\r\n" * (len(breaks) // 2):
        letter = _BARE.sub(b"\r\n", letter)
    letter = b"\r\n..".join(letter.split(b"\r\n."))  # one pass, where `replace` makes two
    if letter.startswith(b"."):
        letter = b"." + letter
    return letter + (END if letter.endswith(b"\r\n") else b"\r\n" + END)


_ADDRESS: Final = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>\x00-\x1f\x7f]+")


def is_address(text: str) -> bool:
    """Whether nothing in it can end the command that it stands in."""
    return bool(_ADDRESS.fullmatch(text))
