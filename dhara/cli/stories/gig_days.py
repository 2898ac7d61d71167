"""What the story of a gig does inside its own Dhara: lets hours pass, looks at the money of an order.

Runs by `dhara manage shell`, as its operator could; each prints one line of JSON. Hours pass by moving what stands and
what waits into the past: timers wait in tables, not in processes, so to them it is the same as if time went by.
"""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

from dhara.cli.stories.patience import INSIDE


def pass_hours(hours: int) -> None:
    """Everything that stands has stood so much longer; timers that are due by then are due now."""
    from django.db import connection, transaction
    from django.db.models import F

    from dhara.kit.queue import WAITING
    from dhara.money.models import Clearing
    from dhara.work.models import Change, Unit

    gone = timedelta(hours=hours)
    with transaction.atomic(), connection.cursor() as cursor:
        Unit.objects.update(status_at=F("status_at") - gone, due_at=F("due_at") - gone)
        # Time passes for evidence, too.
        cursor.execute("ALTER TABLE work_change DISABLE TRIGGER work_change_append_only")
        Change.objects.update(status_at=F("status_at") - gone, created_at=F("created_at") - gone)
        cursor.execute("ALTER TABLE work_change ENABLE TRIGGER work_change_append_only")
        Clearing.objects.filter(cleared_at=None).update(due_at=F("due_at") - gone)
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = scheduled_at - %s * interval '1 hour'"
            " WHERE status = %s AND queue_name = 'timers' AND scheduled_at IS NOT NULL",
            [hours, WAITING],
        )
    print(json.dumps({"passed": hours}))


def clear(numbers: list[str]) -> None:
    """The hour of clearing comes: how each order stands after it."""
    from dhara.money.clearing.tasks import clear_due

    clear_due.func()
    print(json.dumps({number: _stands(number) for number in numbers}))


def becomes(number: str, state: str, figures: dict[str, int], patience: float = INSIDE) -> None:
    """How the work of an order stands, as soon as it is in a state with these figures, or after `patience` seconds."""
    until, found = time.monotonic() + patience, _stands(number)
    while not (found["state"] == state and figures.items() <= found.items()) and time.monotonic() < until:
        time.sleep(0.3)
        found = _stands(number)
    print(json.dumps(found))


def _stands(number: str) -> dict[str, Any]:
    """How the work of an order stands, and every poisha of it: see `_money`."""
    from dhara.checkout.models import Order
    from dhara.work.models import Engagement

    order = Order.objects.get(number=number)
    subjects = [f"line:{line.pk}" for line in order.lines.all()]
    work = Engagement.objects.filter(subject__in=subjects).first()
    unit = work.units.get() if work else None
    return {
        "work": work.pk if work else 0,
        "unit": unit.pk if unit else 0,
        "state": unit.status if unit else "",
        "paid": unit.paid if unit else 0,
        "returned": unit.returned if unit else 0,
        **_money(order),
    }


def _money(order: Any) -> dict[str, Any]:
    """Minor units: `held` for its lines, `pending` and `cleared` of the studio, `given_back` by the gateway."""
    from django.db.models import Sum

    from dhara.checkout.models import Refund
    from dhara.money.models import Clearing, Hold, Payment, SandboxCharge

    lines = [f"line:{line.pk}" for line in order.lines.all()]
    tokens = list(Payment.objects.filter(subject=f"order:{order.pk}").values_list("token", flat=True))
    clearings = Clearing.objects.filter(subject=f"order:{order.pk}")

    def left(cleared: bool) -> int:
        return sum(each.left for each in clearings.filter(cleared_at__isnull=not cleared))

    return {
        "held": sum(each.amount - each.released - each.returned for each in Hold.objects.filter(subject__in=lines)),
        "pending": left(cleared=False),
        "cleared": left(cleared=True),
        "clearings": clearings.count(),
        "given_back": SandboxCharge.objects.filter(token__in=tokens).aggregate(sum=Sum("refunded"))["sum"] or 0,
        "refunds": list(Refund.objects.filter(order=order).order_by("pk").values_list("status", flat=True)),
    }


def make_returnable(number: str) -> None:
    """The payer's bank takes money back again."""
    from dhara.checkout.models import Order
    from dhara.money.models import Payment, SandboxCharge

    order = Order.objects.get(number=number)
    tokens = Payment.objects.filter(subject=f"order:{order.pk}").values_list("token", flat=True)
    print(json.dumps({"charges": SandboxCharge.objects.filter(token__in=list(tokens)).update(choice="pay")}))


def silence(unit_id: int) -> None:
    """The timer of a unit fires at this very moment."""
    from dhara.kit import clock
    from dhara.kit.actor import SYSTEM
    from dhara.work.engagements.actions import time_up

    time_up(unit_id, by=SYSTEM, at=clock.now())
    print(json.dumps({}))


def rule(unit_id: int, email: str, to_worker: int) -> None:
    """The operator looks at what both sides wrote, and divides."""
    from dhara.kit import clock
    from dhara.kit.actor import operator
    from dhara.people.models import Account
    from dhara.work.engagements.actions import act

    by, text = operator(Account.objects.get(email=email).pk), "Half was done, and done well."
    act(unit_id, "rule_split", by=by, at=clock.now(), text=text, to_worker=to_worker)
    print(json.dumps({}))
