"""What is known of a transfer whose answer was lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.kit.actor import SYSTEM
from dhara.money.gateways.rules import GatewayTrouble, TransferOutcome
from dhara.money.payouts import actions
from dhara.money.payouts.actions import sending
from tests.make import payouts as make

pytestmark = pytest.mark.django_db


def test_a_lost_answer_keeps_its_reason_until_more_is_known(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """bKash finds no payout by our name for it: what the operator has to do must not vanish with the next question."""
    said: list[TransferOutcome | None] = []

    def speak(*_way: object, **_more: object) -> TransferOutcome:
        answer = said.pop(0)
        if answer is None:
            raise GatewayTrouble("timeout")
        return answer

    monkeypatch.setattr(sending, "speak", speak)
    studio = make.shop(now)
    payout = make.approved(studio, make.proven(studio, now), now, 250_000)
    looks = TransferOutcome("pending", reason="Please look into its portal.")
    found = []
    for hours, answer in enumerate([None, looks, None, TransferOutcome("pending"), TransferOutcome("pending", "TRX1")]):
        said.append(answer)
        actions.drive(payout.pk, by=SYSTEM, at=now + timedelta(hours=hours))
        payout.refresh_from_db()
        found.append(payout.why)
    assert found[0].startswith("The gateway did not answer")
    assert found[1:] == ["Please look into its portal."] * 3 + [""]
    assert payout.ref == "TRX1"
