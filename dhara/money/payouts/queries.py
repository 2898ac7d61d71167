"""Reads: what can be paid out, what stands in its way, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.facts.models import RecordedFact
from dhara.kit.refusal import NotFoundHere
from dhara.money.gateways import queries as gateways
from dhara.money.gateways.models import GatewayAccount
from dhara.money.gateways.rules import Gateway, PaysOut
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.models import LedgerAccount
from dhara.money.payouts import details, rules
from dhara.money.payouts.models import Payout, PayoutBatch, PayoutMethod, PayoutPlan
from dhara.money.policies import queries as policies
from dhara.people.models import Studio
from dhara.people.studios.rules import OPEN


@dataclass(frozen=True)
class Standing:
    """One currency of a studio. `payable` is what may leave: available less what the studio owes, never below zero.

    `under_way` is what left the balance and has not arrived; `paid` all that ever arrived.
    """

    currency: str
    pending: Money
    available: Money
    owed: Money
    reserved: Money
    under_way: Money
    paid: Money

    @property
    def payable(self) -> Money:
        return max(self.available - self.owed, Money.zero(self.currency))


def standings(studio_id: int) -> dict[str, Standing]:
    """By currency, for every one in which the studio ever earned. Two queries."""
    wanted = (ledger.SELLER_PENDING, ledger.SELLER_AVAILABLE, ledger.SELLER_OWES, ledger.SELLER_RESERVE)
    sums: dict[str, dict[str, int]] = {}
    accounts = LedgerAccount.objects.filter(studio_id=studio_id, purpose__in=wanted).order_by("currency")
    for purpose, currency, balance in accounts.values_list("purpose", "currency", "balance"):
        sums.setdefault(currency, {})[purpose] = balance
    moved = Payout.objects.filter(studio_id=studio_id, status__in=(*rules.UNDER_WAY, rules.PAID))
    for currency, status, amount in moved.values_list("currency", "status").annotate(sum=Sum("amount")):
        row = sums.setdefault(currency, {})
        name = "paid" if status == rules.PAID else "under_way"
        row[name] = row.get(name, 0) + amount
    return {code: _standing(code, row) for code, row in sorted(sums.items())}


def _standing(code: str, row: dict[str, int]) -> Standing:
    names = (ledger.SELLER_PENDING, ledger.SELLER_AVAILABLE, ledger.SELLER_OWES, ledger.SELLER_RESERVE)
    pending, available, owes, reserved = (Money(row.get(name, 0), code) for name in names)
    owed = max(-owes, Money.zero(code))
    under_way, paid = (Money(row.get(name, 0), code) for name in ("under_way", "paid"))
    return Standing(code, pending, available, owed, reserved, under_way, paid)


def standing(studio_id: int, currency: str) -> Standing:
    return standings(studio_id).get(currency) or _standing(currency, {})


def least(currency: str, *, at: datetime) -> Money:
    """The smallest amount that may be asked for."""
    return Money(max(policies.value("payout.min_minor", at=at), 1), currency)


def cost(amount: Money, *, at: datetime) -> Money:
    points, fixed = (policies.value(f"payout.fee_{unit}", at=at) for unit in ("bp", "minor"))
    return rules.fee(amount, points, fixed)


def reasons(payout: Payout, *, at: datetime) -> list[str]:
    """Codes of rules.REASONS for which it may not leave now. An operator's word ends those that ask for it."""
    found = []
    if payout.approved_at is None:
        others = Payout.objects.filter(studio_id=payout.studio_id, status=rules.PAID)
        if not others.exists():
            found.append("first")
        if payout.amount > policies.value("payout.approve_minor", at=at):
            found.append("limit")
    if payout.method.usable_from is None or payout.method.usable_from > at:
        found.append("cooling")
    if payout.studio.status not in (OPEN, "closed"):
        found.append("suspended")
    kept_back = LedgerAccount.objects.filter(
        studio_id=payout.studio_id, purpose=ledger.SELLER_RESERVE, currency=payout.currency, balance__gt=0
    )
    if kept_back.exists():
        found.append("dispute")
    if "operator" in payout.held_for and payout.approved_at is None:
        found.append("operator")
    return found


@dataclass(frozen=True)
class Channel:
    """The gateway that sends to a kind of method, and our account with it."""

    gateway: Gateway
    sender: PaysOut
    account: GatewayAccount | None


def channel(kind: str, currency: str) -> Channel | None:
    """A gateway that can send to this kind, a real one before the sandbox; None where an operator must."""
    for each in sorted(gateways.available(currency), key=lambda gateway: gateway.sandbox):
        if isinstance(each, PaysOut) and kind in each.pays:
            try:
                return Channel(each, each, gateways.account_for(each))
            except NotFoundHere:
                continue
    return None


def visible_to(actor: Actor, studio: Studio | None = None) -> QuerySet[Payout]:
    """A studio's, for a door that has asked for the right to see its money; all of them for operators."""
    found = Payout.objects.select_related("method", "studio").order_by("-id")
    if studio is not None:
        return found.filter(studio=studio)
    return found if actor.kind in ("operator", "system") else found.none()


def methods_of(studio_id: int, *, also_gone: bool = False) -> QuerySet[PayoutMethod]:
    """In use, the latest first; with `also_gone` those that were removed or refused too."""
    found = PayoutMethod.objects.filter(studio_id=studio_id).order_by("-id")
    return found if also_gone else found.exclude(status=rules.RETIRED)


def usable(studio_id: int, currency: str) -> list[PayoutMethod]:
    """Proven methods that take a currency (they may still be resting)."""
    found = PayoutMethod.objects.filter(studio_id=studio_id, status=rules.PROVEN).order_by("-id")
    return [each for each in found if details.takes(each.kind, currency)]


def plans_of(studio_id: int) -> dict[str, PayoutPlan]:
    return {plan.currency: plan for plan in PayoutPlan.objects.filter(studio_id=studio_id).select_related("method")}


def due_plans(at: datetime) -> list[int]:
    due = PayoutPlan.objects.filter(next_at__lte=at).order_by("next_at", "id")
    return list(due.values_list("pk", flat=True)[:1000])


def to_send(at: datetime) -> list[int]:
    """Payouts that a gateway should be told to make, or be asked about."""
    nobody = Q(busy_until__isnull=True) | Q(busy_until__lte=at)
    due = Q(status=rules.CREATED, ask_at__lte=at) | Q(status=rules.PROCESSING, ask_at__lte=at)
    return list(Payout.objects.filter(nobody & due).order_by("id").values_list("pk", flat=True)[:1000])


def waiting() -> list[int]:
    """Held payouts, whose reasons may have gone."""
    return list(Payout.objects.filter(status=rules.HELD).order_by("id").values_list("pk", flat=True)[:5000])


def tests_to_ask(at: datetime) -> list[int]:
    """Methods whose test transfer must be sent or asked about."""
    due = PayoutMethod.objects.filter(status=rules.NEW, test="sending", test_ask_at__lte=at)
    return list(due.order_by("id").values_list("pk", flat=True)[:500])


def to_approve() -> QuerySet[Payout]:
    """Held payouts that wait for an operator's word."""
    asked = [code for code, reason in rules.REASONS.items() if reason.asked]
    wanted = Q()
    for code in asked:
        wanted |= Q(held_for__contains=[code])
    return Payout.objects.filter(wanted, status=rules.HELD)


def to_batch() -> QuerySet[Payout]:
    """Payouts that wait for a list to a bank."""
    return Payout.objects.filter(status=rules.CREATED, gateway="")


def to_vouch() -> QuerySet[PayoutMethod]:
    """Methods that wait for an operator's word."""
    return PayoutMethod.objects.filter(status=rules.NEW, test="", code_right_at__isnull=False)


def for_batch(kind: str, currency: str) -> QuerySet[Payout]:
    """Payouts that no gateway sends: they wait for a list to a bank."""
    ready = Payout.objects.filter(status=rules.CREATED, method__kind=kind, currency=currency, gateway="")
    return ready.order_by("id")


def by_ref(gateway: str, ref: str) -> Payout | None:
    return Payout.objects.filter(gateway=gateway, ref=ref).order_by("-id").first() if ref else None


def lines_of(batch: PayoutBatch) -> Iterable[tuple[int, Payout]]:
    """(place, payout) of a batch, methods and studios loaded."""
    lines = batch.lines.select_related("payout__method", "payout__studio").order_by("place")
    return [(line.place, line.payout) for line in lines]


@dataclass(frozen=True)
class Happened:
    """One step of a payout in the reader's language; `tone` as the timeline knows it."""

    at: datetime
    words: str
    tone: str = ""


_TONES = {"PayoutPaid": "success", "PayoutFailed": "error", "PayoutReturned": "error", "PayoutCancelled": "muted"}


def story(payout: Payout) -> list[Happened]:
    """What happened to it, the first thing first. One query."""
    facts = RecordedFact.objects.filter(subject=f"payout:{payout.pk}").order_by("id")
    return [Happened(each.at, _in_words(each), _TONES.get(each.name.partition(".")[2], "")) for each in facts]


def _in_words(recorded: RecordedFact) -> str:
    told = dict(recorded.data)
    if told.get("reason"):
        told["reason"] = gettext(told["reason"])
    words = str(recorded.load().words) % told
    codes = [code for code in str(told.get("reasons", "")).split(",") if code in rules.REASONS]
    return " ".join([words, *(str(rules.REASONS[code].words) for code in codes)])
