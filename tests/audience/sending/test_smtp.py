"""The pipelined client against a server that offers pipelining and means no good."""

from __future__ import annotations

from collections import Counter

import pytest

from dhara.audience.sending.smtp.postman import Postman
from dhara.audience.sending.smtp.rules import Outcome, Parcel, Server, on_the_wire
from tests.fakes.postbox import Postbox

LETTER = b"Subject: x\r\n\r\n.a dot, and more\r\n"


def send(box: Postbox, names: list[str], *, connections: int = 2, timeout: float = 1.0) -> list[Outcome]:
    server = Server("127.0.0.1", box.port, connections=connections, timeout=timeout)
    parcels = [Parcel(name, "a@x.example", f"{name}@y.example", lambda: LETTER) for name in names]
    ends: list[Outcome] = []
    with Postman(server) as postman:
        postman.give(parcels)
        while postman.outstanding:
            ends += postman.collect(100, 1.0)
    return ends


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("listens", [True, False])
def test_each_letter_gets_its_own_answer(*, pipelining: bool, listens: bool) -> None:
    kinds = {"good": "taken", "later": "later", "never": "refused", "spam": "refused", "soon": "later"}
    names = [f"{kind}{n}" for n in range(20) for kind in kinds]
    with Postbox(pipelining=pipelining, listens=listens) as box:
        ends = send(box, names)
    assert {end.key: end.end for end in ends} == {name: kinds[name.rstrip("0123456789")] for name in names}
    assert len(ends) == len(names)
    assert sorted(box.taken) == sorted(f"good{n}@y.example" for n in range(20))
    assert {end.code for end in ends if end.key.startswith("never")} == {550}


def test_a_line_that_breaks_leaves_one_unknown_and_the_rest_goes_on() -> None:
    names = [f"good{n}" for n in range(50)] + ["drop1"] + [f"more{n}" for n in range(50)]
    with Postbox() as box:
        ends = send(box, names, connections=1)
    assert Counter(end.end for end in ends) == {"taken": 100, "unknown": 1}
    assert next(end.key for end in ends if end.end == "unknown") == "drop1"
    assert len(box.taken) == len(set(box.taken)) == 101


def test_a_server_that_hangs_is_left_after_a_while() -> None:
    with Postbox() as box:
        ends = send(box, ["good1", "hang1", "good2"], connections=1, timeout=0.5)
    assert {end.key: end.end for end in ends} == {"good1": "taken", "hang1": "unknown", "good2": "taken"}


def test_a_server_that_takes_few_letters_on_a_connection_gets_more_connections() -> None:
    with Postbox(at_most=5) as box:
        ends = send(box, [f"good{n}" for n in range(40)], connections=1)
    assert Counter(end.end for end in ends) == {"taken": 40}
    assert box.sessions >= 8
    assert len(set(box.taken)) == len(box.taken) == 40


def test_a_slow_server_is_waited_for() -> None:
    with Postbox(slow=0.3) as box:
        ends = send(box, ["good1", "good2"], connections=1)
    assert Counter(end.end for end in ends) == {"taken": 2}


def test_an_address_can_not_say_a_command() -> None:
    with Postbox() as box:
        server = Server("127.0.0.1", box.port, connections=1, timeout=1)
        with Postman(server) as postman:
            postman.give([Parcel(1, "a@x.example", "b@y.example>\r\nRSET\r\nMAIL FROM:<c@z.example", lambda: LETTER)])
            ends = postman.collect(1, 5)
    assert [end.end for end in ends] == ["refused"]
    assert box.taken == []


def test_no_line_of_a_letter_can_end_it() -> None:
    wire = on_the_wire(b"Subject: x\r\n\r\none\n.\nMAIL FROM:<c@z.example>\r.\r\n..\r\n")
    assert wire.count(b"\r\n.\r\n") == 1
    assert wire.endswith(b"\r\n.\r\n")
    assert wire.count(b"\n") == wire.count(b"\r") == wire.count(b"\r\n")


def test_nobody_there_is_trouble_and_no_letter_is_lost() -> None:
    with Postman(Server("127.0.0.1", 9, timeout=1)) as postman:
        postman.give([Parcel(n, "a@x.example", "b@y.example", lambda: LETTER) for n in range(10)])
        ends = postman.collect(10, 5)
        assert postman.trouble
    assert Counter(end.end for end in ends) == {"unsent": 10}
