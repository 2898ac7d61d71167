"""What every gateway must do, whoever stands behind it. `test_contract.py` runs this over all of them.

A gateway under test comes with a `Remote`: the hands with which a test moves the world behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dhara.money.gateways.rules import (
    Charge,
    Forged,
    GatewayTrouble,
    Outcome,
    RefundOutcome,
)
from tests.money.gateways.hands import Hands


class Contract(Hands):
    def introduces_itself(self) -> None:
        assert self._gateway.code.isidentifier()
        assert str(self._gateway.label)
        assert str(self._gateway.about)
        assert self._gateway.refusal(self._charge().amount, at=self.at) is None
        for page in self._gateway.pages:
            assert page.startswith("https://"), page
            assert page.count("/") == 2, page

    def says_what_keys_it_needs(self) -> None:
        codes = [field.code for field in self._gateway.fields]
        assert len(set(codes)) == len(codes)
        assert all(code.isidentifier() for code in codes)
        assert all(str(field.label) for field in self._gateway.fields)
        needed = {field.code for field in self._gateway.fields if not field.optional}
        assert needed <= set(self.remote.keys.values)

    def finds_nothing_wrong_with_right_keys(self) -> None:
        assert self._gateway.check(self.remote.keys, at=self.at) == []

    def tells_what_is_wrong_with_wrong_keys(self) -> None:
        if wrong := self._hand("wrong_keys"):
            problems = self._gateway.check(wrong(), at=self.at)
            assert problems
            codes = {field.code for field in self._gateway.fields} | {""}
            assert {problem.field for problem in problems} <= codes
            assert all(str(problem.message) for problem in problems)

    def never_shows_a_secret(self) -> None:
        """Neither in the keys' own words, nor in what it tells of a charge, nor in what it complains of."""
        secrets = [
            self.remote.keys.values[field.code]
            for field in self._gateway.fields
            if field.secret and len(self.remote.keys.values.get(field.code, "")) > 5
        ]
        said = [repr(self.remote.keys), repr(self._paid())]
        if down := self._hand("down"):
            down(True)
            with pytest.raises(GatewayTrouble) as trouble:
                self._query(self._charge_elsewhere())
            said.append(str(trouble.value))
            down(False)
        assert not [secret for secret in secrets if any(secret in words for words in said)]

    def _charge_elsewhere(self) -> Charge:
        return replace(self._charge(), token="tok-2", gateway_ref="elsewhere-1")

    def refuses_too_small_amounts_with_a_reason(self) -> None:
        refusal = self._gateway.refusal(self._charge(1).amount, at=self.at)
        assert refusal is not None
        assert str(refusal)

    def starts_again_with_something_as_good(self) -> None:
        """The same answer, or another page on which the very same thing is paid, once."""
        first, second = self._start(self._charge()), self._start(self._charge())
        assert first.url
        assert first.gateway_ref
        assert second.url
        self.remote.pay(second.gateway_ref, self.at)
        charge = replace(self._charge(), gateway_ref=second.gateway_ref)
        assert self._query(self._back(charge)).state == "captured"

    def knows_nothing_of_a_charge_that_never_reached_it(self) -> None:
        assert self._query(self._charge()).state == "pending"

    def is_pending_until_the_payer_acts(self) -> None:
        assert self._query(self._started()).state == "pending"

    def captures(self) -> None:
        charge = self._started()
        self.remote.pay(charge.gateway_ref, self.at)
        outcome = self._query(self._back(charge))
        assert (outcome.state, outcome.amount) == ("captured", charge.amount)
        assert outcome.gateway_ref
        assert outcome.fee is not None
        assert 0 <= outcome.fee.minor < charge.amount.minor
        assert outcome.fee.currency == charge.amount.currency
        again = self._query(replace(charge, gateway_ref=outcome.gateway_ref, details=outcome.details))
        assert again == outcome

    def believes_no_browser(self) -> None:
        """A payer who did not pay may bring back whatever they like."""
        charge = self._started()
        brought = {"status": "VALID", "payment_status": "Success", "paymentID": charge.gateway_ref}
        outcome = self._query(replace(charge, returned={**brought, "val_id": "1", "order_id": "x", "amount": "500"}))
        assert outcome.state in ("pending", "failed", "cancelled")

    def captures_without_the_browser(self) -> None:
        """The payer's phone died on the way back."""
        charge = self._started()
        self.remote.pay(charge.gateway_ref, self.at)
        assert self._query(charge).state == "captured"

    def answers_a_lost_reference_by_token(self) -> None:
        """We may have died between `start` and writing the reference down."""
        if self._hand("finds_by_token", True):
            charge = self._started()
            self.remote.pay(charge.gateway_ref, self.at)
            outcome = self._query(replace(charge, gateway_ref=""))
            assert outcome.state == "captured"
            assert outcome.gateway_ref

    def takes_once_what_it_took_and_never_answered(self) -> None:
        if die := self._hand("die_after_taking"):
            charge = self._started()
            self.remote.pay(charge.gateway_ref, self.at)
            die()
            try:
                outcome = self._query(self._back(charge))
            except GatewayTrouble:
                outcome = Outcome("pending")
            if outcome.state == "pending":
                outcome = self._query(self._back(charge))
            assert (outcome.state, outcome.amount) == ("captured", charge.amount)

    def says_so_when_it_is_out_of_order(self) -> None:
        if down := self._hand("down"):
            charge = self._started()
            down(True)
            with pytest.raises(GatewayTrouble):
                self._start(replace(self._charge(), token="tok-2"))
            with pytest.raises(GatewayTrouble):
                self._query(charge)
            down(False)
            assert self._query(charge).state == "pending"

    def holds_what_it_warns_of(self) -> None:
        if review := self._hand("review"):
            charge = self._started()
            review(charge.gateway_ref, self.at)
            outcome = self._query(self._back(charge))
            assert (outcome.state, outcome.amount) == ("review", charge.amount)
            assert outcome.reason
            assert outcome.fee is not None

    def declines_with_a_reason(self) -> None:
        if not self._hand("declines", True):
            return
        charge = self._started()
        self.remote.decline(charge.gateway_ref, self.at)
        outcome = self._query(charge)
        assert outcome.state == "failed"
        assert outcome.reason
        assert outcome.amount is None

    def cancels(self) -> None:
        charge = self._started()
        self.remote.cancel(charge.gateway_ref, self.at)
        assert self._query(charge).state == "cancelled"

    def gives_back_once_per_key(self) -> None:
        if not self._hand("refunds", True):
            answer = self._give(self._paid(), "refund-1", 20_000)
            by_hand = getattr(self._gateway, "refunds_by_hand", False)
            assert (answer.state, bool(answer.reason)) == (("pending", False) if by_hand else ("failed", True))
            return
        charge = self._paid()
        first = self._settled(charge, "refund-1", 20_000)
        assert first.state == "succeeded"
        assert self._give(charge, "refund-1", 20_000, first.gateway_ref) == first
        assert self._give(charge, "refund-1", 20_000).state == "succeeded"
        assert self._settled(charge, "refund-2", 30_000).state == "succeeded"
        refused = self._settled(charge, "refund-3", 1_000)
        assert refused.state == "failed"
        assert refused.reason

    def _settled(self, charge: Charge, key: str, minor: int) -> RefundOutcome:
        """Asked, and asked again when the gateway took its time."""
        answer = self._give(charge, key, minor)
        if answer.state == "pending":
            self._hand("settle_refunds")(self.at)
            answer = self._give(charge, key, minor, answer.gateway_ref)
        return answer

    def gives_back_in_its_own_time(self) -> None:
        if wait := self._hand("refunds_wait"):
            wait(True)
            charge = self._paid()
            first = self._give(charge, "refund-1", 20_000)
            assert first.state == "pending"
            assert self._give(charge, "refund-1", 20_000, first.gateway_ref).state == "pending"
            self._hand("settle_refunds")(self.at)
            assert self._give(charge, "refund-1", 20_000, first.gateway_ref).state == "succeeded"

    def tells_of_a_refund_that_failed_later(self) -> None:
        if lose := self._hand("lose_refunds"):
            charge = self._paid()
            first = self._settled(charge, "refund-1", 20_000)
            assert first.state == "succeeded"
            lose(self.at)
            after = self._give(charge, "refund-1", 20_000, first.gateway_ref)
            assert (after.state, bool(after.reason)) == ("failed", True)

    def gives_nothing_back_that_was_not_paid(self) -> None:
        assert self._give(self._started(), "refund-1", 1_000).state == "failed"

    def believes_only_its_own_notices(self) -> None:
        charge = self._started()
        self.remote.pay(charge.gateway_ref, self.at)
        told = self.remote.notice(charge.gateway_ref, self.at)
        if told is None:
            self._refuses({}, b"{}", self.at)
            return
        headers, body = told
        event = self._gateway.verify_event(headers, body, keys=self.remote.keys, at=self.at)
        assert event.gateway_ref in (charge.gateway_ref, charge.token)
        assert event.about == "payment"
        assert event.id
        shouted = {name.upper(): value for name, value in headers.items()}
        assert self._gateway.verify_event(shouted, body, keys=self.remote.keys, at=self.at) == event
        for false_headers, false_body in self._forgeries(headers, body):
            self._refuses(false_headers, false_body, self.at)
        if self._hand("notices_age", True):
            self._refuses(headers, body, self.at + timedelta(hours=2))
            self._refuses(headers, body, self.at - timedelta(hours=2))

    def _forgeries(self, headers: Mapping[str, str], body: bytes) -> list[tuple[Mapping[str, str], bytes]]:
        usual: list[tuple[Mapping[str, str], bytes]] = [(headers, b""), (headers, b"\xff"), (headers, b"{}")]
        if self._hand("signs_body", True):
            usual += [(headers, body + b" "), (headers, body[:-1])]
        if headers:
            usual += [({}, body), (dict.fromkeys(headers, "1"), body)]
        more = self._hand("forgeries")
        return [*usual, *(more(headers, body) if more else [])]

    def _refuses(self, headers: Mapping[str, str], body: bytes, at: datetime) -> None:
        with pytest.raises(Forged):
            self._gateway.verify_event(headers, body, keys=self.remote.keys, at=at)


CLAUSES = [name for name, each in vars(Contract).items() if not name.startswith("_") and callable(each)]
