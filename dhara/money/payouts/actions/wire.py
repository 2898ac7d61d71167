"""How gateways are spoken to: they are asked what became of a transfer before they are told again to make it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from dhara.kit.seal import Unsealable, unseal
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.rules import GatewayTrouble, Keys, PaysOut, Transfer, TransferOutcome
from dhara.money.payouts import details
from dhara.money.payouts.models import PayoutMethod
from dhara.money.policies import queries as policies

UNKNOWN = "unknown"
Way = tuple[PaysOut, Keys]


def opened(method: PayoutMethod, gateway: str, account_id: int | None) -> tuple[Way, dict[str, str]]:
    """Whom to speak to, and where the money goes. Raises Unsealable also for details that were tampered with."""
    sender = gateways.known(gateway)
    if not isinstance(sender, PaysOut):
        raise GatewayTrouble(f"{gateway} sends no money")
    kept = unseal(method.sealed)
    if details.fingerprint(method.kind, kept) != method.fingerprint:
        raise Unsealable("the details are not those that were proven")
    return (sender, gateways.keys_of(account_id)), details.target(method.kind, kept)


def speak(
    way: Way,
    transfer: Transfer,
    *,
    first: bool,
    sent_at: datetime | None,
    told: Callable[[], object],
    at: datetime,
    only_ask: bool = False,
) -> TransferOutcome | None:
    """What the gateway says; None where it is to be asked again later. Raises GatewayTrouble.

    A gateway that knows nothing of it may still be about to: it is told again only some minutes after the last time
    (`sent_at`), and `told` writes that down before it is.
    """
    sender, keys = way
    if first:
        return sender.pay_out(transfer, keys=keys, at=at)
    answer = sender.query_payout(transfer, keys=keys, at=at)
    if answer.state != "failed" or answer.reason != UNKNOWN:
        return answer
    pause = timedelta(minutes=policies.value("payout.repeat_minutes", at=at))
    if only_ask or (sent_at is not None and at < sent_at + pause):
        return None
    told()
    return sender.pay_out(transfer, keys=keys, at=at)
