"""The hands behind a bank transfer: the payer's, and those of the operator who looks at the account."""

from datetime import UTC, datetime

from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.currency import Money
from dhara.money.gateways import actions as accounts
from dhara.money.gateways import queries
from dhara.money.gateways.bank import actions, rules
from dhara.money.gateways.bank.gateway import Bank
from dhara.money.gateways.bank.models import BankRefund, BankTransfer

ACCOUNT = {
    "bank_name": "Sonali Bank PLC",
    "account_name": "Nadia Rahman",
    "account_number": "4404 1020 0377 1",
    "branch": "Dhanmondi",
    "routing_number": "200271234",
}


class BankRemote:
    gateway = Bank()
    currency = "BDT"
    declines = False  # what is not found can be shown again

    def __init__(self):
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        self.keys = queries.opened(accounts.have(gateway="bank", values=ACCOUNT, by=SYSTEM, at=long_ago))

    def pay(self, ref, at):
        transfer = BankTransfer.objects.get(ref=ref)
        if transfer.status != rules.CONFIRMED:
            actions.show(ref, number=f"TX {transfer.pk}", proof_id=None, by=GUEST, at=at)
            money = Money(transfer.amount, transfer.currency)
            actions.confirm(transfer.pk, amount=money, by=SYSTEM, at=at)

    def cancel(self, ref, at):
        actions.cancel(ref, by=GUEST, at=at)

    def notice(self, ref, at):
        return None

    def settle_refunds(self, at):
        for due in BankRefund.objects.filter(status=rules.DUE):
            actions.sent_back(due.pk, bank_ref=f"BR {due.pk}", by=SYSTEM, at=at)

    def refunds_wait(self, on):
        """They always do: somebody has to send the money."""
