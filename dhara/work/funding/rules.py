"""The lifecycle of a funding, and how payments call it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer

PENDING, PAID, FAILED, EXPIRED = "pending", "paid", "failed", "expired"
_WHO: Final[tuple[Kind, ...]] = ("person", "guest", "operator", "gateway", "system")


def _patience(funding: Any) -> timedelta:
    return timedelta(minutes=int(funding.engagement.policies["order.expires_minutes"]))


LIFECYCLE = Lifecycle(
    name="funding of work",
    initial=PENDING,
    about="A payment that sets aside the money of units of work.",
    states={
        PENDING: _("waiting for the payment"),
        PAID: _("set aside"),
        FAILED: _("not paid"),
        EXPIRED: _("not paid in time"),
    },
    moves=(
        Move(PENDING, PAID, _WHO, "the money is here"),
        Move(PENDING, FAILED, _WHO, "the payment failed or was cancelled, or what it was for is gone"),
        Move(PENDING, EXPIRED, _WHO, "nobody paid in time"),
        Move(FAILED, PENDING, _WHO, "another way of paying is tried"),
        Move(EXPIRED, PENDING, _WHO, "another way of paying is tried"),
        Move(FAILED, PAID, _WHO, "the money came late"),
        Move(EXPIRED, PAID, _WHO, "the money came late"),
    ),
    timers=(
        Timer(
            PENDING,
            "unpaid",
            _patience,
            "dhara.work.funding.actions:expire",
            "after the policy order.expires_minutes → not paid in time, unless its payment may take longer",
        ),
    ),
)


def subject(funding_id: int) -> str:
    """How payments and entries call a funding."""
    return f"funding:{funding_id}"


def new_token() -> str:
    """Opens the page to which the payer comes back: cannot be guessed."""
    return secrets.token_urlsafe(24)
