"""Engagements and their units; what is handed in and what is decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.files.models import StoredFile
from dhara.kit.lifecycle.models import Living
from dhara.kit.lifecycle.rules import Lifecycle
from dhara.money.models import Hold
from dhara.people.models import Studio
from dhara.work.engagements import rules


class Engagement(models.Model):
    """What two parties agreed on. `subject` is what it came from ("line:12", "job:3", "campaign:4").

    `mode` is one of rules.MODES; `till` says whose money is held for its units, rules.WHOLE or SHARE. The buyer is an
    account, or for guests an address that was proven (`buyer_email`). `worker` is the studio that is paid; null where
    each unit has its own (campaigns). `terms` are what was agreed, in the mode's own words; `policies` the numbers in
    force then, so that no later change touches it. `ended_at` is when its last unit came to an end.
    """

    mode = models.CharField(max_length=20)
    till = models.CharField(max_length=5, choices=list(rules.TILLS.items()), default=rules.WHOLE)
    subject = models.CharField(max_length=80, unique=True)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="engagements")
    buyer_email = models.EmailField(max_length=254)
    worker = models.ForeignKey(Studio, models.PROTECT, null=True, related_name="engagements")
    title = models.CharField(max_length=160)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=5)
    terms = models.JSONField(default=dict)
    policies = models.JSONField(default=dict)
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_engagement"
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        indexes = [
            models.Index(fields=["buyer", "-id"], name="engagement_of_buyer"),
            models.Index(fields=["worker", "-id"], name="engagement_of_worker"),
        ]

    def __str__(self) -> str:
        return f"{self.mode} {self.title}"


class Unit(Living):
    """The smallest thing that is paid: a gig's order, a milestone, a week, a task's slot.

    `amount` is what the buyer pays for it, minor units of the engagement's currency; `paid` and `returned` are what
    of it went to the worker's side and back, and at its end they add up to what was funded. `worker` repeats the
    engagement's, or is whoever took the slot. `due_at` is when the next side should be ready. `revisions` and
    `extensions` count what was asked for.
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="units", db_index=False)
    mode = models.CharField(max_length=20)
    worker = models.ForeignKey(Studio, models.PROTECT, null=True, related_name="units", db_index=False)
    position = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=160, blank=True)
    amount = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    hold = models.OneToOneField(Hold, models.PROTECT, null=True, related_name="unit")
    terms = models.JSONField(default=dict)
    revisions = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "work_unit"
        verbose_name = _("unit of work")
        verbose_name_plural = _("units of work")
        indexes = [
            models.Index(fields=["worker", "status", "due_at"], name="unit_of_worker"),
            models.Index(fields=["engagement", "status"], name="unit_states"),
        ]
        constraints = [
            # In campaigns it is the slot, which another worker may get.
            models.UniqueConstraint(fields=["engagement", "position"], name="unit_once", condition=~Q(mode="micro")),
            # A micro task: one at a time for each worker.
            models.UniqueConstraint(
                fields=["engagement", "worker"], name="unit_one_reserved", condition=Q(mode="micro", status="reserved")
            ),
            # Nobody works twice on one item; without items the position counts a worker's tasks.
            models.UniqueConstraint(
                fields=["engagement", "worker", "position"],
                name="unit_live_once",
                condition=Q(mode="micro") & ~Q(status__in=["lapsed", "given_back"]),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, paid__gte=0, returned__gte=0) & Q(amount__gte=F("paid") + F("returned")),
                name="unit_within_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id}.{self.position}: {self.status}"

    def table(self) -> Lifecycle:
        return rules.MODES[self.mode].lifecycle

    @classmethod
    def tables(cls) -> tuple[Lifecycle, ...]:
        return tuple(mode.lifecycle for mode in rules.MODES.values())


class Submission(models.Model):
    """What was handed in by `verb`: requirements, a delivery, a proof, a timesheet. Append-only (see the migration).

    `content` holds answers by question, links and numbers in the mode's shape.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=24)
    role = models.CharField(max_length=10, choices=list(rules.ROLES.items()))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "work_submission"
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="submission_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} #{self.number}"


class SubmittedFile(models.Model):
    """A file of a submission. Append-only but for `preview`, which is set once (see the migration).

    With `preview` the other side sees that one until the unit is accepted; `at_once` opens the file before. `name` is
    what it is handed out as; `called` what its sender called it, where its content is of another type. `question` is
    the key of the question that it answers. `sha256` repeats the file's, which finds the same file in other work.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    preview = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=255)
    called = models.CharField(max_length=255, blank=True)
    question = models.CharField(max_length=80, blank=True)
    at_once = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "work_submittedfile"
        indexes = [models.Index(fields=["sha256"], name="submittedfile_same")]

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """What somebody decided about a unit, and why. Append-only (see the migration).

    `role` is who they were then; `submission` what it was about; `paid` and `returned` the money that it moved.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="decisions")
    verb = models.CharField(max_length=24)
    role = models.CharField(max_length=10, choices=list(rules.ROLES.items()))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="decisions")
    reason = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    paid = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "work_decision"
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["unit", "id"], name="decision_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.verb}"
