"""What is done by the hour: find timers that got lost, and forget who left a cart."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from dhara.checkout.abandoned import mail, rules
from dhara.checkout.abandoned.actions.ask import JOB, drop
from dhara.checkout.abandoned.models import CartReminder
from dhara.checkout.cart.models import Cart
from dhara.kit.actor import SYSTEM
from dhara.kit.queue import defer_named

AT_ONCE = 500
LATE = timedelta(hours=1)


@transaction.atomic
def tend(*, at: datetime) -> int:
    """Call late reminders again; forget addresses and tax ids that are 30 days old. Returns how many were forgotten."""
    late = CartReminder.objects.filter(status=rules.WAITING, due_at__lte=at - LATE).order_by("due_at")
    for reminder_id in late.values_list("pk", flat=True)[:AT_ONCE]:
        defer_named(JOB, queue="timers", reminder_id=reminder_id)
    known = CartReminder.objects.exclude(email="").filter(asked_at__lte=at - rules.KEPT).order_by("asked_at")
    old = list(known.select_for_update(skip_locked=True)[:AT_ONCE])
    for reminder in old:
        if reminder.status == rules.WAITING:
            drop(reminder, rules.TOO_OLD, by=SYSTEM, at=at)
        mail.forget(reminder)
    CartReminder.objects.filter(pk__in=[each.pk for each in old]).update(email="")
    unfinished = ~Q(tax_id="") | ~Q(country="")
    forgotten = Cart.objects.filter(unfinished, changed_at__lte=at - rules.KEPT).order_by("changed_at")
    ids = forgotten.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE]
    return len(old) + Cart.objects.filter(pk__in=list(ids)).update(tax_id="", country="", region="")
