"""Amounts as gateways of Bangladesh write them: major units in text, such as 450.50."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from dhara.kit.currency import Money, currency
from dhara.money.gateways.rules import GatewayTrouble

_NUMBER: Final = re.compile(r"\d{1,12}(\.\d{1,8})?", re.ASCII)


def written(amount: Money) -> str:
    return f"{amount.decimal():f}"


def read(value: Any, code: str) -> Money:
    """Exactly what stands there, a number or text. Raises GatewayTrouble for what is no amount of this currency."""
    text = str(value).strip().replace(",", "")
    try:
        exponent = currency(code).exponent
    except KeyError as unknown:
        raise GatewayTrouble(f"an amount in an unknown currency {code[:8]!r}") from unknown
    minor = Decimal(text).scaleb(exponent) if _NUMBER.fullmatch(text) else None
    if minor is None or minor != minor.to_integral_value():
        raise GatewayTrouble(f"this is no amount: {text[:30]!r}")
    return Money(int(minor), code)
