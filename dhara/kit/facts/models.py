"""Tables of facts and reactions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.kit.facts import facts


class RecordedFact(models.Model):
    """One thing that happened. Append-only (see the migration)."""

    name = models.CharField(max_length=80)
    data = models.JSONField()
    subject = models.CharField(max_length=80, blank=True)
    studio_ref = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_ref = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    cause = models.ForeignKey("self", models.PROTECT, null=True, related_name="consequences", db_index=False)
    chain = models.BigIntegerField(null=True)

    class Meta:
        db_table = "kit_fact"
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes = [
            models.Index(fields=["subject", "id"], name="fact_subject"),
            models.Index(fields=["chain"], name="fact_chain", condition=models.Q(chain__isnull=False)),
            models.Index(
                fields=["studio_ref", "-id"], name="fact_studio", condition=models.Q(studio_ref__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"

    def load(self) -> facts.Fact:
        return facts.load(self.name, self.data)


class Reaction(models.Model):
    """One effect of one fact: done exactly once, retried alone."""

    PENDING, DONE, FAILED = "pending", "done", "failed"

    fact = models.ForeignKey(RecordedFact, models.PROTECT, related_name="reactions")
    effect = models.CharField(max_length=80)
    state = models.CharField(max_length=8, default=PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kit_reaction"
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["fact", "effect"], name="reaction_once")]
        indexes = [models.Index(fields=["state", "id"], name="reaction_open", condition=~models.Q(state="done"))]

    def __str__(self) -> str:
        return f"{self.effect} of #{self.fact_id}"
