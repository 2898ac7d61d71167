"""The hands with which a test moves the world behind a gateway."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from dhara.money.gateways.rules import Gateway, Keys


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
