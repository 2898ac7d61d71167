"""Paid work goes on: each side is told what is asked of it, once for each happening, in the app and by letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.rules import Effect
from dhara.kit.lifecycle.models import Transition
from dhara.kit.locale.languages import in_language
from dhara.people.accounts.facts import AccountConfirmed
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may
from dhara.reactions.sale import without_mail
from dhara.reactions.tasks import tell_of_task, tell_of_task_due
from dhara.work.changes import actions as changes
from dhara.work.changes import mail as change_mail
from dhara.work.changes.facts import (
    ChangeAgreed,
    ChangeDeclined,
    ChangeFact,
    ChangeLapsed,
    ChangeProposed,
    ChangeReduced,
    ChangeVoided,
)
from dhara.work.changes.queries import answer_by
from dhara.work.changes.rules import CANCEL, TERMS
from dhara.work.engagements import actions, queries, rules
from dhara.work.engagements.facts import UnitFact, WorkReminded
from dhara.work.engagements.mail import LETTERS, Reader, Told, Wording, write
from dhara.work.engagements.modes import FIXED, HOURLY
from dhara.work.engagements.modes.common import UNPAID
from dhara.work.engagements.modes.hourly import TAKE_BACK
from dhara.work.engagements.rules import BUYER, SYSTEM, Role
from dhara.work.funding import queries as payments
from dhara.work.funding.facts import FundingPaid
from dhara.work.hours.queries import is_last_paid
from dhara.work.models import Change, Decision, Submission, Unit

Letters = tuple[tuple[str, Role], ...]
_BOTH: Final[tuple[Role, ...]] = ("buyer", "worker")
_ACCEPT: Final = ("accept", "approve", "pay_claim")
# Which letters a step writes, and to which side.
AFTER: Final[dict[str, Letters]] = {
    "require": (("required", "worker"),),
    "start": (("begun", "buyer"),),
    **dict.fromkeys(("deliver", "submit"), (("delivered", "buyer"),)),
    "ask_revision": (("sent_back", "worker"),),
    "extend_review": (("extended", "worker"),),
    **dict.fromkeys(_ACCEPT, (("paid", "worker"),)),
    **dict.fromkeys(("cancel", "give_up", "cancel_late", "return"), tuple(("ended", side) for side in _BOTH)),
    "end": (("ending", "worker"),),
    "claim": (("claimed", "buyer"),),
    "drop": (("dropped", "worker"),),
    **dict.fromkeys(
        ("rule_for_worker", "rule_for_buyer", "rule_split", "settle"), tuple(("ruled", side) for side in _BOTH)
    ),
}
# Where money or a right is at stake nobody can do without the letter.
ALWAYS: Final = frozenset({"ended", "ending", "ruled", "taken_back"})


def tell_of_work(fact: UnitFact, *, by: Actor, at: datetime) -> None:
    """Those whom the step concerns; of small tasks only what asks for an answer is told one by one."""
    if rules.MODES[fact.mode].pooled:
        tell_of_task(fact, by=by, at=at)
        return
    unit = _unit(fact.unit_id)
    told = _told(unit, fact, by)
    for name, side in _letters(unit, fact):
        tell_side(name, told, side, LETTERS[name, side], by=by, at=at)


def _letters(unit: Unit, fact: UnitFact) -> Letters:
    """What the machine does by itself is told to whom it concerns besides."""
    if fact.verb == "drop" and fact.role == SYSTEM:
        return ()  # both agreed to it, which is told as such
    if unit.mode == HOURLY.code and fact.verb in _OF_WEEKS:
        return _of_week(unit, fact)
    if fact.verb == "fund":
        if unit.mode == FIXED.code:
            return (("funded", "worker"),)
        if not any(step.verb == "start" for step in rules.MODES[unit.mode].steps):
            return (("ordered", "worker"),)
        # Where nothing is asked the work begins in the same moment, and that is told.
        return (("needed", "buyer"), ("ordered", "worker")) if unit.engagement.terms.get("questions") else ()
    more: Letters = ()
    if fact.role == SYSTEM and fact.verb == "start":
        more = (("ordered", "worker"),)
    elif fact.role == SYSTEM and fact.verb in _ACCEPT:
        more = (("accepted", "buyer"),)
    return AFTER.get(fact.verb, ()) + more


_OF_WEEKS: Final = ("fund", "close", "finish", "approve", TAKE_BACK)


def _of_week(unit: Unit, fact: UnitFact) -> Letters:
    """An empty week has no bill: that its money goes back is told when it ends, at once."""
    worked = unit.amount > unit.returned
    if fact.verb == "fund":
        return (("week_funded", "worker"),)
    if fact.verb == TAKE_BACK:
        return (("taken_back", "worker"),)
    if fact.verb == "close":
        return (("billed", "buyer"),) if worked else ()
    if fact.verb == "approve":
        accepted: Letters = (("accepted", "buyer"),) if fact.role == SYSTEM else ()
        return (("paid", "worker"), *accepted) if worked else (("unused", "buyer"),)
    return tuple(("finished", side) for side in _BOTH if side != fact.role)


def _told(unit: Unit, fact: UnitFact, by: Actor) -> Told:
    """As it was at that moment, whatever happened since."""
    move = Transition.objects.get(fact_ref=by.cause, thing_ref=unit.pk)
    made = Decision.objects.filter(unit=unit, verb=fact.verb, at=move.at).last()
    handed_in = Submission.objects.filter(pk=fact.submission_id).first()
    stands = unit.version == move.version
    return Told(
        unit,
        fact.role,
        text=move.reason,
        verb=fact.verb,
        files=[each.name for each in handed_in.files.order_by("id")] if handed_in else (),
        paid=queries.earned(unit, made.paid) if made else 0,
        returned=made.returned if made else 0,
        price=queries.price(unit),
        gone=payments.returned(unit, queries.given_back(unit)),
        until=queries.silent_until(unit) if stands else None,
        clears_at=queries.clears_at(unit),
    )


def tell_of_reminder(fact: WorkReminded, *, by: Actor, at: datetime) -> None:
    """Whoever the work waits for; nobody, where they did it in the meantime."""
    if rules.MODES[fact.mode].pooled:
        tell_of_task_due(fact, by=by, at=at)
        return
    unit = _unit(fact.unit_id)
    if fact.what == UNPAID and not is_last_paid(unit):
        return
    name, side = _REMINDERS.get(fact.what, ("missing", "buyer"))
    reminders = rules.MODES[unit.mode].reminders
    if unit.status in {each.state for each in reminders if each.what == fact.what}:
        told = Told(unit, "system", until=queries.silent_until(unit))
        tell_side(name, told, "buyer" if side == BUYER else "worker", LETTERS[name, side], by=by, at=at)


# The letter of a reminder and the side that it is for; all others are about what is missing.
_REMINDERS: Final = {"due": ("due", "worker"), "review": ("review", "buyer"), UNPAID: ("unpaid", "buyer")}


def tell_of_change(fact: ChangeFact, *, by: Actor, at: datetime) -> None:
    """What is asked for goes to the other side, the answer back to who asked. That work was ended is told as such."""
    name = _CHANGES[type(fact)]
    if fact.sort == CANCEL and name == "change_agreed":
        return
    name = change_mail.OF_TERMS.get(name, name) if fact.sort == TERMS else name
    change = Change.objects.select_related("unit__engagement").get(pk=fact.change_id)
    unit = _unit(change.unit_id)
    asked: Role = "buyer" if change.role == BUYER else "worker"
    other: Role = "worker" if change.role == BUYER else "buyer"
    proposed = isinstance(fact, ChangeProposed)
    told = Told(
        unit,
        asked if proposed else other,
        text=change.text if proposed else change.answer,
        verb=change.sort,
        until=answer_by(change),
        days=change.days,
        whole=fact.sort == TERMS,
        terms=change.terms,
        fallen=change.fallen,
    )
    sides = (asked, other) if type(fact) in _FOR_BOTH else (other if proposed else asked,)
    for side in sides:
        tell_side(name, told, side, change_mail.LETTERS[name], by=by, at=at)


def let_terms_fall(fact: FundingPaid | UnitFact, *, by: Actor, at: datetime) -> None:
    """A milestone was paid or taken out, or the work has ended, while a proposal of other terms waits."""
    if isinstance(fact, FundingPaid) or not rules.MODES[fact.mode].pooled:
        changes.let_fall(fact.engagement_id, by=by, at=at)


_CHANGES: Final[dict[type[ChangeFact], str]] = {
    ChangeProposed: "change_proposed",
    ChangeAgreed: "change_agreed",
    ChangeDeclined: "change_declined",
    ChangeLapsed: "change_lapsed",
    ChangeReduced: "terms_reduced",
    ChangeVoided: "terms_voided",
}
_FOR_BOTH: Final = (ChangeReduced, ChangeVoided)


def claim_work(fact: AccountConfirmed, *, by: Actor, at: datetime) -> None:
    actions.claim(fact.account_id)


def tell_side(name: str, told: Told, side: Role, words: Wording, *, by: Actor, at: datetime) -> None:
    """A notice and a letter for each reader of a side; members of the studio may do without letters of most sorts."""
    for reader, letter in readers(told.unit, side, wanted=name in ALWAYS):
        if reader.account_id is not None:
            tell(
                account_id=reader.account_id,
                topic="work",
                kind=f"work_{name}",
                data=data_of(told, reader),
                key=f"work_{name}:{by.cause}:{side}:{reader.account_id}",
                url=reader.path,
                studio_id=reader.studio_id,
                at=at,
            )
        if letter:
            write(name, told, reader, words, by=by, at=at)


def data_of(told: Told, reader: Reader) -> dict[str, Any]:
    engagement = told.unit.engagement
    assert engagement.worker is not None
    buyer = queries.buyer_name(engagement) if reader.sees_buyer else ""
    with in_language(reader.language):
        person = engagement.worker.name if reader.role == BUYER else buyer or _("The buyer")
    amount = {"minor": told.paid, "currency": engagement.currency}
    return {"offer": told.title, "person": person, "amount": amount}


def readers(unit: Unit, side: Role, *, wanted: bool) -> Sequence[tuple[Reader, bool]]:
    """Who is told on one side, each with whether a letter is to be written. `wanted`: nobody can do without it."""
    engagement, path = unit.engagement, queries.address(unit.engagement, side)
    if side == BUYER:
        buyer = engagement.buyer
        if buyer is None:
            name = queries.buyer_name(engagement)
            return [(Reader(side, engagement.buyer_email, name, engagement.language, path), True)]
        return [(Reader(side, buyer.email, buyer.get_short_name(), buyer.language, path, buyer.pk), True)]
    found = Member.objects.filter(studio=unit.worker_id, account__is_active=True).select_related("account")
    members = [each for each in found.order_by("id") if role_may(each.role, "do_work")]
    silent = set() if wanted else without_mail("work", [each.account for each in members])
    return [(_member(each, path), each.account_id not in silent) for each in members]


def _member(each: Member, path: str) -> Reader:
    person, sees = each.account, role_may(each.role, "see_buyers")
    name = person.get_short_name()
    return Reader("worker", person.email, name, person.language, path, person.pk, each.studio_id, sees)


def _unit(unit_id: int) -> Unit:
    return Unit.objects.select_related("engagement__worker", "engagement__buyer").get(pk=unit_id)


# What follows from a change that one side asks for.
CHANGES: Final[dict[type[Fact], list[Effect]]] = {each: [tell_of_change] for each in _CHANGES}
