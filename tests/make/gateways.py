"""A gateway with keys that a test holds in its hands, put among the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dhara.money.gateways.rules import Event, Forged, GatewayTrouble, KeyField, Keys, Problem
from tests.make.money import FakeGateway

KEYS = {"shop_id": "shop-1", "password": "correct-horse-battery"}


class KeyedGateway(FakeGateway):
    """Its notices are signed by their `Signature` header being the password; its body is `id about charge ref`."""

    pages: tuple[str, ...] = ("https://pay.example",)
    sandbox = False
    fields: tuple[KeyField, ...] = (
        KeyField("shop_id", "Shop", secret=False, pattern=r"[a-z0-9-]+"),
        KeyField("password", "Password", "As in your account there."),
        KeyField("certificate", "Certificate", multiline=True, optional=True),
    )

    def check(self, keys: Keys, *, at: datetime) -> list[Problem]:
        if self.answers.get("down"):
            raise GatewayTrouble("no answer")
        wrong = keys.values.get("password") != KEYS["password"]
        return [Problem("The password is wrong.", "password")] if wrong else []

    def verify_event(self, headers: Mapping[str, str], body: bytes, *, keys: Keys, at: datetime) -> Event:
        if headers.get("Signature") != keys.values.get("password"):
            raise Forged()
        words = (body.decode().split(" ") + ["", "", ""])[:4]
        return Event(words[0], words[2], {"words": words}, words[1] or "payment", words[3])  # type: ignore[arg-type]
