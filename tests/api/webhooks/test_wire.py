"""One POST to a stranger's address: nothing private is reached, whatever names and numbers say."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from dhara.api.webhooks import rules, wire
from dhara.kit.outward import is_public
from dhara.kit.refusal import Invalid
from tests.api.webhooks.receiver import Receiver, receiver

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:101::1", "::127.0.0.1", "::a00:1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("number", PRIVATE)
def test_private_numbers(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_public_numbers(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize("url", ["https://example.com/hook", "https://example.com:8443/a?b=c", "https://8.8.8.8/"])
def test_addresses_that_are_taken(url: str) -> None:
    assert rules.clean_url(f" {url} ", sandbox=False) == url


@pytest.mark.parametrize(
    "url",
    [
        "", "example.com", "http://example.com/", "ftp://example.com/", "https://", "https://localhost/",
        "https://intranet/",
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://169.254.169.254/latest/meta-data",
        "https://user:word@example.com/", "https://example.com/#part", "https://2130706433/", "https://0x7f.1/",
        "https://127.1/", "https://db.internal/", "https://printer.local/", "https://exa mple.com/", "https://[::1",
        "https://example.com:99999/", "https://example.com/\r\nX: y", "https://উদাহরণ.বাংলা/",
        "https://a.com/" + "x" * 500,
        "https://localhost./", "https://foo.localhost/",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.clean_url(url, sandbox=False)
    assert refusal.value.field == "url"


def test_a_sandbox_may_talk_to_its_own_machine_only() -> None:
    for url in ("http://localhost:9000/", "http://127.0.0.1:9000/", "https://localhost/"):
        assert rules.clean_url(url, sandbox=True) == url
    for url in ("http://10.0.0.1/", "http://example.com/", "ftp://localhost/"):
        with pytest.raises(Invalid):
            rules.clean_url(url, sandbox=True)


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def post(there: Receiver, **rest: object) -> wire.Answer:
    return wire.send(there.url, b'{"type":"order.paid"}', {"webhook-id": "msg_1"}, **rest)  # type: ignore[arg-type]


def test_a_message_arrives_in_a_sandbox(there: Receiver) -> None:
    there.answers = [(200, b"thank you")]
    answer = post(there, sandbox=True)
    assert (answer.status, answer.error, answer.body) == (200, "", "thank you")
    ((headers, body),) = there.got
    assert (headers["webhook-id"], body) == ("msg_1", b'{"type":"order.paid"}')
    assert headers["host"] == there.url.split("/")[2]


def test_outside_of_a_sandbox_nothing_of_this_machine_is_reached(there: Receiver) -> None:
    assert post(there).error == "address_refused"
    assert there.got == []


def test_a_name_that_changes_its_mind_leads_nowhere(there: Receiver) -> None:
    """Rebinding: public when it was looked at, private when it is connected to. There is only one look: ours."""
    port, asked = there.url.split("/")[2].split(":")[1], []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    assert is_public(rebinding("rebind.example.com", 80)[0])
    for sandbox in (False, True):
        url = f"http://rebind.example.com:{port}/hook"
        answer = wire.send(url, b"{}", {}, sandbox=sandbox, look_up=rebinding)
        assert answer.error == "address_refused"
    assert asked == ["rebind.example.com"] * 3
    assert there.got == []


@pytest.mark.parametrize(
    "numbers", [["93.184.216.34", "127.0.0.1"], ["10.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"], []]
)
def test_one_private_number_among_them_is_enough(there: Receiver, numbers: list[str]) -> None:
    port = there.url.split("/")[2].split(":")[1]
    answer = wire.send(f"http://mixed.example.com:{port}/", b"{}", {}, look_up=lambda _host, _port: numbers)
    assert answer.error == "address_refused"
    assert there.got == []


def test_the_connection_goes_to_the_number_that_was_checked(there: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's resolver, asked again while connecting, would say something else."""
    port = int(there.url.split("/")[2].split(":")[1])
    went: list[str] = []

    def connected(address: tuple[str, int], *_rest: object, **_more: object) -> socket.socket:
        went.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connected)
    answer = wire.send(f"http://a.example.com:{port}/", b"{}", {}, look_up=lambda _host, _port: ["93.184.216.34"])
    assert (went, answer.error) == (["93.184.216.34"], "no_connection")


def test_redirects_are_not_followed(there: Receiver) -> None:
    there.answers, there.headers = [(302, b"")], {"Location": there.url}
    assert post(there, sandbox=True).status == 302
    assert len(there.got) == 1


def test_the_beginning_of_the_answer_is_kept(there: Receiver) -> None:
    there.answers = [(500, b"\x00" + b"x" * 100_000)]
    answer = post(there, sandbox=True)
    assert answer.status == 500
    assert len(answer.body) == rules.BODY_KEPT
    assert "\x00" not in answer.body


def test_a_trickle_does_not_hold_us(there: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "SECONDS", 0.6)
    there.answers, there.trickle = [(200, b"x" * 100)], 0.1
    began = time.monotonic()
    answer = post(there, sandbox=True)
    assert time.monotonic() - began < 2
    assert answer.status == 200


def test_silence_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "SECONDS", 0.4)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/"
        began = time.monotonic()
        assert wire.send(url, b"{}", {}, sandbox=True).error == "timeout"
        assert time.monotonic() - began < 2


def test_what_goes_wrong_is_named(there: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert wire.send(f"http://127.0.0.1:{port}/", b"{}", {}, sandbox=True).error == "no_connection"
    assert wire.send(there.url.replace("http", "https"), b"{}", {}, sandbox=True).error == "certificate"

    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    assert wire.send("https://nowhere.example.com/", b"{}", {}, look_up=unknown).error == "name_unknown"
