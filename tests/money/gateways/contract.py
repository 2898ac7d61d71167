"""What every gateway must do, whoever stands behind it. `test_contract.py` runs this over all of them.

A gateway under test comes with a `Remote`: the hands with which a test moves the world behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import pytest

from dhara.kit.currency import Money
from dhara.money.gateways.rules import Charge, Forged, Gateway, GiveBack, Keys


class Remote(Protocol):
    gateway: Gateway
    currency: str
    keys: Keys

    def pay(self, ref: str, at: datetime) -> None: ...
    def decline(self, ref: str, at: datetime) -> None: ...
    def cancel(self, ref: str, at: datetime) -> None: ...
    def notice(self, ref: str, at: datetime) -> tuple[Mapping[str, str], bytes]: ...


@dataclass
class Contract:
    remote: Remote
    at: datetime

    @property
    def gateway(self) -> Gateway:
        return self.remote.gateway

    def charge(self, minor: int = 50_000) -> Charge:
        return Charge("tok-1", Money(minor, self.remote.currency), "/back/", "a@example.com")

    def started(self) -> Charge:
        charge = self.charge()
        return replace(charge, gateway_ref=self.gateway.start(charge, keys=self.remote.keys, at=self.at).gateway_ref)

    def introduces_itself(self) -> None:
        assert self.gateway.code.isidentifier()
        assert str(self.gateway.label)
        assert str(self.gateway.about)
        assert self.gateway.refusal(self.charge().amount, at=self.at) is None

    def refuses_too_small_amounts_with_a_reason(self) -> None:
        refusal = self.gateway.refusal(self.charge(1).amount, at=self.at)
        assert refusal is not None
        assert str(refusal)

    def starts_once(self) -> None:
        first = self.gateway.start(self.charge(), keys=self.remote.keys, at=self.at)
        assert first.url
        assert first.gateway_ref
        assert self.gateway.start(self.charge(), keys=self.remote.keys, at=self.at) == first

    def knows_nothing_of_a_charge_that_never_reached_it(self) -> None:
        assert self.gateway.query(self.charge(), keys=self.remote.keys, at=self.at).state == "pending"

    def is_pending_until_the_payer_acts(self) -> None:
        assert self.gateway.query(self.started(), keys=self.remote.keys, at=self.at).state == "pending"

    def captures(self) -> None:
        charge = self.started()
        self.remote.pay(charge.gateway_ref, self.at)
        outcome = self.gateway.query(charge, keys=self.remote.keys, at=self.at)
        assert (outcome.state, outcome.amount, outcome.gateway_ref) == ("captured", charge.amount, charge.gateway_ref)
        assert outcome.fee is not None
        assert 0 <= outcome.fee.minor < charge.amount.minor
        assert outcome.fee.currency == charge.amount.currency
        assert self.gateway.query(charge, keys=self.remote.keys, at=self.at) == outcome

    def answers_a_lost_reference_by_token(self) -> None:
        """We may have died between `start` and writing the reference down."""
        charge = self.started()
        self.remote.pay(charge.gateway_ref, self.at)
        outcome = self.gateway.query(replace(charge, gateway_ref=""), keys=self.remote.keys, at=self.at)
        assert (outcome.state, outcome.gateway_ref) == ("captured", charge.gateway_ref)

    def declines_with_a_reason(self) -> None:
        charge = self.started()
        self.remote.decline(charge.gateway_ref, self.at)
        outcome = self.gateway.query(charge, keys=self.remote.keys, at=self.at)
        assert outcome.state == "failed"
        assert outcome.reason
        assert outcome.amount is None

    def cancels(self) -> None:
        charge = self.started()
        self.remote.cancel(charge.gateway_ref, self.at)
        assert self.gateway.query(charge, keys=self.remote.keys, at=self.at).state == "cancelled"

    def gives_back_once_per_key(self) -> None:
        charge = self.started()
        self.remote.pay(charge.gateway_ref, self.at)
        part = GiveBack("refund-1", Money(20_000, self.remote.currency), charge.gateway_ref)
        first = self.gateway.refund(part, keys=self.remote.keys, at=self.at)
        assert first.state == "succeeded"
        assert self.gateway.refund(part, keys=self.remote.keys, at=self.at) == first
        rest = GiveBack("refund-2", Money(30_000, self.remote.currency), charge.gateway_ref)
        assert self.gateway.refund(rest, keys=self.remote.keys, at=self.at).state == "succeeded"
        more = GiveBack("refund-3", Money(1, self.remote.currency), charge.gateway_ref)
        refused = self.gateway.refund(more, keys=self.remote.keys, at=self.at)
        assert refused.state == "failed"
        assert refused.reason

    def gives_nothing_back_that_was_not_paid(self) -> None:
        back = GiveBack("refund-1", Money(1_000, self.remote.currency), self.started().gateway_ref)
        assert self.gateway.refund(back, keys=self.remote.keys, at=self.at).state == "failed"

    def believes_only_its_own_notices(self) -> None:
        charge = self.started()
        self.remote.pay(charge.gateway_ref, self.at)
        headers, body = self.remote.notice(charge.gateway_ref, self.at)
        event = self.gateway.verify_event(headers, body, keys=self.remote.keys, at=self.at)
        assert event.gateway_ref == charge.gateway_ref
        assert event.id
        shouted = {name.upper(): value for name, value in headers.items()}
        assert self.gateway.verify_event(shouted, body, keys=self.remote.keys, at=self.at) == event
        for forged, words, when in (
            ({}, body, self.at),
            (headers, body + b" ", self.at),
            (headers, body.replace(b"paid", b"PAID"), self.at),
            (dict.fromkeys(headers, "1"), body, self.at),
            (headers, b"\xff", self.at),
            (headers, body, self.at + timedelta(hours=1)),
            (headers, body, self.at - timedelta(hours=1)),
        ):
            with pytest.raises(Forged):
                self.gateway.verify_event(forged, words, keys=self.remote.keys, at=when)


CLAUSES = [
    name
    for name in vars(Contract)
    if not name.startswith("_") and name not in ("gateway", "charge", "started", "remote", "at")
]
