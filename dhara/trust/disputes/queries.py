"""Reads: who sees a case, what each side wants, until when it waits, what a part means for both sides' money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from dhara.checkout.models import OrderLine
from dhara.kit.actor import Actor
from dhara.kit.files.links import LinkInvalid, read, sign
from dhara.kit.refusal import Invalid
from dhara.money.policies.rules import read as policy
from dhara.people.access.queries import Viewer
from dhara.people.studios.queries import role_of as studio_role
from dhara.trust.disputes import rules
from dhara.trust.disputes.models import Case, Proposal, Statement, StatementFile
from dhara.work.engagements import queries as work
from dhara.work.engagements.models import Unit
from dhara.work.engagements.rules import BUYER, OPERATOR, SHARE, WORKER, Role

# Who was let in is asked again at every request, so the time only limits what a link that was passed on is worth.
LINK_SECONDS: Final = 3600
_LINK: Final = "case-file"

# Which cases a list shows: those that wait for whoever looks, all that are open, and so on.
NEEDS, RUNNING, OTHERS, JUDGED, ENDED = "", "open", "others", "operator", "closed"
SHOWS: Final = (NEEDS, RUNNING, OTHERS, JUDGED, ENDED)
PAGE: Final = 20


@dataclass(frozen=True)
class Parts:
    """What a division gives to each: `worker` of what is set aside, `buyer` of `price`, what they paid."""

    worker: int
    buyer: int
    price: int


@dataclass(frozen=True)
class Rows:
    """A page of a list; `next` is the cursor of the page after this one, empty on the last. See `_of_side`."""

    cases: Sequence[Case]
    next: str


def visible_to(viewer: Viewer) -> QuerySet[Case]:
    """Those about work of which the viewer is a side."""
    return _whole().filter(unit__engagement__in=work.visible_to(viewer))


def of_engagements(ids: Iterable[int]) -> QuerySet[Case]:
    """For a door that has let somebody in already: a guest's order."""
    return _whole().filter(unit__engagement__in=list(ids))


def _whole() -> QuerySet[Case]:
    return Case.objects.select_related(
        "unit__engagement__worker__picture__file", "unit__engagement__worker__cover__file", "unit__engagement__buyer"
    )


def open_of(unit_id: int) -> Case | None:
    return Case.objects.filter(unit=unit_id, status__in=rules.LIVE).first()


def latest_of(unit: Unit) -> Case | None:
    return Case.objects.filter(unit=unit).order_by("-id").first()


def desk(role: Role, whose: int, *, show: str = NEEDS, after: str = "", size: int = PAGE) -> Rows:
    """A page of the cases of a studio (its id) or of a buyer (the account's): the open ones by how long they have been
    as they are, those that have ended the latest first. One query.
    """
    ended = show == ENDED
    found = _of_side(role, whose).filter(_NARROWED[show](role))
    at, last = work.cursor_of(after)
    if at is not None:
        way = "lt" if ended else "gt"
        found = found.filter(Q(**{f"status_at__{way}": at}) | Q(**{"status_at": at, f"pk__{way}": last}))
    rows = list(found.order_by(*(("-status_at", "-pk") if ended else ("status_at", "pk")))[: size + 1])
    following = rows[size - 1] if len(rows) > size else None
    return Rows(rows[:size], f"{following.status_at.isoformat()}~{following.pk}" if following else "")


def needed(role: Role, whose: int) -> QuerySet[Case]:
    """Those in which something is asked of this side."""
    return _of_side(role, whose).filter(waits_for(role))


def waits_for(role: Role) -> Q:
    """An answer, a word to what the other side proposed, a step towards it, or a word to the ruling."""
    lost = {"to_worker__lt": F("claimed")} if role == WORKER else {"to_worker__gt": F("claimed")}
    return (
        Q(status=rules.ANSWER) & ~Q(role=role)
        | Q(status__in=rules.HEARS, asked=True)
        | Q(status=rules.TALK, proposes=False)
        | Q(status=rules.RULED, assents=False, **lost)
    )


_BY_OPERATOR: Final = (rules.JUDGE, rules.APPEALED)
_NARROWED: Final[dict[str, Callable[[Role], Q]]] = {
    NEEDS: waits_for,
    RUNNING: lambda _role: Q(status__in=rules.LIVE),
    OTHERS: lambda role: Q(status__in=rules.LIVE) & ~waits_for(role) & ~Q(status__in=_BY_OPERATOR),
    JUDGED: lambda _role: Q(status__in=_BY_OPERATOR),
    ENDED: lambda _role: ~Q(status__in=rules.LIVE),
}


def _of_side(role: Role, whose: int) -> QuerySet[Case]:
    """Each with what this side claims (the worker's part), whether it `proposes` and is `asked`, and `assents`."""
    mine = {"studio_id": whose} if role == WORKER else {"unit__engagement__buyer_id": whose}
    said = Statement.objects.filter(case=OuterRef("pk"), role=role)
    claim = said.filter(sort=rules.CLAIM).order_by("-id").values("to_worker")[:1]
    waiting = Proposal.objects.filter(case=OuterRef("pk"), status=rules.OPEN)
    return (
        _whole()
        .filter(**mine)
        .annotate(
            claimed=Coalesce(Subquery(claim), F("amount") if role == WORKER else Value(0)),
            proposes=Exists(waiting.filter(role=role)),
            asked=Exists(waiting.exclude(role=role)),
            assents=Exists(said.filter(sort=rules.ASSENT)),
        )
    )


def wanted(case: Case, role: str) -> int:
    """The worker's part that a side claims; all for itself where it said nothing."""
    last = case.statements.filter(sort=rules.CLAIM, role=role).order_by("-id").first()
    return rules.all_of_it(role, case.amount) if last is None or last.to_worker is None else last.to_worker


def claim_of(case: Case, role: str) -> Statement | None:
    return case.statements.filter(sort=rules.CLAIM, role=role).order_by("-id").first()


def proposals(case: Case) -> list[Proposal]:
    """Those that wait for an answer."""
    return list(case.proposals.filter(status=rules.OPEN).order_by("id"))


def until(case: Case) -> datetime | None:
    """When the present state ends by itself; the case has its unit with the engagement."""
    waits = rules.patience(case)
    return case.status_at + waits if waits else None


def answer_until(case: Case) -> datetime:
    """Until when the other side is asked to answer, whatever happened since."""
    return case.created_at + timedelta(hours=policy(case.unit.engagement.policies, "case.answer_hours"))


def lost_by(case: Case) -> list[Role]:
    """Which sides got less by the ruling than they wanted."""
    if case.to_worker is None:
        return []
    sides: tuple[Role, ...] = ("buyer", "worker")
    return [side for side in sides if rules.lost(side, case.to_worker, wanted(case, side))]


def agreed_by(case: Case) -> set[str]:
    """Which sides said that they agree to the ruling."""
    return set(case.statements.filter(sort=rules.ASSENT).values_list("role", flat=True))


def open_to(case: Case, role: Role) -> list[str]:
    """The verbs (as the actions call them) that a side has now, besides the answers to what the other side proposed."""
    found = []
    if case.status in rules.HEARS:
        found += ["answer"] if case.status == rules.ANSWER and role != case.role else []
        found += ["say", "propose"]
        found += ["concede"] if claim_of(case, rules.other(role)) else []
        found += ["hand_over"] if case.status == rules.TALK else []
    if role == case.role and case.status in (rules.ANSWER, rules.TALK, rules.JUDGE):
        found.append("withdraw")
    if case.status == rules.RULED and role in lost_by(case) and role not in agreed_by(case):
        found += ["accept", "appeal"]
    return found


def price_of(unit: Unit, case: Case | None = None) -> int:
    """What the buyer paid for what they disagree about, minor units; less than for the unit where a part went back."""
    if unit.engagement.till == SHARE:
        return work.price(unit)
    return case.amount if case else work.left(unit) or unit.amount


def parts(case: Case, to_worker: int, price: int | None = None) -> Parts:
    """As the till divides it: of a line of an order the buyer gets back as large a part of the price."""
    price = price_of(case.unit, case) if price is None else price
    back = case.amount - to_worker
    if case.unit.engagement.till == SHARE and case.amount:
        back = price if not to_worker else price * back // case.amount
    return Parts(to_worker, back, price)


def part_for(case_amount: int, back: int, price: int) -> int:
    """The worker's part where the buyer gets at least `back` of `price`; ZeroDivisionError never: prices are paid."""
    return case_amount - min(case_amount, -(-back * case_amount // price))


def prices_of(cases: Iterable[Case]) -> dict[int, int]:
    """What the buyer paid for what each is about, minor units, by the ids of the cases: one query at most."""
    given = list(cases)
    lines = {each.pk: int(each.unit.engagement.subject.partition(":")[2]) for each in given if _of_order(each)}
    paid = dict(OrderLine.objects.filter(pk__in=lines.values()).values_list("pk", "gross")) if lines else {}
    return {each.pk: paid[lines[each.pk]] if each.pk in lines else each.unit.amount for each in given}


def _of_order(case: Case) -> bool:
    return case.unit.engagement.till == SHARE


def part_asked(own: int, amount: int, price: int, role: Role, *, counts_share: bool) -> int:
    """The worker's part where a side asks for `own` for itself, minor units. Raises Invalid `part_wrong` on `amount`.

    A studio counts in its share; the buyer counts in the price, as does a member who may not see money.
    """
    if not 0 <= own <= (amount if counts_share else price):
        raise Invalid("part_wrong", _("Say an amount from nothing up to all that is set aside."), "amount")
    if role == BUYER:
        return part_for(amount, own, price)
    return own if counts_share else amount * own // price


def address(case: Case, role: Role) -> str:
    """The path of the page on which this side sees the case; a guest's opens by the order's secret."""
    engagement = case.unit.engagement
    if role == OPERATOR:
        return work.address(engagement, role)
    if role == "buyer" and engagement.buyer_id is None:
        order = work.order_of(engagement)
        return f"/cases/guest/{order.token}/{case.pk}/" if order else ""
    return f"/cases/{case.pk}/"


def side_of(by: Actor, unit: Unit) -> Role | None:
    """From which side somebody looks: as `role_of`, and members of the studio who may look without doing the work."""
    role = work.role_of(by, unit)
    if role is None and by.kind == "person" and unit.worker_id is not None:
        return "worker" if work.may_look(studio_role(by.id, unit.worker_id)) else None
    return role


def shown(file_id: int) -> StatementFile | None:
    """A file with all that a door needs to know of it."""
    loaded = StatementFile.objects.select_related("file", "statement__case__unit__engagement")
    return loaded.filter(pk=file_id).first() if file_id < 2**63 else None


def link_for(each: StatementFile, by: Actor, at: datetime) -> str:
    """A token for the address of its bytes, good for an hour and only as long as they are a side."""
    return sign({"file": each.pk, "who": by.kind, "id": by.id}, LINK_SECONDS, at, purpose=_LINK)


def open_link(token: str, at: datetime) -> StatementFile:
    """What a token leads to, asked anew at every request. Raises LinkExpired; LinkInvalid, also who is no side."""
    payload = read(token, at, purpose=_LINK)
    found = shown(payload["file"])
    if found is None or side_of(Actor(payload["who"], payload["id"]), found.statement.case.unit) is None:
        raise LinkInvalid
    return found
