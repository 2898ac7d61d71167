"""What is typed for a proposal: the text, the parts of the work with their prices, answers to the job's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import get_language

from dhara.kit.locale.digits import in_script
from dhara.web.studio.forms.prices import as_typed
from dhara.web.work.parts import Part, filled, read, read_number, read_price
from dhara.work.jobs.rules import HOURLY
from dhara.work.models import ProposalVersion
from dhara.work.proposals.rules import MOST_MILESTONES, Milestone, Terms

FRESH: Final = 3
MORE: Final = 2


@dataclass(frozen=True)
class Typed:
    """All that was typed; `answers` by the keys of the job's questions, `heading` and `valid_days` of a new offer."""

    text: str = ""
    parts: list[Part] = field(default_factory=lambda: [Part()] * FRESH)
    answers: Mapping[str, str] = field(default_factory=dict)
    rate: str = ""
    weekly_hours: str = ""
    revisions: str = ""
    heading: str = ""
    valid_days: str = ""

    def more(self) -> Typed:
        """With room for more parts."""
        room = min(len(self.parts) + MORE, MOST_MILESTONES)
        return replace(self, parts=[*self.parts, *[Part()] * (room - len(self.parts))])


@dataclass(frozen=True)
class Asked:
    """A question of the job with what was answered."""

    key: str
    words: str
    needed: bool
    value: str


def of_version(version: ProposalVersion) -> Typed:
    """A version as the form that would make it again."""
    lang = get_language() or "en"
    parts = [filled(each["title"], each["amount"], each["days"], version.currency) for each in version.milestones]
    if version.mode != HOURLY:
        revisions = "" if version.revisions is None else in_script(version.revisions, lang)
        return Typed(version.text, parts, version.answers, revisions=revisions)
    rate = in_script(as_typed(version.amount, version.currency), lang)
    return Typed(version.text, [], version.answers, rate, in_script(version.weekly_hours or "", lang))


def typed(post: QueryDict, questions: Sequence[Mapping[str, Any]] = ()) -> Typed:
    """As it came; rows beyond the most are left out, and of what is longer than anything sensible the rest."""
    columns = [post.getlist(name)[:MOST_MILESTONES] for name in ("title", "amount", "days")]
    parts = [Part(*(value[:200] for value in row)) for row in zip(*columns, strict=False)]
    keys = [str(each["key"]) for each in questions]
    answers = {key: post.get(f"answer-{key}", "") for key in keys if f"answer-{key}" in post}
    rate, hours = (post.get(name, "")[:20] for name in ("rate", "weekly_hours"))
    more = {name: post.get(name, "")[:200] for name in ("revisions", "heading", "valid_days")}
    return Typed(post.get("text", ""), parts or [Part()] * FRESH, answers, rate, hours, **more)


def terms(given: Typed, currency: str, title: str, *, by_hour: bool = False) -> Terms:
    """What was typed as terms. A single part without a name is the whole job, `title`.

    Raises Invalid; the field of a row is `amount-<row>` or `days-<row>`, counted from 1; by the hour `rate`.
    """
    if by_hour:
        return Terms(
            given.text,
            answers=given.answers,
            rate=read_price(given.rate, "rate", currency),
            weekly_hours=read_number(given.weekly_hours),
        )
    rows = [(number, part) for number, part in enumerate(given.parts, start=1) if not part.empty]
    alone = title if len(rows) == 1 else ""
    parts = tuple(Milestone(part.title.strip() or alone, *read(part, number, currency)) for number, part in rows)
    revisions = read_number(given.revisions, -1) if given.revisions.strip() else None
    return Terms(given.text, parts, given.answers, revisions=revisions)


def asked(questions: Sequence[Mapping[str, Any]], given: Typed) -> list[Asked]:
    return [
        Asked(str(each["key"]), str(each["words"]), bool(each["needed"]), given.answers.get(str(each["key"]), ""))
        for each in questions
    ]
