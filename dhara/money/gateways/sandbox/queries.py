"""Reads: what the sandbox's pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from dhara.kit.currency import Money
from dhara.kit.refusal import NotFoundHere
from dhara.money.gateways.sandbox import rules
from dhara.money.gateways.sandbox.models import SandboxCharge


@dataclass(frozen=True)
class Page:
    """`choices` is empty when the payer has chosen already; then only `return_url` is left."""

    ref: str
    amount: Money
    payer_email: str
    return_url: str
    chosen: str
    choices: tuple[tuple[str, Any, Any], ...]


def charge_for_page(ref: str) -> Page:
    """What the page at /sandbox/pay/<ref>/ shows: choices as (code, label, about). NotFoundHere outside a sandbox."""
    charge = SandboxCharge.objects.filter(ref=ref).first() if settings.SANDBOX else None
    if charge is None:
        raise NotFoundHere()
    choices = () if charge.choice else tuple((code, each.label, each.about) for code, each in rules.CHOICES.items())
    amount = Money(charge.amount, charge.currency)
    return Page(charge.ref, amount, charge.payer_email, charge.return_url, charge.choice, choices)


def secret() -> bytes:
    """What the sandbox signs its notices with: the same for as long as the installation's key is."""
    return salted_hmac("dhara.sandbox.notices", "v1", algorithm="sha256").digest()
