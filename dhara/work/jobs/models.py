"""Jobs, the skills they ask for, searches that somebody keeps."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.files.models import StoredFile
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio
from dhara.work.jobs import rules


class Skill(models.Model):
    """What one can do, in both languages; seeded, and added to by operators."""

    slug = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    name_en = models.CharField(max_length=60)
    name_bn = models.CharField(max_length=60)

    class Meta:
        db_table = "work_skill"
        verbose_name = _("skill")
        verbose_name_plural = _("skills")

    def __str__(self) -> str:
        return self.name_en


class Job(Living):
    """`budget_least` and `budget_most` are minor units: of the whole where `pay` is fixed, of an hour otherwise.

    `description` is plain text with line breaks. `questions` are [{"key", "words", "needed"}]. `idle_at` is when it is
    closed unless somebody touches it; `warned_at` when its owner was told. `proposals` counts live
    ones.
    """

    LIFECYCLE = rules.LIFECYCLE

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"))
    pay = models.CharField(max_length=6, choices=list(rules.PAY.items()))
    currency = models.CharField(max_length=3)
    budget_least = models.BigIntegerField(null=True)
    budget_most = models.BigIntegerField(null=True)
    weekly_hours = models.PositiveSmallIntegerField(null=True)
    level = models.CharField(max_length=8, choices=list(rules.LEVELS.items()), blank=True)
    length = models.CharField(max_length=8, choices=list(rules.LENGTHS.items()), blank=True)
    language = models.CharField(max_length=5)
    wanted = models.PositiveSmallIntegerField(default=1)
    questions = models.JSONField(default=list)
    by_invitation = models.BooleanField(default=False)
    skills = models.ManyToManyField(Skill, db_table="work_job_skill", related_name="jobs")
    proposals = models.PositiveIntegerField(default=0)
    held_for = models.CharField(max_length=200, blank=True)
    search = SearchVectorField(null=True)
    created_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    idle_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_job"
        verbose_name = _("job post")
        verbose_name_plural = _("job posts")
        indexes = [
            GinIndex(fields=["search"], name="job_search", condition=Q(status="open")),
            models.Index(fields=["-posted_at", "-id"], name="job_open", condition=Q(status="open")),
            models.Index(fields=["account", "-id"], name="job_of_account"),
        ]

    def __str__(self) -> str:
        return self.title


class JobFile(models.Model):
    job = models.ForeignKey(Job, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    class Meta:
        db_table = "work_jobfile"

    def __str__(self) -> str:
        return self.name


class SavedSearch(models.Model):
    """`asked` is rules.Asked as JSON; `seen_at` until when its owner was told of what is new."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    studio = models.ForeignKey(Studio, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=80)
    asked = models.JSONField(default=dict)
    alerts = models.BooleanField(default=True)
    seen_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "work_savedsearch"
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name
