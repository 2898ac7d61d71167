"""The sandbox's wallets: money that is sent to sellers, and what may go wrong on the way.

The last two digits of a wallet's number (or of an account's) say how a payout to it goes; test transfers always arrive.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.queue import defer_named
from dhara.money.gateways.rules import GatewayTrouble, PayoutState, Transfer, TransferOutcome
from dhara.money.gateways.sandbox.models import SandboxTransfer
from dhara.money.policies import queries as policies

FAILS, SILENT, LOST, RETURNS, LATE = "01", "02", "03", "04", "05"
ENDINGS: Final[dict[str, Any]] = {
    FAILS: _("The wallet refuses: its limit of the month is reached."),
    SILENT: _("The money is sent, but no answer comes."),
    LOST: _("The message is lost before anything is sent."),
    RETURNS: _("The money arrives, and comes back later."),
    LATE: _("The money arrives later."),
}
NOT_SENT: Final = "lost"
SHOWN: Final = 20


@dataclass(frozen=True)
class Incoming:
    """What the holder of a wallet sees."""

    ref: str
    amount: int
    currency: str
    state: str
    at: datetime


def pay_out(transfer: Transfer, *, at: datetime) -> TransferOutcome:
    """Send it, once per key. Raises GatewayTrouble where the number's ending asks for silence."""
    with transaction.atomic():
        made, silent = _take(transfer, at)
    if silent:
        raise GatewayTrouble("the sandbox does not answer")
    return _outcome(made, at)


def _take(transfer: Transfer, at: datetime) -> tuple[SandboxTransfer, bool]:
    """The transfer, and whether nothing is said about it."""
    target, test = target_of(transfer.target), transfer.key.startswith("T")
    ending = "" if test else target[-2:]
    made, new = SandboxTransfer.objects.select_for_update().get_or_create(
        key=transfer.key,
        defaults={
            "ref": f"sbt_{secrets.token_hex(10)}",
            "target": target,
            "holder": transfer.target.get("holder", ""),
            "currency": transfer.amount.currency,
            "amount": transfer.amount.minor,
            "state": NOT_SENT if ending == LOST else "pending" if ending == LATE else "paid",
            "created_at": at,
        },
    )
    if not new:
        made.sent += 1
        if made.state == NOT_SENT:
            made.state = "paid"
        made.save(update_fields=["sent", "state"])
        return made, False
    if ending == FAILS:
        made.state, made.reason = "failed", str(ENDINGS[FAILS])
        made.save(update_fields=["state", "reason"])
    if ending in (RETURNS, LATE):
        made.ready_at = at + timedelta(seconds=policies.value("gateway.sandbox.late_seconds", at=at))
        made.save(update_fields=["ready_at"])
        job = "money.gateways.sandbox.tasks.send_transfer_notice"
        defer_named(job, queue="gateways", when=made.ready_at, ref=made.ref)
    return made, ending in (SILENT, LOST)


def query(transfer: Transfer, *, at: datetime) -> TransferOutcome:
    """What became of it; failed as unknown where it never came."""
    found = SandboxTransfer.objects.filter(key=transfer.key).exclude(state=NOT_SENT).first()
    return _outcome(found, at) if found else TransferOutcome("failed", reason="unknown")


def _outcome(made: SandboxTransfer, at: datetime) -> TransferOutcome:
    state: PayoutState = state_of(made, at)  # type: ignore[assignment]  # one of the states, as the table holds it
    reason = str(_("The receiver's wallet is closed.")) if state == "returned" else made.reason
    return TransferOutcome(state, made.ref, reason)


def state_of(made: SandboxTransfer, at: datetime) -> str:
    if made.ready_at is None or at < made.ready_at:
        return made.state
    return "paid" if made.target.endswith(LATE) else "returned"


def target_of(target: Mapping[str, str]) -> str:
    return target.get("number") or target.get("account") or ""


def wallet(number: str, *, at: datetime) -> list[Incoming]:
    """What came in at a number, the latest first: the message on the seller's telephone."""
    came = SandboxTransfer.objects.filter(target=number).exclude(state__in=("failed", NOT_SENT)).order_by("-id")
    return [
        Incoming(each.ref, each.amount, each.currency, state_of(each, at), each.created_at) for each in came[:SHOWN]
    ]
