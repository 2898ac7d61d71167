"""What is told about transfers: to the payer by letter, to whoever holds the account by a notice in the app."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from dhara.kit.currency import Money
from dhara.kit.mail.letters import post
from dhara.money.gateways.bank.models import BankRefund, BankTransfer
from dhara.money.gateways.models import GatewayAccount
from dhara.people.accounts.queries import operators
from dhara.people.models import Account, Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import OWNER


def rejected(transfer: BankTransfer, *, at: datetime) -> None:
    """To the payer: nobody found the money, and here is how to go on."""
    post(
        key=f"transfer_rejected:{transfer.pk}:{transfer.version}",
        name="transfer_rejected",
        to=transfer.payer_email,
        to_name=transfer.payer_name,
        language=transfer.language,
        template="money/mail/transfer_rejected",
        context={
            "name": transfer.payer_name,
            "amount": transfer.money.display(transfer.language),
            "code": transfer.code,
            "reason": transfer.objection,
            "url": f"{settings.PUBLIC_URL}/checkout/transfer/{transfer.ref}/",
        },
        at=at,
    )


def shown(transfer: BankTransfer, *, at: datetime) -> None:
    data = {"amount": _amount(transfer.amount, transfer.currency)}
    _to_holders(transfer.account, "transfer_shown", data, f"{transfer.pk}:{transfer.version}", at)


def to_return(refund: BankRefund, *, at: datetime) -> None:
    data = {"amount": _amount(refund.amount, refund.transfer.currency)}
    _to_holders(refund.transfer.account, "transfer_to_return", data, str(refund.pk), at)


def _to_holders(account: GatewayAccount, kind: str, data: dict[str, Any], key: str, at: datetime) -> None:
    studio = account.studio
    for person in _holders(account):
        tell(
            account_id=person.pk,
            topic="balance",
            kind=kind,
            data=data,
            key=f"{kind}:{key}:{person.pk}"[:120],
            url=f"/studio/{studio.handle}/payments/transfers/" if studio else "/operator/money/banktransfer/",
            studio_id=account.studio_id,
            at=at,
        )


def _holders(account: GatewayAccount) -> list[Account]:
    if account.studio_id is None:
        return operators()
    owners = Member.objects.filter(studio_id=account.studio_id, role=OWNER).select_related("account")
    return [member.account for member in owners]


def _amount(minor: int, currency: str) -> dict[str, Any]:
    money = Money(minor, currency)
    return {"minor": money.minor, "currency": money.currency}
