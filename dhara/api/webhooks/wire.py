"""One POST to an address that a stranger chose: never into a private network, never for longer than its time.

The name is resolved here, every number it stands for is checked, and the connection goes to the very number that was
checked: a name that changes its mind between the look and the connection (rebinding) leads nowhere. Redirects are not
followed, no proxy and no cookie is used, certificates are checked against the name.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import certifi
import httpcore
from httpcore import NetworkBackend, NetworkStream, SyncBackend

from dhara.api.webhooks import rules

# Of the name and port: the numbers that it stands for. Raises OSError.
Resolve = Callable[[str, int], list[str]]
CONNECT = 5.0
# What a person can do something about; the log shows it in their language.
REFUSED_ADDRESS, NO_NAME, NO_ANSWER, TOO_SLOW, BAD_CERTIFICATE, BROKEN = (
    "address_refused",
    "name_unknown",
    "no_connection",
    "timeout",
    "certificate",
    "broken_answer",
)


@dataclass(frozen=True)
class Answer:
    """`status` is None when there was none; then `error` says why. `body` is its beginning, as text."""

    status: int | None
    error: str
    body: str
    millis: int


class AddressRefused(OSError):
    """The name leads into a network that is not everybody's."""


def resolve(host: str, port: int) -> list[str]:
    """All numbers of a name, by the system's resolver."""
    found: list[str] = []
    problem: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(each[4][0]) for each in answers))
        except OSError as error:
            problem.append(error)

    # The resolver knows no time limit of ours; one that hangs is left behind.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(CONNECT)
    if problem:
        raise problem[0]
    if asking.is_alive():
        raise TimeoutError(host)
    return found


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


def send(
    url: str, body: bytes, headers: Mapping[str, str], *, sandbox: bool = False, look_up: Resolve = resolve
) -> Answer:
    """POST the body. Never raises for what is on the other side: the answer says what went wrong."""
    began = time.monotonic()
    parsed = httpcore.URL(url)
    here = sandbox and rules.is_here(parsed.host.decode())
    backend = Careful(look_up, deadline=began + rules.SECONDS, here=here)
    status, error, text = None, "", ""
    try:
        with httpcore.ConnectionPool(ssl_context=_trust(), network_backend=backend, retries=0, proxy=None) as pool:
            status, text = _post(pool, url, body, headers)
    except AddressRefused:
        error = REFUSED_ADDRESS
    except (httpcore.TimeoutException, TimeoutError):
        error = TOO_SLOW
    except socket.gaierror:
        error = NO_NAME
    except httpcore.ConnectError as problem:
        error = BAD_CERTIFICATE if _about_certificate(problem) else NO_ANSWER
    except (httpcore.NetworkError, ssl.SSLError, OSError):
        error = NO_ANSWER
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, UnicodeError, ValueError):
        error = BROKEN
    return Answer(status, error, text, round((time.monotonic() - began) * 1000))


def _post(pool: httpcore.ConnectionPool, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    limits = {"connect": CONNECT, "read": rules.SECONDS, "write": rules.SECONDS, "pool": rules.SECONDS}
    sent = {**headers, "Content-Length": str(len(body)), "Connection": "close", "Accept-Encoding": "identity"}
    sent["Host"] = _host(url)
    with pool.stream("POST", url, headers=list(sent.items()), content=body, extensions={"timeout": limits}) as answer:
        read, status = b"", int(answer.status)
        try:
            for chunk in _chunks(answer):
                read += chunk
                if len(read) >= rules.BODY_KEPT:
                    break
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
            # The status is known, and that is what counts; the rest is only for people who look at the log.
            pass
    return status, read[: rules.BODY_KEPT].decode(errors="replace").replace("\x00", "\ufffd")


def _chunks(answer: httpcore.Response) -> Iterable[bytes]:
    stream: Iterable[bytes] = answer.iter_stream()
    return stream


def _host(url: str) -> str:
    parsed = httpcore.URL(url)
    host = parsed.host.decode()
    name = f"[{host}]" if ":" in host else host
    return name if parsed.port is None else f"{name}:{parsed.port}"


def _about_certificate(problem: BaseException) -> bool:
    seen: BaseException | None = problem
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


class Careful(NetworkBackend):
    """Connects to numbers that were checked, and to nothing after its time is over."""

    def __init__(self, look_up: Resolve, *, deadline: float, here: bool) -> None:
        self.look_up, self.deadline, self.here = look_up, deadline, here
        self.inner = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        numbers = self.look_up(host, port)
        if not numbers or not all(self._allowed(number) for number in numbers):
            raise AddressRefused(host)
        stream = self.inner.connect_tcp(numbers[0], port, self._left(timeout), local_address, socket_options)
        return Timed(stream, self.deadline)

    def connect_unix_socket(self, path: str, *_rest: Any, **_more: Any) -> NetworkStream:
        raise AddressRefused(path)

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, self._left(seconds)))

    def _allowed(self, number: str) -> bool:
        return rules.is_public(number) or (self.here and rules.is_here(number))

    def _left(self, timeout: float | None) -> float:
        return _left(self.deadline, timeout)


class Timed(NetworkStream):
    """A connection whose whole life is bounded: a trickle of bytes does not keep it open."""

    def __init__(self, inner: NetworkStream, deadline: float) -> None:
        self.inner, self.deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, _left(self.deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, _left(self.deadline, timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        inner = self.inner.start_tls(ssl_context, server_hostname, _left(self.deadline, timeout))
        return Timed(inner, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    """Raises TimeoutError when the time is over."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return left if timeout is None else min(left, timeout)
