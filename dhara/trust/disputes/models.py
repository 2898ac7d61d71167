"""Cases, what was said and shown in them, and proposals to settle."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.files.models import StoredFile
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio
from dhara.trust.disputes import rules
from dhara.work.engagements.rules import ROLES
from dhara.work.models import Unit


class Case(Living):
    """`role` is the side that opened it, `came_from` the unit's state before. `amount` is what the two disagree about,
    minor units of what is set aside for the worker's side.

    `to_worker` is the worker's part as it was ruled or settled, None until then. `ruled_by` is who ruled last.
    """

    LIFECYCLE = rules.LIFECYCLE

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases")
    studio = models.ForeignKey(Studio, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=10, choices=list(ROLES.items()))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    came_from = models.CharField(max_length=24)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    to_worker = models.BigIntegerField(null=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "trust_case"
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(status__in=rules.LIVE), name="case_one_open"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & (Q(to_worker=None) | Q(to_worker__gte=0, to_worker__lte=F("amount"))),
                name="case_within_amount",
            ),
        ]
        indexes = [models.Index(fields=["status", "status_at"], name="case_waiting")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Statement(models.Model):
    """What somebody said in a case (`rules.SORTS`). Append-only (see the migration).

    `to_worker` is the worker's part that is claimed or ruled, minor units; None where it is about no amount.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="statements")
    sort = models.CharField(max_length=10, choices=list(rules.SORTS.items()))
    role = models.CharField(max_length=10, choices=list(ROLES.items()))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    to_worker = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "trust_statement"
        verbose_name = _("statement in a case")
        verbose_name_plural = _("statements in cases")
        indexes = [models.Index(fields=["case", "id"], name="statement_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sort}"


class StatementFile(models.Model):
    """A file that was shown with a statement. Append-only (see the migration). `name` is what it is handed out as."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    class Meta:
        db_table = "trust_statementfile"

    def __str__(self) -> str:
        return self.name


class Proposal(Living):
    """One side proposes a part for the worker, minor units; `answer` is what the other side said to it."""

    LIFECYCLE = rules.PROPOSAL

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    role = models.CharField(max_length=10, choices=list(ROLES.items()))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    to_worker = models.BigIntegerField()
    text = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "trust_proposal"
        verbose_name = _("proposal to settle a case")
        verbose_name_plural = _("proposals to settle cases")
        constraints = [
            models.UniqueConstraint(fields=["case", "role"], condition=Q(status="open"), name="proposal_one_open"),
            models.CheckConstraint(condition=Q(to_worker__gte=0), name="proposal_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.to_worker}"
