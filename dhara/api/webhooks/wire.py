"""One POST to an address that a stranger chose: never into a private network, never for longer than its time.

How it connects is `kit.outward`'s. Redirects are not followed, no proxy and no cookie is used, certificates are checked
against the name.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import httpcore

from dhara.api.webhooks import rules
from dhara.kit.outward import CONNECT, AddressRefused, Careful, Resolve, host_header, is_here, resolve, trust

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


def send(
    url: str, body: bytes, headers: Mapping[str, str], *, sandbox: bool = False, look_up: Resolve = resolve
) -> Answer:
    """POST the body. Never raises for what is on the other side: the answer says what went wrong."""
    began = time.monotonic()
    parsed = httpcore.URL(url)
    here = sandbox and is_here(parsed.host.decode())
    backend = Careful(look_up, deadline=began + rules.SECONDS, here=here)
    status, error, text = None, "", ""
    try:
        with httpcore.ConnectionPool(ssl_context=trust(), network_backend=backend, retries=0, proxy=None) as pool:
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
    sent["Host"] = host_header(url)
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


def _about_certificate(problem: BaseException) -> bool:
    seen: BaseException | None = problem
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
