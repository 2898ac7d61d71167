"""What a payer may choose in the sandbox, and how its notices are signed."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from standardwebhooks import Webhook

WAITING, PAID, DECLINED, CANCELLED = "waiting", "paid", "declined", "cancelled"
TOLERANCE: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Choice:
    """`state` is what the charge becomes; `notices` how many notices are sent, each of them `copies` times."""

    label: Any
    about: Any
    state: str
    notices: int = 1
    copies: int = 1


CHOICES: Final[dict[str, Choice]] = {
    "pay": Choice(_("Pay"), _("The money comes at once."), PAID),
    "decline": Choice(_("Decline"), _("The bank says no."), DECLINED),
    "cancel": Choice(_("Cancel"), _("The payer changes their mind."), CANCELLED),
    "pay_late": Choice(_("Pay late"), _("The payer comes back before the money does."), WAITING, notices=0),
    "answer_twice": Choice(_("Answer twice"), _("Paid, and every notice is sent twice."), PAID, notices=2, copies=2),
    "never": Choice(_("Never answer"), _("Nothing is ever heard of it again."), WAITING, notices=0),
    "pay_unreturnable": Choice(_("Pay, refunds fail"), _("Paid, but a later refund is refused."), PAID),
}


def notice(ref: str, state: str, number: int, at: datetime) -> tuple[str, bytes]:
    """The id and the body of a notice. The body is not to be believed: whoever gets it asks the gateway."""
    body = {"type": f"charge.{state}", "timestamp": at.isoformat(), "data": {"charge": ref, "state": state}}
    return f"evt_{ref}_{number}", json.dumps(body, separators=(",", ":")).encode()


def transfer_notice(ref: str, state: str, at: datetime) -> tuple[str, bytes]:
    """As `notice`, about money that was sent to a seller."""
    body = {"type": f"transfer.{state}", "timestamp": at.isoformat(), "data": {"transfer": ref, "state": state}}
    return f"evt_{ref}_{state}", json.dumps(body, separators=(",", ":")).encode()


def sign(secret: bytes, event_id: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks."""
    moment = at.astimezone(UTC)
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": _signature(secret, event_id, body, moment),
    }


def genuine(secret: bytes, headers: Mapping[str, str], body: bytes, at: datetime) -> bool:
    """Whether the body was signed with the secret within TOLERANCE of `at`. (The package would read the clock.)"""
    given = {name.lower(): value for name, value in headers.items()}
    try:
        moment = datetime.fromtimestamp(int(given["webhook-timestamp"]), UTC)
        expected = _signature(secret, given["webhook-id"], body, moment)
    except (KeyError, ValueError, OverflowError, OSError):
        return False
    signatures = given.get("webhook-signature", "").split(" ")
    return abs(at - moment) <= TOLERANCE and any(
        compare_digest(each.encode(), expected.encode()) for each in signatures
    )


def _signature(secret: bytes, event_id: str, body: bytes, moment: datetime) -> str:
    return str(Webhook(base64.b64encode(secret).decode()).sign(event_id, moment, body.decode()))
