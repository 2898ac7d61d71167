"""Reads: who is who in an engagement, what somebody may see, the lists of each side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from dhara.checkout.models import Order, OrderLine, Refund
from dhara.kit.actor import Actor
from dhara.money.ledger import rules as accounts
from dhara.money.models import Clearing
from dhara.money.policies.rules import read
from dhara.people.access.queries import Viewer
from dhara.people.models import Member, Studio
from dhara.people.studios.queries import role_of as studio_role
from dhara.people.studios.rules import role_may
from dhara.work.engagements import rules
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.engagements.modes.common import ACTIVE
from dhara.work.engagements.modes.fixed import FIXED
from dhara.work.engagements.modes.hourly import HOURLY
from dhara.work.engagements.rules import Role
from dhara.work.engagements.rules import silent_until as silent_until

# What a list shows: what waits for this side, all that has not ended, what waits for the other side, what has ended.
NEEDS, RUNNING, OTHERS, ENDED = "", "running", "waiting", "ended"
SHOWS: Final = (NEEDS, RUNNING, OTHERS, ENDED)
PAGE: Final = 30
_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Rows:
    """`next` is the cursor of the page after this one, empty on the last. Each unit has `asks`: who wants a change."""

    units: Sequence[Unit]
    next: str


def visible_to(viewer: Viewer) -> QuerySet[Engagement]:
    """Those of which the viewer is a side: as the buyer, or in the studio that does the work (of one unit or all).

    Who does the work sees it, as does who sees the orders.
    """
    mine = viewer.account_id
    if mine is None:
        return Engagement.objects.none()
    memberships = Member.objects.filter(account_id=mine)
    studios = [each.studio_id for each in memberships if may_look(each.role)]
    own_units = Unit.objects.filter(worker_id__in=studios).values("engagement")
    return Engagement.objects.filter(Q(buyer_id=mine) | Q(worker_id__in=studios) | Q(pk__in=own_units))


def may_look(role: str | None) -> bool:
    return role_may(role, "do_work") or role_may(role, "see_orders")


def role_of(by: Actor, unit: Unit) -> Role | None:
    """The side that somebody acts for; None for an outsider. The unit is loaded with its engagement.

    A guest is let in by the door that knows the secret address, and is the buyer then.
    """
    if by.kind == "operator":
        return "operator"
    if by.kind in ("system", "gateway"):
        return "system"
    engagement = unit.engagement
    if by.kind == "guest":
        return "buyer" if engagement.buyer_id is None else None
    if by.id is not None and by.id == engagement.buyer_id:
        return "buyer"
    role = studio_role(by.id, unit.worker_id) if unit.worker_id else None
    return "worker" if role_may(role, "do_work") else None


def left(unit: Unit) -> int:
    """Minor units of it that are still set aside."""
    return unit.amount - unit.paid - unit.returned if unit.hold_id else 0


def steps(unit: Unit, role: Role) -> list[rules.Step]:
    """What the page offers to this side."""
    return rules.MODES[unit.mode].open_to(unit.status, role)


def order_of(engagement: Engagement) -> Order | None:
    """The order that it was bought in; None where it came from something else."""
    kind, _colon, number = engagement.subject.partition(":")
    return Order.objects.filter(lines=int(number)).first() if kind == "line" else None


def address(engagement: Engagement, role: Role) -> str:
    """The path of the page on which this side sees the work; a guest's opens by the order's secret."""
    if role == rules.OPERATOR:
        return f"/operator/work/engagement/{engagement.pk}/change/"
    if role == rules.BUYER and rules.MODES[engagement.mode].pooled:
        return f"/campaigns/{engagement.subject.rpartition(':')[2]}/"
    if role == rules.BUYER and engagement.buyer_id is None:
        order = order_of(engagement)
        return f"/work/guest/{order.token}/{engagement.pk}/" if order else ""
    return f"/work/{engagement.pk}/"


def title(unit: Unit) -> str:
    """What the unit is called where it stands alone: a gig with its package, a project with its milestone."""
    whole = unit.engagement.title
    return f"{whole}: {unit.title}" if unit.title and unit.title != whole else whole


def buyer_name(engagement: Engagement) -> str:
    """How the other side calls the buyer."""
    if engagement.buyer is not None:
        return engagement.buyer.get_short_name()
    order = order_of(engagement)
    return order.name if order else ""


def price(unit: Unit) -> int:
    """What the buyer pays for it, minor units: more than the worker's side of it where fees went off already."""
    if unit.engagement.till != rules.SHARE:
        return unit.amount
    return OrderLine.objects.values_list("gross", flat=True).get(pk=int(unit.engagement.subject.partition(":")[2]))


def of_the_price(unit: Unit, parts: dict[str, int]) -> dict[str, int]:
    """`amount`, `paid` and `returned` as the buyer counts them: of a line of an order, where the studio's share is
    held, they are the same parts of the price.
    """
    if unit.engagement.till != rules.SHARE:
        return parts
    whole = int(unit.engagement.terms["price"])
    back = whole * parts["returned"] // unit.amount
    return {"amount": whole, "paid": whole - back if parts["paid"] else 0, "returned": back}


def given_back(unit: Unit) -> int:
    """What of the price went back to the buyer."""
    if unit.engagement.till != rules.SHARE:
        return unit.returned
    made = Refund.objects.filter(key=unit_key(unit)).values_list("amount", flat=True).first()
    return made or 0


def clears_at(unit: Unit) -> datetime | None:
    """When what the worker earned can be paid out; None while there is nothing."""
    key = f"{unit_key(unit)}:pay"
    return Clearing.objects.filter(key=key).values_list("due_at", flat=True).first()


def divided(unit: Unit, minor: int) -> accounts.Share:
    """How so much of what a unit costs is divided when it is paid out, by the fees that were agreed."""
    assert unit.worker_id is not None
    kept, worker = unit.engagement.policies, unit.worker_id
    fees = read(kept, "platform.fee_bp", worker), read(kept, "platform.fee_minor", worker)
    (share,) = accounts.divide([accounts.Line(worker, minor, 0, *fees)], 0, unit.engagement.currency)
    return share


def earned(unit: Unit, minor: int) -> int:
    """What of so much reaches the worker's side; of an order's line the fees are off already."""
    return divided(unit, minor).net if minor and unit.engagement.till == rules.WHOLE else minor


def unit_key(unit: Unit) -> str:
    """For what money moves, in the books."""
    return f"unit:{unit.pk}"


def desk(studio: Studio, *, show: str = NEEDS, text: str = "", after: str = "", size: int = PAGE) -> Rows:
    """A page of a studio's work, what is due soonest first; what has ended, the latest first. Two queries."""
    units = _found(_known().filter(worker=studio), text, studio)
    units = units.filter(_NARROWED[show]("worker"))
    return _page(units, show, after, size)


def ordered_by(account_id: int, *, show: str = NEEDS, text: str = "", after: str = "", size: int = PAGE) -> Rows:
    """A page of what somebody ordered, likewise."""
    units = _found(_known().filter(engagement__buyer_id=account_id), text, None)
    return _page(units.filter(_NARROWED[show]("buyer")), show, after, size)


def needed(role: Role, *, studio_id: int | None = None, account_id: int | None = None) -> QuerySet[Unit]:
    """The units that wait for this side of a studio's work, or of what somebody ordered."""
    mine = {"worker_id": studio_id} if role == rules.WORKER else {"engagement__buyer_id": account_id}
    return _with_changes().filter(waits_for(role), **mine)


def waits_for(role: Role) -> Q:
    """The state waits for this side, or what the other side asked for does."""
    turn = Q()
    for mode in rules.MODES.values():
        if not mode.pooled:
            turn |= Q(mode=mode.code, status__in=[state for state, who in mode.turns.items() if who == role])
    other = rules.BUYER if role == rules.WORKER else rules.WORKER
    return turn | (Q(asked__role=other) & ~_ended())


def _ended() -> Q:
    ended = Q()
    for mode in rules.MODES.values():
        ended |= Q(mode=mode.code, status__in=mode.lifecycle.finals())
    return ended


def _waiting(role: Role) -> Q:
    return waits_for(rules.BUYER if role == rules.WORKER else rules.WORKER) & ~_ended()


_NARROWED: Final[dict[str, Callable[[Role], Q]]] = {
    NEEDS: waits_for,
    RUNNING: lambda _role: ~_ended(),
    OTHERS: _waiting,
    ENDED: lambda _role: _ended(),
}


def _with_changes() -> QuerySet[Unit]:
    """A unit has one open change at most: joined, it stays one row. Later milestones and weeks wait for their turn.

    Not so the one at which somebody asks for other terms.
    """
    earlier = Unit.objects.filter(engagement=OuterRef("engagement"), position__lt=OuterRef("position"))
    later = Q(mode=FIXED.code, status=FIXED.initial) & Q(Exists(earlier.exclude(_ended())))
    later |= Q(mode=HOURLY.code, status=HOURLY.initial) & Q(Exists(earlier.filter(status=ACTIVE)))
    found = Unit.objects.alias(asked=FilteredRelation("changes", condition=Q(changes__status="open")))
    return found.filter(~later | Q(asked__isnull=False))


def _known() -> QuerySet[Unit]:
    pooled = [mode.code for mode in rules.MODES.values() if mode.pooled]
    related = ("engagement__buyer", "engagement__worker__picture__file")
    return _with_changes().exclude(mode__in=pooled).select_related(*related).annotate(asks=F("asked__role"))


def _found(units: QuerySet[Unit], text: str, studio: Studio | None) -> QuerySet[Unit]:
    if not text:
        return units
    lines = OrderLine.objects.filter(order__number__iexact=text)
    lines = lines.filter(studio=studio) if studio else lines
    subjects = [f"line:{pk}" for pk in lines.values_list("pk", flat=True)[:100]]
    named = Q(engagement__title__icontains=text) | Q(title__icontains=text) | Q(engagement__subject__in=subjects)
    return units.filter(named if studio else named | Q(worker__name__icontains=text))


def _page(units: QuerySet[Unit], show: str, after: str, size: int) -> Rows:
    """By a moment and the id; `after` is a page's `next`, and a broken one begins anew."""
    ended = show == ENDED
    units = units.annotate(key=F("status_at") if ended else Coalesce("due_at", Value(_NEVER)))
    at, last = cursor_of(after)
    if at is not None:
        beyond = Q(key__lt=at) | Q(key=at, pk__lt=last) if ended else Q(key__gt=at) | Q(key=at, pk__gt=last)
        units = units.filter(beyond)
    ordered = units.order_by("-key", "-pk") if ended else units.order_by("key", "pk")
    found = list(ordered[: size + 1])
    if len(found) <= size:
        return Rows(found, "")
    last_one = found[size - 1]
    key = last_one.status_at if ended else last_one.due_at or _NEVER
    return Rows(found[:size], f"{key.isoformat()}~{last_one.pk}")


def cursor_of(text: str) -> tuple[datetime | None, int]:
    """The moment and the id of a list's `next`; no moment where it is none."""
    moment, _tilde, number = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(number)) if at.tzinfo and len(number) < 18 else (None, 0)
    except ValueError:
        return None, 0
