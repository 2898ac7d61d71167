"""The beginning of a conversation: greeting, EHLO, TLS, sign-in."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections import deque
from typing import Protocol

from dhara.audience.sending.smtp.rules import Server


class Trouble(Exception):
    """The server can not be used now: no answer, no TLS, no sign-in, or it asked us to come back later."""


class Talker(Protocol):
    """What `open_up` needs of a connection."""

    replies: deque[tuple[int, list[str]]]
    heard: asyncio.Event
    transport: asyncio.Transport
    lost: str


async def open_up(line: Talker, server: Server) -> dict[str, str]:
    """Greet, secure and sign in; returns what the server offers: {"PIPELINING": "", "AUTH": "PLAIN LOGIN", …}.

    Raises Trouble.
    """
    await _expect(line, server, 220)
    offers = await _hello(line, server)
    if server.security == "starttls":
        if "STARTTLS" not in offers:
            raise Trouble("the server offers no STARTTLS")
        await _say(line, server, "STARTTLS", 220)
        await _encrypt(line, server)
        offers = await _hello(line, server)
    if server.user:
        await _sign_in(line, server, offers.get("AUTH", "").split())
    return offers


def context(server: Server) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=server.authority or None)


async def _encrypt(line: Talker, server: Server) -> None:
    loop = asyncio.get_running_loop()
    protocol = line.transport.get_protocol()
    try:
        secured = await loop.start_tls(
            line.transport,
            protocol,
            context(server),
            server_hostname=server.host,
            ssl_handshake_timeout=server.timeout,
        )
    except (OSError, ssl.SSLError) as error:
        raise Trouble(f"no TLS: {error}") from error
    if not isinstance(secured, asyncio.Transport):
        raise Trouble("no TLS: the connection is gone")
    line.transport = secured


async def _hello(line: Talker, server: Server) -> dict[str, str]:
    code, words = await _ask(line, server, f"EHLO {server.hello}")
    if code != 250:
        await _say(line, server, f"HELO {server.hello}", 250)
        return {}
    pairs = (each.partition(" ") for each in words[1:])
    return {name.upper(): rest for name, _space, rest in pairs}


async def _sign_in(line: Talker, server: Server, ways: list[str]) -> None:
    if "PLAIN" in ways or "LOGIN" not in ways:
        token = f"\0{server.user}\0{server.password}"
        await _say(line, server, f"AUTH PLAIN {_coded(token)}", 235)
        return
    await _say(line, server, "AUTH LOGIN", 334)
    await _say(line, server, _coded(server.user), 334)
    await _say(line, server, _coded(server.password), 235)


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


async def _say(line: Talker, server: Server, command: str, wanted: int) -> None:
    line.transport.write(f"{command}\r\n".encode())
    await _expect(line, server, wanted)


async def _ask(line: Talker, server: Server, command: str) -> tuple[int, list[str]]:
    line.transport.write(f"{command}\r\n".encode())
    return await _reply(line, server)


async def _expect(line: Talker, server: Server, wanted: int) -> None:
    code, words = await _reply(line, server)
    if code != wanted:
        raise Trouble(f"{code} {' '.join(words)}")


async def _reply(line: Talker, server: Server) -> tuple[int, list[str]]:
    try:
        async with asyncio.timeout(server.timeout):
            while not line.replies:
                if line.lost:
                    raise Trouble(line.lost)
                line.heard.clear()
                await line.heard.wait()
    except TimeoutError as error:
        raise Trouble("no answer in time") from error
    return line.replies.popleft()
