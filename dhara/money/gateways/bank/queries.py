"""Reads: what the payer's page shows, and what waits for somebody to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from dhara.kit.refusal import NotFoundHere
from dhara.kit.seal import unseal
from dhara.money.gateways.bank import rules
from dhara.money.gateways.bank.models import BankRefund, BankTransfer


@dataclass(frozen=True)
class Page:
    """What the payer sees: the transfer, and the account's data by the codes of the gateway's fields."""

    transfer: BankTransfer
    account: Mapping[str, str]
    studio: str

    @property
    def open(self) -> bool:
        return self.transfer.status in rules.OPEN


def by_token(token: str) -> BankTransfer | None:
    return BankTransfer.objects.filter(token=token).first()


def page(ref: str) -> Page:
    """Raises NotFoundHere; kit.seal.Unsealable where the account's data can not be opened."""
    found = BankTransfer.objects.select_related("account__studio", "proof").filter(ref=ref).first()
    if found is None:
        raise NotFoundHere()
    account = found.account
    return Page(found, unseal(account.sealed), account.studio.name if account.studio else "")


def transfers_of(studio_id: int | None) -> QuerySet[BankTransfer]:
    """The transfers to a studio's own account, or to the instance's; what is to be looked at first, then the latest."""
    mine = BankTransfer.objects.filter(account__studio_id=studio_id) if studio_id else _instance()
    return mine.select_related("account", "proof").order_by("-id")


def to_look_at(studio_id: int | None) -> QuerySet[BankTransfer]:
    return transfers_of(studio_id).filter(status=rules.SHOWN)


def to_return(studio_id: int | None) -> QuerySet[BankRefund]:
    found = BankRefund.objects.filter(status=rules.DUE).select_related("transfer__account").order_by("id")
    if studio_id:
        return found.filter(transfer__account__studio_id=studio_id)
    return found.filter(transfer__account__studio__isnull=True)


def _instance() -> QuerySet[BankTransfer]:
    return BankTransfer.objects.filter(account__studio__isnull=True)
