"""The lifecycle of a proposal, and what a version of it must add up to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.work.jobs.rules import FIXED, HOURLY, MOST_WEEKLY_HOURS

INVITED, SUBMITTED, SHORTLISTED, INTERVIEW, OFFERED = "invited", "submitted", "shortlisted", "interview", "offered"
ACCEPTED, DECLINED, WITHDRAWN, EXPIRED = "accepted", "declined", "withdrawn", "expired"
LIVE: Final = (INVITED, SUBMITTED, SHORTLISTED, INTERVIEW, OFFERED)
_OPEN: Final = (SUBMITTED, SHORTLISTED, INTERVIEW)
_P: Final = ("person",)

LIFECYCLE = Lifecycle(
    name="proposal",
    initial=SUBMITTED,
    about="What somebody offers to do, for how much.",
    states={
        INVITED: _("invited"),
        SUBMITTED: _("sent to the client"),
        SHORTLISTED: _("on the short list"),
        INTERVIEW: _("being talked about"),
        OFFERED: _("offered"),
        ACCEPTED: _("agreed"),
        DECLINED: _("turned down"),
        WITHDRAWN: _("withdrawn"),
        EXPIRED: _("expired"),
    },
    moves=(
        Move(INVITED, SUBMITTED, _P, "the studio answers the invitation"),
        *(Move(state, SHORTLISTED, _P, "the buyer puts it on the short list") for state in (SUBMITTED,)),
        *(Move(state, INTERVIEW, _P, "one side begins to talk") for state in (SUBMITTED, SHORTLISTED)),
        *(Move(state, OFFERED, _P, "one side makes a binding offer") for state in _OPEN),
        Move(OFFERED, INTERVIEW, _P, "a counter-offer: another version"),
        Move(OFFERED, ACCEPTED, _P, "the other side agrees to the version that is offered"),
        *(Move(state, DECLINED, ("person", "operator", "system"), "the other side says no") for state in LIVE),
        *(Move(state, WITHDRAWN, ("person", "system"), "who made it takes it back") for state in LIVE),
        Move(OFFERED, EXPIRED, ("system",), "nobody answered in time"),
    ),
    timers=(
        Timer(
            OFFERED,
            "unanswered",
            lambda proposal: max(proposal.expires_at - proposal.status_at, timedelta()),
            "dhara.work.proposals.actions:expire",
            "after the policy work.offer_days, or the days that the studio named → expired; this time stands still "
            "while the operator looks at a message of whoever offers",
        ),
    ),
)

MOST_MILESTONES, MOST_TEXT, LEAST_TEXT, MOST_DAYS, MOST_TITLE = 20, 5_000, 20, 365, 120
MOST_AMOUNT: Final = 10**12
LEAST_TITLE, MOST_REVISIONS = 5, 50
# For how many days an offer in a conversation can be valid.
MOST_VALID_DAYS: Final = 30


@dataclass(frozen=True)
class Milestone:
    """`amount` in minor units of the proposal's currency; `days` after it is paid, 0 for no day."""

    title: str
    amount: int
    days: int = 0

    def kept(self) -> dict[str, Any]:
        return {"title": self.title, "amount": self.amount, "days": self.days}


@dataclass(frozen=True)
class Terms:
    """What is proposed: the text, milestones, answers to the job's questions by their keys.

    By the hour there are no milestones, but `rate`, minor units for an hour, and `weekly_hours` at most. `revisions`
    of each part; None where no number is named.
    """

    text: str
    milestones: tuple[Milestone, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    rate: int = 0
    weekly_hours: int = 0
    revisions: int | None = None

    @property
    def amount(self) -> int:
        return self.rate or sum(each.amount for each in self.milestones)


def clean(given: Terms, questions: Sequence[Mapping[str, Any]] = (), *, mode: str = FIXED) -> Terms:
    """The same, fit for storing. Raises Invalid with the field; an answer's is `answer-<key>`."""
    text = clean_text(given.text, lines=True)
    if not LEAST_TEXT <= len(text) <= MOST_TEXT:
        raise Invalid("text_wrong", _("Say in a few sentences how you would do it."), "text")
    answers = _answers(given.answers, questions)
    if mode != HOURLY:
        if given.revisions is not None and not 0 <= given.revisions <= MOST_REVISIONS:
            words = _("Between 0 and %(most)s changes.") % {"most": MOST_REVISIONS}
            raise Invalid("revisions_wrong", words, "revisions")
        return Terms(text, clean_milestones(given.milestones), answers, revisions=given.revisions)
    check_rate(given.rate, given.weekly_hours)
    return Terms(text, (), answers, given.rate, given.weekly_hours)


def check_rate(rate: int, weekly_hours: int) -> None:
    """Raises Invalid with the field."""
    if not 0 < rate <= MOST_AMOUNT:
        raise Invalid("rate_missing", _("Say what an hour of your work costs."), "rate")
    if not 1 <= weekly_hours <= MOST_WEEKLY_HOURS:
        words = _("Between 1 and %(most)s hours a week.") % {"most": MOST_WEEKLY_HOURS}
        raise Invalid("hours_wrong", words, "weekly_hours")


def clean_title(title: str) -> str:
    """Of an offer in a conversation. Raises Invalid."""
    kept = clean_text(title)
    if not LEAST_TITLE <= len(kept) <= MOST_TITLE:
        words = _("Say in a few words what you offer (%(least)s to %(most)s characters).")
        raise Invalid("title_wrong", words % {"least": LEAST_TITLE, "most": MOST_TITLE}, "heading")
    return kept


def valid_until(days: int, *, at: datetime) -> datetime:
    """Raises Invalid."""
    if not 1 <= days <= MOST_VALID_DAYS:
        words = _("Between 1 and %(most)s days.") % {"most": MOST_VALID_DAYS}
        raise Invalid("valid_days_wrong", words, "valid_days")
    return at + timedelta(days=days)


def clean_milestones(given: Sequence[Milestone]) -> tuple[Milestone, ...]:
    """The same, fit for storing. Raises Invalid for the field `milestones`."""
    kept = tuple(Milestone(clean_text(each.title)[:MOST_TITLE], each.amount, each.days) for each in given)
    if not kept:
        raise Invalid("milestones_missing", _("Name at least one part of the work, and its price."), "milestones")
    if len(kept) > MOST_MILESTONES:
        words = _("At most %(most)s parts; the next ones can follow later.")
        raise Invalid("milestones_many", words % {"most": MOST_MILESTONES}, "milestones")
    for each in kept:
        if not each.title:
            raise Invalid("milestone_title", _("Say what each part of the work brings."), "milestones")
        if not 0 < each.amount <= MOST_AMOUNT:
            raise Invalid("milestone_amount", _("Say what each part of the work costs."), "milestones")
        if not 0 <= each.days <= MOST_DAYS:
            raise Invalid("milestone_days", _("Between 1 and %(most)s days.") % {"most": MOST_DAYS}, "milestones")
    return kept


def _answers(given: Mapping[str, str], questions: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    kept = {}
    for asked in questions:
        key = str(asked["key"])
        said = clean_text(str(given.get(key, "")), lines=True)[:MOST_TEXT]
        if asked["needed"] and not said:
            raise Invalid("answer_missing", _("Please answer this question."), f"answer-{key}")
        if said:
            kept[key] = said
    return kept


def other(role: str, roles: Collection[str] = ("buyer", "worker")) -> str:
    """The side that answers."""
    return next(each for each in roles if each != role)
