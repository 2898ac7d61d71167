"""Re-exports the tables of this domain."""

from dhara.money.clearing.models import Clearing
from dhara.money.disputes.models import Dispute, Exhibit, Statement
from dhara.money.escrow.models import Hold
from dhara.money.gateways.bank.models import BankRefund, BankTransfer
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.sandbox.models import SandboxCharge, SandboxTransfer
from dhara.money.ledger.models import Entry, LedgerAccount, Leg, Snapshot
from dhara.money.payments.models import GatewayEvent, Payment, PaymentRefund
from dhara.money.payouts.models import Payout, PayoutBatch, PayoutLine, PayoutMethod, PayoutPlan
from dhara.money.policies.models import Policy
from dhara.money.reconciliation.models import DayReport
from dhara.money.tax.models import TaxProfile, TaxRate

__all__ = [
    "BankRefund",
    "BankTransfer",
    "Clearing",
    "DayReport",
    "Dispute",
    "Entry",
    "Exhibit",
    "GatewayAccount",
    "GatewayEvent",
    "Hold",
    "LedgerAccount",
    "Leg",
    "Payment",
    "PaymentRefund",
    "Payout",
    "PayoutBatch",
    "PayoutLine",
    "PayoutMethod",
    "PayoutPlan",
    "Policy",
    "SandboxCharge",
    "SandboxTransfer",
    "Snapshot",
    "Statement",
    "TaxProfile",
    "TaxRate",
]
