"""Take one step of a unit: one transaction, whoever takes it, in whichever mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.work.engagements import facts, queries, rules
from dhara.work.engagements.actions import till
from dhara.work.engagements.actions.attaching import attach
from dhara.work.engagements.models import Decision, Engagement, Submission, SubmittedFile, Unit
from dhara.work.engagements.rules import Situation, Step

Files = Sequence[SubmittedFile]


@transaction.atomic
def act(
    unit_id: int,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    text: str = "",
    content: Mapping[str, Any] | None = None,
    files: Files = (),
    reason: str = "",
    to_worker: int | None = None,
    source: int | None = None,
    paid_by: str = "",
    seen: int | None = None,
) -> Unit:
    """Take a step of the unit's mode.

    `text`, `content` and (unsaved) `files` are what is handed in; `reason` is a code of the mode, told to the other
    side with the text. `to_worker` is the worker's part of a split, minor units; `source` the ledger account that
    funds, `paid_by` the subject of the payment that it came by. `seen` is the unit's version that whoever acts had
    before them.

    Raises NotFoundHere for an outsider, Conflict `wrong_state` or `moved_on`, NotAllowed `wrong_role`, Invalid for
    what is missing, and what the mode's guard refuses. Of two at the same moment one comes second and is told so.
    """
    unit = Unit.objects.select_for_update(of=("self",)).select_related("engagement").filter(pk=unit_id).first()
    role = queries.role_of(by, unit) if unit else None
    if unit is None or role is None:
        raise NotFoundHere()
    mode = rules.MODES[unit.mode]
    situation = Situation(unit, unit.engagement, role, at, dict(content or {}))
    step = mode.take(situation, verb)
    if seen is not None and seen != unit.version:
        raise Conflict("moved_on", _("Something happened here in the meantime. Please look at it first."))
    text = _words(text, step)
    handed_in = _submit(situation, verb, by, text, files) if step.needs == rules.SUBMISSION else None
    paid, returned = till.move(unit, step, to_worker=to_worker, source=source, paid_by=paid_by, by=by, at=at)
    author = by.id if by.kind in ("person", "operator") else None
    if handed_in is None:
        latest = unit.submissions.order_by("-number").first()
        Decision.objects.create(
            unit=unit,
            verb=verb,
            role=role,
            author_id=author,
            submission=latest,
            reason=reason[:40],
            text=text,
            paid=paid,
            returned=returned,
            at=at,
        )
    fact = _fact(step)(unit.pk, unit.engagement_id, unit.mode, verb, role, handed_in.pk if handed_in else 0)
    changes: dict[str, Any] = {"paid": unit.paid + paid, "returned": unit.returned + returned, "hold": unit.hold}
    if step.due is not None:
        changes["due_at"] = step.due(situation)
    if step.counts:
        changes[step.counts] = getattr(unit, step.counts) + 1
    unit.become(step.target, fact=fact, by=by, at=at, reason=text, studio_id=unit.worker_id, **changes)
    if mode.follow:
        import_string(mode.follow.replace(":", "."))(unit, step, by=by, at=at)
    if step.follow:
        import_string(step.follow.replace(":", "."))(situation, step, text, by=by, at=at)
    _end(unit, at)
    return unit


def time_up(unit_id: int, *, by: Actor, at: datetime) -> None:
    """Nobody did anything for so long: what the mode says for this."""
    unit = Unit.objects.filter(pk=unit_id).first()
    silence = rules.MODES[unit.mode].silence(unit.status) if unit else None
    if silence is None:
        return
    try:
        act(unit_id, silence.verb, by=by, at=at)
    except Conflict:
        return  # somebody did it at this very moment


def _words(text: str, step: Step) -> str:
    most = rules.MOST_WORDS if step.needs == rules.SUBMISSION else rules.MOST_REASON
    text = clean_text(text, lines=True) if len(text) <= 4 * most else text  # far too long is refused, not cleaned
    if step.needs == rules.REASON and not text:
        raise Invalid("reason_missing", _("Say why, so that the other side can put it right."), "text")
    if len(text) > most:
        raise Invalid("text_long", _("Please keep the text below %(most)s letters.") % {"most": most}, "text")
    return text


def _submit(situation: Situation, verb: str, by: Actor, text: str, files: Files) -> Submission:
    unit, content = situation.unit, situation.said
    if situation.role == rules.WORKER and not text and not content and not files:
        raise Invalid("nothing_submitted", _("Add what you made, or say where it is."), "text")
    last = unit.submissions.aggregate(last=Max("number"))["last"] or 0
    made = Submission.objects.create(
        unit=unit,
        number=last + 1,
        verb=verb,
        role=situation.role,
        author_id=by.id,
        text=text,
        content=dict(content),
        at=situation.at,
    )
    attach(made, files)
    return made


_MONEY: dict[str, type[facts.UnitFact]] = {
    rules.FUND: facts.WorkFunded,
    rules.RELEASE: facts.WorkPaid,
    rules.RETURN: facts.WorkReturned,
    rules.SPLIT: facts.WorkSplit,
    rules.TRIM: facts.WorkBilled,
}


def _fact(step: Step) -> type[facts.UnitFact]:
    if step.money in _MONEY:
        return _MONEY[step.money]
    if step.needs == rules.SUBMISSION:
        return facts.WorkSubmitted
    if step.verb == "dispute":
        return facts.WorkDisputed
    return facts.WorkSentBack if step.needs == rules.REASON else facts.WorkMoved


def _end(unit: Unit, at: datetime) -> None:
    """The engagement ends with its last unit; where units come and go, whoever stands above says when."""
    if rules.MODES[unit.mode].pooled:
        return
    ends = rules.MODES[unit.mode].lifecycle.finals()
    if unit.status in ends and not unit.engagement.units.exclude(status__in=ends).exists():
        Engagement.objects.filter(pk=unit.engagement_id, ended_at=None).update(ended_at=at)
