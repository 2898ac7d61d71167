"""What was agreed to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.models import Contact
from dhara.people.models import Studio


class Consent(models.Model):
    """`given` False is a withdrawal. `text` is what the person saw, in `language`; `proof` the confirmation behind it.

    `purpose` is "letters" so far; `source` as in ContactSubscribed.
    """

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="consents")
    email_key = models.CharField(max_length=64)
    purpose = models.CharField(max_length=20, default="letters")
    given = models.BooleanField()
    text = models.TextField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    source = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=500, blank=True)
    ip = models.GenericIPAddressField(null=True)
    proof = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "audience_consent"
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["studio", "email_key", "id"], name="consent_of_address")]

    def __str__(self) -> str:
        return f"{self.purpose} {'given' if self.given else 'taken back'}"
