"""Changes that were proposed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.models import Living
from dhara.work.changes import rules
from dhara.work.engagements.models import Unit
from dhara.work.engagements.rules import ROLES


class Change(Living):
    """`role` is the side that asked; `days` how many more (rules.EXTEND); `text` why, `answer` what the other said.

    `terms` (rules.TERMS) are `before` and `after`: by the hour `rate` and `minutes` of a week, else the milestones that
    differ, each with `unit` (null for a new one), `title`, `amount`, `days`. Such a change is about all that is not
    paid of its unit's engagement; `fallen` are the milestones of it that were paid or taken out before the answer, each
    with `unit`, `title`, `why` (rules.FELL). What was asked for and answered stays as it is (see the migration).
    """

    LIFECYCLE = rules.LIFECYCLE

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes")
    sort = models.CharField(max_length=10, choices=list(rules.SORTS.items()))
    role = models.CharField(max_length=10, choices=list(ROLES.items()))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    days = models.PositiveSmallIntegerField(default=0)
    terms = models.JSONField(default=dict)
    fallen = models.JSONField(default=list)
    text = models.TextField()
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "work_change"
        verbose_name = _("change of work")
        verbose_name_plural = _("changes of work")
        constraints = [models.UniqueConstraint(fields=["unit"], condition=Q(status="open"), name="change_one_open")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.sort}"
