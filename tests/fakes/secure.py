"""A mail server with TLS and sign-in, whose certificate nobody knows but who is told of it.

    with SecureSink("starttls", user="nadia", password="boats") as sink:
        sink.port, sink.authority           # a PEM to trust
        sink.recipients, sink.secured       # whether each letter came over TLS

`how` is "starttls", "tls" or "" (no TLS at all). Without a user nobody needs to sign in. `only` is the one mechanism
that it offers ("PLAIN", "LOGIN"; "" both).
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder: Path, *, host: str = "localhost") -> Path:
    """A file with a fresh key and its own certificate for the host."""
    key, at = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    names = x509.SubjectAlternativeName([x509.DNSName(host), x509.IPAddress(IPv4Address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(at - timedelta(days=1)).not_valid_after(at + timedelta(days=1))
    made = made.add_extension(names, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / f"{host}.pem"
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(pem))
    return file


class SecureSink:
    def __init__(self, how: str, folder: Path, *, user: str = "", password: str = "", only: str = "") -> None:
        self.how, self.user, self.password, self.only = how, user, password, only
        file = certificate(folder)
        self.authority = file.read_text().partition("-----END PRIVATE KEY-----\n")[2]
        self.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.tls.load_cert_chain(file)
        self.recipients: list[str] = []
        self.secured: list[bool] = []
        self.signed_in: list[str] = []
        self.port = 0
        self._loop, self._ready = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        whole = self.tls if self.how == "tls" else None
        server = self._loop.run_until_complete(self._loop.create_server(self._session, "127.0.0.1", 0, ssl=whole))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(asyncio.sleep(0.1))  # TLS takes its leave
        for task in (tasks := asyncio.all_tasks(self._loop)):
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    def _session(self) -> SMTP:
        return SMTP(
            self,
            hostname="secure.example",
            loop=self._loop,
            tls_context=self.tls if self.how == "starttls" else None,
            require_starttls=self.how == "starttls",
            authenticator=self._known if self.user else None,
            auth_required=bool(self.user) and self.how == "starttls",
            auth_require_tls=self.how == "starttls",
            auth_exclude_mechanism=[each for each in ("PLAIN", "LOGIN") if self.only and each != self.only],
        )

    def _known(self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        good = (given.login.decode(), given.password.decode()) == (self.user, self.password)
        if good:
            self.signed_in.append(mechanism)
        return AuthResult(success=good, handled=False)

    # aiosmtpd calls these by name. By itself it knows no TLS but STARTTLS before it wants a sign-in.
    async def handle_MAIL(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.user and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_DATA(self, server: Any, _session: Session, envelope: Envelope) -> str:
        self.recipients.extend(envelope.rcpt_tos)
        self.secured.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 2.0.0 Ok"
