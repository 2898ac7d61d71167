"""Forms and what was filled in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.models import Contact
from dhara.audience.forms import rules
from dhara.catalog.models import Offer
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class Form(Living):
    """`token` is its public address. `questions` is [{"field": key | "name", "required": bool}, …] besides the e-mail.

    `texts` is {language: {"title", "words", "button", "consent", "thanks"}}; `look` is {"place": "inline" | "popup" |
    "page", "tone", "after_seconds", …}; `tags` ids of tags that who confirms gets.
    """

    LIFECYCLE = rules.LIFECYCLE

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="forms")
    token = models.CharField(max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=120)
    questions = models.JSONField(default=list)
    texts = models.JSONField(default=dict)
    look = models.JSONField(default=dict)
    tags = models.JSONField(default=list)
    magnet = models.ForeignKey(Offer, models.SET_NULL, null=True, related_name="+")
    confirm = models.BooleanField(_("ask to confirm"), default=True)
    seen = models.PositiveIntegerField(default=0)
    on_page = models.BooleanField(_("on the studio's page"), default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "audience_form"
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        indexes = [models.Index(fields=["studio", "-id"], name="form_of_studio")]
        constraints = [models.UniqueConstraint(fields=["studio"], condition=Q(on_page=True), name="form_on_page_once")]

    def __str__(self) -> str:
        return self.name


class Showing(models.Model):
    """How many saw a form on a day of its studio's, on which page ("" where that is not known) and sent from where.

    `page` is without scheme and query, `source` the "utm_source" of its address.
    """

    form = models.ForeignKey(Form, models.CASCADE, related_name="showings", db_index=False)
    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+")
    day = models.DateField()
    page = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=120, blank=True)
    seen = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "audience_showing"
        verbose_name = _("showing of a form")
        verbose_name_plural = _("showings of forms")
        constraints = [models.UniqueConstraint(fields=["form", "day", "page", "source"], name="showing_once")]

    def __str__(self) -> str:
        return f"{self.form_id} {self.day} {self.page}"


class Submission(Living):
    """`data` is what was filled in; `utm` {"source": …}; `consent` the words beside the button, in `language`."""

    LIFECYCLE = rules.SUBMISSION

    form = models.ForeignKey(Form, models.CASCADE, related_name="submissions")
    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="submissions")
    email = models.EmailField(max_length=254, blank=True)
    token = models.CharField(max_length=48, unique=True)
    language = models.CharField(max_length=5)
    data = models.JSONField(default=dict)
    utm = models.JSONField(default=dict)
    page = models.CharField(max_length=500, blank=True)
    consent = models.TextField(blank=True)
    ip = models.GenericIPAddressField(null=True)
    visitor = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "audience_submission"
        verbose_name = _("form submission")
        verbose_name_plural = _("form submissions")
        indexes = [
            models.Index(fields=["form", "-id"], name="submission_of_form"),
            models.Index(fields=["created_at"], name="submission_waiting", condition=Q(status="waiting")),
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}"
