"""What the DNS says of a sender's domain, asked of a real server on this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from dhara.audience.ways.records import Record, examine

ZONE: dict[str, list[str]] = {}


@pytest.fixture(autouse=True)
def resolver(settings: Any) -> Iterator[None]:
    """A name server that knows ZONE and nothing else."""
    ZONE.clear()
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    settings.RESOLVER = f"127.0.0.1:{server.getsockname()[1]}"
    thread = threading.Thread(target=_serve, args=(server,), daemon=True)
    thread.start()
    yield
    stop = dns.message.make_query("stop.", "TXT").to_wire()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(stop, server.getsockname())
    thread.join(5)
    server.close()


def _serve(server: socket.socket) -> None:
    while True:
        wire, peer = server.recvfrom(4096)
        asked = dns.message.from_wire(wire)
        name = asked.question[0].name.to_text(omit_final_dot=True)
        if name == "stop":
            return
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        if name in ZONE:
            texts = [f'"{text}"' for text in ZONE[name]]
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "TXT", *texts))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        server.sendto(answer.to_wire(), peer)


def found(kind: str = "mailgun", domain: str = "nadia.example", **more: str) -> dict[str, Record]:
    return {record.name: record for record in examine(domain, kind, **more)}


def test_all_in_order() -> None:
    ZONE["nadia.example"] = ["v=spf1 include:mailgun.org ~all", "something else"]
    ZONE["pic._domainkey.nadia.example"] = ["k=rsa; p=MIGfMA0"]
    ZONE["_dmarc.nadia.example"] = ["v=DMARC1; p=none"]
    assert {record.state for record in found().values()} == {"ok"}


def test_nothing_is_set_and_what_to_set() -> None:
    records = found()
    assert {record.state for record in records.values()} == {"wrong"}
    assert records["SPF"].value == "v=spf1 include:mailgun.org ~all"
    assert records["DMARC"].host == "_dmarc.nadia.example"


def test_one_more_sender_in_the_record() -> None:
    ZONE["nadia.example"] = ["v=spf1 mx include:other.example -all"]
    assert found()["SPF"].value == "v=spf1 mx include:other.example include:mailgun.org -all"
    ZONE["nadia.example"].append("v=spf1 a ~all")
    assert "two such records" in found()["SPF"].says


def test_a_withdrawn_key_and_the_policy_of_the_domain_above() -> None:
    ZONE["own._domainkey.news.nadia.example"] = ["v=DKIM1; p="]
    ZONE["_dmarc.nadia.example"] = ["v=DMARC1; p=reject"]
    records = found("smtp", "news.nadia.example", selector="own")
    assert (records["DKIM"].state, records["DMARC"].state) == ("wrong", "ok")


def test_a_mailbox_that_anybody_may_have() -> None:
    (record,) = examine("gmail.com", "smtp")
    assert record.state == "wrong"


def test_a_silent_resolver_makes_nothing_wrong(settings: Any) -> None:
    settings.RESOLVER = "127.0.0.1:1"
    assert found()["SPF"].state == "unknown"
