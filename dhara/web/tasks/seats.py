"""A task as its worker sees it, and what the page offers to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dhara.kit.refusal import NotFoundHere, Refused
from dhara.web.studio.doors import Desk
from dhara.work.campaigns.queries import desk as desks
from dhara.work.campaigns.rules import proof
from dhara.work.campaigns.rules.proof import Field
from dhara.work.engagements.modes import micro
from dhara.work.engagements.rules import WORKER, Situation
from dhara.work.models import Campaign, Item, Unit

# Steps that are buttons of their own; handing in has its form.
STEPS = ("give_back", "withdraw", "again", "appeal", "rest")


@dataclass(frozen=True)
class Task:
    """`item` is what is worked on, where the campaign has a list. `acts` is False for members who may only look."""

    unit: Unit
    campaign: Campaign
    desk: Desk
    item: Item | None
    acts: bool

    @property
    def base(self) -> str:
        return f"{self.all_tasks}{self.unit.pk}/"

    @property
    def all_tasks(self) -> str:
        return f"/studio/{self.desk.studio.handle}/tasks/"

    @property
    def fields(self) -> list[Field]:
        return proof.read(self.campaign.proof)

    def open(self, at: datetime) -> bool:
        """Whether a proof can be handed in now. What is over is freed within a minute, and shown as over at once."""
        return self.unit.status == micro.RESERVED and (self.unit.due_at is None or at <= self.unit.due_at)


@dataclass(frozen=True)
class Offered:
    """A step as a button, or why it can not be taken."""

    verb: str
    label: str
    why_not: str = ""


def task_of(desk: Desk, unit_id: int) -> Task:
    """Raises NotFoundHere for a task that is not this studio's."""
    unit = desks.tasks_of(desk.studio).filter(pk=unit_id).first() if unit_id < 2**63 else None
    if unit is None:
        raise NotFoundHere()
    campaign: Campaign = unit.engagement.campaign
    campaign.engagement = unit.engagement
    number = unit.terms.get("item")
    item = Item.objects.filter(pk=number).first() if number else None
    return Task(unit, campaign, desk, item, desk.may("do_work"))


def offered(task: Task, at: datetime) -> dict[str, Offered]:
    """By verb; nothing for who only looks, or when the time is over."""
    if not task.acts or (task.unit.status == micro.RESERVED and not task.open(at)):
        return {}
    found = {}
    for step in micro.MICRO.open_to(task.unit.status, WORKER):
        if step.verb in STEPS:
            found[step.verb] = Offered(step.verb, str(step.label), _why_not(task, step.verb, at))
    return found


def _why_not(task: Task, verb: str, at: datetime) -> str:
    try:
        micro.MICRO.take(Situation(task.unit, task.unit.engagement, WORKER, at), verb)
    except Refused as refusal:
        return str(refusal.message)
    return ""
