"""Whether two have done business."""

from __future__ import annotations

from django.db.models import Q

from dhara.checkout.orders.models import OrderLine


def have_dealt(studio_id: int, *, account_id: int | None, email: str = "") -> bool:
    """Whether this account, or this address as a guest, has paid the studio for something."""
    who = Q(order__account=account_id) if account_id else Q(order__account=None, order__email__iexact=email)
    paid = OrderLine.objects.filter(who, studio=studio_id, paid_at__isnull=False, order__total__gt=0)
    return paid.exists()
