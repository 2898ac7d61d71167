"""Small tasks: their worker is told at once what asks for something, and once a day what was earned."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.lifecycle.models import Transition
from dhara.money.models import Clearing
from dhara.people.accounts.queries import operators
from dhara.people.models import Member, Studio
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may
from dhara.reactions.sale import without_mail
from dhara.work.campaigns.facts import TasksPaid
from dhara.work.campaigns.mail import Told, write
from dhara.work.engagements.facts import UnitFact, WorkReminded
from dhara.work.engagements.modes import micro
from dhara.work.engagements.queries import silent_until, unit_key
from dhara.work.models import Unit

_NAMES: Final = {"reject": "rejected", "uphold": "upheld", "overturn": "overturned"}
# Where something can only be done until a certain day nobody can do without the letter.
_ALWAYS: Final = frozenset({"rejected", "upheld"})


def tell_of_task(fact: UnitFact, *, by: Actor, at: datetime) -> None:
    """A rejection, and what became of an appeal. Thousands that are just accepted are summed up once a day."""
    if fact.verb == "appeal":
        _tell_operators(fact, by, at)
        return
    name = _NAMES.get(fact.verb, "")
    if fact.verb == "accept" and _was_rejected(fact, by):
        name = "overturned"
    if not name:
        return
    unit = Unit.objects.select_related("engagement__campaign", "worker").get(pk=fact.unit_id)
    assert unit.worker is not None
    move = Transition.objects.get(fact_ref=by.cause, thing_ref=unit.pk)
    stands = unit.version == move.version
    told = Told(
        unit.engagement.campaign.title,
        text=move.reason if name != "overturned" else "",
        until=silent_until(unit) if stands else None,
        amount=_amount(unit) if name == "overturned" else None,
        studio=unit.worker.name,
    )
    path = f"/studio/{unit.worker.handle}/tasks/{unit.pk}/"
    data: dict[str, Any] = {"campaign": told.title}
    if told.amount is not None:
        data["amount"] = {"minor": told.amount.minor, "currency": told.amount.currency}
    _tell(name, told, unit.worker, path, data, about=str(unit.pk), by=by, at=at)


def tell_of_task_due(fact: WorkReminded, *, by: Actor, at: datetime) -> None:
    """Nobody, where it was handed in, given back or taken anew in the meantime."""
    unit = Unit.objects.select_related("engagement__campaign", "worker").get(pk=fact.unit_id)
    assert unit.worker is not None
    due = unit.due_at
    if unit.status != micro.RESERVED or due is None or due.isoformat() != fact.mark or at >= due:
        return
    told = Told(unit.engagement.campaign.title, until=due, studio=unit.worker.name)
    path = f"/studio/{unit.worker.handle}/tasks/{unit.pk}/"
    _tell("due", told, unit.worker, path, {"campaign": told.title}, about=str(unit.pk), by=by, at=at)


def _was_rejected(fact: UnitFact, by: Actor) -> bool:
    """A thousand that are accepted at once have no step of their own that the fact names."""
    moves = Transition.objects.filter(fact_ref=by.cause, thing_ref=fact.unit_id)
    return moves.filter(source=micro.REJECTED).exists()


def _amount(unit: Unit) -> Money:
    plan = Clearing.objects.get(key=f"{unit_key(unit)}:pay")
    return Money(plan.amount, plan.currency)


def tell_of_earnings(fact: TasksPaid, *, by: Actor, at: datetime) -> None:
    studio = Studio.objects.get(pk=fact.studio_id)
    told = Told(amount=Money(fact.amount, fact.currency), count=fact.count, studio=studio.name)
    data = {"amount": {"minor": fact.amount, "currency": fact.currency}, "studio": studio.name}
    about = f"{fact.studio_id}:{fact.day}:{fact.currency}"
    _tell("paid", told, studio, f"/studio/{studio.handle}/tasks/?show=ended", data, about=about, by=by, at=at)


def _tell(
    name: str, told: Told, studio: Studio, path: str, data: dict[str, Any], *, about: str, by: Actor, at: datetime
) -> None:
    """A notice and a letter for each member who does the work."""
    found = Member.objects.filter(studio=studio, account__is_active=True).select_related("account").order_by("id")
    members = [each for each in found if role_may(each.role, "do_work")]
    silent = set() if name in _ALWAYS else without_mail("work", [each.account for each in members])
    for each in members:
        tell(
            account_id=each.account_id,
            topic="work",
            kind=f"task_{name}",
            data=data,
            key=f"task_{name}:{about}:{by.cause}:{each.account_id}",
            url=path,
            studio_id=studio.pk,
            at=at,
        )
        if each.account_id not in silent:
            write(name, told, each.account, studio_id=studio.pk, path=path, about=about, by=by, at=at)


def _tell_operators(fact: UnitFact, by: Actor, at: datetime) -> None:
    """An appeal waits for them; what they do not look at is ruled for the worker."""
    title = Unit.objects.values_list("engagement__title", flat=True).get(pk=fact.unit_id)
    for person in operators():
        tell(
            account_id=person.pk,
            topic="work",
            kind="task_appealed",
            data={"campaign": title},
            key=f"task_appealed:{fact.unit_id}:{by.cause}:{person.pk}",
            url=f"/operator/work/unit/{fact.unit_id}/change/",
            at=at,
        )
