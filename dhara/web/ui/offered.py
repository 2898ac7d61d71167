"""The way to the offers of work that somebody was made, as several lists show it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dhara.work.proposals.queries import answerable


def offers_link(account_id: int) -> dict[str, Any]:
    """`url`, `label` and how many of them can be answered now, counted up to 99. One query."""
    return {"url": reverse("proposals:mine"), "label": _("Offers"), "count": answerable(account_id)[:99].count()}
