"""Reads: who sees a case, what each side wants, until when it waits, what a part means for both sides' money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from dhara.kit.actor import Actor
from dhara.money.policies.rules import read
from dhara.people.access.queries import Viewer
from dhara.people.studios.queries import role_of as studio_role
from dhara.trust.disputes import rules
from dhara.trust.disputes.models import Case, Proposal, Statement, StatementFile
from dhara.work.engagements import queries as work
from dhara.work.engagements.models import Unit
from dhara.work.engagements.rules import OPERATOR, SHARE, Role


@dataclass(frozen=True)
class Parts:
    """What a division gives to each: `worker` of what is set aside, `buyer` of `price`, what they paid."""

    worker: int
    buyer: int
    price: int


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
    return case.created_at + timedelta(hours=read(case.unit.engagement.policies, "case.answer_hours"))


def lost_by(case: Case) -> list[Role]:
    """Which sides got less by the ruling than they wanted."""
    if case.to_worker is None:
        return []
    sides: tuple[Role, ...] = ("buyer", "worker")
    return [side for side in sides if rules.lost(side, case.to_worker, wanted(case, side))]


def agreed_by(case: Case) -> set[str]:
    """Which sides said that they agree to the ruling."""
    return set(case.statements.filter(sort=rules.ASSENT).values_list("role", flat=True))


def price_of(unit: Unit) -> int:
    """What the buyer paid for what they disagree about, minor units."""
    return work.price(unit)


def parts(case: Case, to_worker: int, price: int | None = None) -> Parts:
    """As the till divides it: of a line of an order the buyer gets back as large a part of the price."""
    price = price_of(case.unit) if price is None else price
    back = case.amount - to_worker
    if case.unit.engagement.till == SHARE and case.amount:
        back = price if not to_worker else price * back // case.amount
    return Parts(to_worker, back, price)


def part_for(case_amount: int, back: int, price: int) -> int:
    """The worker's part where the buyer gets at least `back` of `price`; ZeroDivisionError never: prices are paid."""
    return case_amount - min(case_amount, -(-back * case_amount // price))


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
