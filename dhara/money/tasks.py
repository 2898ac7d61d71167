"""The jobs of this domain, where Procrastinate looks for them."""

from dhara.money.clearing import tasks as clearing
from dhara.money.disputes import tasks as disputes
from dhara.money.gateways.sandbox import tasks as sandbox
from dhara.money.ledger import tasks as ledger
from dhara.money.payments import tasks as payments
from dhara.money.payouts import tasks as payouts
from dhara.money.reconciliation import tasks as reconciliation

__all__ = ["clearing", "disputes", "ledger", "payments", "payouts", "reconciliation", "sandbox"]
