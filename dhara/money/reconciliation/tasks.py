"""Jobs of reconciliation."""

from __future__ import annotations

from datetime import UTC, date, timedelta

from dhara.kit import clock
from dhara.kit.queue import defer, periodic, task
from dhara.money.reconciliation import actions, queries

# Gateways that were out of order are asked again for so long.
PATIENCE = timedelta(days=14)


@task(queue="gateways")
def report(account_id: int, day: str) -> None:
    actions.report(account_id, date.fromisoformat(day), at=clock.now())


@periodic("20 3 * * *")
def report_yesterday() -> None:
    """Each account in a job of its own."""
    yesterday = clock.now().astimezone(UTC).date() - timedelta(days=1)
    for account_id in queries.to_report():
        defer(report, account_id=account_id, day=yesterday.isoformat())


@periodic("40 * * * *")
def ask_again() -> None:
    """For every day that a gateway has not answered for."""
    for row in queries.unanswered(clock.now().date() - PATIENCE):
        if row.account_id:
            defer(report, account_id=row.account_id, day=row.day.isoformat())
