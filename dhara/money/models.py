"""Re-exports the tables of this domain."""

from dhara.money.clearing.models import Clearing
from dhara.money.escrow.models import Hold
from dhara.money.gateways.bank.models import BankRefund, BankTransfer
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.sandbox.models import SandboxCharge
from dhara.money.ledger.models import Entry, LedgerAccount, Leg, Snapshot
from dhara.money.payments.models import GatewayEvent, Payment, PaymentRefund
from dhara.money.policies.models import Policy
from dhara.money.reconciliation.models import DayReport

__all__ = [
    "BankRefund",
    "BankTransfer",
    "Clearing",
    "DayReport",
    "Entry",
    "GatewayAccount",
    "GatewayEvent",
    "Hold",
    "LedgerAccount",
    "Leg",
    "Payment",
    "PaymentRefund",
    "Policy",
    "SandboxCharge",
    "Snapshot",
]
