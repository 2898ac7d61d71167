"""Campaigns, the items that are worked on, questions with known answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.models import Living
from dhara.work.campaigns import rules
from dhara.work.campaigns.rules import draft
from dhara.work.engagements.models import Engagement, Unit


class Campaign(Living):
    """`reward` is what a worker is paid for a slot, minor units; `positions` how many slots there are.

    `proof` is the form that workers fill in (rules.Field as JSON), `reasons` the presets for rejecting. `minutes` is
    how long a slot may be kept, `measured` the median of seconds that it really took. `targeting` is {"countries": [],
    "languages": [], "level": n}; `per_worker` how many slots one may do in all; `hourly` how many are taken in an hour
    at most (0: any number); `redundancy` how many answers each item gets, where it is `itemized` (known once it is
    paid). `reserve` (minor units) is paid in besides, for rejections that are overturned too late. `checked_at` is when
    its text was found harmless.

    Counted from time to time (`counted_at`): `free` slots, `taken`, `accepted`, `rejected`, `measured`, and
    `hourly_pay`: minor units an hour for a worker of measured speed, or one who takes all the time that is given.
    """

    LIFECYCLE = rules.LIFECYCLE

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="campaigns")
    engagement = models.OneToOneField(Engagement, models.PROTECT, null=True, related_name="campaign")
    title = models.CharField(max_length=120)
    instructions = models.TextField()
    example = models.TextField(blank=True)
    proof = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    reward = models.BigIntegerField()
    positions = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    review_days = models.PositiveSmallIntegerField()
    targeting = models.JSONField(default=dict)
    per_worker = models.PositiveIntegerField(default=1)
    hourly = models.PositiveIntegerField(default=0)
    redundancy = models.PositiveSmallIntegerField(default=1)
    itemized = models.BooleanField(default=False)
    original = models.BooleanField(default=True)
    reserve = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    measured = models.PositiveIntegerField(null=True)
    hourly_pay = models.BigIntegerField(default=0)
    free = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    held_for = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "work_campaign"
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        indexes = [
            models.Index(fields=["account", "-id"], name="campaign_of_account"),
            models.Index(
                fields=["-hourly_pay", "id"], name="campaign_running", condition=Q(status="running", free__gt=0)
            ),
            models.Index(fields=["counted_at"], name="campaign_to_count", condition=~Q(begun_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reward__gt=0, positions__gt=0, redundancy__gte=1, reserve__gte=0), name="campaign_sane"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reasons_told(self) -> list[str]:
        """The presets in the reader's language."""
        return [draft.told(each) for each in self.reasons]


class Slot(models.Model):
    """A place for one accepted answer: free, taken by a live unit, or done. Narrow, so that claims stay fast.

    `place` is its item's position, 0 where the campaign has no items.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="slots", db_index=False)
    item = models.ForeignKey("work.Item", models.CASCADE, null=True, related_name="+", db_index=False)
    place = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=5, default=rules.FREE, choices=list(rules.SLOT_STATES.items()))
    unit = models.OneToOneField(Unit, models.PROTECT, null=True, related_name="slot")

    class Meta:
        db_table = "work_slot"
        indexes = [models.Index(fields=["campaign", "id"], name="slot_free", condition=Q(state="free"))]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.state}"


class Item(models.Model):
    """What is worked on: one row of the buyer's list. `expected` is set on gold questions, which workers can't tell."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    expected = models.JSONField(null=True)
    answers = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "work_item"
        constraints = [models.UniqueConstraint(fields=["campaign", "position"], name="item_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}.{self.position}"


class Trace(models.Model):
    """A print of what was handed in, by which the same or nearly the same is found (see rules.likeness)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    sort = models.CharField(max_length=4)
    digest = models.BigIntegerField()

    class Meta:
        db_table = "work_trace"
        indexes = [models.Index(fields=["campaign", "digest"], name="trace_same")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.sort}"


class Standing(models.Model):
    """What is known of a buyer, for everybody to see: how many tasks were accepted, rejected, and paid after an appeal.

    `review_seconds` is the median time in which they were decided by hand.
    """

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="standing")
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    overturned = models.PositiveIntegerField(default=0)
    review_seconds = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "work_standing"

    def __str__(self) -> str:
        return f"{self.account_id}: {self.accepted}/{self.accepted + self.rejected}"
