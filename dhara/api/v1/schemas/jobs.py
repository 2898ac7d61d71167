"""Jobs: what somebody wants to have done, as all see it and as its owner does; searches that are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from dhara.api.v1.schemas.base import CURRENCY, LINE, Id, In, MoneyOut, Out, QueryInt, money
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.working import Text
from dhara.kit.locale.languages import current
from dhara.people.conversations.rules import reasons_of
from dhara.work.jobs import queries, rules
from dhara.work.jobs.models import Job, SavedSearch, Skill

Level = Literal["", "new", "skilled", "expert"]
Length = Literal["", "days", "weeks", "months", "long"]
Lang = Literal["bn", "en"]
JobState = Literal["draft", "held", "open", "hired", "closed"]
NEXT = "The cursor of the next page; null on the last one."
SKILL_IDS = "Ids from /skills."


class JobsAsked(Paged):
    q: str = Field("", max_length=200, pattern=LINE, description="Words to look for, in Bengali or English.")
    skills: str = Field(
        "",
        pattern=r"^([1-9][0-9]{0,8}(,[1-9][0-9]{0,8}){0,9})?$",
        description="Ids from /skills with commas between: jobs that ask for all of them.",
    )
    level: Level = ""
    language: Literal["", "bn", "en"] = ""
    currency: str = Field("", pattern=r"^([A-Z]{3})?$")
    least: QueryInt = Field(
        0,
        ge=0,
        le=rules.MOST_BUDGET,
        description="Jobs that may pay as much, in minor units; those that name no budget count.",
    )


class SkillOut(Out):
    id: int
    slug: str
    name: str = Field(description="In the language of the answer.")


class SkillList(Out):
    items: list[SkillOut]


class JobQuestionOut(Out):
    key: str = Field(description="By which it is answered.")
    words: str
    needed: bool


class JobCard(Out):
    id: int
    slug: str = Field(description="Names the job in addresses.")
    title: str
    pay: Literal["fixed", "hourly"] = Field(description="What the budget is for: the whole, or an hour.")
    weekly_hours: int | None = Field(description="About how many hours a week, where it is paid by the hour.")
    budget_least: MoneyOut | None
    budget_most: MoneyOut | None
    level: Level
    length: Length
    language: Lang
    places: int = Field(description="How many people are wanted.")
    skills: list[SkillOut]
    proposals: int = Field(description="How many studios have applied.")
    state: JobState
    state_label: str
    posted_at: datetime | None


class JobPage(Out):
    items: list[JobCard]
    next: str | None = Field(description=NEXT)


class JobOut(JobCard):
    description: str = Field(description="Plain text. Ways to reach somebody elsewhere are hidden.")
    questions: list[JobQuestionOut] = Field(description="Asked of whoever applies.")
    by_invitation: bool = Field(description="Only studios that were invited apply.")


class MyJobPage(Out):
    items: list[MyJobOut]
    next: str | None = Field(description=NEXT)


class MyJobOut(JobOut):
    held_for: list[str] = Field(description="What an operator looks at, in the language of the answer.")
    closes_at: datetime | None = Field(description="An open job that nobody touches until then is closed.")
    created_at: datetime


class JobQuestionIn(In):
    words: str = Field(min_length=1, max_length=rules.MOST_QUESTION, pattern=LINE)
    needed: bool = False


class JobIn(In):
    title: str = Field(min_length=1, max_length=rules.MOST_TITLE, pattern=LINE)
    description: str = Field(min_length=1, max_length=rules.MOST_DESCRIPTION, pattern=Text)
    currency: str = Field("BDT", pattern=CURRENCY)
    language: Lang = Field("bn", description="In which the work is talked about.")
    pay: Literal["fixed", "hourly"] = Field("fixed", description="What the budget is for: the whole, or an hour.")
    weekly_hours: int = Field(
        0, ge=0, le=rules.MOST_WEEKLY_HOURS, description="About how many, for work by the hour; 0 says nothing."
    )
    budget_least: int = Field(0, ge=0, le=rules.MOST_BUDGET, description="In minor units; 0 says nothing.")
    budget_most: int = Field(0, ge=0, le=rules.MOST_BUDGET, description="In minor units; 0 says nothing.")
    level: Level = ""
    length: Length = ""
    places: int = Field(1, ge=1, le=rules.MOST_PEOPLE, description="How many people are wanted.")
    questions: list[JobQuestionIn] = Field(
        default_factory=list, max_length=rules.MOST_QUESTIONS, description="Asked of whoever applies."
    )
    skills: list[Id] = Field(default_factory=list, max_length=rules.MOST_SKILLS, description=SKILL_IDS)
    by_invitation: bool = Field(False, description="Only studios that were invited apply.")

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "title": "A logo for my tea stall",
                "description": "My stall is called Chayer Adda. I need a logo that can be painted on wood.",
                "currency": "BDT",
                "language": "en",
                "budget_most": 500000,
                "questions": [{"words": "Which signs have you drawn?", "needed": True}],
            }
        }
    )


class JobStateIn(In):
    to: Literal["post", "close", "reopen"]

    model_config = ConfigDict(json_schema_extra={"example": {"to": "post"}})


class InviteIn(In):
    studio: str = Field(min_length=1, max_length=30, pattern=r"^[A-Za-z0-9_]*$", description="The handle of a studio.")

    model_config = ConfigDict(json_schema_extra={"example": {"studio": "nadia"}})


class SearchIn(In):
    name: str = Field(min_length=1, max_length=80, pattern=LINE)
    q: str = Field("", max_length=200, pattern=LINE, description="Words to look for, in Bengali or English.")
    skills: list[Annotated[int, Field(ge=1, le=10**9)]] = Field(
        default_factory=list, max_length=rules.MOST_SKILLS, description=SKILL_IDS
    )
    level: Level = ""
    language: Literal["", "bn", "en"] = ""
    currency: str = Field("", pattern=r"^([A-Z]{3})?$")
    least: int = Field(0, ge=0, le=rules.MOST_BUDGET, description="What you want to be paid at least, in minor units.")

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Logos", "q": "logo", "language": "en"}})


class AlertsIn(In):
    on: bool

    model_config = ConfigDict(json_schema_extra={"example": {"on": False}})


class SearchOut(Out):
    id: int
    name: str
    q: str
    skills: list[int]
    level: str
    language: str
    currency: str
    least: int = Field(description="In minor units; 0 says nothing.")
    alerts: bool = Field(description="You are written when something new fits.")
    created_at: datetime


class SearchList(Out):
    items: list[SearchOut]


def asked_of(given: JobsAsked) -> rules.Asked:
    skills = tuple(int(each) for each in given.skills.split(",") if each)
    return rules.Asked(given.q, skills, given.level, given.language, given.currency, given.least)


def kept_of(given: SearchIn) -> rules.Asked:
    return rules.Asked(given.q, tuple(given.skills), given.level, given.language, given.currency, given.least)


def wanted_of(given: JobIn) -> rules.Wanted:
    told = given.model_dump(exclude={"places", "questions", "skills"})
    questions = tuple(rules.Question("", each.words, each.needed) for each in given.questions)
    return rules.Wanted(**told, wanted=given.places, questions=questions, skills=tuple(given.skills))


def skill_out(skill: Skill) -> SkillOut:
    return SkillOut(id=skill.pk, slug=skill.slug, name=skill.name_bn if current() == "bn" else skill.name_en)


def card_out(job: Job) -> JobCard:
    """`job` with its skills."""
    return JobCard.model_validate(_card(job, queries.shown(job)[0]))


def job_out(job: Job) -> JobOut:
    return JobOut.model_validate(_whole(job, *queries.shown(job)))


def my_job_out(job: Job) -> MyJobOut:
    return MyJobOut.model_validate(
        {
            **_whole(job, job.title, job.description),
            "held_for": [str(each) for each in reasons_of(job.held_for)],
            "closes_at": job.idle_at if job.status == rules.OPEN else None,
            "created_at": job.created_at,
        }
    )


def search_out(search: SavedSearch) -> SearchOut:
    asked = rules.asked_of(search.asked)
    return SearchOut(
        id=search.pk,
        name=search.name,
        q=asked.text,
        skills=list(asked.skills),
        level=asked.level,
        language=asked.language,
        currency=asked.currency,
        least=asked.least,
        alerts=search.alerts,
        created_at=search.created_at,
    )


def _card(job: Job, title: str) -> dict[str, Any]:
    names = ("slug", "pay", "weekly_hours", "level", "length", "language", "proposals", "posted_at")
    return {
        "id": job.pk,
        "title": title,
        **{name: getattr(job, name) for name in names},
        "budget_least": money(job.budget_least, job.currency) if job.budget_least else None,
        "budget_most": money(job.budget_most, job.currency) if job.budget_most else None,
        "places": job.wanted,
        "skills": [skill_out(each) for each in job.skills.all()],
        "state": job.status,
        "state_label": job.state_words,
    }


def _whole(job: Job, title: str, description: str) -> dict[str, Any]:
    return {
        **_card(job, title),
        "description": description,
        "questions": [JobQuestionOut.model_validate(each) for each in job.questions],
        "by_invitation": job.by_invitation,
    }
