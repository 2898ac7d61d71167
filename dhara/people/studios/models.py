"""Studios, their members, and handles that are out of use."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from dhara.kit.files.models import Picture
from dhara.kit.lifecycle.models import Living
from dhara.people.studios import rules


class Studio(Living):
    LIFECYCLE = rules.LIFECYCLE

    handle = models.CharField(_("address"), max_length=30)
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("tagline"), max_length=140, blank=True)
    bio = models.TextField(_("about"), max_length=4000, blank=True)
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    cover = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    # [{"label": "Behance", "url": "https://…"}], at most 8
    links = models.JSONField(_("links"), default=list, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="BDT")
    language = models.CharField(_("language"), max_length=5, default="bn")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Dhaka")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_studio"
        verbose_name = _("studio")
        verbose_name_plural = _("studios")
        constraints = [models.UniqueConstraint(Lower("handle"), name="studio_handle_once")]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    studio = models.ForeignKey(Studio, models.CASCADE, related_name="members")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=list(rules.ROLES.items()))
    since = models.DateTimeField()

    class Meta:
        db_table = "people_member"
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(fields=["studio", "account"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_role_display()}"


class Invitation(models.Model):
    """An address asked to join; taken by whoever proves that address, once."""

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email address"))
    role = models.CharField(_("role"), max_length=10, choices=list(rules.ROLES.items()))
    token = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_invitation"
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "studio", Lower("email"), condition=models.Q(accepted_at__isnull=True), name="invitation_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.email


class RetiredHandle(models.Model):
    """A handle that a studio used before: it redirects there and is never given to another."""

    handle = models.CharField(max_length=30)
    studio = models.ForeignKey(Studio, models.CASCADE, related_name="retired_handles")
    retired_at = models.DateTimeField()

    class Meta:
        db_table = "people_retiredhandle"
        constraints = [models.UniqueConstraint(Lower("handle"), name="retired_handle_once")]

    def __str__(self) -> str:
        return self.handle
