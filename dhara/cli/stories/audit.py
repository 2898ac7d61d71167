"""What the tables say after a story: per order, how often each thing happened that must happen once.

Runs inside Dhara (`dhara manage shell`), as its operator could; prints one line of JSON.
"""

from __future__ import annotations

import json
import time
from typing import Any

from dhara.cli.stories.patience import INSIDE


def count() -> dict[str, Any]:
    """{"orders": {number: {...}}, "reactions_left": n, "letters_left": n, "troubles": [of notices, …]}.

    Counts of letters are by name.
    """
    from django.db.models import Count

    from dhara.checkout.models import Order
    from dhara.kit.facts.models import Reaction
    from dhara.kit.mail.models import Letter
    from dhara.money.models import GatewayEvent

    orders = Order.objects.exclude(status="draft").annotate(many=Count("lines")).order_by("pk")
    return {
        "orders": {order.number: {"lines": order.many, **_once(order)} for order in orders},
        "reactions_left": Reaction.objects.exclude(state=Reaction.DONE).count(),
        "letters_left": Letter.objects.exclude(state=Letter.SENT).count(),
        "troubles": list(GatewayEvent.objects.exclude(problem="").values_list("problem", flat=True)),
    }


def _once(order: Any) -> dict[str, Any]:
    from dhara.delivery.models import Grant, Licence
    from dhara.kit.facts.models import RecordedFact
    from dhara.kit.mail.models import Letter
    from dhara.money.models import Entry, Payment, SandboxCharge
    from dhara.money.payments.rules import PAID

    payments = Payment.objects.filter(subject=f"order:{order.pk}")
    tokens = list(payments.values_list("token", flat=True))
    return {
        "status": order.status,
        "charges_paid": SandboxCharge.objects.filter(token__in=tokens, state="paid").count()
        + payments.exclude(gateway="sandbox").filter(status__in=PAID).count(),
        "given_back": sum(SandboxCharge.objects.filter(token__in=tokens).values_list("refunded", flat=True)),
        "disputes": [
            memo
            for memo in Entry.objects.filter(subject=f"order:{order.pk}").order_by("id").values_list("memo", flat=True)
            if memo.startswith("dispute") or memo == "sale_reversed"
        ],
        "sales": Entry.objects.filter(subject=f"order:{order.pk}", memo="sale").count(),
        "keys": list(Licence.objects.filter(grant__order=order).order_by("pk").values_list("key", flat=True)),
        "grants": Grant.objects.filter(order=order).count(),
        "receipts": Letter.objects.filter(name="receipt", subject__contains=order.number).count(),
        "sale_letters": Letter.objects.filter(name="sale_made", text__contains=order.number).count(),
        "paid_facts": RecordedFact.objects.filter(subject=f"order:{order.pk}", name="checkout.OrderPaid").count(),
    }


def show(patience: float = INSIDE) -> None:
    """Print it once nothing is left to do, or after `patience` seconds."""
    until = time.monotonic() + patience
    found = count()
    while (found["reactions_left"] or found["letters_left"]) and time.monotonic() < until:
        time.sleep(0.3)
        found = count()
    print(json.dumps(found))
