"""Conversations, their parties, messages with files, and reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.files.models import Picture, StoredFile
from dhara.people.conversations import rules
from dhara.people.studios.models import Studio


class Conversation(models.Model):
    """`subject` names what it is about, `title` says it to people; `key` makes it the only one of its kind."""

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="conversations")
    subject = models.CharField(max_length=40)
    title = models.CharField(_("subject"), max_length=140)
    key = models.CharField(max_length=120, unique=True)
    opened_at = models.DateTimeField(_("opened"))
    last_at = models.DateTimeField(_("last message"))
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_conversation"
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        indexes = [models.Index(fields=["studio", "-last_at"], name="conversation_studio")]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        """`offer`, `order` or `studio`."""
        return self.subject.partition(":")[0]


class Party(models.Model):
    """One side of a conversation. The whole team of a studio is one party: what one has read, all have.

    `unread` counts messages of the other side that appeared after `read_to`, and what else it has put there since;
    `looked_at` is when the page was open.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=list(rules.ROLES.items()))
    studio = models.ForeignKey(Studio, models.CASCADE, null=True, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="conversations")
    email = models.CharField(max_length=254, blank=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5)
    read_to = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    unread = models.PositiveIntegerField(default=0)
    muted = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_party"
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "role"], name="party_once"),
            models.CheckConstraint(
                condition=Q(role="studio", studio__isnull=False, account__isnull=True, email="")
                | Q(Q(account__isnull=False) | ~Q(email=""), role="customer", studio__isnull=True),
                name="party_is_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "conversation"], name="party_account"),
            models.Index(fields=["email"], name="party_email", condition=~Q(email="")),
            models.Index(fields=["studio", "conversation"], name="party_unread", condition=Q(unread__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """What was written, as it was written. `author` is who of the studio wrote, or the account; null for a guest.

    `key` lets the same message arrive twice (a retry, the same mail again) and be kept once.
    """

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    party = models.ForeignKey(Party, models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=120)
    body = models.TextField(_("text"))
    via = models.CharField(max_length=5, choices=list(rules.WAYS.items()))
    key = models.CharField(max_length=140, null=True, unique=True)
    at = models.DateTimeField(_("written"))
    shown_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(_("held back"), null=True)
    held_for = models.CharField(max_length=60, blank=True)
    released_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(_("removed"), null=True)
    removed_for = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "people_message"
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_at__isnull=False) | Q(held_at__isnull=False), name="message_shown_or_held"
            )
        ]
        indexes = [
            models.Index(fields=["conversation", "id"], name="message_thread"),
            models.Index(fields=["author", "-at"], name="message_author"),
            models.Index(
                fields=["held_at"],
                name="message_held",
                condition=Q(held_at__isnull=False, released_at__isnull=True, removed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.body[:60]}"

    @property
    def waits(self) -> bool:
        """Whether it is held and nobody has decided."""
        return self.held_at is not None and self.released_at is None and self.removed_at is None


class MessageFile(models.Model):
    """A file of a message, or uploaded by a party for one to come; `picture` is a small one of it, where it is one."""

    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="files")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "people_messagefile"
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["id"]
        indexes = [models.Index(fields=["at"], name="messagefile_waits", condition=Q(message__isnull=True))]

    def __str__(self) -> str:
        return self.file.name


class Report(models.Model):
    """Somebody asks the operator to look at a conversation. `party` is who asks."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="reports")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=10, choices=list(rules.REASONS.items()))
    text = models.TextField(_("what happened"), max_length=2000, blank=True)
    at = models.DateTimeField(_("reported"))
    handled_at = models.DateTimeField(_("handled"), null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)

    class Meta:
        db_table = "people_report"
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["at"], name="report_open", condition=Q(handled_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "party"], condition=Q(handled_at__isnull=True), name="report_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.conversation}"
