"""What the story of a project does inside its own Dhara: lets time pass, and looks at every poisha.

Runs by `dhara manage shell`, as its operator could; each prints one line of JSON. See `gig_days`.
"""

from __future__ import annotations

import json
import time
from typing import Any

from dhara.cli.stories.gig_days import pass_hours as pass_hours
from dhara.cli.stories.gig_days import silence as silence
from dhara.cli.stories.patience import INSIDE


def becomes(work: int, position: int, state: str, figures: dict[str, int], patience: float = INSIDE) -> None:
    """How a milestone stands, as soon as it is in a state with these figures, or after `patience` seconds."""
    until, found = time.monotonic() + patience, _stands(work, position)
    while not (found["state"] == state and figures.items() <= found.items()) and time.monotonic() < until:
        time.sleep(0.3)
        found = _stands(work, position)
    print(json.dumps(found))


def clear(work: int) -> None:
    """The hour of clearing comes: what the studio has earned by all milestones, minor units."""
    from dhara.money.clearing.tasks import clear_due
    from dhara.work.models import Unit

    clear_due.func()
    found = [_stands(work, each.position) for each in Unit.objects.filter(engagement=work)]
    print(json.dumps({name: sum(each[name] for each in found) for name in ("held", "pending", "cleared")}))


def _stands(work: int, position: int) -> dict[str, Any]:
    """Minor units: `held`, `pending` and `cleared` of the studio, `given_back` by the bank; `payments` that came."""
    from django.db.models import Sum

    from dhara.money.models import Clearing, Payment, SandboxCharge
    from dhara.money.payments.rules import PAID
    from dhara.work.engagements.queries import left, unit_key
    from dhara.work.models import Funding, Unit

    unit = Unit.objects.get(engagement=work, position=position)
    subjects = [f"funding:{pk}" for pk in Funding.objects.filter(parts__unit=unit).values_list("pk", flat=True)]
    payments = Payment.objects.filter(subject__in=subjects)
    clearings = Clearing.objects.filter(key=f"{unit_key(unit)}:pay")
    charges = SandboxCharge.objects.filter(token__in=list(payments.values_list("token", flat=True)))
    return {
        "state": unit.status,
        "paid": unit.paid,
        "returned": unit.returned,
        "held": left(unit),
        "pending": sum(each.left for each in clearings.filter(cleared_at__isnull=True)),
        "cleared": sum(each.left for each in clearings.filter(cleared_at__isnull=False)),
        "clearings": clearings.count(),
        "payments": payments.filter(status__in=PAID).count(),
        "given_back": charges.aggregate(sum=Sum("refunded"))["sum"] or 0,
    }
