"""The hands with which a test moves the world behind a gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from dhara.kit.currency import Money
from dhara.money.gateways.rules import Charge, Gateway, GiveBack, Keys, Outcome, Redirect, RefundOutcome


class Remote(Protocol):
    """The hands behind a gateway. `keys` are right ones, with the fake's address in `base` where it speaks HTTP.

    Further hands, each only where the gateway has what it is for (their clauses are run where they are there):

    - `close()`: stop the fake.
    - `returned(ref) -> dict`: what the payer's browser brings back after `pay`.
    - `review(ref, at)`: the payer pays, and the gateway warns of it.
    - `refunds_wait(on)`: from now on refunds are "pending" at first; `settle_refunds(at, well=True)` ends them.
    - `lose_refunds(at)`: refunds that had succeeded failed after all.
    - `wrong_keys() -> Keys`: keys that the gateway does not know.
    - `down(on)`: the gateway is (not) out of order.
    - `die_after_taking()`: the next request that takes the money is carried out, and then never answered.
    - `forgeries(headers, body) -> list[tuple]`: notices that look right and are not, besides the usual ones.
    - `finds_by_token = False`: a charge whose reference was lost can not be asked about.
    - `notices_age = False`: its notices carry no time that could be too old.
    - `signs_body = False`: what is appended to a notice changes nothing that was signed.
    - `declines = False`: what was not paid may still be paid; there is no final no.
    - `refunds = False`: it can not give back by itself.
    """

    gateway: Gateway
    currency: str
    keys: Keys

    def pay(self, ref: str, at: datetime) -> None: ...
    def decline(self, ref: str, at: datetime) -> None: ...
    def cancel(self, ref: str, at: datetime) -> None: ...
    def notice(self, ref: str, at: datetime) -> tuple[Mapping[str, str], bytes] | None:
        """A signed notice about a charge that was paid; None for a gateway that sends none."""


@dataclass
class Hands:
    remote: Remote
    at: datetime

    @property
    def _gateway(self) -> Gateway:
        return self.remote.gateway

    def _hand(self, name: str, usual: Any = None) -> Any:
        return getattr(self.remote, name, usual)

    def _charge(self, minor: int = 50_000) -> Charge:
        return Charge(
            "tok-1",
            Money(minor, self.remote.currency),
            "https://dhara.example/checkout/return/tok-1/",
            "a@example.com",
            notice_url=f"https://dhara.example/hooks/{self._gateway.code}/",
            payer_name="Rahim Uddin",
            payer_phone="+8801712345678",
            description="Dhara D-7K4Q-2M8T",
        )

    def _start(self, charge: Charge) -> Redirect:
        return self._gateway.start(charge, keys=self.remote.keys, at=self.at)

    def _query(self, charge: Charge) -> Outcome:
        return self._gateway.query(charge, keys=self.remote.keys, at=self.at)

    def _started(self) -> Charge:
        charge = self._charge()
        return replace(charge, gateway_ref=self._start(charge).gateway_ref)

    def _paid(self) -> Charge:
        """A captured charge as we keep it: with what the gateway told of it."""
        charge = self._started()
        self.remote.pay(charge.gateway_ref, self.at)
        outcome = self._query(self._back(charge))
        assert outcome.state == "captured", outcome
        return replace(charge, gateway_ref=outcome.gateway_ref, details=outcome.details)

    def _back(self, charge: Charge) -> Charge:
        """The charge when its payer has come back."""
        returned = self._hand("returned")
        return replace(charge, returned=returned(charge.gateway_ref)) if returned else charge

    def _give(self, charge: Charge, key: str, minor: int, ref: str = "") -> RefundOutcome:
        back = GiveBack(
            key,
            Money(minor, self.remote.currency),
            charge.gateway_ref,
            "a test",
            details=charge.details,
            refund_ref=ref,
            token=charge.token,
        )
        return self._gateway.refund(back, keys=self.remote.keys, at=self.at)
