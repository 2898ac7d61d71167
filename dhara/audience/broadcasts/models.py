"""Broadcasts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.audience.broadcasts import rules
from dhara.audience.messages.models import Message
from dhara.audience.segments.models import Segment
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class Broadcast(Living):
    """`segment` None means all subscribed; `excluded` who shall not get it, `spare_sequences` nor who is in one now.

    `rules` are the segment's as frozen at the start. `by_zone`: `send_at` is a time of day in each contact's zone.
    `test` is {} or {"share_bp": 2000, "by": "clicks" | "sales", "hours": 4, "winner": 1 | null, "ended": "…"}.
    """

    LIFECYCLE = rules.LIFECYCLE

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="broadcasts")
    name = models.CharField(_("name"), max_length=120)
    message = models.OneToOneField(Message, models.PROTECT, related_name="broadcast")
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, related_name="+")
    excluded = models.ForeignKey(Segment, models.PROTECT, null=True, related_name="+")
    spare_sequences = models.BooleanField(default=False)
    rules = models.JSONField(default=dict)
    test = models.JSONField(default=dict)
    send_at = models.DateTimeField(null=True)
    by_zone = models.BooleanField(default=False)
    audience = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "audience_broadcast"
        verbose_name = _("broadcast")
        verbose_name_plural = _("broadcasts")
        indexes = [
            models.Index(fields=["studio", "-id"], name="broadcast_of_studio"),
            models.Index(fields=["status", "send_at"], name="broadcast_due"),
        ]

    def __str__(self) -> str:
        return self.name
