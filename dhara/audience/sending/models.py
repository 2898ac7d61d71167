"""Deliveries, the ways to send, and what came back."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.models import Contact
from dhara.audience.messages.models import Message
from dhara.audience.sending import rules
from dhara.people.models import Studio


class Provider(models.Model):
    """How a studio's letters leave (studio None: the instance's own way, for all who have none).

    `kind` is "smtp" or a name of Anymail's; `secrets` is sealed (kit.seal): {"host", "port", "user", "password", …} or
    the provider's keys. `from_email` is the sender, its domain what SPF, DKIM and DMARC are about. `per_minute` and
    `per_day` are 0 where unlimited; `warm_up` the day on which a new domain began to send (null: none). `paused_for`
    says why a breaker stopped it.
    """

    studio = models.OneToOneField(Studio, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=20)
    secrets = models.TextField(blank=True)
    from_email = models.EmailField(_("sender's address"), max_length=254)
    domain = models.CharField(max_length=190)
    per_minute = models.PositiveIntegerField(_("letters per minute"), default=0)
    per_day = models.PositiveIntegerField(_("letters per day"), default=0)
    connections = models.PositiveSmallIntegerField(_("connections"), default=4)
    warm_up = models.DateField(_("warm-up since"), null=True)
    paused_for = models.CharField(max_length=40, blank=True)
    paused_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    hook_token = models.CharField(max_length=48, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "audience_provider"
        verbose_name = _("way to send")
        verbose_name_plural = _("ways to send")
        constraints = [models.UniqueConstraint(models.Value(1), condition=Q(studio=None), name="provider_of_instance")]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_email}"


class Delivery(models.Model):
    """One letter to one contact. `rotation` counts how often the contact came to this message (0 for broadcasts).

    `domain` is the recipient's, `variant` the number of the subject; `fence` grows with each claim, and only its holder
    may say how the attempt ended. The Message-ID follows from id and rotation (`rules`), so it is not kept.
    `source` is "broadcast:<id>" or "enrolment:<id>".

    While it is being sent `flight` is the id of the `Flight` that it is in: no foreign key and in no index, so that a
    claim writes nothing but the row itself, within its page (a HOT update; the migration leaves room in the pages).
    """

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries", db_index=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="deliveries", db_index=False)
    rotation = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=list(rules.STATES.items()), default=rules.QUEUED)
    domain = models.CharField(max_length=190)
    language = models.CharField(max_length=5)
    variant = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    flight = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "audience_delivery"
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["message", "state"], name="delivery_counts"),
            models.Index(fields=["contact", "-sent_at"], name="delivery_of_contact"),
            models.Index(
                fields=["message", "due_at", "id"], name="delivery_open", condition=Q(state__in=["queued", "deferred"])
            ),
            models.Index(fields=["source"], name="delivery_waiting", condition=Q(state__in=["queued", "deferred"])),
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "contact", "rotation"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.contact_id}: {self.state}"


class Flight(models.Model):
    """Letters that a worker claimed at once, by id: committed before the first of them can leave, gone with the last.

    Whose lease is over was left by a worker that died: nobody can say which of its letters the server took.
    """

    letters = ArrayField(models.BigIntegerField())
    leased_until = models.DateTimeField()

    class Meta:
        db_table = "audience_flight"

    def __str__(self) -> str:
        return f"{len(self.letters)} letters until {self.leased_until}"


class Lane(models.Model):
    """The stream of one message's deliveries: what is paused, and what a breaker looks at.

    `source` is the broadcast's, "" for the messages of sequences. `sent`, `bounced` and `complained` are tallies of
    late, halved from time to time (`rules.LATELY`), so that old success does not hide new trouble. `finished_at` is
    when nothing was left to send.
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="lane")
    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+")
    source = models.CharField(max_length=30, blank=True)
    paused_at = models.DateTimeField(null=True)
    paused_for = models.CharField(max_length=40, blank=True)
    finished_at = models.DateTimeField(null=True)
    sent = models.PositiveIntegerField(default=0)
    bounced = models.PositiveIntegerField(default=0)
    complained = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "audience_lane"
        indexes = [models.Index(fields=["source"], name="lane_of_source", condition=~Q(source=""))]

    def __str__(self) -> str:
        return f"{self.message_id} {self.source}"


class Slowdown(models.Model):
    """Until when nothing is sent on one way to one domain; `domain` "" is the way's own server.

    `way` is "provider:<id>" or "instance". `failures` in a row make the pauses grow; a letter that is taken ends it.
    """

    way = models.CharField(max_length=30)
    domain = models.CharField(max_length=190, blank=True)
    until = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "audience_slowdown"
        constraints = [models.UniqueConstraint(fields=["way", "domain"], name="slowdown_once")]

    def __str__(self) -> str:
        return f"{self.way} {self.domain}"


class Pace(models.Model):
    """How many letters a way has begun since this minute or day began: what its limits are held against."""

    way = models.CharField(max_length=30)
    span = models.CharField(max_length=6)
    since = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "audience_pace"
        constraints = [models.UniqueConstraint(fields=["way", "span"], name="pace_once")]

    def __str__(self) -> str:
        return f"{self.way} {self.taken} in a {self.span}"


class Slot(models.Model):
    """When the next letter may leave for a domain whose letters are limited; those after it get later times."""

    way = models.CharField(max_length=30)
    domain = models.CharField(max_length=190)
    free_at = models.DateTimeField()

    class Meta:
        db_table = "audience_slot"
        constraints = [models.UniqueConstraint(fields=["way", "domain"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.way} {self.domain} {self.free_at}"


class Turn(models.Model):
    """Whose turn it is to send on a way: one worker at a time, which says so again as long as it lives.

    `job_at` is when the job that was put into the queue last is to run: no second one is put there for the same.
    """

    way = models.CharField(max_length=30, unique=True)
    holder = models.CharField(max_length=32, blank=True)
    held_until = models.DateTimeField(null=True)
    job_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "audience_turn"

    def __str__(self) -> str:
        return f"{self.way} {self.holder}"


class Touch(models.Model):
    """An open or a click as it came, then judged: `verdict` is "" (not yet), "human", "machine" or "scanner".

    `link` is the number of the link, null for an open. With anonymous tracking `delivery` is null.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="+", db_index=False)
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, related_name="touches")
    link = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=5, blank=True)
    at = models.DateTimeField()
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    verdict = models.CharField(max_length=8, blank=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "audience_touch"
        indexes = [
            models.Index(fields=["message", "verdict", "link"], name="touch_of_message"),
            models.Index(fields=["at"], name="touch_unjudged", condition=Q(verdict="")),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.link} {self.verdict}"


class Returned(models.Model):
    """What came back about a delivery: a refusal at the door, a DSN, a complaint, a provider's event.

    Stored once, then handled.
    """

    source = models.CharField(max_length=30)
    event_id = models.CharField(max_length=200)
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    status_code = models.CharField(max_length=12, blank=True)
    detail = models.TextField(blank=True)
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "audience_returned"
        constraints = [models.UniqueConstraint(fields=["source", "event_id"], name="returned_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
