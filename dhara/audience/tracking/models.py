"""Who does not want to be watched. Touches lie with the deliveries (`sending.models`)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.models import Contact


class Unwatched(models.Model):
    """A reader who chose to be counted only: their touches name nobody."""

    contact = models.OneToOneField(Contact, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "audience_unwatched"
        verbose_name = _("reader who is only counted")
        verbose_name_plural = _("readers who are only counted")

    def __str__(self) -> str:
        return str(self.contact_id)
