"""Make the report of a day, and note what somebody found out about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere
from dhara.kit.seal import Unsealable
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.rules import Gateway, GatewayTrouble, Keys, Totals
from dhara.money.payments.models import Payment
from dhara.money.payments.queries import charge_of
from dhara.money.reconciliation import queries
from dhara.money.reconciliation.models import DayReport
from dhara.money.reconciliation.queries import Movement
from dhara.people.accounts.queries import operators
from dhara.people.notices.actions import tell

SHOWN = 100


def report(account_id: int, day: date, *, at: datetime) -> list[DayReport]:
    """Lay the gateway's day (UTC) beside the books'; one report per currency. Again: the reports are made anew.

    Asks the gateway: never inside a transaction. Where it does not answer one report says so, without a currency.
    """
    account = GatewayAccount.objects.get(pk=account_id)
    gateway = gateways.known(account.gateway)
    ours = queries.booked(account, day)
    try:
        theirs, ours = _told(gateway, gateways.opened(account), account, day, ours, at)
    except (GatewayTrouble, Unsealable) as trouble:
        return [_unanswered(account, day, str(trouble), at)]
    return _write(account, day, theirs, ours, at)


def _told(
    gateway: Gateway, keys: Keys, account: GatewayAccount, day: date, ours: list[Movement], at: datetime
) -> tuple[list[Movement], list[Movement]]:
    """The gateway's movements, and ours as far as they can be compared."""
    if not isinstance(gateway, Totals):
        return _asked_one_by_one(gateway, keys, ours, at), [each for each in ours if each.payment_id]
    found = [
        Movement(ref, money.currency, money.minor, fee.minor) for ref, money, fee in gateway.movements(day, keys=keys)
    ]
    mine = {(each.ref, each.amount) for each in ours}
    found = [each for each in found if (each.ref, each.amount) in mine or not _elsewhere(account, each)]
    missing = {(each.ref, each.amount) for each in ours} - {(each.ref, each.amount) for each in found}
    if missing:
        near = {
            (ref, money.minor)
            for shift in (-1, 1)
            for ref, money, _fee in gateway.movements(day + timedelta(days=shift), keys=keys)
        }
        ours = [each for each in ours if (each.ref, each.amount) not in missing & near]
    return found, ours


def _elsewhere(account: GatewayAccount, movement: Movement) -> bool:
    return queries.known(account, movement.ref, movement.amount)


def _asked_one_by_one(gateway: Gateway, keys: Keys, ours: Sequence[Movement], at: datetime) -> list[Movement]:
    """For a gateway that lists nothing: what it says of each charge that we have booked."""
    told = []
    charges = Payment.objects.in_bulk([each.payment_id for each in ours if each.payment_id])
    for each in ours:
        if each.payment_id is None:
            continue
        outcome = gateway.query(charge_of(charges[each.payment_id]), keys=keys, at=at)
        if outcome.amount is not None and outcome.state in ("captured", "review"):
            fee = outcome.fee.minor if outcome.fee else 0
            told.append(replace(each, currency=outcome.amount.currency, amount=outcome.amount.minor, fee=fee))
    return told


@transaction.atomic
def _write(
    account: GatewayAccount, day: date, theirs: list[Movement], ours: list[Movement], at: datetime
) -> list[DayReport]:
    made = []
    DayReport.objects.filter(account=account, day=day, currency="").delete()
    for code in sorted({each.currency for each in (*theirs, *ours)}):
        told, mine = ([each for each in side if each.currency == code] for side in (theirs, ours))
        differences = compare(told, mine)
        values: dict[str, Any] = {
            "gateway": account.gateway,
            "state": DayReport.DIFFERS if differences else DayReport.AGREES,
            "theirs": sum(each.amount for each in told),
            "ours": sum(each.amount for each in mine),
            "their_fees": sum(each.fee for each in told),
            "our_fees": sum(each.fee for each in mine),
            "movements": len(mine),
            "differences": differences[:SHOWN],
            "trouble": "",
            "made_at": at,
        }
        row, _new = DayReport.objects.update_or_create(account=account, day=day, currency=code, defaults=values)
        made.append(row)
        if differences and row.seen_at is None:
            _tell(row, at)
    return made


def compare(theirs: Sequence[Movement], ours: Sequence[Movement]) -> list[dict[str, Any]]:
    """What does not agree, by the gateway's reference: an amount or a fee that differs, or that one side lacks.

    Several movements of one reference (a refund, and its money that came back) count together.
    """
    told, mine = _by_ref(theirs), _by_ref(ours)
    found = []
    for ref in sorted({*told, *mine}):
        their, our = told.get(ref), mine.get(ref)
        if their is None or our is None or (their.amount, their.fee) != (our.amount, our.fee):
            found.append(
                {
                    "ref": ref,
                    "theirs": their.amount if their else None,
                    "ours": our.amount if our else None,
                    "their_fee": their.fee if their else None,
                    "our_fee": our.fee if our else None,
                }
            )
    return found


def _by_ref(side: Sequence[Movement]) -> dict[str, Movement]:
    sums: dict[str, Movement] = {}
    for each in side:
        known = sums.get(each.ref)
        sums[each.ref] = replace(each, amount=each.amount + known.amount, fee=each.fee + known.fee) if known else each
    return sums


def _unanswered(account: GatewayAccount, day: date, trouble: str, at: datetime) -> DayReport:
    values = {"gateway": account.gateway, "state": DayReport.UNANSWERED, "trouble": trouble[:500], "made_at": at}
    return DayReport.objects.update_or_create(account=account, day=day, currency="", defaults=values)[0]


def _tell(row: DayReport, at: datetime) -> None:
    for person in operators():
        tell(
            account_id=person.pk,
            topic="balance",
            kind="books_differ",
            data={"gateway": row.gateway, "day": row.day.isoformat()},
            key=f"books_differ:{row.pk}:{person.pk}",
            url=f"/operator/money/dayreport/{row.pk}/change/",
            at=at,
        )


@transaction.atomic
def note(report_id: int, *, reason: str, by: Actor, at: datetime) -> DayReport:
    """An operator looked into a difference, and says what it was."""
    row = DayReport.objects.select_for_update(of=("self",)).filter(pk=report_id).first()
    if row is None:
        raise NotFoundHere()
    row.note, row.seen_at, row.seen_by_id = reason, at, by.id
    row.save(update_fields=["note", "seen_at", "seen_by"])
    return row
