"""Messages and the links in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dhara.audience.messages import material
from dhara.people.models import Studio

FULL, ANONYMOUS, OFF = "full", "anonymous", "off"
TRACKING = (
    (FULL, _("who opened and clicked")),
    (ANONYMOUS, _("only how many")),
    (OFF, _("nothing")),
)


class Message(models.Model):
    """`content` is {language: {"subject": …, "subjects": [variants], "preheader": …, "blocks": [block, …]}}.

    A block is {"kind": "heading" | "text" | "button" | "image" | "offer" | "divider" | "quote" | "list" | …, …}; see
    rules. `frozen_at` is set when the first delivery is made. `purpose` is "broadcast", "sequence" or "confirmation".
    """

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=12)
    content = models.JSONField(default=dict)
    from_name = models.CharField(_("sender's name"), max_length=80, blank=True)
    reply_to = models.EmailField(_("reply to"), max_length=254, blank=True)
    tracking = models.CharField(_("tracking"), max_length=10, choices=TRACKING, default=FULL)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "audience_message"
        verbose_name = _("letter to an audience")
        verbose_name_plural = _("letters to an audience")
        indexes = [models.Index(fields=["studio", "-id"], name="message_of_studio")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Link(models.Model):
    """An address in a message, by its place; clicks name it. What a click leads to is signed into its address, too."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="links")
    language = models.CharField(max_length=5)
    number = models.PositiveSmallIntegerField()
    url = models.CharField(max_length=2000)

    class Meta:
        db_table = "audience_link"
        constraints = [models.UniqueConstraint(fields=["message", "language", "number"], name="link_once")]

    def __str__(self) -> str:
        return self.url


class Letterhead(models.Model):
    """How all letters of a studio look. `sender` are the lines that say who writes: a postal address belongs there."""

    studio = models.OneToOneField(Studio, models.CASCADE, related_name="+")
    sender = models.CharField(_("who writes, and from where"), max_length=300, blank=True)
    colour = models.CharField(
        _("colour"),
        max_length=10,
        choices=[(name, colour.name) for name, colour in material.COLOURS.items()],
        default=material.RIVER,
    )
    from_name = models.CharField(_("sender's name"), max_length=80, blank=True)
    reply_to = models.EmailField(_("reply to"), max_length=254, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "audience_letterhead"
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")

    def __str__(self) -> str:
        return f"letterhead of {self.studio_id}"
