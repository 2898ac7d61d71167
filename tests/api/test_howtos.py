"""The examples in docs/howto do what they say."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

HOWTOS = Path(__file__).parents[2] / "docs" / "howto"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SENT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def example(name: str) -> dict[str, Any]:
    """What the Python example of a howto defines."""
    found = re.search(r"```python\n(.*?)```", (HOWTOS / name).read_text(), re.DOTALL)
    assert found
    defined: dict[str, Any] = {}
    exec(found[1], defined)
    return defined


def headers(body: str) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(SENT.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("msg_1", SENT, body),
    }


def test_the_signature_of_a_webhook_is_checked() -> None:
    check, body = example("webhooks.md")["is_from_dhara"], '{"type": "order.paid", "data": {"title": "বিয়ের কার্ড"}}'
    now = SENT.timestamp() + 60
    assert check(SECRET, headers(body), body.encode(), now)
    both = headers(body) | {"webhook-signature": f"v1,AAAA {headers(body)['webhook-signature']}"}
    assert check(SECRET, both, body.encode(), now)
    assert not check(SECRET, headers(body), body.encode() + b" ", now)
    assert not check("whsec_" + "A" * 32, headers(body), body.encode(), now)
    assert not check(SECRET, headers(body), body.encode(), now + 600)


@pytest.mark.parametrize(
    ("answers", "days", "runs"),
    [
        ({"verify": '{"valid": true, "code": "ok"}'}, 99, True),
        ({"verify": '{"valid": false, "code": "refunded"}'}, 0, False),
        (
            {
                "verify": '{"valid": false, "code": "not_activated"}',
                "activate": '{"valid": true, "code": "ok"}',
            },
            99,
            True,
        ),
        (
            {
                "verify": '{"valid": false, "code": "not_activated"}',
                "activate": '{"valid": false, "code": "over_cap"}',
            },
            0,
            False,
        ),
        ({}, 3, True),
        ({}, 15, False),
    ],
)
def test_a_program_asks_for_its_key(
    answers: dict[str, str], days: int, runs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(request: Any, timeout: float) -> io.BytesIO:
        what = request.full_url.rpartition("/")[2]
        if what not in answers:
            raise TimeoutError
        return io.BytesIO(answers[what].encode())

    monkeypatch.setattr("urllib.request.urlopen", opened)
    assert example("licences.md")["may_run"]("7KQ2M-XW4PD-9RTHC", "b7c1", days) is runs
