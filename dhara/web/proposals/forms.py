"""What is typed for a proposal: the text, the parts of the work with their prices, answers to the job's questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.currency import parse_amount
from dhara.kit.locale.digits import in_script, to_latin
from dhara.kit.refusal import Invalid
from dhara.web.studio.forms.prices import as_typed
from dhara.work.models import ProposalVersion
from dhara.work.proposals.rules import MOST_DAYS, MOST_MILESTONES, Milestone, Terms

FRESH: Final = 3
MORE: Final = 2


@dataclass(frozen=True)
class Part:
    """A row of the form, as typed."""

    title: str = ""
    amount: str = ""
    days: str = ""

    @property
    def empty(self) -> bool:
        return not (self.title.strip() or self.amount.strip() or self.days.strip())


@dataclass(frozen=True)
class Typed:
    """All that was typed; `answers` by the keys of the job's questions."""

    text: str = ""
    parts: list[Part] = field(default_factory=lambda: [Part()] * FRESH)
    answers: Mapping[str, str] = field(default_factory=dict)

    def more(self) -> Typed:
        """With room for more parts."""
        room = min(len(self.parts) + MORE, MOST_MILESTONES)
        return Typed(self.text, [*self.parts, *[Part()] * (room - len(self.parts))], self.answers)


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
    parts = [
        Part(
            each["title"],
            in_script(as_typed(each["amount"], version.currency), lang),
            in_script(each["days"], lang) if each["days"] else "",
        )
        for each in version.milestones
    ]
    return Typed(version.text, parts, version.answers)


def typed(post: QueryDict, questions: Sequence[Mapping[str, Any]] = ()) -> Typed:
    """As it came; rows beyond the most are left out, and of what is longer than anything sensible the rest."""
    columns = [post.getlist(name)[:MOST_MILESTONES] for name in ("title", "amount", "days")]
    parts = [Part(*(value[:200] for value in row)) for row in zip(*columns, strict=False)]
    keys = [str(each["key"]) for each in questions]
    answers = {key: post.get(f"answer-{key}", "") for key in keys if f"answer-{key}" in post}
    return Typed(post.get("text", ""), parts or [Part()] * FRESH, answers)


def terms(given: Typed, currency: str, title: str) -> Terms:
    """What was typed as terms. A single part without a name is the whole job, `title`.

    Raises Invalid; the field of a row is `amount-<row>` or `days-<row>`, counted from 1.
    """
    rows = [(number, part) for number, part in enumerate(given.parts, start=1) if not part.empty]
    alone = title if len(rows) == 1 else ""
    parts = tuple(
        Milestone(part.title.strip() or alone, _amount(part, number, currency), _days(part, number))
        for number, part in rows
    )
    return Terms(given.text, parts, given.answers)


def _amount(part: Part, number: int, currency: str) -> int:
    try:
        return parse_amount(part.amount, currency).minor
    except Invalid as refusal:
        refusal.field = f"amount-{number}"
        raise


def _days(part: Part, number: int) -> int:
    text = to_latin(part.days).strip()
    if not text:
        return 0
    if not text.isdecimal() or not 1 <= int(text[:6]) <= MOST_DAYS:
        words = _("Between 1 and %(most)s days.") % {"most": in_script(MOST_DAYS, get_language() or "en")}
        raise Invalid("milestone_days", words, f"days-{number}")
    return int(text)


def asked(questions: Sequence[Mapping[str, Any]], given: Typed) -> list[Asked]:
    return [
        Asked(str(each["key"]), str(each["words"]), bool(each["needed"]), given.answers.get(str(each["key"]), ""))
        for each in questions
    ]
