"""Contacts, their tags and fields, and all that they did."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import rules
from dhara.kit.files.models import StoredFile
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class Contact(Living):
    """`email` is lower case, its domain in ASCII; empty when erased. `fields` is {key of a Field: value}.

    `time_zone` is "" where unknown: the studio's counts. `source` is how they came first, as in ContactSubscribed.
    """

    LIFECYCLE = rules.LIFECYCLE

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="contacts")
    email = models.EmailField(_("email address"), max_length=254, blank=True)
    email_key = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, default="bn")
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    fields = models.JSONField(default=dict)
    source = models.CharField(max_length=40, blank=True)
    # Set in the browser's cookie once the contact is known there: what joins their visits to them.
    visitor = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    subscribed_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(null=True)
    # The words by which the studio finds them (name, address and its parts).
    found_by = SearchVectorField(null=True)

    class Meta:
        db_table = "audience_contact"
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["studio", "-id"], name="contact_of_studio"),
            models.Index(fields=["studio", "status", "id"], name="contact_by_state"),
            models.Index(fields=["email_key"], name="contact_by_key"),
            models.Index(fields=["visitor"], name="contact_visitor", condition=Q(visitor__isnull=False)),
            GinIndex(fields=["found_by"], name="contact_found_by"),
            GinIndex(fields=["fields"], name="contact_fields", opclasses=["jsonb_path_ops"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["studio", "email"], condition=~Q(email=""), name="contact_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Tag(models.Model):
    studio = models.ForeignKey(Studio, models.CASCADE, related_name="tags")
    name = models.CharField(_("name"), max_length=60)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "audience_tag"
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [models.UniqueConstraint("studio", Lower("name"), name="tag_once")]

    def __str__(self) -> str:
        return self.name


class ContactTag(models.Model):
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="tagged", db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "audience_contacttag"
        indexes = [models.Index(fields=["contact", "tag"], name="tags_of_contact")]
        constraints = [models.UniqueConstraint(fields=["tag", "contact"], name="contact_tag_once")]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.tag_id}"


class Field(models.Model):
    """What a studio wants to know of its contacts. `choices` are the words to choose from."""

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="contact_fields")
    key = models.CharField(_("key"), max_length=40)
    label = models.CharField(_("label"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=list(rules.FIELD_KINDS.items()))
    choices = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "audience_field"
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        constraints = [models.UniqueConstraint(fields=["studio", "key"], name="contact_field_once")]

    def __str__(self) -> str:
        return self.label


class ContactEvent(models.Model):
    """One thing that a contact did or that was done to them. Append-only but for erasure and merging.

    `kind` is one of `rules.EVENTS`, `subject` with what ("offer:12"); `amount` in minor units of `currency` where money
    is in it. `key` makes it happen once ("bought:order_line:9").
    """

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="events", db_index=False)
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=60, blank=True)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    key = models.CharField(max_length=100, null=True, unique=True)

    class Meta:
        db_table = "audience_event"
        indexes = [
            models.Index(fields=["contact", "-at", "-id"], name="event_of_contact"),
            models.Index(fields=["studio", "kind", "subject", "contact", "at"], name="event_by_kind"),
            models.Index(
                fields=["studio", "subject", "-id"], name="event_of_tag", condition=Q(kind__in=("tagged", "untagged"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.kind} {self.subject}"


class ContactImport(Living):
    """A CSV on its way in. `mapping` is {column number: "email" | "name" | "tags" | "field:<key>" | …}.

    `position` is the byte up to which lines are in: a worker that takes over goes on there. `problems` counts lines
    that were left out; `errors` is the file that names each with its reason.
    """

    LIFECYCLE = rules.IMPORT

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    errors = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    size = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    kept_out = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "audience_import"
        verbose_name = _("import of contacts")
        verbose_name_plural = _("imports of contacts")
        indexes = [models.Index(fields=["studio", "-id"], name="import_of_studio")]

    def __str__(self) -> str:
        return f"import {self.pk}"


class Tagging(Living):
    """A tag on its way to all contacts that `filters` find ({"text", "status", "tag_id"}), or `off` them.

    Contacts are gone through in the order of their ids, up to `last`; `position` is up to where they are: a worker that
    takes over goes on there. `meant` were found at the beginning, `seen` gone through, `changed` of these.
    """

    LIFECYCLE = rules.TAGGING

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    off = models.BooleanField(default=False)
    filters = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    position = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    meant = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "audience_tagging"
        verbose_name = _("tagging of many contacts")
        verbose_name_plural = _("taggings of many contacts")

    def __str__(self) -> str:
        return f"tagging {self.pk}"
