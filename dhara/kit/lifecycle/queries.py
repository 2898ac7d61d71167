"""Reads: the history of a thing."""

from __future__ import annotations

from django.db.models import QuerySet

from dhara.kit.lifecycle.models import Living, Transition


def history(thing: Living) -> QuerySet[Transition]:
    return Transition.objects.filter(lifecycle=thing.table().name, thing_ref=thing.pk).order_by("version")
