"""What people want to have done: jobs in both languages, most of them open, one that the operator holds.

The texts stand in jobs.toml. Each is written and posted by the real actions, at its own moment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dhara.cli.demo import cast, own_jobs
from dhara.kit.actor import person
from dhara.people.models import Account
from dhara.work.jobs import actions
from dhara.work.jobs.rules import Question, Wanted
from dhara.work.models import Job, Skill

WORDS = Path(__file__).with_name("jobs.toml")
WRITTEN = timedelta(minutes=20)  # so long before it was posted
OPEN_FOR = timedelta(days=2)  # what was closed again


def play(anchor: datetime, say: Callable[[str], None]) -> None:
    """Post what is missing; `anchor` is the present of the world."""
    known = set(Job.objects.values_list("title", flat=True))
    missing = [each for each in _plans() if each["title"] not in known]
    if missing:
        actions.ensure_skills()
        _post_all(missing, anchor)
    say(f"{len(_plans())} jobs are on the board")


@own_jobs.again
def _post_all(missing: Sequence[dict[str, Any]], anchor: datetime) -> None:
    skills = dict(Skill.objects.values_list("name_en", "pk"))
    buyers = [each for each in cast.buyers() if each.member]
    with own_jobs.batch() as others:
        for plan in sorted(missing, key=lambda each: -float(each["days"])):
            _post(plan, buyers[plan["who"]], skills, anchor)
        own_jobs.run(anchor, others)


def _plans() -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(WORDS.read_text("utf-8"))["job"]
    return found


def _post(plan: dict[str, Any], who: cast.Buyer, skills: dict[str, int], anchor: datetime) -> None:
    at = anchor - timedelta(days=plan["days"])
    account = cast.account(who.email, who.name, language=who.language, at=at - timedelta(hours=1))
    job = posted(plan, account, skills, at)
    if plan.get("state") == "closed":
        actions.close(job.pk, by=person(account.pk), at=at + OPEN_FOR)


def posted(plan: dict[str, Any], account: Account, skills: dict[str, int], at: datetime) -> Job:
    """The job of a plan, written and posted by its buyer; a draft stays one."""
    by = person(account.pk)
    job = actions.write(_wanted(plan, skills), by=by, at=at - WRITTEN)
    return job if plan.get("state") == "draft" else actions.post(job.pk, by=by, at=at)


def _wanted(plan: dict[str, Any], skills: dict[str, int]) -> Wanted:
    """Amounts are whole units of the currency in the file."""
    return Wanted(
        title=plan["title"],
        description=plan["text"],
        currency=plan.get("currency", "BDT"),
        language=plan.get("lang", "bn"),
        pay=plan.get("pay", "fixed"),
        weekly_hours=plan.get("hours", 0),
        budget_least=plan.get("least", 0) * 100,
        budget_most=plan.get("most", 0) * 100,
        level=plan.get("level", ""),
        length=plan.get("length", ""),
        wanted=plan.get("wanted", 1),
        questions=tuple(Question("", words, True) for words in plan.get("questions", ())),
        skills=tuple(skills[name] for name in plan["skills"] if name in skills),
    )
