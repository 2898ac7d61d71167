"""Bank accounts to be paid into, and transfers in every state."""

from __future__ import annotations

import itertools
from datetime import datetime

from dhara.kit.actor import GUEST, SYSTEM, Actor
from dhara.kit.currency import Money
from dhara.kit.files.actions import store_bytes
from dhara.money.gateways import actions as accounts
from dhara.money.gateways.bank import actions
from dhara.money.gateways.bank.models import BankRefund, BankTransfer
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.rules import Charge, GiveBack
from dhara.people.models import Studio

_numbers = itertools.count(1)
ACCOUNT = {
    "bank_name": "Sonali Bank PLC",
    "account_name": "Nadia Rahman",
    "account_number": "4404 1020 0377 1",
    "branch": "Dhanmondi",
    "routing_number": "200271234",
}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def account(at: datetime, studio: Studio | None = None, by: Actor = SYSTEM) -> GatewayAccount:
    return accounts.add(gateway="bank", studio=studio, live=False, values=ACCOUNT, by=by, at=at)


def waiting(of: GatewayAccount, at: datetime, minor: int = 45_000) -> BankTransfer:
    """A transfer that nobody has sent yet, of no real payment."""
    token = f"token-of-transfer-{next(_numbers)}"
    charge = Charge(token, Money(minor, "BDT"), f"/checkout/return/{token}/", "rafi@example.com", payer_name="Rafi")
    return actions.open_transfer(charge, account_id=of.pk, at=at)


def shown(of: GatewayAccount, at: datetime, *, proof: bool = False) -> BankTransfer:
    """A transfer whose payer says that they sent it."""
    kept = store_bytes(PDF, name="slip.pdf", at=at, purpose="proof").pk if proof else None
    return actions.show(waiting(of, at).ref, number="TX 100", proof_id=kept, by=GUEST, at=at)


def refund_due(of: GatewayAccount, at: datetime) -> BankRefund:
    """A transfer that came, and of which part has to be sent back."""
    came = shown(of, at)
    actions.confirm(came.pk, amount=came.money, by=SYSTEM, at=at)
    key = f"refund-{next(_numbers)}"
    actions.give_back(GiveBack(key, Money(10_000, "BDT"), came.ref), at=at)
    return BankRefund.objects.get(key=key)
