"""Sequences, their versions, and who is where in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.models import Contact
from dhara.audience.segments.models import Segment
from dhara.audience.sending.models import Delivery
from dhara.audience.sequences import rules
from dhara.kit.lifecycle.models import Living
from dhara.people.models import Studio


class Sequence(Living):
    """`draft` is the graph being edited. `window` is {} or {"from": "09:00", "until": "21:00", "days": [0…6]}.

    `goal` is {} or {"kind": "bought", "ref": "offer:12"}: who reaches it leaves at once. `template` names what it was
    made from.
    """

    LIFECYCLE = rules.LIFECYCLE

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="sequences")
    name = models.CharField(_("name"), max_length=120)
    template = models.CharField(max_length=40, blank=True)
    draft = models.JSONField(default=dict)
    draft_version = models.PositiveIntegerField(default=0)
    current = models.ForeignKey("SequenceVersion", models.PROTECT, null=True, related_name="+")
    reentry = models.CharField(max_length=10, choices=list(rules.REENTRY.items()), default=rules.NEVER)
    cooldown_days = models.PositiveSmallIntegerField(default=0)
    window = models.JSONField(default=dict)
    goal = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "audience_sequence"
        verbose_name = _("sequence")
        verbose_name_plural = _("sequences")
        indexes = [models.Index(fields=["studio", "-id"], name="sequence_of_studio")]

    def __str__(self) -> str:
        return self.name


class SequenceVersion(models.Model):
    """A published graph; it never changes. `successors` tells where people of deleted nodes go on: {old node: node}."""

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    graph = models.JSONField()
    successors = models.JSONField(default=dict)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "audience_sequenceversion"
        constraints = [models.UniqueConstraint(fields=["sequence", "number"], name="sequence_version_once")]

    def __str__(self) -> str:
        return f"{self.sequence_id} v{self.number}"


class Trigger(models.Model):
    """What brings contacts into a sequence, or is its goal (`role`): an event of `kind`, about `ref` ("" for any).

    Those for goals are written by publishing and by `settle`, so that one read finds all that an event is about.
    """

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="triggers")
    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    ref = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=5, choices=list(rules.ROLES.items()), default=rules.ENTERS)

    class Meta:
        db_table = "audience_trigger"
        indexes = [models.Index(fields=["studio", "kind", "ref"], name="trigger_of_studio")]
        constraints = [models.UniqueConstraint(fields=["sequence", "role", "kind", "ref"], name="trigger_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Enrolment(models.Model):
    """One passage of one contact: `node` is where it stands, `visit` how many steps it has come.

    `next_run_at` is when it goes on; nobody goes on who rests, as all of a paused sequence do. Who claims it keeps its
    row locked until the step is done, so there is no lease (docs/decisions/0020). `exit_reason` is for the studio.
    """

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+", db_index=False)
    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="enrolments", db_index=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="enrolments", db_index=False)
    version = models.ForeignKey(SequenceVersion, models.PROTECT, related_name="+")
    rotation = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=list(rules.ENROLMENT.items()), default=rules.ACTIVE_IN)
    node = models.CharField(max_length=24, blank=True)
    visit = models.PositiveSmallIntegerField(default=0)
    next_run_at = models.DateTimeField(null=True)
    resting = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    exit_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "audience_enrolment"
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        indexes = [
            models.Index(
                fields=["next_run_at", "id"], name="enrolment_due", condition=Q(state="active", resting=False)
            ),
            models.Index(fields=["contact", "-id"], name="enrolment_of_contact"),
            models.Index(fields=["sequence", "state", "node"], name="enrolment_counts"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["sequence", "contact", "rotation"], name="enrolment_once"),
            models.UniqueConstraint(
                fields=["sequence", "contact"], condition=Q(state__in=["active", "held"]), name="enrolment_active_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} in {self.sequence_id}"


class Step(models.Model):
    """A node that an enrolment has come through, with what came of it ("next", "yes", "no", "a", "skipped", …).

    `visit` counts the steps of the passage, so a node that comes again has another.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="steps", db_index=False)
    node = models.CharField(max_length=24)
    visit = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=24, blank=True)
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "audience_step"
        constraints = [models.UniqueConstraint(fields=["enrolment", "node", "visit"], name="step_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.node}"


class Intake(Living):
    """Many contacts on their way into a sequence. `name` and `rules` are the segment's as they were when it began.

    Where no segment was chosen, `filters` are those of the list of contacts ({"text", "status", "tag_id"}), all of them
    empty for the whole audience.

    Contacts are gone through in the order of their ids, up to `last`; `position` is up to where they are: a worker that
    takes over goes on there. `meant` were counted at the beginning. `already`: were in it, or do not come in again yet;
    `kept_out`: have left the audience, or get no letters.
    """

    LIFECYCLE = rules.INTAKE

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="+", db_index=False)
    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="intakes", db_index=False)
    segment = models.ForeignKey(Segment, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=80)
    rules = models.JSONField(default=dict)
    filters = models.JSONField(null=True)
    position = models.BigIntegerField(default=0)
    last = models.BigIntegerField(default=0)
    meant = models.PositiveIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    kept_out = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "audience_intake"
        verbose_name = _("intake of many contacts")
        verbose_name_plural = _("intakes of many contacts")
        indexes = [models.Index(fields=["sequence", "-id"], name="intake_of_sequence")]
        constraints = [
            models.UniqueConstraint(fields=["sequence"], condition=Q(status="running"), name="intake_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.title} into {self.sequence_id}"

    @property
    def title(self) -> str:
        """Who came, in the reader's words."""
        if self.filters is None:
            return self.name
        return str(_("A search among the contacts") if any(self.filters.values()) else _("The whole audience"))
