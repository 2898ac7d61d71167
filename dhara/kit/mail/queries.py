"""Reads of the outbox."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from dhara.kit.mail.models import Letter


def outbox(*, search: str = "", state: str = "", name: str = "") -> QuerySet[Letter]:
    """Letters, newest first, without their bodies. For operators, and for anybody in a sandbox."""
    letters = Letter.objects.order_by("-id").defer("text", "html", "headers")
    if search := search.strip():
        letters = letters.filter(Q(to_email__icontains=search) | Q(subject__icontains=search))
    if state:
        letters = letters.filter(state=state)
    return letters.filter(name=name) if name else letters


def counts() -> dict[str, int]:
    """How many letters are in each state; states without any are left out."""
    return dict(Letter.objects.values_list("state").annotate(Count("id")).order_by("state"))
