"""Notices and preferences."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

TOPICS = {
    "sale": _("A sale"),
    "new_version": _("A new version of something I bought"),
    "studio": _("News about my studio from the operator"),
    "balance": _("Money becomes available"),
    "wish": _("Something on my wish list costs less, can be had again, or comes out"),
    "team": _("People who join or leave my studio"),
    "work": _("Work that was ordered from my studio"),
    "message": _("Messages to me or my studio"),
    "audience": _("What a rule or a sequence of my audience tells me"),
}


class Notice(models.Model):
    """`kind` names the sentence (see rules.SENTENCES), `data` fills it in; so it reads in either language."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    studio_ref = models.BigIntegerField(null=True)
    topic = models.CharField(max_length=20, choices=list(TOPICS.items()))
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_notice"
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["account", "-id"], name="notice_account")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.account_id}"


class MailPreference(models.Model):
    """A topic that an account does not want by mail (absence means: send)."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences")
    topic = models.CharField(max_length=20, choices=list(TOPICS.items()))
    by_mail = models.BooleanField(default=True)

    class Meta:
        db_table = "people_mailpreference"
        constraints = [models.UniqueConstraint(fields=["account", "topic"], name="mail_preference_once")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.by_mail}"
