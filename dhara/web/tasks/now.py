"""The one thing that counts about a task now: a sentence, until when, and what follows if nobody does anything."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.locale.dates import show_date
from dhara.web.tasks.pay import pay
from dhara.web.tasks.seats import Task
from dhara.web.work.now import Now
from dhara.web.work.words import span
from dhara.work.engagements.modes import micro
from dhara.work.engagements.queries import clears_at, silent_until


def now(task: Task, at: datetime) -> Now:
    return _STATES[task.unit.status](task, at)


def _reserved(task: Task, at: datetime) -> Now:
    due = task.unit.due_at
    if due is None or not task.open(at):
        return _lapsed(task, at)
    text = _("Read what to do, do it, and fill in the form below. What is not handed in in time is free for others.")
    if task.unit.revisions:
        text = _("Do it again as the reason asks for. If you do not hand it in in time, it stays unpaid.")
    return Now(_("This task is yours: hand in your proof"), text, "clock", "marigold", True, due, span(due - at))


def _submitted(task: Task, at: datetime) -> Now:
    until = silent_until(task.unit)
    text = _("If nobody looks until then, it is accepted by itself and you are paid.")
    left = span(until - at) if until else ""
    return Now(_("Handed in: the buyer looks at it"), text, "eye", "", False, until, left)


def _rejected(task: Task, at: datetime) -> Now:
    until = silent_until(task.unit)
    text = _("Read the reason. You can do it again, or appeal. If you do neither until then, it stays unpaid.")
    left = span(until - at) if until else ""
    return Now(_("It was not accepted"), text, "circle-x", "error", True, until, left)


def _appealed(task: Task, at: datetime) -> Now:
    until = silent_until(task.unit)
    text = _("The operator looks at your proof and both reasons. If nobody decides until then, you are right and paid.")
    left = span(until - at) if until else ""
    return Now(_("Your appeal is being looked at"), text, "shield-check", "", False, until, left)


def _accepted(task: Task, at: datetime) -> Now:
    language = get_language() or "en"
    clears = clears_at(task.unit)
    title = _("Accepted: you earned %(money)s") % {"money": pay(task.campaign).net.display(language)}
    text = _("It is in your wallet.")
    if clears is not None and clears > at:
        text = _("It is in your wallet, and can be paid out from %(date)s.") % {"date": show_date(clears, language)}
    return Now(title, text, "circle-check", "success")


def _refused(_task: Task, _at: datetime) -> Now:
    text = _("Nothing is taken from you, and nobody can charge you for it. What happened stands below.")
    return Now(_("It stays not accepted"), text, "circle-x", "muted")


def _lapsed(_task: Task, _at: datetime) -> Now:
    text = _("It is free for others again. It does not count against you, and you may take another one.")
    return Now(_("The time for this task is over"), text, "clock", "muted")


def _given_back(_task: Task, _at: datetime) -> Now:
    text = _("It is free for others again. It does not count against you.")
    return Now(_("You gave this task back"), text, "undo-2", "muted")


_STATES = {
    micro.RESERVED: _reserved,
    micro.SUBMITTED: _submitted,
    micro.REJECTED: _rejected,
    micro.APPEALED: _appealed,
    micro.ACCEPTED: _accepted,
    micro.REFUSED: _refused,
    micro.LAPSED: _lapsed,
    micro.GIVEN_BACK: _given_back,
}
