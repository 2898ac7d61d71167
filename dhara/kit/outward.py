"""Connections to addresses that a stranger chose: never into a private network, never for longer than their time.

The name is resolved here, every number it stands for is checked, and the connection goes to the very number that was
checked: a name that changes its mind between the look and the connection (rebinding) leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

import certifi
import httpcore
from httpcore import NetworkBackend, NetworkStream, SyncBackend

# Of the name and port: the numbers that it stands for. Raises OSError.
Resolve = Callable[[str, int], list[str]]
CONNECT: Final = 5.0


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


def is_here(host: str) -> bool:
    """Whether the host is this very machine, by its plain names."""
    return host in ("localhost", "127.0.0.1", "::1")


def is_public_name(host: str) -> bool:
    """Not a private number, and a name with a dot in it that is not kept for private use."""
    try:
        return is_public(host)
    except ValueError:
        kept = ("localhost", "local", "internal", "lan", "home", "corp", "intranet", "test", "invalid", "onion", "arpa")
        last = host.rpartition(".")[2]
        # Browsers and some resolvers read 0x7f.1 or 2130706433 as a number: no real name ends in one.
        return "." in host and last not in kept and not last[:1].isdigit()


def is_public(address: str) -> bool:
    """Whether a number is reachable for everybody. Those that wrap another one are what they wrap.

    Raises ValueError for what is no number.
    """
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        inside = _wrapped(number)
        if inside is not None:
            return is_public(str(inside))
    return number.is_global and not number.is_multicast and not number.is_reserved


_NAT64: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def _wrapped(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if number.ipv4_mapped is not None:
        return number.ipv4_mapped
    if number.sixtofour is not None:
        return number.sixtofour
    if number.teredo is not None:
        return number.teredo[1]
    if any(number in network for network in _NAT64) or int(number) >> 32 == 0:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return None


@cache
def trust() -> ssl.SSLContext:
    """The certificates that are believed in."""
    return ssl.create_default_context(cafile=certifi.where())


def host_header(url: str) -> str:
    parsed = httpcore.URL(url)
    host = parsed.host.decode()
    name = f"[{host}]" if ":" in host else host
    return name if parsed.port is None else f"{name}:{parsed.port}"


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
        return is_public(number) or (self.here and is_here(number))

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
