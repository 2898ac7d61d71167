"""Methods, plans, payouts, batches and their lines. Amounts are minor units."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.lifecycle.models import Living
from dhara.kit.refusal import NotFoundHere
from dhara.money.gateways.models import GatewayAccount
from dhara.money.payouts import details, rules
from dhara.people.models import Account, Studio


class PayoutMethod(Living):
    """`sealed` are the details (kit.seal), never changed; `shown` what may be seen of them; `fingerprint` their hash.

    `code_hash` is of the code that was mailed, empty once it was entered; `code_tries` how often it was guessed.
    `test` is where the test transfer stands: "" (none is made), sending, sent, right; `test_amount` in minor units.
    """

    LIFECYCLE = rules.METHOD_LIFECYCLE

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="payout_methods")
    kind = models.CharField(max_length=10)
    sealed = models.TextField()
    shown = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    added_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    usable_from = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=128, blank=True)
    code_sent_at = models.DateTimeField()
    code_tries = models.PositiveSmallIntegerField(default=0)
    code_right_at = models.DateTimeField(null=True)
    test = models.CharField(max_length=10, blank=True)
    test_gateway = models.CharField(max_length=20, blank=True)
    test_account = models.ForeignKey(GatewayAccount, models.PROTECT, null=True, related_name="+", db_index=False)
    test_amount = models.BigIntegerField(default=0)
    test_ref = models.CharField(max_length=120, blank=True)
    test_tries = models.PositiveSmallIntegerField(default=0)
    test_asked = models.PositiveSmallIntegerField(default=0)
    test_ask_at = models.DateTimeField(null=True)
    test_sent_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "money_payoutmethod"
        verbose_name = _("payout method")
        verbose_name_plural = _("payout methods")
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "fingerprint"],
                condition=Q(status__in=(rules.NEW, rules.PROVEN)),
                name="payout_method_once",
            ),
            models.CheckConstraint(
                condition=~Q(status=rules.PROVEN) | Q(usable_from__isnull=False), name="payout_method_proven_rests"
            ),
        ]

    def __str__(self) -> str:
        return f"{details.KINDS[self.kind].label} {self.ending}"

    @property
    def note_words(self) -> str:
        return gettext(self.note) if self.note else ""

    @property
    def ending(self) -> str:
        """The masked number."""
        fields = ("number", "account", "stripe")
        return next((str(self.shown[name]) for name in fields if name in self.shown), "")


class PayoutPlan(models.Model):
    """How the balance of one currency is paid out. `next_at` is when it is due; `minimum` may be above the policy's."""

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="payout_plans")
    currency = models.CharField(max_length=3)
    rhythm = models.CharField(max_length=8, choices=list(rules.RHYTHMS.items()), default=rules.MANUAL)
    minimum = models.BigIntegerField(default=0)
    method = models.ForeignKey(PayoutMethod, models.SET_NULL, null=True, related_name="plans")
    next_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "money_payoutplan"
        constraints = [
            models.UniqueConstraint(fields=["studio", "currency"], name="payout_plan_once"),
            models.CheckConstraint(condition=Q(minimum__gte=0), name="payout_plan_minimum"),
        ]
        indexes = [models.Index(fields=["next_at"], name="payout_plan_due", condition=Q(next_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.studio_id} {self.currency} {self.rhythm}"


class Payouts(models.QuerySet["Payout"]):
    def locked(self, payout_id: int) -> Payout:
        """The payout, locked until the end of the transaction, with method and studio. Raises NotFoundHere."""
        found = self.select_for_update(of=("self",)).select_related("method", "studio").filter(pk=payout_id).first()
        if found is None:
            raise NotFoundHere()
        return found


class Payout(Living):
    """`amount` left the balance, `fee` of it stays with the platform, the rest is sent. `key` makes a request once.

    `fingerprint` pins it to the method's details. `held_for` are codes of rules.REASONS while it waits, `why` an
    operator's or gateway's words about its state.
    `tries` counts how often the gateway was told to send, `asked` how often it was asked; `busy_until` keeps others
    away while one worker speaks to the gateway.
    """

    LIFECYCLE = rules.LIFECYCLE

    number = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=120, unique=True)
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="payouts")
    method = models.ForeignKey(PayoutMethod, models.PROTECT, related_name="payouts")
    fingerprint = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    automatic = models.BooleanField(default=False)
    held_for = models.JSONField(default=list)
    why = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    gateway = models.CharField(max_length=20, blank=True)
    account = models.ForeignKey(GatewayAccount, models.PROTECT, null=True, related_name="payouts", db_index=False)
    ref = models.CharField(max_length=120, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)
    ask_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = Payouts.as_manager()

    class Meta:
        db_table = "money_payout"
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        indexes = [
            models.Index(fields=["studio", "-id"], name="payout_studio"),
            models.Index(fields=["status", "id"], name="payout_open", condition=Q(status__in=rules.UNDER_WAY)),
            models.Index(fields=["gateway", "ref"], name="payout_ref", condition=~Q(ref="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, fee__gte=0) & Q(amount__gt=F("fee")), name="payout_amount_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def reason_words(self) -> str:
        """Our own reasons in the reader's language; an operator's or a gateway's as they were told."""
        return gettext(self.why) if self.why else ""

    @property
    def net(self) -> int:
        return self.amount - self.fee

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def sent(self) -> Money:
        """What the seller receives."""
        return Money(self.net, self.currency)


class PayoutBatch(Living):
    """`count` and `total` (minor units, what is sent) are of its lines when it was made."""

    LIFECYCLE = rules.BATCH_LIFECYCLE

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10)
    currency = models.CharField(max_length=3)
    count = models.PositiveIntegerField()
    total = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "money_payoutbatch"
        verbose_name = _("payout batch")
        verbose_name_plural = _("payout batches")

    def __str__(self) -> str:
        return self.number


class PayoutLine(models.Model):
    """A payout on a list. `dropped` when the list was given up, so that the payout may go on another."""

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="lines")
    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    dropped = models.BooleanField(default=False)

    class Meta:
        db_table = "money_payoutline"
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["payout"], condition=Q(dropped=False), name="payout_in_one_batch"),
            models.UniqueConstraint(fields=["batch", "place"], name="payout_line_place"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.place}"
