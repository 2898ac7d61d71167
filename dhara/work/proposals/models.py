"""Proposals and their versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.models import Living
from dhara.people.models import Conversation, Studio
from dhara.work.engagements.models import Engagement
from dhara.work.engagements.rules import ROLES
from dhara.work.jobs.models import Job
from dhara.work.proposals import rules


class Proposal(Living):
    """For a `job`, or an offer of the studio's own in a `conversation`, which has a `title` then: never both.

    `version_number` is that of the latest version.
    `expires_at` is until when an offer can be agreed to.
    """

    LIFECYCLE = rules.LIFECYCLE

    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="bids")
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, related_name="proposals")
    title = models.CharField(max_length=rules.MOST_TITLE, blank=True)
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="proposals")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version_number = models.PositiveSmallIntegerField(default=0)
    engagement = models.OneToOneField(Engagement, models.PROTECT, null=True, related_name="proposal")
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "work_proposal"
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(fields=["job", "studio"], name="proposal_once"),
            models.CheckConstraint(
                condition=Q(job__isnull=False, conversation__isnull=True, title="")
                | Q(Q(job__isnull=True, conversation__isnull=False), ~Q(title="")),
                name="proposal_for_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["studio", "-id"], name="proposal_of_studio"),
            models.Index(fields=["buyer", "-id"], name="proposal_of_buyer"),
        ]

    def __str__(self) -> str:
        return f"{self.studio_id} on {self.job_id or self.title}: {self.status}"

    @property
    def subject_title(self) -> str:
        """What the work is about, as whoever wants or offers it says it."""
        return self.job.title if self.job else self.title


class ProposalVersion(models.Model):
    """What is proposed. Append-only. `mode` is a mode of engagements; `role` who wrote this version.

    `amount` is minor units: of the whole (the sum of its milestones), or of an hour. `milestones` are
    [{"title", "amount", "days"}]; `answers` those to the job's questions by their keys. `revisions` how often the
    client may ask for changes of each part; null for as often as is needed.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=10, choices=list(ROLES.items()))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    days = models.PositiveSmallIntegerField(null=True)
    revisions = models.PositiveSmallIntegerField(null=True)
    weekly_hours = models.PositiveSmallIntegerField(null=True)
    milestones = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "work_proposalversion"
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.number}"
