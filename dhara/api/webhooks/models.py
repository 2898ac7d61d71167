"""Endpoints, the messages to them, each try to send one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.api.webhooks import rules
from dhara.people.models import Account, Studio

Owner = Studio | Account


class Endpoint(models.Model):
    """Where a studio, or an account that buys, wants to be told: exactly one of the two is set.

    The secrets are sealed (kit.seal); `older_secret` signs too until `older_until`.
    `leased_until` is set while somebody sends. `given_up` counts messages in a row that never arrived,
    `failing_since` is the first failure after the last success.
    """

    studio = models.ForeignKey(Studio, models.CASCADE, null=True, related_name="webhooks")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="webhooks")
    url = models.CharField(_("address"), max_length=rules.URL_LENGTH)
    name = models.CharField(_("name"), max_length=rules.NAME_LENGTH, blank=True)
    events = models.JSONField(_("events"), default=list)
    secret = models.TextField()
    older_secret = models.TextField(blank=True)
    older_until = models.DateTimeField(null=True)
    active = models.BooleanField(default=True)
    off_reason = models.CharField(max_length=20, blank=True)
    off_at = models.DateTimeField(null=True)
    given_up = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_webhookendpoint"
        constraints = [
            models.CheckConstraint(
                condition=Q(studio__isnull=False, account=None) | Q(studio=None, account__isnull=False),
                name="webhook_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.url

    @property
    def owner(self) -> Owner:
        found = self.studio or self.account
        assert found is not None
        return found


class Message(models.Model):
    """One event for one endpoint; `body` is what is sent and signed, letter by letter, at every try."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="messages", db_index=False)
    msg_id = models.CharField(max_length=40, unique=True)
    event = models.CharField(max_length=40)
    fact_ref = models.BigIntegerField(null=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=list(rules.STATES.items()), default=rules.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_webhookmessage"
        constraints = [models.UniqueConstraint(fields=["endpoint", "fact_ref"], name="webhook_fact_once")]
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="webhook_log"),
            models.Index(fields=["endpoint", "id"], name="webhook_waiting", condition=Q(state=rules.WAITING)),
            models.Index(fields=["ended_at"], name="webhook_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.msg_id}"


class Attempt(models.Model):
    """One try: the answer's status and the beginning of its body, or why there was none."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True)
    body = models.TextField(blank=True)
    millis = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "api_webhookattempt"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.status or self.error}"
