"""Projects from the job to the money, and proposals that wait: who hired whom, what is paid, what both said of it.

The texts stand in projects.toml. Each is played by the real actions, at its own moments; a project that is there
already is left alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dhara.cli.demo import cast, jobs, own_jobs, paying, said, weeks
from dhara.cli.demo.hired import Hired
from dhara.kit.actor import Actor, person
from dhara.people.models import Account, Studio
from dhara.work.engagements import actions as work
from dhara.work.models import Engagement, Job, Proposal, Skill
from dhara.work.proposals import actions as proposals
from dhara.work.proposals.rules import Milestone, Terms

WORDS = Path(__file__).with_name("projects.toml")
PROPOSED, TALKED, OFFERED, AGREED = (timedelta(hours=each) for each in (5, 20, 26, 31))


def play(studios: dict[str, Studio], anchor: datetime, say: Callable[[str], None]) -> None:
    """Make what is missing; `anchor` is the present of the world."""
    read = tomllib.loads(WORDS.read_text("utf-8"))
    wanted = [each for each in read["project"] if each["handle"] in studios]
    known = set(Engagement.objects.filter(mode__in=("fixed", "hourly")).values_list("title", flat=True))
    skills = dict(Skill.objects.values_list("name_en", "pk"))
    for plan in wanted:
        if plan["title"] not in known:
            _project(plan, studios[plan["handle"]], skills, anchor)
    for plan in read["proposal"]:
        if plan["handle"] in studios:
            _proposed(plan, studios[plan["handle"]], anchor)
    say(f"{len(wanted)} projects are under way or done")


@own_jobs.again
def _project(plan: dict[str, Any], studio: Studio, skills: dict[str, int], anchor: datetime) -> None:
    with own_jobs.batch() as others:
        hired = _hire(plan, studio, skills, anchor, others)
        (weeks.play if plan.get("rate") else _milestones)(hired)
        own_jobs.run(anchor, others)


@own_jobs.again
def _proposed(plan: dict[str, Any], studio: Studio, anchor: datetime) -> None:
    with own_jobs.batch() as others:
        _propose(plan, studio)
        own_jobs.run(anchor, others)


def _hire(
    plan: dict[str, Any], studio: Studio, skills: dict[str, int], anchor: datetime, others: Sequence[int]
) -> Hired:
    """Job, proposal, a talk, an offer, the agreement."""
    at = anchor - timedelta(days=plan["days"])
    account = _buyer(plan, at)
    buyer, seller = person(account.pk), _owner(studio)
    job = jobs.posted(plan, account, skills, at)
    made = proposals.propose(job.pk, studio, _terms(plan), by=seller, at=at + PROPOSED)
    proposals.talk(made.pk, by=buyer, at=at + TALKED)
    offered = proposals.offer(made.pk, by=buyer, at=at + OFFERED)
    version = offered.version_number
    engagement = proposals.accept(made.pk, number=version, by=seller, at=at + AGREED)
    own_jobs.run(at + AGREED, others)
    return Hired(plan, engagement, seller, buyer, at + AGREED, anchor, others)


def _buyer(plan: dict[str, Any], at: datetime) -> Account:
    """`who` counts buyers with an account; a word is the handle of a studio, whose owner buys."""
    if isinstance(plan["who"], str):
        return Account.objects.get(memberships__studio__handle=plan["who"], memberships__role="owner")
    who = [each for each in cast.buyers() if each.member][plan["who"]]
    return cast.account(who.email, who.name, language=who.language, at=at - timedelta(hours=1))


def _owner(studio: Studio) -> Actor:
    return person(studio.members.get(role="owner").account_id)


def _terms(plan: dict[str, Any]) -> Terms:
    """Amounts are whole units of the currency in the file."""
    parts = tuple(Milestone(each["n"], each["b"] * 100, each["days"]) for each in plan.get("parts", ()))
    answers = {f"q{number}": words for number, words in enumerate(plan.get("answers", ()), start=1)}
    return Terms(plan["proposal"], parts, answers, plan.get("rate", 0) * 100, plan.get("hours", 0))


def _milestones(hired: Hired) -> None:
    """Each part that is paid: `done` of them handed in and approved, `shown` handed in, `paid` being worked on."""
    plan, at = hired.plan, hired.agreed_at
    for unit, each in zip(hired.engagement.units.order_by("position"), plan["parts"], strict=True):
        state = each.get("state")
        if not state:
            return
        paying.pay_units([unit], by=hired.buyer, at=at + timedelta(hours=2))
        own_jobs.run(at + timedelta(hours=2, minutes=2), hired.others)
        if state == "paid":
            return
        at += timedelta(days=each["took"])
        work.act(unit.pk, "submit", by=hired.seller, at=at, text=each["words"])
        if state == "shown":
            return
        at += timedelta(hours=20)
        work.act(unit.pk, "approve", by=hired.buyer, at=at)
        own_jobs.run(at, hired.others)
    if words := plan.get("said"):
        engagement_id = hired.engagement.pk
        said.play(engagement_id, words, buyer=hired.buyer, seller=hired.seller, at=at, others=hired.others)


def _propose(plan: dict[str, Any], studio: Studio) -> None:
    """A studio applies for a job that is on the board already, and it comes as far as `state` says."""
    job = Job.objects.filter(title=plan["job"]).first()
    if job is None or Proposal.objects.filter(job=job, studio=studio).exists():
        return
    at = job.created_at + PROPOSED
    made = proposals.propose(job.pk, studio, _terms(plan), by=_owner(studio), at=at)
    buyer = person(job.account_id)
    if plan["state"] == "shortlisted":
        proposals.shortlist(made.pk, by=buyer, at=at + timedelta(hours=2))
    if plan["state"] == "offered":
        proposals.talk(made.pk, by=buyer, at=at + timedelta(hours=2))
        proposals.offer(made.pk, by=buyer, at=at + timedelta(hours=3))
