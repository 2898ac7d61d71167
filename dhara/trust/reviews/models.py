"""Exchanges of reviews, the reviews, reports about them, and the numbers that are counted from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer
from dhara.kit.lifecycle.models import Living
from dhara.people.conversations.rules.contacts import masked
from dhara.people.models import Studio
from dhara.trust.reviews import rules
from dhara.work.models import Engagement


class Exchange(Living):
    """Who may write about ended work, `until` when. `days` is how long they were given."""

    LIFECYCLE = rules.EXCHANGE

    engagement = models.OneToOneField(Engagement, models.PROTECT, related_name="exchange")
    days = models.PositiveSmallIntegerField()
    until = models.DateTimeField()

    class Meta:
        db_table = "trust_exchange"
        verbose_name = _("exchange of reviews")
        verbose_name_plural = _("exchanges of reviews")

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.status}"


class Review(Living):
    """What `side` says of the other. What was written never changes (see the migration); an answer is given once.

    `studio` is the one that did the work; `buyer` the account that paid, null for guests, who are `buyer_key` (their
    address) as all are. `offer` is what was bought, null for projects. `stars` and `marks` (by rules.MARKS) are 1 to 5.
    `name` is how the writer is shown. `held_for` are codes of what its text was held for, separated by commas.
    """

    LIFECYCLE = rules.REVIEW

    exchange = models.ForeignKey(Exchange, models.PROTECT, related_name="reviews", db_index=False)
    side = models.CharField(max_length=10, choices=list(rules.SIDES.items()))
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="reviews", db_index=False)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reviews")
    buyer_key = models.CharField(max_length=254)
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="reviews", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=160)
    stars = models.PositiveSmallIntegerField()
    marks = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=5)
    held_for = models.CharField(max_length=80, blank=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answerer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "trust_review"
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [
            models.Index(fields=["studio", "-id"], name="review_of_studio", condition=Q(status="published")),
            models.Index(fields=["offer", "-id"], name="review_of_offer", condition=Q(status="published")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "side"], name="review_once"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="review_stars"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False), name="review_published_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id} {self.side}: {self.stars}"

    @property
    def words(self) -> str:
        """The text as others read it: contact details are hidden."""
        return masked(self.text)

    @property
    def answer_words(self) -> str:
        return masked(self.answer)


class ReviewReport(models.Model):
    """Somebody finds that a review breaks the rules; an operator looks at it."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="reports", db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=list(rules.REPORTS.items()))
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "trust_reviewreport"
        verbose_name = _("report of a review")
        verbose_name_plural = _("reports of reviews")
        constraints = [models.UniqueConstraint(fields=["review", "account"], name="review_reported_once")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.reason}"


class Reputation(models.Model):
    """The numbers of a studio, of one of its offers, or of a buyer: exactly one of the three is set.

    `reviews` how many were published; `mean` their mean in hundredths of a star, where what one buyer says on one day
    counts as one; `score` the same drawn towards everybody's mean (rules.numbers). `spread` how many gave 1 to 5
    stars, `marks` the means by mark, in hundredths. Of studios besides: `done` and `failed` work, `success` the lower
    bound of its rate in hundredths of a percent; `level`, since when, and when it falls unless the numbers are back.
    """

    studio = models.OneToOneField(Studio, models.CASCADE, null=True, related_name="reputation")
    offer = models.OneToOneField(Offer, models.CASCADE, null=True, related_name="reputation")
    buyer = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="reputation")
    reviews = models.PositiveIntegerField(default=0)
    mean = models.PositiveSmallIntegerField(default=0)
    score = models.PositiveSmallIntegerField(default=0)
    spread = models.JSONField(default=list)
    marks = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    success = models.PositiveSmallIntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=0)
    level_at = models.DateTimeField(null=True)
    falls_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "trust_reputation"
        verbose_name = _("reputation")
        verbose_name_plural = _("reputations")
        constraints = [
            models.CheckConstraint(
                condition=Q(studio__isnull=False, offer=None, buyer=None)
                | Q(studio=None, offer__isnull=False, buyer=None)
                | Q(studio=None, offer=None, buyer__isnull=False),
                name="reputation_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviews}: {self.mean / 100}"
