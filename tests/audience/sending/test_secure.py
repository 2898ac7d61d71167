"""TLS from the first byte, STARTTLS and sign-in, against a server that really does them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from dhara.audience.sending.smtp.postman import Postman
from dhara.audience.sending.smtp.rules import Outcome, Parcel, Server
from tests.fakes.secure import SecureSink, certificate

LETTER = b"Subject: x\r\n\r\nHello.\r\n"
MANY = 12
Sink = Callable[..., SecureSink]


@pytest.fixture
def made(tmp_path: Path) -> Sink:
    return lambda how, **more: SecureSink(how, tmp_path, **more)


def send(
    sink: SecureSink, security: str, *, user: str, password: str, authority: str = ""
) -> tuple[list[Outcome], str]:
    """The ends of a few letters, and what was the trouble."""
    server = Server(
        "localhost",
        sink.port,
        user,
        password,
        security,
        connections=2,
        timeout=5,
        authority=authority or sink.authority,
    )
    ends: list[Outcome] = []
    with Postman(server) as postman:
        postman.give([Parcel(n, "a@x.example", f"r{n}@y.example", lambda: LETTER) for n in range(MANY)])
        while postman.outstanding:
            ends += postman.collect(MANY, 1.0)
        return ends, postman.trouble


@pytest.mark.parametrize("how", ["starttls", "tls"])
@pytest.mark.parametrize("only", ["PLAIN", "LOGIN", ""])
def test_letters_go_encrypted_to_who_signed_in(made: Sink, how: str, only: str) -> None:
    with made(how, user="nadia", password="boats, নৌকা", only=only) as sink:
        ends, trouble = send(sink, how, user="nadia", password="boats, নৌকা")
    assert (Counter(end.end for end in ends), trouble) == ({"taken": MANY}, "")
    assert sorted(sink.recipients) == sorted(f"r{n}@y.example" for n in range(MANY))
    assert all(sink.secured)
    assert set(sink.signed_in) == {only or "PLAIN"}


def test_a_wrong_password_is_trouble_and_costs_no_letter(made: Sink) -> None:
    with made("starttls", user="nadia", password="boats") as sink:
        ends, trouble = send(sink, "starttls", user="nadia", password="ships")
    assert Counter(end.end for end in ends) == {"unsent": MANY}
    assert trouble.startswith("535")
    assert "ships" not in trouble
    assert sink.recipients == []


@pytest.mark.parametrize("how", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_not_believed(made: Sink, how: str, tmp_path: Path) -> None:
    other = certificate(tmp_path, host="other.example").read_text().partition("-----END PRIVATE KEY-----\n")[2]
    with made(how, user="nadia", password="boats") as sink:
        ends, trouble = send(sink, how, user="nadia", password="boats", authority=other)
    assert Counter(end.end for end in ends) == {"unsent": MANY}
    assert "CERTIFICATE_VERIFY_FAILED" in trouble
    assert sink.signed_in == sink.recipients == []


def test_a_server_that_offers_no_starttls_gets_neither_password_nor_letter(made: Sink) -> None:
    with made("", user="nadia", password="boats") as sink:
        ends, trouble = send(sink, "starttls", user="nadia", password="boats")
    assert Counter(end.end for end in ends) == {"unsent": MANY}
    assert trouble == "the server offers no STARTTLS"
    assert sink.signed_in == sink.recipients == []
