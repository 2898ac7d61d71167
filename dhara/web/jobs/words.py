"""How jobs are told of on pages: what they pay, their skills in the reader's language, the colour of their state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dhara.kit.locale.text import shorten
from dhara.work.jobs import queries, rules
from dhara.work.jobs.models import Job, Skill

# Those in which work is paid for here.
COMMON: Final = ("BDT", "USD", "EUR", "GBP", "INR")
TONES: Final = {rules.OPEN: "success", rules.HELD: "marigold", rules.HIRED: "river", rules.CLOSED: "", rules.DRAFT: ""}
ABOUT: Final = 220


@dataclass(frozen=True)
class Card:
    """A job on the board. `skills` are (id, name)."""

    url: str
    title: str
    about: str
    language: str
    budget: str
    posted_at: datetime | None
    skills: list[tuple[int, str]]
    level: str
    length: str
    proposals: int


def card(job: Job, language: str) -> Card:
    """The job is loaded with its skills."""
    title, about = queries.shown(job)
    return Card(
        url=address(job.slug),
        title=title,
        about=shorten(" ".join(about.split()), ABOUT),
        language=job.language,
        budget=queries.budget(job, language),
        posted_at=job.posted_at,
        skills=[(each.pk, skill(each, language)) for each in job.skills.all()],
        level=str(rules.LEVELS.get(job.level, "")),
        length=str(rules.LENGTHS.get(job.length, "")),
        proposals=job.proposals,
    )


def address(slug: str) -> str:
    return f"/jobs/{slug}/"


def skill(each: Skill, language: str) -> str:
    return each.name_bn if language == "bn" else each.name_en


def skills(language: str) -> list[tuple[int, str]]:
    """All of them, by their names: one query."""
    return sorted(((each.pk, skill(each, language)) for each in queries.skills()), key=lambda pair: pair[1].casefold())
