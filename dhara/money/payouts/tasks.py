"""Jobs of payouts."""

from __future__ import annotations

from dhara.kit import clock
from dhara.kit.actor import SYSTEM, gateway
from dhara.kit.queue import defer, periodic, task
from dhara.money.payouts import actions, queries


@task(queue="gateways")
def drive(payout_id: int) -> None:
    actions.drive(payout_id, by=SYSTEM, at=clock.now())


@task(queue="gateways")
def drive_test(method_id: int) -> None:
    actions.drive_test(method_id, by=SYSTEM, at=clock.now())


@task(queue="gateways")
def handle_event(event_id: int) -> None:
    actions.handle_event(event_id, by=gateway(), at=clock.now())


@task(queue="upkeep")
def run_plan(plan_id: int) -> None:
    actions.run_plan(plan_id, by=SYSTEM, at=clock.now())


@task(queue="upkeep")
def recheck(payout_id: int) -> None:
    actions.recheck(payout_id, by=SYSTEM, at=clock.now())


@periodic("* * * * *")
def send_due() -> None:
    """Whatever a gateway should be told or asked, each in a job of its own: also what a dead worker left behind."""
    at = clock.now()
    for payout_id in queries.to_send(at):
        defer(drive, payout_id=payout_id)
    for method_id in queries.tests_to_ask(at):
        defer(drive_test, method_id=method_id)


@periodic("*/5 * * * *")
def run_plans() -> None:
    for plan_id in queries.due_plans(clock.now()):
        defer(run_plan, plan_id=plan_id)


@periodic("*/5 * * * *")
def recheck_held() -> None:
    for payout_id in queries.waiting():
        defer(recheck, payout_id=payout_id)
