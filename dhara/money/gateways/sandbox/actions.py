"""What happens on the sandbox's own server, whose commits are not waited for: a real gateway's cost Dhara nothing."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit import rows
from dhara.kit.currency import Money
from dhara.kit.queue import defer_named, job_sql
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.money.gateways.rules import Charge, GiveBack, RefundOutcome
from dhara.money.gateways.sandbox import rules
from dhara.money.gateways.sandbox.models import SandboxCharge
from dhara.money.policies import queries as policies


def open_charge(charge: Charge, *, at: datetime) -> SandboxCharge:
    """The charge of this token, made when there is none."""
    made = SandboxCharge(
        token=charge.token,
        ref=f"sbx_{secrets.token_hex(12)}",
        currency=charge.amount.currency,
        amount=charge.amount.minor,
        payer_email=charge.payer_email,
        return_url=charge.return_url,
        created_at=at,
    )
    if rows.insert_new([made], waits=False):
        return made
    return SandboxCharge.objects.get(token=charge.token)


@transaction.atomic
def choose(ref: str, choice: str, *, at: datetime) -> str:
    """The payer pressed a button; returns the address that takes them back. The first choice counts."""
    if choice not in rules.CHOICES:
        raise Invalid("choice_unknown", _("Please choose one of the buttons."), "choice")
    charge = _locked(ref)
    if not charge.choice:
        charge.choice = choice
        _become(charge, rules.CHOICES[choice].state, at=at)
        if choice == "pay_late":
            late = policies.value("gateway.sandbox.late_seconds", at=at)
            _defer("pay_late", at + timedelta(seconds=late), ref=ref)
    return charge.return_url


@transaction.atomic
def pay_late(ref: str, *, at: datetime) -> None:
    """The money comes, after the payer has gone back."""
    charge = _locked(ref)
    if charge.state == rules.WAITING:
        _become(charge, rules.PAID, at=at)
        _defer("send_notice", None, ref=ref, number=1)


@transaction.atomic
def give_back(back: GiveBack, *, at: datetime) -> RefundOutcome:
    """Return money; the same key again gives the first one's answer."""
    charge = _locked(back.gateway_ref)
    name = f"sbr_{charge.ref.removeprefix('sbx_')}_{back.key}"[:120]
    if back.key in charge.refunds:
        return RefundOutcome("succeeded", name)
    if charge.choice == "pay_unreturnable":
        return RefundOutcome("failed", name, str(_("The payer's account is closed.")))
    fits = charge.state == rules.PAID and back.amount.currency == charge.currency
    if not fits or charge.refunded + back.amount.minor > charge.amount:
        return RefundOutcome("failed", name, str(_("There is not that much to give back.")))
    charge.refunds[back.key] = {"amount": back.amount.minor, "at": at.isoformat()}
    charge.refunded += back.amount.minor
    charge.save(update_fields=["refunds", "refunded"])
    return RefundOutcome("succeeded", name)


def _become(charge: SandboxCharge, state: str, *, at: datetime) -> None:
    charge.state = state
    if state == rules.PAID:
        charge.paid_at = at
        points = policies.value("gateway.sandbox.fee_bp", at=at)
        charge.fee = Money(charge.amount, charge.currency).percent(points).minor
    changes = {"choice": charge.choice, "state": charge.state, "paid_at": charge.paid_at, "fee": charge.fee}
    change, values = rows.changing(charge, changes, "true", [])
    choice = rules.CHOICES[charge.choice]
    told = [json.dumps({"ref": charge.ref, "number": 1 + number}) for number in range(choice.notices)] * choice.copies
    with rows.cursor() as cursor:
        cursor.execute(_CHANGED.format(change=change, notices=rows.unwaited() + _NOTICE * len(told)), [*values, *told])


_CHANGED = "WITH changed AS ({change}) SELECT id{notices} FROM changed"
_NOTICE = ", " + job_sql("gateways", "money.gateways.sandbox.tasks.send_notice", "%s::jsonb")


def _locked(ref: str) -> SandboxCharge:
    charge = rows.first(SandboxCharge, "t.ref = %s", [ref], tail="FOR UPDATE")
    if charge is None:
        raise NotFoundHere()
    return charge


def _defer(job: str, when: datetime | None, **arguments: Any) -> None:
    defer_named(f"money.gateways.sandbox.tasks.{job}", queue="gateways", when=when, **arguments)
