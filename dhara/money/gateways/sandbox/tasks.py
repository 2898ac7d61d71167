"""Jobs of the sandbox's own server."""

from __future__ import annotations

from typing import Final

from django.utils.module_loading import import_string

from dhara.kit import clock, rows
from dhara.kit.queue import task
from dhara.money.gateways.sandbox import actions, queries, rules, transfers
from dhara.money.gateways.sandbox.models import SandboxCharge, SandboxTransfer

# Where notices go. A gateway on the network would have been given an address; this one stands in the same process.
DOOR: Final = "dhara.money.payments.actions.receive_event"


@task(queue="gateways")
def send_notice(ref: str, number: int) -> None:
    """Tell the merchant that something happened to the charge."""
    at = clock.now()
    charge = rows.first(SandboxCharge, "t.ref = %s", [ref])
    if charge is None:
        raise LookupError(ref)
    event_id, body = rules.notice(ref, charge.state, number, at)
    headers = rules.sign(queries.secret(), event_id, body, at)
    import_string(DOOR)(source="sandbox", headers=headers, body=body, at=at)


@task(queue="gateways")
def pay_late(ref: str) -> None:
    actions.pay_late(ref, at=clock.now())


@task(queue="gateways")
def send_transfer_notice(ref: str) -> None:
    """Tell the merchant that a transfer arrived late, or came back."""
    at = clock.now()
    made = SandboxTransfer.objects.get(ref=ref)
    event_id, body = rules.transfer_notice(ref, transfers.state_of(made, at), at)
    headers = rules.sign(queries.secret(), event_id, body, at)
    import_string(DOOR)(source="sandbox", headers=headers, body=body, at=at)
