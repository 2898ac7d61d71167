"""What payers and those who hold the account do with a transfer."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.files.actions import discard
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money.gateways.bank import mail, rules
from dhara.money.gateways.bank.models import BankRefund, BankTransfer
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.rules import Charge, GiveBack, RefundOutcome
from dhara.people.access.queries import require_actor

# What a studio's owner must be able to do to say what came.
RIGHT = "edit_gateways"
# What a proof may be.
PROOFS = frozenset({"image/png", "image/jpeg", "image/webp", "image/heic", "image/avif", "application/pdf"})


def open_transfer(charge: Charge, *, account_id: int, at: datetime) -> BankTransfer:
    """The transfer of this token, made when there is none."""
    made = BankTransfer(
        status=rules.WAITING,
        status_at=at,
        account_id=account_id,
        token=charge.token,
        ref=f"bnk_{secrets.token_hex(12)}",
        code=rules.new_code(),
        currency=charge.amount.currency,
        amount=charge.amount.minor,
        payer_email=charge.payer_email,
        payer_name=charge.payer_name,
        language=charge.language,
        description=charge.description,
        return_url=charge.return_url,
        created_at=at,
    )
    rows.insert_new([made])
    return BankTransfer.objects.get(token=charge.token)


@transaction.atomic
def show(ref: str, *, number: str, proof_id: int | None, by: Actor, at: datetime) -> BankTransfer:
    """The payer says that the money is on its way: by the bank's number of it, by a proof (a stored file), or both."""
    transfer = _by_ref(ref)
    number = " ".join(number.split())[:60]
    if not number and proof_id is None:
        raise Invalid("proof_missing", _("Please tell the transaction's number or add a proof."), "number")
    old = transfer.proof_id
    changes = {"number": number, "proof_id": proof_id or old, "shown_at": at, "objection": ""}
    if transfer.status == rules.SHOWN:
        # Corrected before anybody looked.
        for name, value in changes.items():
            setattr(transfer, name, value)
        transfer.save(update_fields=["number", "proof", "shown_at", "objection"])
    else:
        transfer.become(rules.SHOWN, by=by, at=at, number=number, proof_id=proof_id or old, shown_at=at, objection="")
    if proof_id and old and old != proof_id:
        discard(old)
    mail.shown(transfer, at=at)
    return transfer


@transaction.atomic
def cancel(ref: str, *, by: Actor, at: datetime) -> BankTransfer:
    """The payer will not send it. What was shown already has to be looked at first."""
    transfer = _by_ref(ref)
    if transfer.status == rules.CANCELLED:
        return transfer
    if transfer.status == rules.SHOWN:
        raise Conflict(
            "transfer_shown", _("You have told us that you sent the money. Please wait until we have looked.")
        )
    transfer.become(rules.CANCELLED, by=by, at=at)
    _tell(transfer)
    return transfer


@transaction.atomic
def confirm(transfer_id: int, *, amount: Money, by: Actor, at: datetime) -> BankTransfer:
    """Whoever holds the account found the money on it: `amount` is what really came."""
    transfer = _mine(transfer_id, by)
    if transfer.status == rules.CONFIRMED:
        raise Conflict("transfer_confirmed", _("Somebody has confirmed this already."))
    if amount.currency != transfer.currency or amount.minor <= 0:
        raise Invalid("amount_wrong", _("Please enter what really came."), "amount")
    transfer.become(rules.CONFIRMED, by=by, at=at, came=amount.minor, objection="")
    _tell(transfer)
    return transfer


@transaction.atomic
def reject(transfer_id: int, *, reason: str, by: Actor, at: datetime) -> BankTransfer:
    """The money is not on the account; the payer is told why, and may show another proof."""
    transfer = _mine(transfer_id, by)
    reason = reason.strip()[:300]
    if not reason:
        raise Invalid("reason_missing", _("Please say why; the payer reads it."), "reason")
    transfer.become(rules.REJECTED, by=by, at=at, reason=reason, objection=reason)
    mail.rejected(transfer, at=at)
    return transfer


def give_back(back: GiveBack, *, at: datetime) -> RefundOutcome:
    """Note down what somebody has to send back; the same key again tells how it stands."""
    with transaction.atomic():
        transfer = BankTransfer.objects.select_for_update().filter(ref=back.gateway_ref).first()
        if transfer is None:
            raise NotFoundHere()
        known = BankRefund.objects.filter(key=back.key).first()
        if known is None:
            given = sum(transfer.refunds.values_list("amount", flat=True))
            if transfer.came is None or given + back.amount.minor > transfer.came:
                return RefundOutcome("failed", "", gettext("There is not that much to give back."))
            known = BankRefund.objects.create(
                status=rules.DUE,
                status_at=at,
                transfer=transfer,
                key=back.key,
                amount=back.amount.minor,
                reason=back.reason,
                created_at=at,
            )
            mail.to_return(known, at=at)
    return RefundOutcome("succeeded" if known.status == rules.SENT else "pending", f"bnr_{known.pk}")


@transaction.atomic
def sent_back(refund_id: int, *, bank_ref: str, by: Actor, at: datetime) -> BankRefund:
    """Whoever holds the account has sent the money back, and tells the bank's reference."""
    found = BankRefund.objects.select_for_update(of=("self",)).filter(pk=refund_id).first()
    if found is None:
        raise NotFoundHere()
    _allow(found.transfer.account, by)
    bank_ref = " ".join(bank_ref.split())[:60]
    if not bank_ref:
        raise Invalid("bank_ref_missing", _("Please enter the bank's reference of the transfer."), "bank_ref")
    found.become(rules.SENT, by=by, at=at, bank_ref=bank_ref)
    defer_named("money.payments.tasks.drive_refund_by_key", queue="gateways", key=found.key)
    return found


def _tell(transfer: BankTransfer) -> None:
    """Payments learn of it as they learn of other gateways' news: by asking."""
    defer_named("money.payments.tasks.ask_by_token", queue="gateways", token=transfer.token)


def _by_ref(ref: str) -> BankTransfer:
    found = BankTransfer.objects.select_for_update(of=("self",)).select_related("account").filter(ref=ref).first()
    if found is None:
        raise NotFoundHere()
    return found


def _mine(transfer_id: int, by: Actor) -> BankTransfer:
    found = (
        BankTransfer.objects.select_for_update(of=("self",)).select_related("account").filter(pk=transfer_id).first()
    )
    if found is None:
        raise NotFoundHere()
    _allow(found.account, by)
    return found


def _allow(account: GatewayAccount, by: Actor) -> None:
    if account.studio is not None:
        require_actor(by, account.studio, RIGHT)
    elif by.kind not in ("operator", "system"):
        raise NotAllowed()
