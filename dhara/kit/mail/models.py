"""The table of letters."""

from __future__ import annotations

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from dhara.kit import rows


class LetterQuerySet(models.QuerySet["Letter"]):
    def put_once(self, letter: Letter) -> bool:
        """Insert unless a letter with this key exists; sets `letter.pk`. One statement, safe against races."""
        fields = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        quote = connection.ops.quote_name
        table, columns = quote(self.model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        insert = f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (key) DO NOTHING RETURNING id"  # noqa: S608
        values = [field.get_db_prep_save(field.pre_save(letter, True), connection) for field in fields]
        with rows.cursor() as cursor:
            cursor.execute(insert, values)
            row = cursor.fetchone()
        if row:
            letter.pk = row[0]
            letter._state.adding = False
        return row is not None


class Letter(models.Model):
    """One letter to one person. `name` says which letter it is (`receipt`), `key` makes it unique (`receipt:12`)."""

    QUEUED, SENDING, SENT, FAILED, SUPPRESSED = "queued", "sending", "sent", "failed", "suppressed"
    STATES = (
        (QUEUED, _("Waiting")),
        (SENDING, _("Being sent")),
        (SENT, _("Sent")),
        (FAILED, _("Failed")),
        (SUPPRESSED, _("Not sent")),
    )

    key = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=60)
    to_email = models.CharField(max_length=254)
    to_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict)
    message_id = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=STATES, default=QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    fact_ref = models.BigIntegerField(null=True)
    account_ref = models.BigIntegerField(null=True)
    studio_ref = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        db_table = "kit_letter"
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(fields=["to_email", "-id"], name="letter_to"),
            models.Index(fields=["due_at"], name="letter_open", condition=models.Q(state__in=["queued", "sending"])),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.to_email}"
